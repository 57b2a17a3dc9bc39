from typing import Literal

PostImportStore = Literal["false", "true"]

POST_IMPORT_STORE_VALUES: set[PostImportStore] = {
    "false",
    "true",
}


def check_post_import_store(value: str) -> PostImportStore:
    if value in POST_IMPORT_STORE_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {POST_IMPORT_STORE_VALUES!r}")
