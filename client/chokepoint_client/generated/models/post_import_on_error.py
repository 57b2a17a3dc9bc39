from typing import Literal

PostImportOnError = Literal["refuse", "skip_line"]

POST_IMPORT_ON_ERROR_VALUES: set[PostImportOnError] = {
    "refuse",
    "skip_line",
}


def check_post_import_on_error(value: str) -> PostImportOnError:
    if value in POST_IMPORT_ON_ERROR_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {POST_IMPORT_ON_ERROR_VALUES!r}")
