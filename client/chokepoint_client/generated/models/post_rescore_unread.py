from typing import Literal

PostRescoreUnread = Literal["false", "true"]

POST_RESCORE_UNREAD_VALUES: set[PostRescoreUnread] = {
    "false",
    "true",
}


def check_post_rescore_unread(value: str) -> PostRescoreUnread:
    if value in POST_RESCORE_UNREAD_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {POST_RESCORE_UNREAD_VALUES!r}")
