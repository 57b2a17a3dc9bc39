from typing import Literal

KeptLinkOpens = Literal["badge", "feed"]

KEPT_LINK_OPENS_VALUES: set[KeptLinkOpens] = {
    "badge",
    "feed",
}


def check_kept_link_opens(value: str) -> KeptLinkOpens:
    if value in KEPT_LINK_OPENS_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {KEPT_LINK_OPENS_VALUES!r}")
