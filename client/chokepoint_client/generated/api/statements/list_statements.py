import datetime
from http import HTTPStatus
from typing import Any, cast

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.list_statements_element import (
    ListStatementsElement,
)
from ...models.list_statements_stage import (
    ListStatementsStage,
)
from ...models.list_statements_topic import (
    ListStatementsTopic,
)
from ...models.problem import Problem
from ...models.statements import Statements
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    on: datetime.date | Unset = UNSET,
    topic: ListStatementsTopic | Unset = UNSET,
    element: ListStatementsElement | Unset = UNSET,
    stage: ListStatementsStage | Unset = UNSET,
    geography: str | Unset = UNSET,
    document: str | Unset = UNSET,
    q: str | Unset = UNSET,
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

    json_topic: str | Unset = UNSET
    if not isinstance(topic, Unset):
        json_topic = topic

    params["topic"] = json_topic

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

    params["q"] = q

    params["limit"] = limit

    params["after"] = after

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/v1/statements",
        "params": params,
    }

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Any | Problem | Statements | None:
    if response.status_code == 200:
        response_200 = Statements.from_dict(response.json())

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
) -> Response[Any | Problem | Statements]:
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
    topic: ListStatementsTopic | Unset = UNSET,
    element: ListStatementsElement | Unset = UNSET,
    stage: ListStatementsStage | Unset = UNSET,
    geography: str | Unset = UNSET,
    document: str | Unset = UNSET,
    q: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    after: str | Unset = UNSET,
    if_none_match: str | Unset = UNSET,
) -> Response[Any | Problem | Statements]:
    """Practices, plans, scenarios, indicators and advice of the source documents, in our words

     None enters a score. Figures of the same documents are claims (`/v1/claims`).

    Needs a key with the scope `read`.

    Args:
        on (datetime.date | Unset):
        topic (ListStatementsTopic | Unset):
        element (ListStatementsElement | Unset):
        stage (ListStatementsStage | Unset):
        geography (str | Unset):
        document (str | Unset):
        q (str | Unset):
        limit (int | Unset):
        after (str | Unset):
        if_none_match (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Any | Problem | Statements]
    """

    kwargs = _get_kwargs(
        on=on,
        topic=topic,
        element=element,
        stage=stage,
        geography=geography,
        document=document,
        q=q,
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
    topic: ListStatementsTopic | Unset = UNSET,
    element: ListStatementsElement | Unset = UNSET,
    stage: ListStatementsStage | Unset = UNSET,
    geography: str | Unset = UNSET,
    document: str | Unset = UNSET,
    q: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    after: str | Unset = UNSET,
    if_none_match: str | Unset = UNSET,
) -> Any | Problem | Statements | None:
    """Practices, plans, scenarios, indicators and advice of the source documents, in our words

     None enters a score. Figures of the same documents are claims (`/v1/claims`).

    Needs a key with the scope `read`.

    Args:
        on (datetime.date | Unset):
        topic (ListStatementsTopic | Unset):
        element (ListStatementsElement | Unset):
        stage (ListStatementsStage | Unset):
        geography (str | Unset):
        document (str | Unset):
        q (str | Unset):
        limit (int | Unset):
        after (str | Unset):
        if_none_match (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Any | Problem | Statements
    """

    return sync_detailed(
        client=client,
        on=on,
        topic=topic,
        element=element,
        stage=stage,
        geography=geography,
        document=document,
        q=q,
        limit=limit,
        after=after,
        if_none_match=if_none_match,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    on: datetime.date | Unset = UNSET,
    topic: ListStatementsTopic | Unset = UNSET,
    element: ListStatementsElement | Unset = UNSET,
    stage: ListStatementsStage | Unset = UNSET,
    geography: str | Unset = UNSET,
    document: str | Unset = UNSET,
    q: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    after: str | Unset = UNSET,
    if_none_match: str | Unset = UNSET,
) -> Response[Any | Problem | Statements]:
    """Practices, plans, scenarios, indicators and advice of the source documents, in our words

     None enters a score. Figures of the same documents are claims (`/v1/claims`).

    Needs a key with the scope `read`.

    Args:
        on (datetime.date | Unset):
        topic (ListStatementsTopic | Unset):
        element (ListStatementsElement | Unset):
        stage (ListStatementsStage | Unset):
        geography (str | Unset):
        document (str | Unset):
        q (str | Unset):
        limit (int | Unset):
        after (str | Unset):
        if_none_match (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Any | Problem | Statements]
    """

    kwargs = _get_kwargs(
        on=on,
        topic=topic,
        element=element,
        stage=stage,
        geography=geography,
        document=document,
        q=q,
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
    topic: ListStatementsTopic | Unset = UNSET,
    element: ListStatementsElement | Unset = UNSET,
    stage: ListStatementsStage | Unset = UNSET,
    geography: str | Unset = UNSET,
    document: str | Unset = UNSET,
    q: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    after: str | Unset = UNSET,
    if_none_match: str | Unset = UNSET,
) -> Any | Problem | Statements | None:
    """Practices, plans, scenarios, indicators and advice of the source documents, in our words

     None enters a score. Figures of the same documents are claims (`/v1/claims`).

    Needs a key with the scope `read`.

    Args:
        on (datetime.date | Unset):
        topic (ListStatementsTopic | Unset):
        element (ListStatementsElement | Unset):
        stage (ListStatementsStage | Unset):
        geography (str | Unset):
        document (str | Unset):
        q (str | Unset):
        limit (int | Unset):
        after (str | Unset):
        if_none_match (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Any | Problem | Statements
    """

    return (
        await asyncio_detailed(
            client=client,
            on=on,
            topic=topic,
            element=element,
            stage=stage,
            geography=geography,
            document=document,
            q=q,
            limit=limit,
            after=after,
            if_none_match=if_none_match,
        )
    ).parsed
