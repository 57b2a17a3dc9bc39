"""Pages in Markdown as people read them: how long their sentences are, and where their links lead.

`python -m tests.prose README.md` prints the lengths of a page and its longest sentences.
"""

from __future__ import annotations

import re
import statistics
import sys
from collections.abc import Iterator
from pathlib import Path

MOST_WORDS = 25
SENTENCE_ENDS = re.compile(r"(?<=[.!?:])[)\"”]*\s+(?=[A-Z0-9“\"(`*\[])")


def sentences(page: str) -> Iterator[str]:
    """The sentences of a page. What stands between backticks counts as one word, and a link as its text."""
    prose = re.sub(r"```.*?```", "\n\n", page, flags=re.S)
    prose = re.sub(r"^(?:[|#<]|[-=]{3}).*$", "\n", prose, flags=re.M)
    prose = re.sub(r"^\s*(?:[-*]|\d+\.) ", "\n\n", prose, flags=re.M)
    for block in re.split(r"\n\s*\n", prose):
        text = re.sub(r"`[^`]+`", "`code`", " ".join(block.split())).replace("**", "")
        text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
        yield from filter(None, SENTENCE_ENDS.split(text))


def words_of(sentence: str) -> int:
    """How many words a sentence has; a dash or a bullet is none."""
    return len(re.findall(r"\S*\w\S*", sentence))


def long_sentences(page: str) -> list[str]:
    """Those with more than ``MOST_WORDS`` words."""
    return [sentence for sentence in sentences(page) if words_of(sentence) > MOST_WORDS]


def anchors(page: str) -> set[str]:
    """What a link may name behind ``#``: the headings, as GitHub writes them."""
    headings = re.findall(r"^#+ (.+)$", re.sub(r"```.*?```", "", page, flags=re.S), re.M)
    return {re.sub(r"[^\w\- ]", "", heading).strip().lower().replace(" ", "-") for heading in headings}


def lost_links(path: Path) -> list[str]:
    """Links of the page at ``path`` to files or headings that aren't there; the web isn't asked."""
    page = path.read_text(encoding="utf-8")
    lost = []
    for link in re.findall(r"\]\(([^)\s]+)\)", page):
        name, _, anchor = link.partition("#")
        if "://" in name or name.startswith("mailto:"):
            continue
        target = path.parent / name if name else path
        if not target.exists() or (anchor and anchor not in anchors(target.read_text(encoding="utf-8"))):
            lost.append(link)
    return lost


def main() -> None:
    """Print the lengths of the pages that are named, and their long sentences."""
    for name in sys.argv[1:]:
        page = Path(name).read_text(encoding="utf-8")
        lengths = sorted(map(words_of, sentences(page)))
        ninth = lengths[int(0.9 * (len(lengths) - 1))]
        print(
            f"{name}: {len(lengths)} sentences, median {statistics.median(lengths):g}, nine tenths up to {ninth} words"
        )
        for sentence in long_sentences(page):
            print(f"  {words_of(sentence)}: {sentence}")


if __name__ == "__main__":
    main()
