"""A file that can't be read as a whole: one error that says where and what to do."""

from __future__ import annotations

from http import HTTPStatus

from service.errors import RequestError
from service.risk.errors import FieldError


class FileError(RequestError):
    """The file can't be read; ``code`` is stable, ``detail`` names the place and the fix."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY
    title = "The file can't be read"

    def __init__(self, code: str, detail: str, pointer: str = "/file") -> None:
        super().__init__(detail, [FieldError(pointer, code, detail)])
        self.code = code


class FileTypeError(FileError):
    """The file is of a kind that isn't read."""

    status = HTTPStatus.UNSUPPORTED_MEDIA_TYPE
    title = "This kind of file isn't read"


SPLIT = "split the file"


class TooLargeError(FileError):
    """The file is larger than a stated limit; ``splits`` where parts of it wouldn't be."""

    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    title = "The file is too large"

    def __init__(self, name: str, number: int, most: int, fix: str = SPLIT) -> None:
        super().__init__("too_large", f"The file holds {number:,} {name}, at most {most:,} are read: {fix}.")
        self.splits = fix == SPLIT
