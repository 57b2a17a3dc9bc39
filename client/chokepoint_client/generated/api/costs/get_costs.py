import datetime
from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.problem import Problem
from ...models.year_costs import YearCosts
from ...types import UNSET, Response, Unset


def _get_kwargs(
    bom_id: str,
    *,
    products_per_year: float | str | Unset = UNSET,
    contract_share: float | str | Unset = UNSET,
    as_of: datetime.date | Unset = UNSET,
    if_none_match: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(if_none_match, Unset):
        headers["If-None-Match"] = if_none_match

    params: dict[str, Any] = {}

    json_products_per_year: float | str | Unset
    if isinstance(products_per_year, Unset):
        json_products_per_year = UNSET
    else:
        json_products_per_year = products_per_year
    params["products_per_year"] = json_products_per_year

    json_contract_share: float | str | Unset
    if isinstance(contract_share, Unset):
        json_contract_share = UNSET
    else:
        json_contract_share = contract_share
    params["contract_share"] = json_contract_share

    json_as_of: str | Unset = UNSET
    if not isinstance(as_of, Unset):
        json_as_of = as_of.isoformat()
    params["as_of"] = json_as_of

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/v1/boms/{bom_id}/costs".format(
            bom_id=quote(str(bom_id), safe=""),
        ),
        "params": params,
    }

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Any | Problem | YearCosts | None:
    if response.status_code == 200:
        response_200 = YearCosts.from_dict(response.json())

        return response_200

    if response.status_code == 304:
        response_304 = cast(Any, None)
        return response_304

    if response.status_code == 401:
        response_401 = Problem.from_dict(response.json())

        return response_401

    if response.status_code == 403:
        response_403 = Problem.from_dict(response.json())

        return response_403

    if response.status_code == 404:
        response_404 = Problem.from_dict(response.json())

        return response_404

    if response.status_code == 412:
        response_412 = Problem.from_dict(response.json())

        return response_412

    if response.status_code == 414:
        response_414 = Problem.from_dict(response.json())

        return response_414

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
) -> Response[Any | Problem | YearCosts]:
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
    products_per_year: float | str | Unset = UNSET,
    contract_share: float | str | Unset = UNSET,
    as_of: datetime.date | Unset = UNSET,
    if_none_match: str | Unset = UNSET,
) -> Response[Any | Problem | YearCosts]:
    """What dearer supply is expected to cost a stored product in a year, and what prices did when it was
    hit

     What dearer supply is expected to cost a stored product in a year, and what prices did when it was
    hit.

    Needs a key with the scope `read`.

    Args:
        bom_id (str):
        products_per_year (float | str | Unset):
        contract_share (float | str | Unset):
        as_of (datetime.date | Unset):
        if_none_match (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Any | Problem | YearCosts]
    """

    kwargs = _get_kwargs(
        bom_id=bom_id,
        products_per_year=products_per_year,
        contract_share=contract_share,
        as_of=as_of,
        if_none_match=if_none_match,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    bom_id: str,
    *,
    client: AuthenticatedClient,
    products_per_year: float | str | Unset = UNSET,
    contract_share: float | str | Unset = UNSET,
    as_of: datetime.date | Unset = UNSET,
    if_none_match: str | Unset = UNSET,
) -> Any | Problem | YearCosts | None:
    """What dearer supply is expected to cost a stored product in a year, and what prices did when it was
    hit

     What dearer supply is expected to cost a stored product in a year, and what prices did when it was
    hit.

    Needs a key with the scope `read`.

    Args:
        bom_id (str):
        products_per_year (float | str | Unset):
        contract_share (float | str | Unset):
        as_of (datetime.date | Unset):
        if_none_match (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Any | Problem | YearCosts
    """

    return sync_detailed(
        bom_id=bom_id,
        client=client,
        products_per_year=products_per_year,
        contract_share=contract_share,
        as_of=as_of,
        if_none_match=if_none_match,
    ).parsed


async def asyncio_detailed(
    bom_id: str,
    *,
    client: AuthenticatedClient,
    products_per_year: float | str | Unset = UNSET,
    contract_share: float | str | Unset = UNSET,
    as_of: datetime.date | Unset = UNSET,
    if_none_match: str | Unset = UNSET,
) -> Response[Any | Problem | YearCosts]:
    """What dearer supply is expected to cost a stored product in a year, and what prices did when it was
    hit

     What dearer supply is expected to cost a stored product in a year, and what prices did when it was
    hit.

    Needs a key with the scope `read`.

    Args:
        bom_id (str):
        products_per_year (float | str | Unset):
        contract_share (float | str | Unset):
        as_of (datetime.date | Unset):
        if_none_match (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Any | Problem | YearCosts]
    """

    kwargs = _get_kwargs(
        bom_id=bom_id,
        products_per_year=products_per_year,
        contract_share=contract_share,
        as_of=as_of,
        if_none_match=if_none_match,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    bom_id: str,
    *,
    client: AuthenticatedClient,
    products_per_year: float | str | Unset = UNSET,
    contract_share: float | str | Unset = UNSET,
    as_of: datetime.date | Unset = UNSET,
    if_none_match: str | Unset = UNSET,
) -> Any | Problem | YearCosts | None:
    """What dearer supply is expected to cost a stored product in a year, and what prices did when it was
    hit

     What dearer supply is expected to cost a stored product in a year, and what prices did when it was
    hit.

    Needs a key with the scope `read`.

    Args:
        bom_id (str):
        products_per_year (float | str | Unset):
        contract_share (float | str | Unset):
        as_of (datetime.date | Unset):
        if_none_match (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Any | Problem | YearCosts
    """

    return (
        await asyncio_detailed(
            bom_id=bom_id,
            client=client,
            products_per_year=products_per_year,
            contract_share=contract_share,
            as_of=as_of,
            if_none_match=if_none_match,
        )
    ).parsed
