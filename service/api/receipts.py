"""Receipts as clients hold them. A receipt holds the whole BOM: whoever has one can read it.

With a key they are signed, so that the service recomputes its own answers only. On demand they are encrypted, too. Both
are bound to a tenant: another one's receipt is nobody's. The same receipt is always the same text, so that an answer
that stands keeps its ETag. That is why encryption is AES-SIV, which needs no random number.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from typing import TYPE_CHECKING

from itsdangerous import BadSignature, Signer

from service.api.context import OWN, services, tenant
from service.risk.errors import FieldError, ReceiptError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESSIV

PURPOSE = b"chokepoint.receipt"  # keeps what else a key may sign from passing as a receipt
SEALED = "cpe1."
"""What an encrypted receipt begins with."""


def signed(receipt: str) -> str:
    """The kernel's ``receipt`` as this request's tenant gets it, as it is without ``RECEIPT_KEY``. With it there is a
    signature (HMAC-SHA-256) at its end, or it is encrypted where that is asked for."""
    settings = services().settings
    if not settings.receipt_key:
        return receipt
    if settings.receipt_encrypt:
        sealed = _cipher(settings.receipt_key).encrypt(receipt.encode(), [_purpose()])
        return SEALED + base64.urlsafe_b64encode(sealed).decode()
    return _signer(settings.receipt_key).sign(receipt).decode()


def verified(receipt: str) -> str:
    """The kernel's receipt in what a client sent. Raises ``ReceiptError`` where the service's key didn't make it for
    this request's tenant."""
    key = services().settings.receipt_key
    if not key:
        return receipt
    try:
        return _opened(receipt, key) if receipt.startswith(SEALED) else _signer(key).unsign(receipt).decode()
    except (BadSignature, ValueError) as error:
        fix = "This service didn't make it for you, or it was changed: send the receipt of one of its answers, whole."
        raise ReceiptError(
            "The receipt isn't this service's.", [FieldError("/receipt", "not_signed_here", fix)]
        ) from error


def _opened(receipt: str, key: str) -> str:
    """What is encrypted in a receipt. Raises ``ValueError`` where ``key`` didn't encrypt it for this tenant."""
    from cryptography.exceptions import InvalidTag

    try:
        sealed = base64.b64decode(receipt.removeprefix(SEALED), b"-_", validate=True)
        return _cipher(key).decrypt(sealed, [_purpose()]).decode()
    except InvalidTag as error:
        raise ValueError("it isn't this key's, or not for this tenant") from error


def _purpose() -> bytes:
    """What a key makes a receipt for. Those from before there were tenants stay good for the operator's own."""
    own = tenant()
    return PURPOSE if own == OWN else PURPOSE + b"\0" + own.encode()


def _signer(key: str) -> Signer:
    return Signer(key, salt=_purpose(), key_derivation="hmac", digest_method=hashlib.sha256)


def _cipher(key: str) -> AESSIV:
    from cryptography.hazmat.primitives.ciphers.aead import AESSIV

    return AESSIV(hmac.digest(key.encode(), b"chokepoint.receipt.encryption", hashlib.sha512))
