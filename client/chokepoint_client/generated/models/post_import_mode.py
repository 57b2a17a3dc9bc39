from typing import Literal

PostImportMode = Literal["async", "auto", "sync"]

POST_IMPORT_MODE_VALUES: set[PostImportMode] = {
    "async",
    "auto",
    "sync",
}


def check_post_import_mode(value: str) -> PostImportMode:
    if value in POST_IMPORT_MODE_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {POST_IMPORT_MODE_VALUES!r}")
