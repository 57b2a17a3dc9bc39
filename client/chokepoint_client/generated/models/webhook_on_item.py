from typing import Literal

WebhookOnItem = Literal["band_crossed", "job_finished", "register_changed"]

WEBHOOK_ON_ITEM_VALUES: set[WebhookOnItem] = {
    "band_crossed",
    "job_finished",
    "register_changed",
}


def check_webhook_on_item(value: str) -> WebhookOnItem:
    if value in WEBHOOK_ON_ITEM_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {WEBHOOK_ON_ITEM_VALUES!r}")
