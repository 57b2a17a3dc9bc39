import datetime
from http import HTTPStatus
from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.import_ import Import
from ...models.job import Job
from ...models.post_import_currency import (
    PostImportCurrency,
)
from ...models.post_import_files_body import PostImportFilesBody
from ...models.post_import_mode import PostImportMode
from ...models.post_import_on_error import PostImportOnError
from ...models.post_import_split import PostImportSplit
from ...models.post_import_store import PostImportStore
from ...models.post_import_view import PostImportView
from ...models.problem import Problem
from ...types import UNSET, File, Response, Unset


def _get_kwargs(
    *,
    body: PostImportFilesBody | File | Unset = UNSET,
    buyer_country: str | Unset = UNSET,
    currency: PostImportCurrency | Unset = UNSET,
    as_of: datetime.date | Unset = UNSET,
    store: PostImportStore | Unset = UNSET,
    on_error: PostImportOnError | Unset = UNSET,
    split: PostImportSplit | Unset = UNSET,
    name: str | Unset = UNSET,
    mapping: str | Unset = UNSET,
    encoding: str | Unset = UNSET,
    view: PostImportView | Unset = UNSET,
    mode: PostImportMode | Unset = UNSET,
    prefer: str | Unset = UNSET,
    idempotency_key: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(prefer, Unset):
        headers["Prefer"] = prefer

    if not isinstance(idempotency_key, Unset):
        headers["Idempotency-Key"] = idempotency_key

    params: dict[str, Any] = {}

    params["buyer_country"] = buyer_country

    json_currency: str | Unset = UNSET
    if not isinstance(currency, Unset):
        json_currency = currency

    params["currency"] = json_currency

    json_as_of: str | Unset = UNSET
    if not isinstance(as_of, Unset):
        json_as_of = as_of.isoformat()
    params["as_of"] = json_as_of

    json_store: str | Unset = UNSET
    if not isinstance(store, Unset):
        json_store = store

    params["store"] = json_store

    json_on_error: str | Unset = UNSET
    if not isinstance(on_error, Unset):
        json_on_error = on_error

    params["on_error"] = json_on_error

    json_split: str | Unset = UNSET
    if not isinstance(split, Unset):
        json_split = split

    params["split"] = json_split

    params["name"] = name

    params["mapping"] = mapping

    params["encoding"] = encoding

    json_view: str | Unset = UNSET
    if not isinstance(view, Unset):
        json_view = view

    params["view"] = json_view

    json_mode: str | Unset = UNSET
    if not isinstance(mode, Unset):
        json_mode = mode

    params["mode"] = json_mode

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/v1/imports",
        "params": params,
    }

    if isinstance(body, PostImportFilesBody):
        _kwargs["files"] = body.to_multipart()

        headers["Content-Type"] = "multipart/form-data; boundary=+++"
    if isinstance(body, File):
        _kwargs["content"] = body.payload
        headers["Content-Type"] = "application/octet-stream"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Import | Job | Problem | None:
    if response.status_code == 200:
        response_200 = Import.from_dict(response.json())

        return response_200

    if response.status_code == 202:
        response_202 = Job.from_dict(response.json())

        return response_202

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

    if response.status_code == 409:
        response_409 = Problem.from_dict(response.json())

        return response_409

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
) -> Response[Import | Job | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient,
    body: PostImportFilesBody | File | Unset = UNSET,
    buyer_country: str | Unset = UNSET,
    currency: PostImportCurrency | Unset = UNSET,
    as_of: datetime.date | Unset = UNSET,
    store: PostImportStore | Unset = UNSET,
    on_error: PostImportOnError | Unset = UNSET,
    split: PostImportSplit | Unset = UNSET,
    name: str | Unset = UNSET,
    mapping: str | Unset = UNSET,
    encoding: str | Unset = UNSET,
    view: PostImportView | Unset = UNSET,
    mode: PostImportMode | Unset = UNSET,
    prefer: str | Unset = UNSET,
    idempotency_key: str | Unset = UNSET,
) -> Response[Import | Job | Problem]:
    """Read a file of bills of materials and score it

     CSV, XLSX, JSON, JSON Lines, CycloneDX 1.5 and 1.6, IPC-1752A and B; as the field `file` of a form,
    or as the body.
    Nothing is stored unless `store=true`, which needs the scope `write`, too. A product is stored with
    all its lines or
    not at all. Repeating the request stores nothing twice. What takes too long for one answer is a job:
    202.

    Needs a key with the scope `score`.

    Args:
        buyer_country (str | Unset):
        currency (PostImportCurrency | Unset):
        as_of (datetime.date | Unset):
        store (PostImportStore | Unset):
        on_error (PostImportOnError | Unset):
        split (PostImportSplit | Unset):
        name (str | Unset):
        mapping (str | Unset):
        encoding (str | Unset):
        view (PostImportView | Unset):
        mode (PostImportMode | Unset):
        prefer (str | Unset):
        idempotency_key (str | Unset):
        body (PostImportFilesBody):
        body (File):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Import | Job | Problem]
    """

    kwargs = _get_kwargs(
        body=body,
        buyer_country=buyer_country,
        currency=currency,
        as_of=as_of,
        store=store,
        on_error=on_error,
        split=split,
        name=name,
        mapping=mapping,
        encoding=encoding,
        view=view,
        mode=mode,
        prefer=prefer,
        idempotency_key=idempotency_key,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient,
    body: PostImportFilesBody | File | Unset = UNSET,
    buyer_country: str | Unset = UNSET,
    currency: PostImportCurrency | Unset = UNSET,
    as_of: datetime.date | Unset = UNSET,
    store: PostImportStore | Unset = UNSET,
    on_error: PostImportOnError | Unset = UNSET,
    split: PostImportSplit | Unset = UNSET,
    name: str | Unset = UNSET,
    mapping: str | Unset = UNSET,
    encoding: str | Unset = UNSET,
    view: PostImportView | Unset = UNSET,
    mode: PostImportMode | Unset = UNSET,
    prefer: str | Unset = UNSET,
    idempotency_key: str | Unset = UNSET,
) -> Import | Job | Problem | None:
    """Read a file of bills of materials and score it

     CSV, XLSX, JSON, JSON Lines, CycloneDX 1.5 and 1.6, IPC-1752A and B; as the field `file` of a form,
    or as the body.
    Nothing is stored unless `store=true`, which needs the scope `write`, too. A product is stored with
    all its lines or
    not at all. Repeating the request stores nothing twice. What takes too long for one answer is a job:
    202.

    Needs a key with the scope `score`.

    Args:
        buyer_country (str | Unset):
        currency (PostImportCurrency | Unset):
        as_of (datetime.date | Unset):
        store (PostImportStore | Unset):
        on_error (PostImportOnError | Unset):
        split (PostImportSplit | Unset):
        name (str | Unset):
        mapping (str | Unset):
        encoding (str | Unset):
        view (PostImportView | Unset):
        mode (PostImportMode | Unset):
        prefer (str | Unset):
        idempotency_key (str | Unset):
        body (PostImportFilesBody):
        body (File):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Import | Job | Problem
    """

    return sync_detailed(
        client=client,
        body=body,
        buyer_country=buyer_country,
        currency=currency,
        as_of=as_of,
        store=store,
        on_error=on_error,
        split=split,
        name=name,
        mapping=mapping,
        encoding=encoding,
        view=view,
        mode=mode,
        prefer=prefer,
        idempotency_key=idempotency_key,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    body: PostImportFilesBody | File | Unset = UNSET,
    buyer_country: str | Unset = UNSET,
    currency: PostImportCurrency | Unset = UNSET,
    as_of: datetime.date | Unset = UNSET,
    store: PostImportStore | Unset = UNSET,
    on_error: PostImportOnError | Unset = UNSET,
    split: PostImportSplit | Unset = UNSET,
    name: str | Unset = UNSET,
    mapping: str | Unset = UNSET,
    encoding: str | Unset = UNSET,
    view: PostImportView | Unset = UNSET,
    mode: PostImportMode | Unset = UNSET,
    prefer: str | Unset = UNSET,
    idempotency_key: str | Unset = UNSET,
) -> Response[Import | Job | Problem]:
    """Read a file of bills of materials and score it

     CSV, XLSX, JSON, JSON Lines, CycloneDX 1.5 and 1.6, IPC-1752A and B; as the field `file` of a form,
    or as the body.
    Nothing is stored unless `store=true`, which needs the scope `write`, too. A product is stored with
    all its lines or
    not at all. Repeating the request stores nothing twice. What takes too long for one answer is a job:
    202.

    Needs a key with the scope `score`.

    Args:
        buyer_country (str | Unset):
        currency (PostImportCurrency | Unset):
        as_of (datetime.date | Unset):
        store (PostImportStore | Unset):
        on_error (PostImportOnError | Unset):
        split (PostImportSplit | Unset):
        name (str | Unset):
        mapping (str | Unset):
        encoding (str | Unset):
        view (PostImportView | Unset):
        mode (PostImportMode | Unset):
        prefer (str | Unset):
        idempotency_key (str | Unset):
        body (PostImportFilesBody):
        body (File):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Import | Job | Problem]
    """

    kwargs = _get_kwargs(
        body=body,
        buyer_country=buyer_country,
        currency=currency,
        as_of=as_of,
        store=store,
        on_error=on_error,
        split=split,
        name=name,
        mapping=mapping,
        encoding=encoding,
        view=view,
        mode=mode,
        prefer=prefer,
        idempotency_key=idempotency_key,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient,
    body: PostImportFilesBody | File | Unset = UNSET,
    buyer_country: str | Unset = UNSET,
    currency: PostImportCurrency | Unset = UNSET,
    as_of: datetime.date | Unset = UNSET,
    store: PostImportStore | Unset = UNSET,
    on_error: PostImportOnError | Unset = UNSET,
    split: PostImportSplit | Unset = UNSET,
    name: str | Unset = UNSET,
    mapping: str | Unset = UNSET,
    encoding: str | Unset = UNSET,
    view: PostImportView | Unset = UNSET,
    mode: PostImportMode | Unset = UNSET,
    prefer: str | Unset = UNSET,
    idempotency_key: str | Unset = UNSET,
) -> Import | Job | Problem | None:
    """Read a file of bills of materials and score it

     CSV, XLSX, JSON, JSON Lines, CycloneDX 1.5 and 1.6, IPC-1752A and B; as the field `file` of a form,
    or as the body.
    Nothing is stored unless `store=true`, which needs the scope `write`, too. A product is stored with
    all its lines or
    not at all. Repeating the request stores nothing twice. What takes too long for one answer is a job:
    202.

    Needs a key with the scope `score`.

    Args:
        buyer_country (str | Unset):
        currency (PostImportCurrency | Unset):
        as_of (datetime.date | Unset):
        store (PostImportStore | Unset):
        on_error (PostImportOnError | Unset):
        split (PostImportSplit | Unset):
        name (str | Unset):
        mapping (str | Unset):
        encoding (str | Unset):
        view (PostImportView | Unset):
        mode (PostImportMode | Unset):
        prefer (str | Unset):
        idempotency_key (str | Unset):
        body (PostImportFilesBody):
        body (File):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Import | Job | Problem
    """

    return (
        await asyncio_detailed(
            client=client,
            body=body,
            buyer_country=buyer_country,
            currency=currency,
            as_of=as_of,
            store=store,
            on_error=on_error,
            split=split,
            name=name,
            mapping=mapping,
            encoding=encoding,
            view=view,
            mode=mode,
            prefer=prefer,
            idempotency_key=idempotency_key,
        )
    ).parsed
