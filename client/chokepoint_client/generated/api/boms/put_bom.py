from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.bom import Bom
from ...models.problem import Problem
from ...models.put_bom_view import PutBomView
from ...models.score import Score
from ...models.summary import Summary
from ...types import UNSET, Response, Unset


def _get_kwargs(
    bom_id: str,
    *,
    body: Bom,
    view: PutBomView | Unset = UNSET,
    if_match: str | Unset = UNSET,
    if_none_match: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(if_match, Unset):
        headers["If-Match"] = if_match

    if not isinstance(if_none_match, Unset):
        headers["If-None-Match"] = if_none_match

    params: dict[str, Any] = {}

    json_view: str | Unset = UNSET
    if not isinstance(view, Unset):
        json_view = view

    params["view"] = json_view

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "put",
        "url": "/v1/boms/{bom_id}".format(
            bom_id=quote(str(bom_id), safe=""),
        ),
        "params": params,
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Problem | Score | Summary | None:
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

    if response.status_code == 201:

        def _parse_response_201(data: object) -> Score | Summary:
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                response_201_type_0 = Summary.from_dict(data)

                return response_201_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, dict):
                raise TypeError()
            response_201_type_1 = Score.from_dict(data)

            return response_201_type_1

        response_201 = _parse_response_201(response.json())

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


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[Problem | Score | Summary]:
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
    body: Bom,
    view: PutBomView | Unset = UNSET,
    if_match: str | Unset = UNSET,
    if_none_match: str | Unset = UNSET,
) -> Response[Problem | Score | Summary]:
    """Store a bill of materials and score it

     Idempotent: the same content again is no other revision, and the same day has one score of each.
    With
    `If-None-Match: *` it is only stored where nothing is, with `If-Match` only over the revision whose
    ETag, or that of
    a score of it, is named; else 412. With `as_of` in the past the answer and a point of history are of
    that day, and
    the current score is that of today.

    Needs a key with the scope `write`.

    Args:
        bom_id (str):
        view (PutBomView | Unset):
        if_match (str | Unset):
        if_none_match (str | Unset):
        body (Bom):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | Score | Summary]
    """

    kwargs = _get_kwargs(
        bom_id=bom_id,
        body=body,
        view=view,
        if_match=if_match,
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
    body: Bom,
    view: PutBomView | Unset = UNSET,
    if_match: str | Unset = UNSET,
    if_none_match: str | Unset = UNSET,
) -> Problem | Score | Summary | None:
    """Store a bill of materials and score it

     Idempotent: the same content again is no other revision, and the same day has one score of each.
    With
    `If-None-Match: *` it is only stored where nothing is, with `If-Match` only over the revision whose
    ETag, or that of
    a score of it, is named; else 412. With `as_of` in the past the answer and a point of history are of
    that day, and
    the current score is that of today.

    Needs a key with the scope `write`.

    Args:
        bom_id (str):
        view (PutBomView | Unset):
        if_match (str | Unset):
        if_none_match (str | Unset):
        body (Bom):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | Score | Summary
    """

    return sync_detailed(
        bom_id=bom_id,
        client=client,
        body=body,
        view=view,
        if_match=if_match,
        if_none_match=if_none_match,
    ).parsed


async def asyncio_detailed(
    bom_id: str,
    *,
    client: AuthenticatedClient,
    body: Bom,
    view: PutBomView | Unset = UNSET,
    if_match: str | Unset = UNSET,
    if_none_match: str | Unset = UNSET,
) -> Response[Problem | Score | Summary]:
    """Store a bill of materials and score it

     Idempotent: the same content again is no other revision, and the same day has one score of each.
    With
    `If-None-Match: *` it is only stored where nothing is, with `If-Match` only over the revision whose
    ETag, or that of
    a score of it, is named; else 412. With `as_of` in the past the answer and a point of history are of
    that day, and
    the current score is that of today.

    Needs a key with the scope `write`.

    Args:
        bom_id (str):
        view (PutBomView | Unset):
        if_match (str | Unset):
        if_none_match (str | Unset):
        body (Bom):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | Score | Summary]
    """

    kwargs = _get_kwargs(
        bom_id=bom_id,
        body=body,
        view=view,
        if_match=if_match,
        if_none_match=if_none_match,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    bom_id: str,
    *,
    client: AuthenticatedClient,
    body: Bom,
    view: PutBomView | Unset = UNSET,
    if_match: str | Unset = UNSET,
    if_none_match: str | Unset = UNSET,
) -> Problem | Score | Summary | None:
    """Store a bill of materials and score it

     Idempotent: the same content again is no other revision, and the same day has one score of each.
    With
    `If-None-Match: *` it is only stored where nothing is, with `If-Match` only over the revision whose
    ETag, or that of
    a score of it, is named; else 412. With `as_of` in the past the answer and a point of history are of
    that day, and
    the current score is that of today.

    Needs a key with the scope `write`.

    Args:
        bom_id (str):
        view (PutBomView | Unset):
        if_match (str | Unset):
        if_none_match (str | Unset):
        body (Bom):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | Score | Summary
    """

    return (
        await asyncio_detailed(
            bom_id=bom_id,
            client=client,
            body=body,
            view=view,
            if_match=if_match,
            if_none_match=if_none_match,
        )
    ).parsed
