from typing import Literal

GetHistoryReceipts = Literal["false", "true"]

GET_HISTORY_RECEIPTS_VALUES: set[GetHistoryReceipts] = {
    "false",
    "true",
}


def check_get_history_receipts(value: str) -> GetHistoryReceipts:
    if value in GET_HISTORY_RECEIPTS_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {GET_HISTORY_RECEIPTS_VALUES!r}")
