"""What the answer for a BOM says: sums that are exact, orders that an analyst would sign, and what it refuses."""

from __future__ import annotations

import dataclasses
import math
from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest

from service.risk import scoring
from service.risk.answer import Score
from service.risk.bom import Line
from service.risk.errors import BomError
from service.risk.scoring import rescore, score
from service.risk.vocabulary import ELEMENTS
from tests.factories import TODAY, bom, heavy, kernel, line, magnet, sample, supply

CHINA, MALAYSIA = supply("separation", CHN=1), supply("separation", MYS=1)
FIVE_WAY = supply("separation", CHN="0.3", MYS="0.25", USA="0.2", EST="0.15", FRA="0.1")
DAYS = (date(2010, 6, 30), date(2015, 6, 30), date(2025, 3, 1), date(2025, 4, 10), date(2026, 4, 10), TODAY)
SAMPLES = ("traction-motor", "wind-generator", "catalysts")
NOW = date(2026, 11, 30)


def scored(*lines: Line, day: date = TODAY, buyer: str | None = "DEU", **more: object) -> Score:
    """The shipped kernel's answer for lines."""
    return score(bom(*lines, as_of=day, buyer=buyer, **more), kernel(), NOW)


def points(*lines: Line, day: date = TODAY, buyer: str | None = "DEU", **more: object) -> float:
    """The score of lines, which must be known."""
    result = scored(*lines, day=day, buyer=buyer, **more).score
    assert result is not None
    return result


def test_the_points_of_the_families_add_up_to_the_score() -> None:
    for name in SAMPLES:
        answer = score(sample(name), kernel(), NOW)
        assert answer.points is not None
        assert math.fsum(dataclasses.astuple(answer.points)) == pytest.approx(answer.score, abs=1e-9)


def test_the_expected_share_hit_adds_up_over_countries_and_perils() -> None:
    for name in SAMPLES:
        answer = score(sample(name), kernel(), NOW)
        assert answer.expected_share_hit is not None
        parts = [one.restriction + one.collapse for one in answer.expected_share_hit.by_country]
        assert math.fsum(parts) == pytest.approx(answer.expected_share_hit.value, abs=1e-4)
        for row in answer.hazards:
            assert math.fsum(c.restriction + c.collapse for c in row.by_country) == pytest.approx(
                row.expected_share_hit, abs=1e-4
            )


@pytest.mark.parametrize(("element", "country"), [("Tb", "USA"), ("La", "AUS"), ("Ce", "VNM"), ("Pr", "RUS")])
def test_no_cause_alone_reaches_beyond_the_interval(element: str, country: str) -> None:
    """The views of these separators' ore turn the buyer's fortunes round."""
    answer = scored(line(element, "oxide", *supply("separation", **{country: 1})))
    assert answer.interval is not None
    assert answer.interval_parts["evidence"] > 1
    assert answer.interval[1] - answer.interval[0] >= max(answer.interval_parts.values())


def test_the_log_odds_of_a_source_add_up_to_its_chance() -> None:
    for source in score(sample("traction-motor"), kernel(), NOW).sources:
        total = math.fsum(dataclasses.astuple(source.log_odds))
        assert 1 / (1 + math.exp(-total)) == pytest.approx(source.restriction, abs=1e-9)


def test_the_interval_holds_the_score() -> None:
    for name in SAMPLES:
        answer = score(sample(name), kernel(), NOW)
        assert answer.interval is not None
        assert answer.score is not None
        assert 0 <= answer.interval[0] <= answer.score <= answer.interval[1] <= 100


def test_adding_a_line_never_lowers_the_score_and_repeating_one_never_changes_it() -> None:
    lines = [line("Dy", "oxide", *CHINA), line("Nd", "metal"), magnet(*supply("magnet", JPN=1)), line("Ce")]
    before = 0.0
    for count in range(1, len(lines) + 1):
        now = points(*lines[:count])
        assert now >= before
        assert points(*lines[:count], lines[0]) == now
        assert points(*reversed(lines[:count])) == pytest.approx(now, abs=1e-9)
        before = now


def test_the_score_without_a_line_is_the_score_of_the_bom_without_it() -> None:
    lines = [line("Dy", "oxide", *CHINA), line("Ce"), magnet(*supply("magnet", JPN=1), alternate_group="m"),
             magnet(*supply("magnet", CHN=1), alternate_group="m")]  # fmt: skip
    answer = scored(*lines)
    for number, own in enumerate(answer.lines):
        assert own.score_without == pytest.approx(points(*lines[:number], *lines[number + 1 :]), abs=1e-9)


def test_an_alternate_may_lower_the_score_and_never_raises_it() -> None:
    one = line("Dy", "oxide", *CHINA, alternate_group="a")
    other = line("Dy", "oxide", *MALAYSIA, alternate_group="a")
    assert points(one, other) < points(one)
    assert points(one, other) <= points(other)


def test_what_can_be_lost_or_spared_or_recycled_never_raises_the_score() -> None:
    dy = line("Dy", "oxide", *CHINA)
    spared = [points(dataclasses.replace(dy, can_do_without=Decimal(s))) for s in ("0.1", "0.4", "0.8")]
    assert points(dy) >= spared[0] >= spared[1] >= spared[2]
    tolerant = [points(dy, tolerance=Decimal(t)) for t in ("0", "0.3", "0.6", "0.9")]
    assert tolerant == sorted(tolerant, reverse=True)
    recycled = dataclasses.replace(dy, supply=(CHINA[0]._replace(recycled=True),))
    assert points(recycled) <= points(dy)


@pytest.mark.slow
def test_moving_one_per_cent_moves_a_score_by_two_points_at_most() -> None:
    shares = [Decimal(n) / 100 for n in range(1, 100)]
    scores = [points(line("Dy", "oxide", *supply("separation", CHN=str(s), MYS=str(1 - s)))) for s in shares]
    assert max(abs(b - a) for a, b in pairwise(scores)) <= 2.0


@pytest.mark.slow
def test_china_stands_above_five_sources_and_those_above_australia_and_malaysia_on_every_date() -> None:
    for day in DAYS:
        chinese, five, lynas = (points(line("Dy", "oxide", *mix), day=day) for mix in (CHINA, FIVE_WAY, MALAYSIA))
        assert chinese > five, day
        assert chinese > lynas, day
    assert points(line("Dy", "oxide", *CHINA)) >= 2.5 * points(line("Dy", "oxide", *FIVE_WAY))
    assert points(line("Dy", "oxide", *CHINA)) >= 4 * points(line("Dy", "oxide", *MALAYSIA))


@pytest.mark.slow
def test_dysprosium_stands_above_neodymium_and_that_not_below_cerium() -> None:
    for day in DAYS:
        dy, nd, ce = (points(line(e, "oxide", *CHINA), day=day) for e in ("Dy", "Nd", "Ce"))
        assert dy >= nd - 0.05, day
        assert nd >= ce - 0.05, day
        if day.year > 2023:
            assert dy > nd, day


def test_a_chain_inside_the_buyers_country_meets_no_restriction_and_says_so() -> None:
    own = line("Nd", "oxide", *supply("mining", USA=1), *supply("separation", USA=1))
    answer = scored(own, buyer="USA")
    assert answer.expected_share_hit is not None
    assert sum(c.restriction for c in answer.expected_share_hit.by_country) == 0
    assert "domestic_chain" in {m.code for m in answer.messages}


def test_a_magnet_made_in_japan_of_chinese_oxide_is_hit_with_china() -> None:
    made = magnet(*supply("separation", CHN=1), *supply("magnet", JPN=1))
    assert points(made) > 3 * points(magnet(*supply("separation", MYS=1), *supply("metal", JPN=1),
                                            *supply("magnet", JPN=1)))  # fmt: skip


@pytest.mark.slow
def test_the_band_of_dysprosium_from_china_is_high_since_the_licences_and_not_by_standing_before() -> None:
    dy = line("Dy", "oxide", *CHINA)
    for day in (date(2025, 4, 10), date(2026, 4, 10), date(2026, 11, 30)):
        assert scored(dy, day=day).band in ("high", "severe"), day
    assert scored(dy, day=date(2025, 3, 1)).band_set_by == "score"
    assert scored(dy, day=date(2026, 4, 4)).band == scored(dy, day=date(2026, 4, 6)).band


@pytest.mark.slow
def test_the_first_day_of_an_act_never_lowers_a_band() -> None:
    order = list(kernel().manifest["bands"])
    order.sort(key=lambda name: kernel().manifest["bands"][name])
    for before, first in ((date(2025, 3, 26), date(2025, 3, 27)), (date(2025, 4, 3), date(2025, 4, 4))):
        bands = [scored(line("Dy", "oxide", *CHINA), day=day).band for day in (before, first)]
        assert order.index(str(bands[0])) <= order.index(str(bands[1]))


def test_days_before_2010_and_after_today_are_refused_at_as_of() -> None:
    for day, code in ((date(2009, 12, 31), "too_early"), (date(2026, 12, 1), "too_late")):
        with pytest.raises(BomError) as caught:
            scored(line(), day=day)
        assert [(e.pointer, e.code) for e in caught.value.errors] == [("/as_of", code)]


def test_an_unread_line_takes_band_and_percentile_away() -> None:
    answer = scored(line(material="unobtainium"), line())
    assert (answer.status, answer.band, answer.percentile) == ("partial", None, None)
    assert answer.lines[0].score is None
    nothing = scored(line(material="unobtainium"))
    assert (nothing.status, nothing.score, nothing.band) == ("unscored", None, None)


def test_a_receipt_gives_the_same_answer() -> None:
    for name in SAMPLES:
        answer = score(sample(name), kernel(), NOW)
        again = rescore(answer.receipt, kernel(), NOW)
        assert again.score == answer.score
        assert again.receipt == answer.receipt


def test_every_figure_and_every_control_of_an_answer_resolves() -> None:
    for name in SAMPLES:
        answer = score(sample(name), kernel(), NOW)
        figures = {f for row in (*answer.hazards, *answer.sources, *answer.reasons) for f in row.figures}
        assert figures
        for figure in figures | set(answer.interval_figures):
            assert kernel().ledger.entry(figure), figure
        for entry in (*answer.register, *answer.standing, *answer.pending_risk):
            assert kernel().register[entry.measure_id]


@pytest.mark.slow
def test_reasons_are_sentences_about_the_product() -> None:
    for element in ELEMENTS:
        answer = scored(line(element, "oxide"))
        assert 1 <= len(answer.reasons) <= 5
        assert all(reason.text.endswith(".") for reason in answer.reasons), element
        assert any(ELEMENTS[element].name in reason.text for reason in answer.reasons), element


def test_quantities_do_not_move_the_score() -> None:
    assert points(line("Dy", kg="0.000001")) == points(line("Dy", kg="1000000"))


def test_a_buyer_who_is_not_stated_is_scored() -> None:
    assert scored(line("Dy", "oxide", *CHINA), buyer=None).score is not None


def test_the_union_and_unnamed_makers_can_be_declared() -> None:
    assert scored(line("Ce", "oxide", *supply("separation", EU27=1))).score is not None
    assert scored(line("Dy", "oxide", *supply("separation", ZZZ=1))).score is not None


def test_a_bom_that_would_take_too_long_is_refused_before_it_is_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    measured: list[object] = []
    monkeypatch.setattr(scoring, "assemble", lambda *given: measured.append(given))
    with pytest.raises(BomError, match="too much work") as caught:
        score(heavy(100, 16), kernel(), TODAY)
    assert measured == []
    first, *heaviest = caught.value.errors
    assert (first.pointer, first.code) == ("/lines", "too_much_work")
    # 100 purchases of 30 + 2 × 48 + 2 × 2 × 256, and 16 countries
    assert "116,280 units of work, at most 15,000: split it into 8 or more BOMs" in first.detail
    assert [error.code for error in heaviest] == ["heavy_line"] * 3


def test_descriptions_that_would_take_too_long_are_refused_before_one_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[object] = []
    monkeypatch.setattr(scoring, "read_bom", lambda *given: read.append(given))
    slow = bom(*(line(material=f"{n} " + "Y2O3 " * 39) for n in range(1_000)))
    for entrance in (score, scoring.summary, scoring.brief, scoring.work):
        with pytest.raises(BomError, match="descriptions take too much work") as caught:
            entrance(slow, kernel(), TODAY)
        (fault,) = caught.value.errors
        assert (fault.pointer, fault.code) == ("/lines", "too_much_work")
        assert "split it into 18 or more" in fault.detail
    assert read == []


def test_what_the_refusal_says_to_split_is_scored() -> None:
    assert score(heavy(11, 16), kernel(), TODAY).status == "scored"


def test_end_uses_that_no_measure_names_leave_no_trace_and_change_no_score() -> None:
    plain, military = (score(bom(magnet(end_use=use)), kernel(), TODAY) for use in (None, "military"))
    store = kernel().epoch(TODAY).store()
    routes = len(store.written)
    made_up = score(bom(*(magnet(end_use=f"use {n}", line_id=str(n)) for n in range(20))), kernel(), TODAY)
    assert (made_up.score, made_up.interval) == (plain.score, plain.interval)
    assert kernel().epoch(TODAY).store() is store
    assert len(store.written) == routes
    assert military.standing != plain.standing or military.score != plain.score
