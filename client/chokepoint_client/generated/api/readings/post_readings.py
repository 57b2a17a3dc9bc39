from http import HTTPStatus
from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.problem import Problem
from ...models.readings import Readings
from ...models.readings_request import ReadingsRequest
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    body: ReadingsRequest,
    idempotency_key: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(idempotency_key, Unset):
        headers["Idempotency-Key"] = idempotency_key

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/v1/readings",
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Problem | Readings | None:
    if response.status_code == 200:
        response_200 = Readings.from_dict(response.json())

        return response_200

    if response.status_code == 400:
        response_400 = Problem.from_dict(response.json())

        return response_400

    if response.status_code == 401:
        response_401 = Problem.from_dict(response.json())

        return response_401

    if response.status_code == 403:
        response_403 = Problem.from_dict(response.json())

        return response_403

    if response.status_code == 408:
        response_408 = Problem.from_dict(response.json())

        return response_408

    if response.status_code == 409:
        response_409 = Problem.from_dict(response.json())

        return response_409

    if response.status_code == 413:
        response_413 = Problem.from_dict(response.json())

        return response_413

    if response.status_code == 414:
        response_414 = Problem.from_dict(response.json())

        return response_414

    if response.status_code == 415:
        response_415 = Problem.from_dict(response.json())

        return response_415

    if response.status_code == 422:
        response_422 = Problem.from_dict(response.json())

        return response_422

    if response.status_code == 429:
        response_429 = Problem.from_dict(response.json())

        return response_429

    if response.status_code == 431:
        response_431 = Problem.from_dict(response.json())

        return response_431

    if response.status_code == 500:
        response_500 = Problem.from_dict(response.json())

        return response_500

    if response.status_code == 503:
        response_503 = Problem.from_dict(response.json())

        return response_503

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[Problem | Readings]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient,
    body: ReadingsRequest,
    idempotency_key: str | Unset = UNSET,
) -> Response[Problem | Readings]:
    """How lines would be read, and for those left open what they may mean

     Candidates are told of the first 100 open lines: ask for the others apart. Nothing is scored or
    stored. Take a
    candidate as `read_as` on the line, or confirm it once of the part with PUT /v1/parts/{part_number}.

    Needs a key with the scope `score`.

    Args:
        idempotency_key (str | Unset):
        body (ReadingsRequest):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | Readings]
    """

    kwargs = _get_kwargs(
        body=body,
        idempotency_key=idempotency_key,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient,
    body: ReadingsRequest,
    idempotency_key: str | Unset = UNSET,
) -> Problem | Readings | None:
    """How lines would be read, and for those left open what they may mean

     Candidates are told of the first 100 open lines: ask for the others apart. Nothing is scored or
    stored. Take a
    candidate as `read_as` on the line, or confirm it once of the part with PUT /v1/parts/{part_number}.

    Needs a key with the scope `score`.

    Args:
        idempotency_key (str | Unset):
        body (ReadingsRequest):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | Readings
    """

    return sync_detailed(
        client=client,
        body=body,
        idempotency_key=idempotency_key,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    body: ReadingsRequest,
    idempotency_key: str | Unset = UNSET,
) -> Response[Problem | Readings]:
    """How lines would be read, and for those left open what they may mean

     Candidates are told of the first 100 open lines: ask for the others apart. Nothing is scored or
    stored. Take a
    candidate as `read_as` on the line, or confirm it once of the part with PUT /v1/parts/{part_number}.

    Needs a key with the scope `score`.

    Args:
        idempotency_key (str | Unset):
        body (ReadingsRequest):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | Readings]
    """

    kwargs = _get_kwargs(
        body=body,
        idempotency_key=idempotency_key,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient,
    body: ReadingsRequest,
    idempotency_key: str | Unset = UNSET,
) -> Problem | Readings | None:
    """How lines would be read, and for those left open what they may mean

     Candidates are told of the first 100 open lines: ask for the others apart. Nothing is scored or
    stored. Take a
    candidate as `read_as` on the line, or confirm it once of the part with PUT /v1/parts/{part_number}.

    Needs a key with the scope `score`.

    Args:
        idempotency_key (str | Unset):
        body (ReadingsRequest):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | Readings
    """

    return (
        await asyncio_detailed(
            client=client,
            body=body,
            idempotency_key=idempotency_key,
        )
    ).parsed
