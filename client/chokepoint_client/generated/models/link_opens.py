from typing import Literal

LinkOpens = Literal["badge", "feed"]

LINK_OPENS_VALUES: set[LinkOpens] = {
    "badge",
    "feed",
}


def check_link_opens(value: str) -> LinkOpens:
    if value in LINK_OPENS_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {LINK_OPENS_VALUES!r}")
