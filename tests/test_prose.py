"""What people read is short, and leads where it says."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.prose import long_sentences, lost_links, sentences

ROOT = Path(__file__).parent.parent
PAGES = [
    *ROOT.glob("*.md"),
    *ROOT.glob("deploy/*.md"),
    *ROOT.glob("examples/**/*.md"),
    *ROOT.glob("service/**/*.md"),
    *ROOT.glob("training/**/*.md"),
]
DENSE = {"controls.md"}
"""Lists of acts beside the rows of the register: it lists more than it tells."""


def test_no_sentence_that_people_read_is_longer_than_twenty_five_words() -> None:
    shown = {path: path.read_text(encoding="utf-8") for path in PAGES if path.name not in DENSE}
    assert len(shown) > 9
    assert {
        str(path.relative_to(ROOT)): long_sentences(page) for path, page in shown.items() if long_sentences(page)
    } == {}


def test_every_link_between_pages_leads_to_a_file_and_a_heading_that_are_there() -> None:
    assert {str(path.relative_to(ROOT)): lost_links(path) for path in PAGES if lost_links(path)} == {}


@pytest.mark.parametrize("number", [26, 40])
def test_a_long_sentence_is_seen_in_text_and_in_lists_but_not_in_code(number: int) -> None:
    long = " ".join(["word"] * number)
    page = f"Short one. Then {long}.\n\n- {long}\n- item\n\n```sh\n{long}\n```\n| {long} |\n"
    assert [one.removeprefix("Then ").rstrip(".") for one in long_sentences(page)] == [long, long]
    assert list(sentences("**See `a b c. D e` and [the page](a.md#b).** It ends.")) == [
        "See `code` and the page.",
        "It ends.",
    ]


def test_a_link_to_a_heading_that_is_gone_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# What a tenant may keep\n[x](b.md) [y](#what-a-tenant-may-keep) [z](#gone)\n")
    assert lost_links(tmp_path / "a.md") == ["b.md", "#gone"]
