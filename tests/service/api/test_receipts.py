"""Signed receipts."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from service.config import Access, Settings
from tests.conftest import bom, client_of, faults, line
from tests.service.access.conftest import key_for

KEY, OTHER_KEY = "k" * 32, "o" * 32


@pytest.fixture
def signing(settings: Settings) -> Iterator[FlaskClient]:
    """A client of a service that signs with ``KEY``."""
    with client_of(replace(settings, receipt_key=KEY)) as client:
        yield client


@pytest.fixture
def sealing(settings: Settings) -> Iterator[FlaskClient]:
    """A client of a service that encrypts by ``KEY``."""
    with client_of(replace(settings, receipt_key=KEY, receipt_encrypt=True)) as client:
        yield client


def receipt_of(client: FlaskClient) -> str:
    return str(client.post("/v1/scores", json=bom()).json["receipt"])


def test_a_signed_receipt_recomputes_the_same_bytes(signing: FlaskClient) -> None:
    first = signing.post("/v1/scores", json=bom())
    assert signing.post("/v1/receipts", json={"receipt": first.json["receipt"]}).data == first.data


def test_a_signed_receipt_is_the_kernels_with_a_signature_at_its_end(signing: FlaskClient, client: FlaskClient) -> None:
    assert receipt_of(signing).rpartition(".")[0] == receipt_of(client)


@pytest.mark.slow
def test_a_stored_bom_keeps_its_signed_receipt_while_its_score_stands(signing: FlaskClient) -> None:
    first, again = (signing.put("/v1/boms/a", json=bom()) for _ in range(2))
    assert (first.status_code, again.status_code, first.data) == (201, 200, again.data)
    assert first.json["receipt"] == receipt_of(signing)
    assert len(signing.get("/v1/boms/a/scores").json["items"]) == 1


@pytest.mark.slow
def test_where_a_key_is_set_no_other_receipt_is_taken_and_the_fix_is_told(
    signing: FlaskClient, client: FlaskClient, settings: Settings
) -> None:
    unsigned, own = receipt_of(client), receipt_of(signing)
    with client_of(replace(settings, receipt_key=OTHER_KEY)) as elsewhere:
        other = receipt_of(elsewhere)
    changed = ("A" if own[0] != "A" else "B") + own[1:]
    for receipt in (unsigned, other, changed, own[:-1], f"{unsigned}.", "é.é", "."):
        answer = signing.post("/v1/receipts", json={"receipt": receipt})
        assert (answer.status_code, faults(answer)) == (422, {"/receipt": "not_signed_here"}), receipt
        assert "send the receipt of one of its answers, whole" in answer.json["errors"][0]["detail"]
        assert answer.json["detail"] == "The receipt isn't this service's."


@pytest.mark.slow
def test_an_encrypted_receipt_recomputes_the_same_bytes_and_shows_no_bom(sealing: FlaskClient) -> None:
    named = bom(line("a-line-that-tells-much"))
    first = sealing.post("/v1/scores", json=named)
    receipt = first.json["receipt"]
    assert receipt.startswith("cpe1.")
    assert b"tells-much" not in base64.urlsafe_b64decode(receipt.removeprefix("cpe1."))
    assert sealing.post("/v1/receipts", json={"receipt": receipt}).data == first.data


def test_the_same_answer_has_the_same_encrypted_receipt(sealing: FlaskClient) -> None:
    assert sealing.post("/v1/scores", json=bom()).data == sealing.post("/v1/scores", json=bom()).data


@pytest.mark.slow
def test_an_encrypted_receipt_that_was_changed_or_made_elsewhere_is_refused(
    sealing: FlaskClient, settings: Settings
) -> None:
    own = receipt_of(sealing)
    with client_of(replace(settings, receipt_key=OTHER_KEY, receipt_encrypt=True)) as elsewhere:
        other = receipt_of(elsewhere)
    changed = f"{own[:20]}{'A' if own[20] != 'A' else 'B'}{own[21:]}"
    for receipt in (other, changed, own[:-4], "cpe1.", "cpe1.é", f"{own}=="):
        answer = sealing.post("/v1/receipts", json={"receipt": receipt})
        assert (answer.status_code, faults(answer)) == (422, {"/receipt": "not_signed_here"}), receipt


@pytest.mark.slow
def test_receipts_that_were_signed_before_are_taken_by_a_service_that_encrypts(
    signing: FlaskClient, sealing: FlaskClient
) -> None:
    assert sealing.post("/v1/receipts", json={"receipt": receipt_of(signing)}).status_code == 200
    assert signing.post("/v1/receipts", json={"receipt": receipt_of(sealing)}).status_code == 200


@pytest.mark.slow
@pytest.mark.parametrize("encrypt", [False, True])
def test_another_tenants_receipt_is_nobodys(settings: Settings, encrypt: bool) -> None:
    asking = replace(settings, receipt_key=KEY, receipt_encrypt=encrypt, access=Access(session_key="s" * 32))
    with client_of(asking) as client:
        one, other = (key_for(client.application, tenant).headers for tenant in ("own", "acme"))
        receipt = client.post("/v1/scores", json=bom(), headers=one).json["receipt"]
        assert client.post("/v1/receipts", json={"receipt": receipt}, headers=one).status_code == 200
        refused = client.post("/v1/receipts", json={"receipt": receipt}, headers=other)
        assert faults(refused) == {"/receipt": "not_signed_here"}


def test_without_a_key_an_unsigned_receipt_is_taken(client: FlaskClient) -> None:
    assert client.post("/v1/receipts", json={"receipt": receipt_of(client)}).status_code == 200
