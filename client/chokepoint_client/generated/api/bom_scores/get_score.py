import datetime
from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.get_score_view import GetScoreView
from ...models.problem import Problem
from ...models.score import Score
from ...models.summary import Summary
from ...types import UNSET, Response, Unset


def _get_kwargs(
    bom_id: str,
    *,
    view: GetScoreView | Unset = UNSET,
    as_of: datetime.date | Unset = UNSET,
    known_at: datetime.date | Unset = UNSET,
    model: str | Unset = UNSET,
    if_none_match: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(if_none_match, Unset):
        headers["If-None-Match"] = if_none_match

    params: dict[str, Any] = {}

    json_view: str | Unset = UNSET
    if not isinstance(view, Unset):
        json_view = view

    params["view"] = json_view

    json_as_of: str | Unset = UNSET
    if not isinstance(as_of, Unset):
        json_as_of = as_of.isoformat()
    params["as_of"] = json_as_of

    json_known_at: str | Unset = UNSET
    if not isinstance(known_at, Unset):
        json_known_at = known_at.isoformat()
    params["known_at"] = json_known_at

    params["model"] = model

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/v1/boms/{bom_id}/score".format(
            bom_id=quote(str(bom_id), safe=""),
        ),
        "params": params,
    }

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Any | Problem | Score | Summary | None:
    if response.status_code == 200:

        def _parse_response_200(data: object) -> Score | Summary:
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                response_200_type_0 = Summary.from_dict(data)

                return response_200_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, dict):
                raise TypeError()
            response_200_type_1 = Score.from_dict(data)

            return response_200_type_1

        response_200 = _parse_response_200(response.json())

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
) -> Response[Any | Problem | Score | Summary]:
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
    view: GetScoreView | Unset = UNSET,
    as_of: datetime.date | Unset = UNSET,
    known_at: datetime.date | Unset = UNSET,
    model: str | Unset = UNSET,
    if_none_match: str | Unset = UNSET,
) -> Response[Any | Problem | Score | Summary]:
    """The score of a stored BOM as of today, cheap to poll

     It is computed and kept where day, model, evidence, register or what is confirmed of a part changed,
    and else read.
    Send its ETag back in If-None-Match: while the score stands, an empty 304 answers, and nothing is
    computed or read.
    `as_of` answers for another day, `known_at` with what was known by an earlier day, `model` by
    another bundle that
    lies whole beside the one that is served. Nothing of these is kept.

    Needs a key with the scope `read`.

    Args:
        bom_id (str):
        view (GetScoreView | Unset):
        as_of (datetime.date | Unset):
        known_at (datetime.date | Unset):
        model (str | Unset):
        if_none_match (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Any | Problem | Score | Summary]
    """

    kwargs = _get_kwargs(
        bom_id=bom_id,
        view=view,
        as_of=as_of,
        known_at=known_at,
        model=model,
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
    view: GetScoreView | Unset = UNSET,
    as_of: datetime.date | Unset = UNSET,
    known_at: datetime.date | Unset = UNSET,
    model: str | Unset = UNSET,
    if_none_match: str | Unset = UNSET,
) -> Any | Problem | Score | Summary | None:
    """The score of a stored BOM as of today, cheap to poll

     It is computed and kept where day, model, evidence, register or what is confirmed of a part changed,
    and else read.
    Send its ETag back in If-None-Match: while the score stands, an empty 304 answers, and nothing is
    computed or read.
    `as_of` answers for another day, `known_at` with what was known by an earlier day, `model` by
    another bundle that
    lies whole beside the one that is served. Nothing of these is kept.

    Needs a key with the scope `read`.

    Args:
        bom_id (str):
        view (GetScoreView | Unset):
        as_of (datetime.date | Unset):
        known_at (datetime.date | Unset):
        model (str | Unset):
        if_none_match (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Any | Problem | Score | Summary
    """

    return sync_detailed(
        bom_id=bom_id,
        client=client,
        view=view,
        as_of=as_of,
        known_at=known_at,
        model=model,
        if_none_match=if_none_match,
    ).parsed


async def asyncio_detailed(
    bom_id: str,
    *,
    client: AuthenticatedClient,
    view: GetScoreView | Unset = UNSET,
    as_of: datetime.date | Unset = UNSET,
    known_at: datetime.date | Unset = UNSET,
    model: str | Unset = UNSET,
    if_none_match: str | Unset = UNSET,
) -> Response[Any | Problem | Score | Summary]:
    """The score of a stored BOM as of today, cheap to poll

     It is computed and kept where day, model, evidence, register or what is confirmed of a part changed,
    and else read.
    Send its ETag back in If-None-Match: while the score stands, an empty 304 answers, and nothing is
    computed or read.
    `as_of` answers for another day, `known_at` with what was known by an earlier day, `model` by
    another bundle that
    lies whole beside the one that is served. Nothing of these is kept.

    Needs a key with the scope `read`.

    Args:
        bom_id (str):
        view (GetScoreView | Unset):
        as_of (datetime.date | Unset):
        known_at (datetime.date | Unset):
        model (str | Unset):
        if_none_match (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Any | Problem | Score | Summary]
    """

    kwargs = _get_kwargs(
        bom_id=bom_id,
        view=view,
        as_of=as_of,
        known_at=known_at,
        model=model,
        if_none_match=if_none_match,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    bom_id: str,
    *,
    client: AuthenticatedClient,
    view: GetScoreView | Unset = UNSET,
    as_of: datetime.date | Unset = UNSET,
    known_at: datetime.date | Unset = UNSET,
    model: str | Unset = UNSET,
    if_none_match: str | Unset = UNSET,
) -> Any | Problem | Score | Summary | None:
    """The score of a stored BOM as of today, cheap to poll

     It is computed and kept where day, model, evidence, register or what is confirmed of a part changed,
    and else read.
    Send its ETag back in If-None-Match: while the score stands, an empty 304 answers, and nothing is
    computed or read.
    `as_of` answers for another day, `known_at` with what was known by an earlier day, `model` by
    another bundle that
    lies whole beside the one that is served. Nothing of these is kept.

    Needs a key with the scope `read`.

    Args:
        bom_id (str):
        view (GetScoreView | Unset):
        as_of (datetime.date | Unset):
        known_at (datetime.date | Unset):
        model (str | Unset):
        if_none_match (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Any | Problem | Score | Summary
    """

    return (
        await asyncio_detailed(
            bom_id=bom_id,
            client=client,
            view=view,
            as_of=as_of,
            known_at=known_at,
            model=model,
            if_none_match=if_none_match,
        )
    ).parsed
