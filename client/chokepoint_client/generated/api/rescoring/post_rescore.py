import datetime
from http import HTTPStatus
from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.job import Job
from ...models.post_rescore_band import PostRescoreBand
from ...models.post_rescore_element import (
    PostRescoreElement,
)
from ...models.post_rescore_unread import PostRescoreUnread
from ...models.problem import Problem
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    tag: str | Unset = UNSET,
    element: PostRescoreElement | Unset = UNSET,
    country: str | Unset = UNSET,
    measure: str | Unset = UNSET,
    supplier: str | Unset = UNSET,
    band: PostRescoreBand | Unset = UNSET,
    min_score: float | str | Unset = UNSET,
    unread: PostRescoreUnread | Unset = UNSET,
    changed_since: datetime.datetime | Unset = UNSET,
    idempotency_key: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(idempotency_key, Unset):
        headers["Idempotency-Key"] = idempotency_key

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

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/v1/boms/rescore",
        "params": params,
    }

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Job | Problem | None:
    if response.status_code == 202:
        response_202 = Job.from_dict(response.json())

        return response_202

    if response.status_code == 401:
        response_401 = Problem.from_dict(response.json())

        return response_401

    if response.status_code == 403:
        response_403 = Problem.from_dict(response.json())

        return response_403

    if response.status_code == 409:
        response_409 = Problem.from_dict(response.json())

        return response_409

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


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[Job | Problem]:
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
    element: PostRescoreElement | Unset = UNSET,
    country: str | Unset = UNSET,
    measure: str | Unset = UNSET,
    supplier: str | Unset = UNSET,
    band: PostRescoreBand | Unset = UNSET,
    min_score: float | str | Unset = UNSET,
    unread: PostRescoreUnread | Unset = UNSET,
    changed_since: datetime.datetime | Unset = UNSET,
    idempotency_key: str | Unset = UNSET,
) -> Response[Job | Problem]:
    """Bring the scores of all stored BOMs, or of those that the filters leave, up to date

     A score that is today's isn't computed again. A BOM that can't be scored any more keeps its old
    score, and the job's
    errors tell why.

    Needs a key with the scope `write`.

    Args:
        tag (str | Unset):
        element (PostRescoreElement | Unset):
        country (str | Unset):
        measure (str | Unset):
        supplier (str | Unset):
        band (PostRescoreBand | Unset):
        min_score (float | str | Unset):
        unread (PostRescoreUnread | Unset):
        changed_since (datetime.datetime | Unset):
        idempotency_key (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Job | Problem]
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
        idempotency_key=idempotency_key,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient,
    tag: str | Unset = UNSET,
    element: PostRescoreElement | Unset = UNSET,
    country: str | Unset = UNSET,
    measure: str | Unset = UNSET,
    supplier: str | Unset = UNSET,
    band: PostRescoreBand | Unset = UNSET,
    min_score: float | str | Unset = UNSET,
    unread: PostRescoreUnread | Unset = UNSET,
    changed_since: datetime.datetime | Unset = UNSET,
    idempotency_key: str | Unset = UNSET,
) -> Job | Problem | None:
    """Bring the scores of all stored BOMs, or of those that the filters leave, up to date

     A score that is today's isn't computed again. A BOM that can't be scored any more keeps its old
    score, and the job's
    errors tell why.

    Needs a key with the scope `write`.

    Args:
        tag (str | Unset):
        element (PostRescoreElement | Unset):
        country (str | Unset):
        measure (str | Unset):
        supplier (str | Unset):
        band (PostRescoreBand | Unset):
        min_score (float | str | Unset):
        unread (PostRescoreUnread | Unset):
        changed_since (datetime.datetime | Unset):
        idempotency_key (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Job | Problem
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
        idempotency_key=idempotency_key,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    tag: str | Unset = UNSET,
    element: PostRescoreElement | Unset = UNSET,
    country: str | Unset = UNSET,
    measure: str | Unset = UNSET,
    supplier: str | Unset = UNSET,
    band: PostRescoreBand | Unset = UNSET,
    min_score: float | str | Unset = UNSET,
    unread: PostRescoreUnread | Unset = UNSET,
    changed_since: datetime.datetime | Unset = UNSET,
    idempotency_key: str | Unset = UNSET,
) -> Response[Job | Problem]:
    """Bring the scores of all stored BOMs, or of those that the filters leave, up to date

     A score that is today's isn't computed again. A BOM that can't be scored any more keeps its old
    score, and the job's
    errors tell why.

    Needs a key with the scope `write`.

    Args:
        tag (str | Unset):
        element (PostRescoreElement | Unset):
        country (str | Unset):
        measure (str | Unset):
        supplier (str | Unset):
        band (PostRescoreBand | Unset):
        min_score (float | str | Unset):
        unread (PostRescoreUnread | Unset):
        changed_since (datetime.datetime | Unset):
        idempotency_key (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Job | Problem]
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
        idempotency_key=idempotency_key,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient,
    tag: str | Unset = UNSET,
    element: PostRescoreElement | Unset = UNSET,
    country: str | Unset = UNSET,
    measure: str | Unset = UNSET,
    supplier: str | Unset = UNSET,
    band: PostRescoreBand | Unset = UNSET,
    min_score: float | str | Unset = UNSET,
    unread: PostRescoreUnread | Unset = UNSET,
    changed_since: datetime.datetime | Unset = UNSET,
    idempotency_key: str | Unset = UNSET,
) -> Job | Problem | None:
    """Bring the scores of all stored BOMs, or of those that the filters leave, up to date

     A score that is today's isn't computed again. A BOM that can't be scored any more keeps its old
    score, and the job's
    errors tell why.

    Needs a key with the scope `write`.

    Args:
        tag (str | Unset):
        element (PostRescoreElement | Unset):
        country (str | Unset):
        measure (str | Unset):
        supplier (str | Unset):
        band (PostRescoreBand | Unset):
        min_score (float | str | Unset):
        unread (PostRescoreUnread | Unset):
        changed_since (datetime.datetime | Unset):
        idempotency_key (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Job | Problem
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
            idempotency_key=idempotency_key,
        )
    ).parsed
