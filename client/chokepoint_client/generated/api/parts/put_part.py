from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.confirmation import Confirmation
from ...models.part import Part
from ...models.problem import Problem
from ...types import Response


def _get_kwargs(
    part_number: str,
    *,
    body: Part,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {
        "method": "put",
        "url": "/v1/parts/{part_number}".format(
            part_number=quote(str(part_number), safe=""),
        ),
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Confirmation | Problem | None:
    if response.status_code == 200:
        response_200 = Confirmation.from_dict(response.json())

        return response_200

    if response.status_code == 201:
        response_201 = Confirmation.from_dict(response.json())

        return response_201

    if response.status_code == 400:
        response_400 = Problem.from_dict(response.json())

        return response_400

    if response.status_code == 401:
        response_401 = Problem.from_dict(response.json())

        return response_401

    if response.status_code == 403:
        response_403 = Problem.from_dict(response.json())

        return response_403

    if response.status_code == 404:
        response_404 = Problem.from_dict(response.json())

        return response_404

    if response.status_code == 408:
        response_408 = Problem.from_dict(response.json())

        return response_408

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


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[Confirmation | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    part_number: str,
    *,
    client: AuthenticatedClient,
    body: Part,
) -> Response[Confirmation | Problem]:
    """Confirm what a part is made of

     From then on its lines are read so, whatever their words say, and the answer tells who confirmed it
    and when.
    Stored scores follow when their BOM is put again. The same again changes nothing.

    Needs a key with the scope `write`.

    Args:
        part_number (str):
        body (Part):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Confirmation | Problem]
    """

    kwargs = _get_kwargs(
        part_number=part_number,
        body=body,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    part_number: str,
    *,
    client: AuthenticatedClient,
    body: Part,
) -> Confirmation | Problem | None:
    """Confirm what a part is made of

     From then on its lines are read so, whatever their words say, and the answer tells who confirmed it
    and when.
    Stored scores follow when their BOM is put again. The same again changes nothing.

    Needs a key with the scope `write`.

    Args:
        part_number (str):
        body (Part):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Confirmation | Problem
    """

    return sync_detailed(
        part_number=part_number,
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    part_number: str,
    *,
    client: AuthenticatedClient,
    body: Part,
) -> Response[Confirmation | Problem]:
    """Confirm what a part is made of

     From then on its lines are read so, whatever their words say, and the answer tells who confirmed it
    and when.
    Stored scores follow when their BOM is put again. The same again changes nothing.

    Needs a key with the scope `write`.

    Args:
        part_number (str):
        body (Part):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Confirmation | Problem]
    """

    kwargs = _get_kwargs(
        part_number=part_number,
        body=body,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    part_number: str,
    *,
    client: AuthenticatedClient,
    body: Part,
) -> Confirmation | Problem | None:
    """Confirm what a part is made of

     From then on its lines are read so, whatever their words say, and the answer tells who confirmed it
    and when.
    Stored scores follow when their BOM is put again. The same again changes nothing.

    Needs a key with the scope `write`.

    Args:
        part_number (str):
        body (Part):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Confirmation | Problem
    """

    return (
        await asyncio_detailed(
            part_number=part_number,
            client=client,
            body=body,
        )
    ).parsed
