from typing import Literal

ListBomsUnread = Literal["false", "true"]

LIST_BOMS_UNREAD_VALUES: set[ListBomsUnread] = {
    "false",
    "true",
}


def check_list_boms_unread(value: str) -> ListBomsUnread:
    if value in LIST_BOMS_UNREAD_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {LIST_BOMS_UNREAD_VALUES!r}")
