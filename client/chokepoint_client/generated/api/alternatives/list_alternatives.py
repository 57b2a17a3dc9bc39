import datetime
from http import HTTPStatus
from typing import Any, cast

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.alternatives import Alternatives
from ...models.list_alternatives_element import (
    ListAlternativesElement,
)
from ...models.list_alternatives_stage import (
    ListAlternativesStage,
)
from ...models.problem import Problem
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    element: ListAlternativesElement,
    stage: ListAlternativesStage,
    without: str | Unset = UNSET,
    by: datetime.date | Unset = UNSET,
    buyer_country: str | Unset = UNSET,
    need_kg: float | str | Unset = UNSET,
    as_of: datetime.date | Unset = UNSET,
    if_none_match: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(if_none_match, Unset):
        headers["If-None-Match"] = if_none_match

    params: dict[str, Any] = {}

    json_element: str = element
    params["element"] = json_element

    json_stage: str = stage
    params["stage"] = json_stage

    params["without"] = without

    json_by: str | Unset = UNSET
    if not isinstance(by, Unset):
        json_by = by.isoformat()
    params["by"] = json_by

    params["buyer_country"] = buyer_country

    json_need_kg: float | str | Unset
    if isinstance(need_kg, Unset):
        json_need_kg = UNSET
    else:
        json_need_kg = need_kg
    params["need_kg"] = json_need_kg

    json_as_of: str | Unset = UNSET
    if not isinstance(as_of, Unset):
        json_as_of = as_of.isoformat()
    params["as_of"] = json_as_of

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/v1/alternatives",
        "params": params,
    }

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Alternatives | Any | Problem | None:
    if response.status_code == 200:
        response_200 = Alternatives.from_dict(response.json())

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
) -> Response[Alternatives | Any | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient,
    element: ListAlternativesElement,
    stage: ListAlternativesStage,
    without: str | Unset = UNSET,
    by: datetime.date | Unset = UNSET,
    buyer_country: str | Unset = UNSET,
    need_kg: float | str | Unset = UNSET,
    as_of: datetime.date | Unset = UNSET,
    if_none_match: str | Unset = UNSET,
) -> Response[Alternatives | Any | Problem]:
    """Who makes an element at a stage outside a country, what could hit that, and what is planned

     Each maker is scored as if all of the stage were bought there, with the material that it works on.
    Planned capacity
    never counts as supply before it has produced. At most twelve makers are scored.

    Needs a key with the scope `read`.

    Args:
        element (ListAlternativesElement):
        stage (ListAlternativesStage):
        without (str | Unset):
        by (datetime.date | Unset):
        buyer_country (str | Unset):
        need_kg (float | str | Unset):
        as_of (datetime.date | Unset):
        if_none_match (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Alternatives | Any | Problem]
    """

    kwargs = _get_kwargs(
        element=element,
        stage=stage,
        without=without,
        by=by,
        buyer_country=buyer_country,
        need_kg=need_kg,
        as_of=as_of,
        if_none_match=if_none_match,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient,
    element: ListAlternativesElement,
    stage: ListAlternativesStage,
    without: str | Unset = UNSET,
    by: datetime.date | Unset = UNSET,
    buyer_country: str | Unset = UNSET,
    need_kg: float | str | Unset = UNSET,
    as_of: datetime.date | Unset = UNSET,
    if_none_match: str | Unset = UNSET,
) -> Alternatives | Any | Problem | None:
    """Who makes an element at a stage outside a country, what could hit that, and what is planned

     Each maker is scored as if all of the stage were bought there, with the material that it works on.
    Planned capacity
    never counts as supply before it has produced. At most twelve makers are scored.

    Needs a key with the scope `read`.

    Args:
        element (ListAlternativesElement):
        stage (ListAlternativesStage):
        without (str | Unset):
        by (datetime.date | Unset):
        buyer_country (str | Unset):
        need_kg (float | str | Unset):
        as_of (datetime.date | Unset):
        if_none_match (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Alternatives | Any | Problem
    """

    return sync_detailed(
        client=client,
        element=element,
        stage=stage,
        without=without,
        by=by,
        buyer_country=buyer_country,
        need_kg=need_kg,
        as_of=as_of,
        if_none_match=if_none_match,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    element: ListAlternativesElement,
    stage: ListAlternativesStage,
    without: str | Unset = UNSET,
    by: datetime.date | Unset = UNSET,
    buyer_country: str | Unset = UNSET,
    need_kg: float | str | Unset = UNSET,
    as_of: datetime.date | Unset = UNSET,
    if_none_match: str | Unset = UNSET,
) -> Response[Alternatives | Any | Problem]:
    """Who makes an element at a stage outside a country, what could hit that, and what is planned

     Each maker is scored as if all of the stage were bought there, with the material that it works on.
    Planned capacity
    never counts as supply before it has produced. At most twelve makers are scored.

    Needs a key with the scope `read`.

    Args:
        element (ListAlternativesElement):
        stage (ListAlternativesStage):
        without (str | Unset):
        by (datetime.date | Unset):
        buyer_country (str | Unset):
        need_kg (float | str | Unset):
        as_of (datetime.date | Unset):
        if_none_match (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Alternatives | Any | Problem]
    """

    kwargs = _get_kwargs(
        element=element,
        stage=stage,
        without=without,
        by=by,
        buyer_country=buyer_country,
        need_kg=need_kg,
        as_of=as_of,
        if_none_match=if_none_match,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient,
    element: ListAlternativesElement,
    stage: ListAlternativesStage,
    without: str | Unset = UNSET,
    by: datetime.date | Unset = UNSET,
    buyer_country: str | Unset = UNSET,
    need_kg: float | str | Unset = UNSET,
    as_of: datetime.date | Unset = UNSET,
    if_none_match: str | Unset = UNSET,
) -> Alternatives | Any | Problem | None:
    """Who makes an element at a stage outside a country, what could hit that, and what is planned

     Each maker is scored as if all of the stage were bought there, with the material that it works on.
    Planned capacity
    never counts as supply before it has produced. At most twelve makers are scored.

    Needs a key with the scope `read`.

    Args:
        element (ListAlternativesElement):
        stage (ListAlternativesStage):
        without (str | Unset):
        by (datetime.date | Unset):
        buyer_country (str | Unset):
        need_kg (float | str | Unset):
        as_of (datetime.date | Unset):
        if_none_match (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Alternatives | Any | Problem
    """

    return (
        await asyncio_detailed(
            client=client,
            element=element,
            stage=stage,
            without=without,
            by=by,
            buyer_country=buyer_country,
            need_kg=need_kg,
            as_of=as_of,
            if_none_match=if_none_match,
        )
    ).parsed
