from typing import Literal

PostImportSplit = Literal["false", "true"]

POST_IMPORT_SPLIT_VALUES: set[PostImportSplit] = {
    "false",
    "true",
}


def check_post_import_split(value: str) -> PostImportSplit:
    if value in POST_IMPORT_SPLIT_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {POST_IMPORT_SPLIT_VALUES!r}")
