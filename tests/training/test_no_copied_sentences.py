"""No sentence of a source document stands in the repository: no run of twelve equal words.

The documents themselves aren't here, only 8-byte blake2b digests of their twelve-word shingles, sorted, in
``tests/data/source_shingles.bin``. Made by this module, which also holds the normalisation::

    python tests/training/test_no_copied_sentences.py DOCUMENT...

Words are lower-case runs of letters a-z, digits and per cent signs; HTML tags and entities are resolved
first. A document that is JSON counts with its rendered texts.
"""

from __future__ import annotations

import html
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
SHINGLES = REPOSITORY / "tests" / "data" / "source_shingles.bin"
RUN = 12
DIGEST = 8
MAX_BYTES = 20_000_000

_TAG = re.compile(r"</?[a-z!][^<>\n]*>", re.IGNORECASE)
_WORD = re.compile(r"[a-z0-9%]+")


def words_of(text: str) -> list[str]:
    return _WORD.findall(_TAG.sub(" ", html.unescape(text)).lower())


def shingles(text: str) -> Iterator[tuple[bytes, str]]:
    """Digest and words of every run of twelve."""
    written = words_of(text)
    for start in range(len(written) - RUN + 1):
        run = " ".join(written[start : start + RUN])
        yield blake2b(run.encode(), digest_size=DIGEST).digest(), run


def texts(document: str) -> list[str]:
    """A plain text, or every string of at least twelve words in a JSON wrapper."""
    try:
        data = json.loads(document)
    except ValueError:
        return [document]
    pending, texts_read = [data], []
    while pending:
        item = pending.pop()
        if isinstance(item, str):
            texts_read.append(item)
        elif isinstance(item, dict | list):
            pending.extend(item.values() if isinstance(item, dict) else item)
    return texts_read


def known() -> frozenset[bytes]:
    data = SHINGLES.read_bytes()
    return frozenset(data[i : i + DIGEST] for i in range(0, len(data), DIGEST))


def repository_files() -> list[Path]:
    """What git would commit; every file outside version control's own folders where there is no git."""
    listed = subprocess.run(
        ["git", "-C", str(REPOSITORY), "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        capture_output=True,
        check=False,
        text=True,
    )
    if listed.returncode == 0:
        names = [name for name in listed.stdout.split("\0") if name]
        return [REPOSITORY / name for name in names if (REPOSITORY / name).is_file()]
    hidden = {".git", ".venv", "node_modules"}
    return [p for p in REPOSITORY.rglob("*") if p.is_file() and not hidden & set(p.parts)]


def text_of(path: Path) -> str:
    """The file as text; nothing where it is binary or huge."""
    if path.stat().st_size > MAX_BYTES:
        return ""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


def copied(text: str, digests: frozenset[bytes]) -> list[str]:
    return [run for digest, run in shingles(text) if digest in digests]


@pytest.mark.slow
def test_no_file_holds_twelve_words_of_a_source_in_a_row() -> None:
    digests = known()
    copies = {
        str(path.relative_to(REPOSITORY)): runs[0]
        for path in repository_files()
        if (runs := copied(text_of(path), digests))
    }
    assert copies == {}


def test_the_digests_are_sorted_unique_and_plenty() -> None:
    data = SHINGLES.read_bytes()
    digests = [data[i : i + DIGEST] for i in range(0, len(data), DIGEST)]
    assert len(data) % DIGEST == 0
    assert digests == sorted(set(digests))
    assert len(digests) > 5_000


def test_a_copied_run_is_caught_through_case_markup_and_line_breaks() -> None:
    source = "The quick brown fox jumps over the lazy dog while 12% of us watch in awe."
    digests = frozenset(digest for digest, _ in shingles(source))
    assert copied("# THE <b>quick</b> brown fox\n# jumps over the lazy dog, while 12% of us &amp; watch", digests)


def test_eleven_words_in_a_row_are_allowed() -> None:
    source = "one two three four five six seven eight nine ten eleven twelve thirteen"
    digests = frozenset(digest for digest, _ in shingles(source))
    assert not copied("one two three four five six seven eight nine ten eleven", digests)


def test_a_json_wrapper_counts_with_its_texts() -> None:
    assert texts('{"title": {"rendered": "A"}, "tags": ["B", 3]}') == ["B", "A"]


def make(documents: list[Path]) -> int:
    """Write the digests of ``documents``; returns how many."""
    runs = {
        digest for path in documents for text in texts(path.read_text(encoding="utf-8")) for digest, _ in shingles(text)
    }
    SHINGLES.write_bytes(b"".join(sorted(runs)))
    return len(runs)


if __name__ == "__main__":
    print(make([Path(name) for name in sys.argv[1:]]))
