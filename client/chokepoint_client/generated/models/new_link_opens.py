from typing import Literal

NewLinkOpens = Literal["badge", "feed"]

NEW_LINK_OPENS_VALUES: set[NewLinkOpens] = {
    "badge",
    "feed",
}


def check_new_link_opens(value: str) -> NewLinkOpens:
    if value in NEW_LINK_OPENS_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {NEW_LINK_OPENS_VALUES!r}")
