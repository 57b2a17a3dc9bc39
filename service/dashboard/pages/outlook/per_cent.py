"""Shares and rates that a form asks for in per cent, as the API reads them."""

from __future__ import annotations


def share(text: str) -> str:
    """A share, which the API reads in per cent too."""
    return text if not text or text.endswith("%") else f"{text} %"


def rate(text: str) -> str:
    """A rate, which the API reads as a part of a whole; what is no number stays as it is."""
    bare = text.removesuffix("%").strip().replace(",", ".")
    try:
        return f"{float(bare) / 100:g}"
    except ValueError:
        return text
