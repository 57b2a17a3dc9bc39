from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.new_webhook import NewWebhook
from ...models.problem import Problem
from ...models.webhook import Webhook
from ...types import Response


def _get_kwargs(
    webhook_id: str,
    *,
    body: Webhook,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {
        "method": "put",
        "url": "/v1/webhooks/{webhook_id}".format(
            webhook_id=quote(str(webhook_id), safe=""),
        ),
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> NewWebhook | Problem | None:
    if response.status_code == 200:
        response_200 = NewWebhook.from_dict(response.json())

        return response_200

    if response.status_code == 201:
        response_201 = NewWebhook.from_dict(response.json())

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
) -> Response[NewWebhook | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    webhook_id: str,
    *,
    client: AuthenticatedClient,
    body: Webhook,
) -> Response[NewWebhook | Problem]:
    """Say where notices are sent, and which

     A message has `type`, `timestamp` and `data`: the BOM, with score and band before and after.
    Messages are
    signed as Standard Webhooks has it. One that isn't answered by 2xx is sent again under the same
    `webhook-id`, so that the receiver can tell it from another. A change is seen when a BOM is scored:
    by whoever asks
    first, and once a day by the sender.

    Needs a key with the scope `write`.

    Args:
        webhook_id (str):
        body (Webhook):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[NewWebhook | Problem]
    """

    kwargs = _get_kwargs(
        webhook_id=webhook_id,
        body=body,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    webhook_id: str,
    *,
    client: AuthenticatedClient,
    body: Webhook,
) -> NewWebhook | Problem | None:
    """Say where notices are sent, and which

     A message has `type`, `timestamp` and `data`: the BOM, with score and band before and after.
    Messages are
    signed as Standard Webhooks has it. One that isn't answered by 2xx is sent again under the same
    `webhook-id`, so that the receiver can tell it from another. A change is seen when a BOM is scored:
    by whoever asks
    first, and once a day by the sender.

    Needs a key with the scope `write`.

    Args:
        webhook_id (str):
        body (Webhook):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        NewWebhook | Problem
    """

    return sync_detailed(
        webhook_id=webhook_id,
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    webhook_id: str,
    *,
    client: AuthenticatedClient,
    body: Webhook,
) -> Response[NewWebhook | Problem]:
    """Say where notices are sent, and which

     A message has `type`, `timestamp` and `data`: the BOM, with score and band before and after.
    Messages are
    signed as Standard Webhooks has it. One that isn't answered by 2xx is sent again under the same
    `webhook-id`, so that the receiver can tell it from another. A change is seen when a BOM is scored:
    by whoever asks
    first, and once a day by the sender.

    Needs a key with the scope `write`.

    Args:
        webhook_id (str):
        body (Webhook):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[NewWebhook | Problem]
    """

    kwargs = _get_kwargs(
        webhook_id=webhook_id,
        body=body,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    webhook_id: str,
    *,
    client: AuthenticatedClient,
    body: Webhook,
) -> NewWebhook | Problem | None:
    """Say where notices are sent, and which

     A message has `type`, `timestamp` and `data`: the BOM, with score and band before and after.
    Messages are
    signed as Standard Webhooks has it. One that isn't answered by 2xx is sent again under the same
    `webhook-id`, so that the receiver can tell it from another. A change is seen when a BOM is scored:
    by whoever asks
    first, and once a day by the sender.

    Needs a key with the scope `write`.

    Args:
        webhook_id (str):
        body (Webhook):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        NewWebhook | Problem
    """

    return (
        await asyncio_detailed(
            webhook_id=webhook_id,
            client=client,
            body=body,
        )
    ).parsed
