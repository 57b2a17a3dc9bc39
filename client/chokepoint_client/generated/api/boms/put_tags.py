from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.problem import Problem
from ...models.tagged import Tagged
from ...models.tags import Tags
from ...types import UNSET, Response, Unset


def _get_kwargs(
    bom_id: str,
    *,
    body: Tags,
    if_match: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(if_match, Unset):
        headers["If-Match"] = if_match

    _kwargs: dict[str, Any] = {
        "method": "put",
        "url": "/v1/boms/{bom_id}/tags".format(
            bom_id=quote(str(bom_id), safe=""),
        ),
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Problem | Tagged | None:
    if response.status_code == 200:
        response_200 = Tagged.from_dict(response.json())

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

    if response.status_code == 404:
        response_404 = Problem.from_dict(response.json())

        return response_404

    if response.status_code == 408:
        response_408 = Problem.from_dict(response.json())

        return response_408

    if response.status_code == 412:
        response_412 = Problem.from_dict(response.json())

        return response_412

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


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[Problem | Tagged]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    bom_id: str,
    *,
    client: AuthenticatedClient,
    body: Tags,
    if_match: str | Unset = UNSET,
) -> Response[Problem | Tagged]:
    """Say all the tags of a BOM

     Lists are filtered by them. They make no revision.

    Needs a key with the scope `write`.

    Args:
        bom_id (str):
        if_match (str | Unset):
        body (Tags):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | Tagged]
    """

    kwargs = _get_kwargs(
        bom_id=bom_id,
        body=body,
        if_match=if_match,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    bom_id: str,
    *,
    client: AuthenticatedClient,
    body: Tags,
    if_match: str | Unset = UNSET,
) -> Problem | Tagged | None:
    """Say all the tags of a BOM

     Lists are filtered by them. They make no revision.

    Needs a key with the scope `write`.

    Args:
        bom_id (str):
        if_match (str | Unset):
        body (Tags):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | Tagged
    """

    return sync_detailed(
        bom_id=bom_id,
        client=client,
        body=body,
        if_match=if_match,
    ).parsed


async def asyncio_detailed(
    bom_id: str,
    *,
    client: AuthenticatedClient,
    body: Tags,
    if_match: str | Unset = UNSET,
) -> Response[Problem | Tagged]:
    """Say all the tags of a BOM

     Lists are filtered by them. They make no revision.

    Needs a key with the scope `write`.

    Args:
        bom_id (str):
        if_match (str | Unset):
        body (Tags):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | Tagged]
    """

    kwargs = _get_kwargs(
        bom_id=bom_id,
        body=body,
        if_match=if_match,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    bom_id: str,
    *,
    client: AuthenticatedClient,
    body: Tags,
    if_match: str | Unset = UNSET,
) -> Problem | Tagged | None:
    """Say all the tags of a BOM

     Lists are filtered by them. They make no revision.

    Needs a key with the scope `write`.

    Args:
        bom_id (str):
        if_match (str | Unset):
        body (Tags):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | Tagged
    """

    return (
        await asyncio_detailed(
            bom_id=bom_id,
            client=client,
            body=body,
            if_match=if_match,
        )
    ).parsed
