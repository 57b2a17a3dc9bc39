"""Badges: score and band as a picture."""

from __future__ import annotations

import itertools
from xml.etree import ElementTree

from flask.testing import FlaskClient

from service.api.watching.badges import GROUND, badge
from service.schemas.answers.codes import BANDS
from tests.conftest import bom, line
from tests.fakes import FakeKernel

SVG = "{http://www.w3.org/2000/svg}"


def texts(picture: bytes) -> list[str]:
    """What a picture says, its title first."""
    root = ElementTree.fromstring(picture)
    return [str(root.findtext(f"{SVG}title")), *(str(one.text) for one in root.iter(f"{SVG}text"))]


def luminance(colour: str) -> float:
    """As WCAG 2 defines it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_a_badge_writes_score_and_band_and_tells_the_band_by_bars_too() -> None:
    assert texts(badge(24.68, "high")) == ["Supply risk: 24.7 of 100, high", "supply risk", "24.7 high"]
    assert texts(badge(None, None)) == ["Supply risk: no score, no band", "supply risk", "no score no band"]
    filled = [
        sum(
            one.get("stroke") is not None and one.get("fill") != "none"
            for one in ElementTree.fromstring(badge(1, name))
        )
        for name in BANDS
    ]
    assert filled == [1, 2, 3, 4, 5]


def test_no_text_of_a_badge_is_wider_than_its_ground_and_all_have_contrast() -> None:
    for score, band in itertools.product((None, 0.0, 0.00123, 100.0), (*BANDS, None)):
        root = ElementTree.fromstring(badge(score, band))
        for one in root.iter(f"{SVG}text"):
            assert float(one.get("x", "")) + float(one.get("textLength", "")) <= float(root.get("width", ""))
    assert GROUND.keys() == set(BANDS)
    for colour in GROUND.values():
        assert 1.05 / (luminance(colour) + 0.05) >= 4.5


def test_a_badge_that_is_held_is_neither_scored_nor_sent_again(client: FlaskClient, fake: FakeKernel) -> None:
    client.put("/v1/boms/motor", json=bom(line("1"), line("2")))
    first = client.get("/v1/boms/motor/badge.svg")
    assert first.content_type == "image/svg+xml; charset=utf-8"
    assert texts(first.data)[2] == "51 high"
    scored = fake.scored
    again = client.get("/v1/boms/motor/badge.svg", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data, fake.scored) == (304, b"", scored)
    client.put("/v1/boms/motor", json=bom())
    other = client.get("/v1/boms/motor/badge.svg", headers={"If-None-Match": first.headers["ETag"]})
    assert (other.status_code, texts(other.data)[2]) == (200, "30 high")
    assert client.get("/v1/boms/none/badge.svg").status_code == 404
