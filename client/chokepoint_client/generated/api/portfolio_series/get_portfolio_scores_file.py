import datetime
from http import HTTPStatus
from typing import Any, cast

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.get_portfolio_scores_file_band import (
    GetPortfolioScoresFileBand,
)
from ...models.get_portfolio_scores_file_element import (
    GetPortfolioScoresFileElement,
)
from ...models.get_portfolio_scores_file_step import (
    GetPortfolioScoresFileStep,
)
from ...models.get_portfolio_scores_file_unread import (
    GetPortfolioScoresFileUnread,
)
from ...models.problem import Problem
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    tag: str | Unset = UNSET,
    element: GetPortfolioScoresFileElement | Unset = UNSET,
    country: str | Unset = UNSET,
    measure: str | Unset = UNSET,
    supplier: str | Unset = UNSET,
    band: GetPortfolioScoresFileBand | Unset = UNSET,
    min_score: float | str | Unset = UNSET,
    unread: GetPortfolioScoresFileUnread | Unset = UNSET,
    changed_since: datetime.datetime | Unset = UNSET,
    from_: datetime.date | Unset = UNSET,
    to: datetime.date | Unset = UNSET,
    step: GetPortfolioScoresFileStep | Unset = UNSET,
    if_none_match: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(if_none_match, Unset):
        headers["If-None-Match"] = if_none_match

    params: dict[str, Any] = {}

    params["tag"] = tag

    json_element: str | Unset = UNSET
    if not isinstance(element, Unset):
        json_element = element

    params["element"] = json_element

    params["country"] = country

    params["measure"] = measure

    params["supplier"] = supplier

    json_band: str | Unset = UNSET
    if not isinstance(band, Unset):
        json_band = band

    params["band"] = json_band

    json_min_score: float | str | Unset
    if isinstance(min_score, Unset):
        json_min_score = UNSET
    else:
        json_min_score = min_score
    params["min_score"] = json_min_score

    json_unread: str | Unset = UNSET
    if not isinstance(unread, Unset):
        json_unread = unread

    params["unread"] = json_unread

    json_changed_since: str | Unset = UNSET
    if not isinstance(changed_since, Unset):
        json_changed_since = changed_since.isoformat()
    params["changed_since"] = json_changed_since

    json_from_: str | Unset = UNSET
    if not isinstance(from_, Unset):
        json_from_ = from_.isoformat()
    params["from"] = json_from_

    json_to: str | Unset = UNSET
    if not isinstance(to, Unset):
        json_to = to.isoformat()
    params["to"] = json_to

    json_step: str | Unset = UNSET
    if not isinstance(step, Unset):
        json_step = step

    params["step"] = json_step

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/v1/portfolio/scores.csv",
        "params": params,
    }

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Any | Problem | str | None:
    if response.status_code == 200:
        response_200 = response.text
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


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[Any | Problem | str]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient,
    tag: str | Unset = UNSET,
    element: GetPortfolioScoresFileElement | Unset = UNSET,
    country: str | Unset = UNSET,
    measure: str | Unset = UNSET,
    supplier: str | Unset = UNSET,
    band: GetPortfolioScoresFileBand | Unset = UNSET,
    min_score: float | str | Unset = UNSET,
    unread: GetPortfolioScoresFileUnread | Unset = UNSET,
    changed_since: datetime.datetime | Unset = UNSET,
    from_: datetime.date | Unset = UNSET,
    to: datetime.date | Unset = UNSET,
    step: GetPortfolioScoresFileStep | Unset = UNSET,
    if_none_match: str | Unset = UNSET,
) -> Response[Any | Problem | str]:
    """What stored BOMs came to, day by day, as CSV

     What stored BOMs came to, day by day, as CSV.

    Needs a key with the scope `read`.

    Args:
        tag (str | Unset):
        element (GetPortfolioScoresFileElement | Unset):
        country (str | Unset):
        measure (str | Unset):
        supplier (str | Unset):
        band (GetPortfolioScoresFileBand | Unset):
        min_score (float | str | Unset):
        unread (GetPortfolioScoresFileUnread | Unset):
        changed_since (datetime.datetime | Unset):
        from_ (datetime.date | Unset):
        to (datetime.date | Unset):
        step (GetPortfolioScoresFileStep | Unset):
        if_none_match (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Any | Problem | str]
    """

    kwargs = _get_kwargs(
        tag=tag,
        element=element,
        country=country,
        measure=measure,
        supplier=supplier,
        band=band,
        min_score=min_score,
        unread=unread,
        changed_since=changed_since,
        from_=from_,
        to=to,
        step=step,
        if_none_match=if_none_match,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient,
    tag: str | Unset = UNSET,
    element: GetPortfolioScoresFileElement | Unset = UNSET,
    country: str | Unset = UNSET,
    measure: str | Unset = UNSET,
    supplier: str | Unset = UNSET,
    band: GetPortfolioScoresFileBand | Unset = UNSET,
    min_score: float | str | Unset = UNSET,
    unread: GetPortfolioScoresFileUnread | Unset = UNSET,
    changed_since: datetime.datetime | Unset = UNSET,
    from_: datetime.date | Unset = UNSET,
    to: datetime.date | Unset = UNSET,
    step: GetPortfolioScoresFileStep | Unset = UNSET,
    if_none_match: str | Unset = UNSET,
) -> Any | Problem | str | None:
    """What stored BOMs came to, day by day, as CSV

     What stored BOMs came to, day by day, as CSV.

    Needs a key with the scope `read`.

    Args:
        tag (str | Unset):
        element (GetPortfolioScoresFileElement | Unset):
        country (str | Unset):
        measure (str | Unset):
        supplier (str | Unset):
        band (GetPortfolioScoresFileBand | Unset):
        min_score (float | str | Unset):
        unread (GetPortfolioScoresFileUnread | Unset):
        changed_since (datetime.datetime | Unset):
        from_ (datetime.date | Unset):
        to (datetime.date | Unset):
        step (GetPortfolioScoresFileStep | Unset):
        if_none_match (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Any | Problem | str
    """

    return sync_detailed(
        client=client,
        tag=tag,
        element=element,
        country=country,
        measure=measure,
        supplier=supplier,
        band=band,
        min_score=min_score,
        unread=unread,
        changed_since=changed_since,
        from_=from_,
        to=to,
        step=step,
        if_none_match=if_none_match,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    tag: str | Unset = UNSET,
    element: GetPortfolioScoresFileElement | Unset = UNSET,
    country: str | Unset = UNSET,
    measure: str | Unset = UNSET,
    supplier: str | Unset = UNSET,
    band: GetPortfolioScoresFileBand | Unset = UNSET,
    min_score: float | str | Unset = UNSET,
    unread: GetPortfolioScoresFileUnread | Unset = UNSET,
    changed_since: datetime.datetime | Unset = UNSET,
    from_: datetime.date | Unset = UNSET,
    to: datetime.date | Unset = UNSET,
    step: GetPortfolioScoresFileStep | Unset = UNSET,
    if_none_match: str | Unset = UNSET,
) -> Response[Any | Problem | str]:
    """What stored BOMs came to, day by day, as CSV

     What stored BOMs came to, day by day, as CSV.

    Needs a key with the scope `read`.

    Args:
        tag (str | Unset):
        element (GetPortfolioScoresFileElement | Unset):
        country (str | Unset):
        measure (str | Unset):
        supplier (str | Unset):
        band (GetPortfolioScoresFileBand | Unset):
        min_score (float | str | Unset):
        unread (GetPortfolioScoresFileUnread | Unset):
        changed_since (datetime.datetime | Unset):
        from_ (datetime.date | Unset):
        to (datetime.date | Unset):
        step (GetPortfolioScoresFileStep | Unset):
        if_none_match (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Any | Problem | str]
    """

    kwargs = _get_kwargs(
        tag=tag,
        element=element,
        country=country,
        measure=measure,
        supplier=supplier,
        band=band,
        min_score=min_score,
        unread=unread,
        changed_since=changed_since,
        from_=from_,
        to=to,
        step=step,
        if_none_match=if_none_match,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient,
    tag: str | Unset = UNSET,
    element: GetPortfolioScoresFileElement | Unset = UNSET,
    country: str | Unset = UNSET,
    measure: str | Unset = UNSET,
    supplier: str | Unset = UNSET,
    band: GetPortfolioScoresFileBand | Unset = UNSET,
    min_score: float | str | Unset = UNSET,
    unread: GetPortfolioScoresFileUnread | Unset = UNSET,
    changed_since: datetime.datetime | Unset = UNSET,
    from_: datetime.date | Unset = UNSET,
    to: datetime.date | Unset = UNSET,
    step: GetPortfolioScoresFileStep | Unset = UNSET,
    if_none_match: str | Unset = UNSET,
) -> Any | Problem | str | None:
    """What stored BOMs came to, day by day, as CSV

     What stored BOMs came to, day by day, as CSV.

    Needs a key with the scope `read`.

    Args:
        tag (str | Unset):
        element (GetPortfolioScoresFileElement | Unset):
        country (str | Unset):
        measure (str | Unset):
        supplier (str | Unset):
        band (GetPortfolioScoresFileBand | Unset):
        min_score (float | str | Unset):
        unread (GetPortfolioScoresFileUnread | Unset):
        changed_since (datetime.datetime | Unset):
        from_ (datetime.date | Unset):
        to (datetime.date | Unset):
        step (GetPortfolioScoresFileStep | Unset):
        if_none_match (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Any | Problem | str
    """

    return (
        await asyncio_detailed(
            client=client,
            tag=tag,
            element=element,
            country=country,
            measure=measure,
            supplier=supplier,
            band=band,
            min_score=min_score,
            unread=unread,
            changed_since=changed_since,
            from_=from_,
            to=to,
            step=step,
            if_none_match=if_none_match,
        )
    ).parsed
