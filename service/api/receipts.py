"""Receipts as clients hold them: signed where the service has a key, so that it recomputes its own answers only."""

from __future__ import annotations

import hashlib

from itsdangerous import BadSignature, Signer

from service.risk.errors import FieldError, ReceiptError

PURPOSE = b"chokepoint.receipt"  # keeps what else a key may sign from passing as a receipt


def signed(receipt: str, key: str | None) -> str:
    """The kernel's ``receipt``, with a signature (HMAC-SHA-256) at its end where there is a ``key``."""
    return _signer(key).sign(receipt).decode() if key else receipt


def verified(receipt: str, key: str | None) -> str:
    """The kernel's receipt in what a client sent. Raises ``ReceiptError`` where ``key`` didn't sign it."""
    if not key:
        return receipt
    try:
        return _signer(key).unsign(receipt).decode()
    except BadSignature as error:
        fix = "This service didn't sign it, or it was changed: send the receipt of one of its answers, whole."
        raise ReceiptError(
            "The receipt isn't this service's.", [FieldError("/receipt", "not_signed_here", fix)]
        ) from error


def _signer(key: str) -> Signer:
    return Signer(key, salt=PURPOSE, key_derivation="hmac", digest_method=hashlib.sha256)
