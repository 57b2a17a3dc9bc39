"""Bytes to text. What can't be told is refused with the candidates: a guess would turn one word into another.

A byte-order mark decides; then UTF-8, whose multi-byte sequences no other encoding makes by chance. Then comes UTF-16,
whose ASCII has a zero in every other byte. What is left are code pages. One of them is taken where it alone makes
headings that are known, or only letters and signs that such files are written with.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable

from service.imports.errors import FileError

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
WESTERN = ("cp1252", "mac_roman", "cp850")
OTHERS = ("cp1250", "cp1251", "cp932", "gb18030", "big5", "cp949")
NAMES = ("utf-8", "utf-16", *WESTERN, *OTHERS)
"""Encodings that a request may state."""
HEAD = 65_536
"""Bytes whose headings are looked at."""
_SIGNS = "ÄÖÜäöüßÀÂÇÈÉÊËÎÏÔÙÛàâçèéêëîïôùûÿŒœÆæÁÍÓÚÑáíóúñìòÌÒÃÕãõÅåØø¡¿ªº°²³µ±½¼¾×÷·•–—‘’‚“”„…«»€£¥§©®™\u00a0Ωμ"
_PLAUSIBLE = re.compile(rf"[\x09\x0a\x0d\x20-\x7e{_SIGNS}]*")
_UPPER, _LOWER = "ÄÖÜÀÂÇÈÉÊËÎÏÔÙÛŒÆÁÍÓÚÑÌÒÃÕÅØ", "äöüßàâçèéêëîïôùûÿœæáíóúñìòãõåø"
_MISPLACED = re.compile(rf"[^\W\d_][²³¿¡§°µ][^\W\d_]|[a-z{_LOWER}][{_UPPER}]|[A-Z{_UPPER}][{_LOWER}][A-Z{_UPPER}]")
"""Signs within a word, and letters of the other case within one."""
_ZEROS = 0.2


def decode(data: bytes, stated: str | None, headings: Callable[[str], int]) -> tuple[str, str]:
    """The text and the name of its encoding. ``headings`` counts the headings that are known in the first lines of a
    text. Raises ``FileError``."""
    if stated:
        return _as_stated(data, stated)
    for mark, name in MARKS:
        if data.startswith(mark):
            return _strictly(data[len(mark) :], name), name
    if b"\x00" not in data:
        try:
            return data.decode("utf-8"), "utf-8"
        except UnicodeDecodeError:
            name = _code_page(data, headings)
            return data.decode(name), name
    name = _without_mark(data)
    return _strictly(data, name), name


def _as_stated(data: bytes, stated: str) -> tuple[str, str]:
    name = stated.casefold().replace("windows-", "cp").replace("shift_jis", "cp932").replace("iso-8859-1", "cp1252")
    if name not in NAMES:
        raise FileError("unknown_encoding", f"State one of {', '.join(NAMES)}; got {stated[:40]!r}.", "?encoding")
    text = _strictly(data, name)
    return text.removeprefix("\ufeff"), name


def _strictly(data: bytes, name: str) -> str:
    try:
        return data.decode(name)
    except UnicodeDecodeError as error:
        words = f"Byte {error.start:,} of the file isn't {name}: save it as UTF-8, or state its encoding."
        raise FileError("broken_text", words) from error


def _without_mark(data: bytes) -> str:
    """UTF-16 by where its zeros are."""
    even, odd = data[0:HEAD:2].count(0), data[1:HEAD:2].count(0)
    half = max(1, len(data[:HEAD]) // 2)
    if odd > _ZEROS * half and even == 0:
        return "utf-16-le"
    if even > _ZEROS * half and odd == 0:
        return "utf-16-be"
    raise FileError("not_text", "The file holds zero bytes: it is neither text nor a spreadsheet that is read.")


def _code_page(data: bytes, headings: Callable[[str], int]) -> str:
    possible = [name for name in (*WESTERN, *OTHERS) if _decodes(data, name)]
    known = {name: headings(data[:HEAD].decode(name, "ignore")) for name in possible}
    best = [name for name in possible if known[name] == max(known.values())]
    western = [name for name in best if name in WESTERN and _plausible(data.decode(name))]
    if western[:1] == ["cp1252"] or len(western) == 1:  # by far the most frequent, or the only one
        return western[0]
    if len(best) == 1:
        return best[0]
    words = ", ".join(best or NAMES)
    raise FileError(
        "unclear_encoding",
        f"The file isn't UTF-8, and its letters fit several encodings ({words}): save it as UTF-8, or state the "
        "encoding with ?encoding=.",
    )


def _decodes(data: bytes, name: str) -> bool:
    try:
        data.decode(name)
    except UnicodeDecodeError:
        return False
    return True


def _plausible(text: str) -> bool:
    """Whether the text holds only letters and signs of Western European exports, each where it is written."""
    return _PLAUSIBLE.fullmatch(text) is not None and not _MISPLACED.search(text)
