"""One hand at a time in the folder of models: a publication, a rollback or a freeze never mixes with another."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class BusyError(Exception):
    """Another publication, rollback or freeze is at work in the folder."""


@contextmanager
def alone(models: Path) -> Iterator[None]:
    """Hold the folder of models until the block ends. The system gives it back when the process dies, however it
    does, and no file is left behind. Raises ``BusyError`` where another process holds it."""
    models.mkdir(parents=True, exist_ok=True)
    folder = os.open(models, os.O_RDONLY)
    try:
        try:
            fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise BusyError(
                f"another publish, rollback or freeze is at work in {models}; nothing was changed. Wait for it to end, "
                "then run this again"
            ) from error
        yield
    finally:
        os.close(folder)
