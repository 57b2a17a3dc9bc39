import datetime
from http import HTTPStatus
from typing import Any, cast

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.claims import Claims
from ...models.list_claims_element import ListClaimsElement
from ...models.list_claims_stage import ListClaimsStage
from ...models.problem import Problem
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    on: datetime.date | Unset = UNSET,
    quantity: str | Unset = UNSET,
    element: ListClaimsElement | Unset = UNSET,
    stage: ListClaimsStage | Unset = UNSET,
    geography: str | Unset = UNSET,
    document: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    after: str | Unset = UNSET,
    if_none_match: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(if_none_match, Unset):
        headers["If-None-Match"] = if_none_match

    params: dict[str, Any] = {}

    json_on: str | Unset = UNSET
    if not isinstance(on, Unset):
        json_on = on.isoformat()
    params["on"] = json_on

    params["quantity"] = quantity

    json_element: str | Unset = UNSET
    if not isinstance(element, Unset):
        json_element = element

    params["element"] = json_element

    json_stage: str | Unset = UNSET
    if not isinstance(stage, Unset):
        json_stage = stage

    params["stage"] = json_stage

    params["geography"] = geography

    params["document"] = document

    params["limit"] = limit

    params["after"] = after

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/v1/claims",
        "params": params,
    }

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Any | Claims | Problem | None:
    if response.status_code == 200:
        response_200 = Claims.from_dict(response.json())

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
) -> Response[Any | Claims | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient,
    on: datetime.date | Unset = UNSET,
    quantity: str | Unset = UNSET,
    element: ListClaimsElement | Unset = UNSET,
    stage: ListClaimsStage | Unset = UNSET,
    geography: str | Unset = UNSET,
    document: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    after: str | Unset = UNSET,
    if_none_match: str | Unset = UNSET,
) -> Response[Any | Claims | Problem]:
    """Figures of the documents and public statistics, with the interval where several speak of one thing

     A view holds the interval that a score takes, the figure that gave the central value and the rule of
    precedence that
    chose it; country shares are then fitted into one world (`/v1/elements/{symbol}/supply`). Figures
    about different
    quantities never meet. Trade and governance tables are read by id only.

    Needs a key with the scope `read`.

    Args:
        on (datetime.date | Unset):
        quantity (str | Unset):
        element (ListClaimsElement | Unset):
        stage (ListClaimsStage | Unset):
        geography (str | Unset):
        document (str | Unset):
        limit (int | Unset):
        after (str | Unset):
        if_none_match (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Any | Claims | Problem]
    """

    kwargs = _get_kwargs(
        on=on,
        quantity=quantity,
        element=element,
        stage=stage,
        geography=geography,
        document=document,
        limit=limit,
        after=after,
        if_none_match=if_none_match,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient,
    on: datetime.date | Unset = UNSET,
    quantity: str | Unset = UNSET,
    element: ListClaimsElement | Unset = UNSET,
    stage: ListClaimsStage | Unset = UNSET,
    geography: str | Unset = UNSET,
    document: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    after: str | Unset = UNSET,
    if_none_match: str | Unset = UNSET,
) -> Any | Claims | Problem | None:
    """Figures of the documents and public statistics, with the interval where several speak of one thing

     A view holds the interval that a score takes, the figure that gave the central value and the rule of
    precedence that
    chose it; country shares are then fitted into one world (`/v1/elements/{symbol}/supply`). Figures
    about different
    quantities never meet. Trade and governance tables are read by id only.

    Needs a key with the scope `read`.

    Args:
        on (datetime.date | Unset):
        quantity (str | Unset):
        element (ListClaimsElement | Unset):
        stage (ListClaimsStage | Unset):
        geography (str | Unset):
        document (str | Unset):
        limit (int | Unset):
        after (str | Unset):
        if_none_match (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Any | Claims | Problem
    """

    return sync_detailed(
        client=client,
        on=on,
        quantity=quantity,
        element=element,
        stage=stage,
        geography=geography,
        document=document,
        limit=limit,
        after=after,
        if_none_match=if_none_match,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    on: datetime.date | Unset = UNSET,
    quantity: str | Unset = UNSET,
    element: ListClaimsElement | Unset = UNSET,
    stage: ListClaimsStage | Unset = UNSET,
    geography: str | Unset = UNSET,
    document: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    after: str | Unset = UNSET,
    if_none_match: str | Unset = UNSET,
) -> Response[Any | Claims | Problem]:
    """Figures of the documents and public statistics, with the interval where several speak of one thing

     A view holds the interval that a score takes, the figure that gave the central value and the rule of
    precedence that
    chose it; country shares are then fitted into one world (`/v1/elements/{symbol}/supply`). Figures
    about different
    quantities never meet. Trade and governance tables are read by id only.

    Needs a key with the scope `read`.

    Args:
        on (datetime.date | Unset):
        quantity (str | Unset):
        element (ListClaimsElement | Unset):
        stage (ListClaimsStage | Unset):
        geography (str | Unset):
        document (str | Unset):
        limit (int | Unset):
        after (str | Unset):
        if_none_match (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Any | Claims | Problem]
    """

    kwargs = _get_kwargs(
        on=on,
        quantity=quantity,
        element=element,
        stage=stage,
        geography=geography,
        document=document,
        limit=limit,
        after=after,
        if_none_match=if_none_match,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient,
    on: datetime.date | Unset = UNSET,
    quantity: str | Unset = UNSET,
    element: ListClaimsElement | Unset = UNSET,
    stage: ListClaimsStage | Unset = UNSET,
    geography: str | Unset = UNSET,
    document: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    after: str | Unset = UNSET,
    if_none_match: str | Unset = UNSET,
) -> Any | Claims | Problem | None:
    """Figures of the documents and public statistics, with the interval where several speak of one thing

     A view holds the interval that a score takes, the figure that gave the central value and the rule of
    precedence that
    chose it; country shares are then fitted into one world (`/v1/elements/{symbol}/supply`). Figures
    about different
    quantities never meet. Trade and governance tables are read by id only.

    Needs a key with the scope `read`.

    Args:
        on (datetime.date | Unset):
        quantity (str | Unset):
        element (ListClaimsElement | Unset):
        stage (ListClaimsStage | Unset):
        geography (str | Unset):
        document (str | Unset):
        limit (int | Unset):
        after (str | Unset):
        if_none_match (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Any | Claims | Problem
    """

    return (
        await asyncio_detailed(
            client=client,
            on=on,
            quantity=quantity,
            element=element,
            stage=stage,
            geography=geography,
            document=document,
            limit=limit,
            after=after,
            if_none_match=if_none_match,
        )
    ).parsed
