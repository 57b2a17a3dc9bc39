from typing import Literal

PostImportView = Literal["full", "summary"]

POST_IMPORT_VIEW_VALUES: set[PostImportView] = {
    "full",
    "summary",
}


def check_post_import_view(value: str) -> PostImportView:
    if value in POST_IMPORT_VIEW_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {POST_IMPORT_VIEW_VALUES!r}")
