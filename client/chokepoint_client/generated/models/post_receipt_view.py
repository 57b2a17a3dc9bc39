from typing import Literal

PostReceiptView = Literal["full", "summary"]

POST_RECEIPT_VIEW_VALUES: set[PostReceiptView] = {
    "full",
    "summary",
}


def check_post_receipt_view(value: str) -> PostReceiptView:
    if value in POST_RECEIPT_VIEW_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {POST_RECEIPT_VIEW_VALUES!r}")
