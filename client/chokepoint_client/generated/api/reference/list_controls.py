import datetime
from http import HTTPStatus
from typing import Any, cast

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.controls import Controls
from ...models.list_controls_confidence import (
    ListControlsConfidence,
)
from ...models.list_controls_element import (
    ListControlsElement,
)
from ...models.list_controls_stage import ListControlsStage
from ...models.list_controls_status import (
    ListControlsStatus,
)
from ...models.problem import Problem
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    as_of: datetime.date | Unset = UNSET,
    known_at: datetime.date | Unset = UNSET,
    element: ListControlsElement | Unset = UNSET,
    country: str | Unset = UNSET,
    stage: ListControlsStage | Unset = UNSET,
    status: ListControlsStatus | Unset = UNSET,
    confidence: ListControlsConfidence | Unset = UNSET,
    if_none_match: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(if_none_match, Unset):
        headers["If-None-Match"] = if_none_match

    params: dict[str, Any] = {}

    json_as_of: str | Unset = UNSET
    if not isinstance(as_of, Unset):
        json_as_of = as_of.isoformat()
    params["as_of"] = json_as_of

    json_known_at: str | Unset = UNSET
    if not isinstance(known_at, Unset):
        json_known_at = known_at.isoformat()
    params["known_at"] = json_known_at

    json_element: str | Unset = UNSET
    if not isinstance(element, Unset):
        json_element = element

    params["element"] = json_element

    params["country"] = country

    json_stage: str | Unset = UNSET
    if not isinstance(stage, Unset):
        json_stage = stage

    params["stage"] = json_stage

    json_status: str | Unset = UNSET
    if not isinstance(status, Unset):
        json_status = status

    params["status"] = json_status

    json_confidence: str | Unset = UNSET
    if not isinstance(confidence, Unset):
        json_confidence = confidence

    params["confidence"] = json_confidence

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/v1/controls",
        "params": params,
    }

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Any | Controls | Problem | None:
    if response.status_code == 200:
        response_200 = Controls.from_dict(response.json())

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
) -> Response[Any | Controls | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient,
    as_of: datetime.date | Unset = UNSET,
    known_at: datetime.date | Unset = UNSET,
    element: ListControlsElement | Unset = UNSET,
    country: str | Unset = UNSET,
    stage: ListControlsStage | Unset = UNSET,
    status: ListControlsStatus | Unset = UNSET,
    confidence: ListControlsConfidence | Unset = UNSET,
    if_none_match: str | Unset = UNSET,
) -> Response[Any | Controls | Problem]:
    """The register of export controls on a day, as known on a day

     The register of export controls on a day, as known on a day.

    Needs a key with the scope `read`.

    Args:
        as_of (datetime.date | Unset):
        known_at (datetime.date | Unset):
        element (ListControlsElement | Unset):
        country (str | Unset):
        stage (ListControlsStage | Unset):
        status (ListControlsStatus | Unset):
        confidence (ListControlsConfidence | Unset):
        if_none_match (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Any | Controls | Problem]
    """

    kwargs = _get_kwargs(
        as_of=as_of,
        known_at=known_at,
        element=element,
        country=country,
        stage=stage,
        status=status,
        confidence=confidence,
        if_none_match=if_none_match,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient,
    as_of: datetime.date | Unset = UNSET,
    known_at: datetime.date | Unset = UNSET,
    element: ListControlsElement | Unset = UNSET,
    country: str | Unset = UNSET,
    stage: ListControlsStage | Unset = UNSET,
    status: ListControlsStatus | Unset = UNSET,
    confidence: ListControlsConfidence | Unset = UNSET,
    if_none_match: str | Unset = UNSET,
) -> Any | Controls | Problem | None:
    """The register of export controls on a day, as known on a day

     The register of export controls on a day, as known on a day.

    Needs a key with the scope `read`.

    Args:
        as_of (datetime.date | Unset):
        known_at (datetime.date | Unset):
        element (ListControlsElement | Unset):
        country (str | Unset):
        stage (ListControlsStage | Unset):
        status (ListControlsStatus | Unset):
        confidence (ListControlsConfidence | Unset):
        if_none_match (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Any | Controls | Problem
    """

    return sync_detailed(
        client=client,
        as_of=as_of,
        known_at=known_at,
        element=element,
        country=country,
        stage=stage,
        status=status,
        confidence=confidence,
        if_none_match=if_none_match,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    as_of: datetime.date | Unset = UNSET,
    known_at: datetime.date | Unset = UNSET,
    element: ListControlsElement | Unset = UNSET,
    country: str | Unset = UNSET,
    stage: ListControlsStage | Unset = UNSET,
    status: ListControlsStatus | Unset = UNSET,
    confidence: ListControlsConfidence | Unset = UNSET,
    if_none_match: str | Unset = UNSET,
) -> Response[Any | Controls | Problem]:
    """The register of export controls on a day, as known on a day

     The register of export controls on a day, as known on a day.

    Needs a key with the scope `read`.

    Args:
        as_of (datetime.date | Unset):
        known_at (datetime.date | Unset):
        element (ListControlsElement | Unset):
        country (str | Unset):
        stage (ListControlsStage | Unset):
        status (ListControlsStatus | Unset):
        confidence (ListControlsConfidence | Unset):
        if_none_match (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Any | Controls | Problem]
    """

    kwargs = _get_kwargs(
        as_of=as_of,
        known_at=known_at,
        element=element,
        country=country,
        stage=stage,
        status=status,
        confidence=confidence,
        if_none_match=if_none_match,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient,
    as_of: datetime.date | Unset = UNSET,
    known_at: datetime.date | Unset = UNSET,
    element: ListControlsElement | Unset = UNSET,
    country: str | Unset = UNSET,
    stage: ListControlsStage | Unset = UNSET,
    status: ListControlsStatus | Unset = UNSET,
    confidence: ListControlsConfidence | Unset = UNSET,
    if_none_match: str | Unset = UNSET,
) -> Any | Controls | Problem | None:
    """The register of export controls on a day, as known on a day

     The register of export controls on a day, as known on a day.

    Needs a key with the scope `read`.

    Args:
        as_of (datetime.date | Unset):
        known_at (datetime.date | Unset):
        element (ListControlsElement | Unset):
        country (str | Unset):
        stage (ListControlsStage | Unset):
        status (ListControlsStatus | Unset):
        confidence (ListControlsConfidence | Unset):
        if_none_match (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Any | Controls | Problem
    """

    return (
        await asyncio_detailed(
            client=client,
            as_of=as_of,
            known_at=known_at,
            element=element,
            country=country,
            stage=stage,
            status=status,
            confidence=confidence,
            if_none_match=if_none_match,
        )
    ).parsed
