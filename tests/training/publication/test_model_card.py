"""Card and report: one page each, every sentence short, nothing left out that a reader needs."""

from __future__ import annotations

import re

import pytest

from service.risk.bundle.kernel import CARD
from service.risk.source_shock.features import NAMES
from tests.factories import kernel
from training.publication.papers import names
from training.publication.papers.goals import goals
from training.publication.papers.model_card import card

MANIFEST = kernel().manifest
TEXT = card(MANIFEST)


def test_the_shipped_card_is_that_of_its_manifest() -> None:
    assert kernel().papers[CARD].decode() == TEXT


def test_the_card_opens_with_what_is_unproven() -> None:
    assert "rare earths since 2015 is unproven" in TEXT.splitlines()[2]


def test_no_sentence_has_more_than_25_words() -> None:
    prose = [line for line in TEXT.splitlines() if line and not line.startswith(("|", "#"))]
    sentences = [s for line in prose for s in re.split(r"(?<=[.!?])\s+", line)]
    assert [s for s in sentences if len(s.split()) > 25] == []


@pytest.mark.parametrize("name", NAMES)
def test_every_feature_stands_with_its_coefficient(name: str) -> None:
    assert re.search(rf"^\| {names.FEATURES[name]} \| [a-z ]+ \| \+ \| -?\d\.\d\d \|$", TEXT, re.M)


def test_every_prior_and_every_licence_is_told() -> None:
    assert all(f"- {words}" in TEXT for words in (*MANIFEST["priors"], *MANIFEST["attribution"]))


def test_hits_and_misses_of_the_blind_lists_stand_by_name() -> None:
    assert re.search(r"China: gallium, \d+ \(0\.\d%\)", TEXT)
    assert [f"| {year} |" in TEXT for year in range(2021, 2026)] == [True] * 5


def test_names_stand_where_identifiers_were() -> None:
    assert not re.search(r"\bref-[a-z]|\bdoc-\d|\b(CHN|IDN|COD|ZWE|MMR)\b|[a-z]_[a-z]", TEXT)


def test_every_goal_has_a_figure() -> None:
    measured = goals(MANIFEST["evaluation"])
    assert len(measured) > 40
    assert all(goal.goal and goal.measured for goal in measured)
    assert goals({}) == []


def test_a_bundle_without_an_evaluation_says_so_on_its_card() -> None:
    assert "was not evaluated" in card({**MANIFEST, "evaluation": {}, "documents_moved": {}})
