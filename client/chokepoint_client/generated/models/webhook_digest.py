from typing import Literal

WebhookDigest = Literal["daily"]

WEBHOOK_DIGEST_VALUES: set[WebhookDigest] = {
    "daily",
}


def check_webhook_digest(value: str) -> WebhookDigest:
    if value in WEBHOOK_DIGEST_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {WEBHOOK_DIGEST_VALUES!r}")
