"""How a command ends that can't do what it is asked."""

from __future__ import annotations


class RefusedError(Exception):
    """The command can't be done as it was asked; the message says why and what to do."""
