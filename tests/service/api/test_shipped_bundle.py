"""The shipped bundle over HTTP: default makers and where they are looked up, and every figure of a score."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
import time_machine
from flask.testing import FlaskClient

from service.engine import KERNEL
from tests.conftest import bom, client_of, line, settings_in
from tests.factories import ROOT, kernel

SAMPLES = ("traction-motor", "wind-generator", "catalysts")
DAYS = ("2016-06-30", "2026-11-21")
TODAY = "2026-11-21"
CHAIN = ("mining", "separation", "metal", "magnet")


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """A client of the service on the shipped bundle."""
    loaded = replace(KERNEL, load=lambda *_: kernel())
    with client_of(settings_in(tmp_path_factory.mktemp("shipped")), loaded) as client:
        yield client


def scored(real: FlaskClient, body: dict[str, Any], day: str = TODAY) -> dict[str, Any]:
    """The answer for a BOM on a day."""
    response = real.post("/v1/scores?view=full", json=body | {"as_of": day})
    assert response.status_code == 200, response.json
    answer: dict[str, Any] = response.json
    return answer


def sample(name: str) -> dict[str, Any]:
    """A shipped sample BOM."""
    data: dict[str, Any] = json.loads((ROOT / "examples" / f"{name}.json").read_text(encoding="utf-8"))
    return data["boms"][0] if "boms" in data else data


def bought(element: str, form: str, buyer: str = "DE", **more: Any) -> dict[str, Any]:
    """A BOM of one element in one form."""
    return bom(line(element=element, form=form, **more), buyer_country=buyer)


def last_makers(answer: dict[str, Any], stage: str) -> dict[str, float]:
    """Share of the need that leaves a stage from each country, by the paths of the first purchase; they add up to 1."""
    shares: dict[str, float] = {}
    chains = {chain["id"]: chain["places"] for chain in answer["chains"]}
    for path in answer["hazards"][0]["paths"]:
        countries = [place["country"] for place in chains[path["chain"]] if place["stage"] == stage]
        if countries:
            shares[countries[-1]] = shares.get(countries[-1], 0.0) + path["weight"]
    return {country: share / sum(shares.values()) for country, share in shares.items()}


def declared(stage: str, shares: dict[str, float]) -> list[dict[str, Any]]:
    """Shares as a BOM declares them; the largest one takes what rounding leaves."""
    rounded = {country: round(share, 6) for country, share in shares.items()}
    rounded[max(rounded, key=lambda c: rounded[c])] += 1 - sum(rounded.values())
    return [{"stage": stage, "country": c, "share": round(share, 6)} for c, share in rounded.items() if share > 0]


@pytest.mark.slow
def test_every_figure_and_control_of_a_sample_resolves_with_its_source(
    real: FlaskClient, subtests: pytest.Subtests
) -> None:
    for name in SAMPLES:
        for day in DAYS:
            answer = scored(real, sample(name), day)
            lists = {one["id"]: one["figures"] for one in answer["figure_lists"]}
            rows = [*answer["hazards"], *answer["sources"], *answer["reasons"]]
            figures = {f for row in rows for f in lists[row["figure_list"]]} | set(answer["interval_figures"])
            rows = [*answer["register"], *answer["standing"], *answer["pending_risk"]]
            controls = {row["measure_id"] for row in rows}
            controls |= {control for reason in answer["reasons"] for control in reason["controls"]}
            assert figures, name
            assert controls, name
            with subtests.test(name=name, day=day):
                assert {figure for figure in figures if not names_its_source(real, figure, day)} == set()
                measures = {control: real.get(f"/v1/controls/{control}?as_of={day}").json for control in controls}
                assert all(m["measure_id"] == control for control, m in measures.items())
                assert [control for control, m in measures.items() if not (m["source"] and m["locator"])] == []


def names_its_source(real: FlaskClient, figure: str, day: str) -> bool:
    """Whether a figure resolves to itself with a place, a publisher and a licence."""
    claim = real.get(f"/v1/claims/{figure}?on={day}").json
    source = claim["source"]
    return claim["claim_id"] == figure and bool(claim["locator"] and source["publisher"] and source["licence"])


@pytest.mark.slow
def test_the_supply_of_an_element_lists_makers_largest_first_with_claims_that_resolve(
    real: FlaskClient, subtests: pytest.Subtests
) -> None:
    for element in ("Dy", "Nd", "Ce"):
        for day in ("2021-06-30", TODAY):
            body = real.get(f"/v1/elements/{element}/supply?as_of={day}").json
            assert [stage["stage"] for stage in body["stages"]] == list(CHAIN)
            for stage in body["stages"]:
                with subtests.test(element=element, day=day, stage=stage["stage"]):
                    central = [share["central"] for share in stage["shares"]]
                    assert central == sorted(central, reverse=True)
                    assert sum(central) <= 1 + 1e-6
                    assert all(s["low"] <= s["central"] <= s["high"] for s in stage["shares"])
                    assert bool(stage["gap"]) == bool(stage["fallback"])
                    for figure in {f for share in stage["shares"][:3] for f in share["figures"]}:
                        claim = real.get(f"/v1/claims/{figure}?on={day}").json
                        assert claim["published"] <= day, figure


def test_supply_as_of_a_day_knows_no_figure_published_later(real: FlaskClient) -> None:
    then, now = (real.get(f"/v1/elements/Dy/supply?as_of={day}").json for day in ("2021-06-30", TODAY))
    assert (then["as_of"], now["as_of"]) == ("2021-06-30", TODAY)
    cited = [{f for stage in body["stages"] for s in stage["shares"] for f in s["figures"]} for body in (then, now)]
    assert not {figure for figure in cited[0] if "2025" in figure or "2026" in figure}
    assert {figure for figure in cited[1] if "2025" in figure or "2026" in figure}
    leaders = [stage["shares"][0]["country"] for stage in now["stages"]]
    assert leaders == ["CN", "CN", "CN", "CN"]


def test_default_makers_are_makers_that_the_supply_of_the_element_lists(
    real: FlaskClient, subtests: pytest.Subtests
) -> None:
    for element, form, stage, buyer in (
        ("Dy", "oxide", "separation", "DE"), ("Ce", "oxide", "separation", "US"), ("Nd", "metal", "metal", "JP"),
        ("Nd", "magnet", "magnet", "FR"), ("Y", "oxide", "separation", "CN"),
    ):  # fmt: skip
        with subtests.test(element=element, form=form, buyer=buyer):
            stages = real.get(f"/v1/elements/{element}/supply?as_of={TODAY}").json["stages"]
            listed = {s["country"] for at in stages if at["stage"] == stage for s in at["shares"]}
            purchase = scored(real, bought(element, form, buyer))["hazards"][0]
            makers = {row["country"] for row in purchase["supply"][stage] if max(row["share"]) > 0.05}
            assert makers <= listed | {"ZZ"}


def test_defaults_are_listed_and_a_declared_stage_is_not_among_them(
    real: FlaskClient, subtests: pytest.Subtests
) -> None:
    def defaulted(supply: list[dict[str, Any]]) -> tuple[set[str], list[str]]:
        answer = scored(real, bought("Nd", "magnet", supply=supply))
        stages = {default.partition(":")[0] for default in answer["hazards"][0]["defaults"]}
        return stages, [p for m in answer["messages"] if m["code"] == "default_supply" for p in m["pointers"]]

    supply: list[dict[str, Any]] = []
    for left, stage in (
        (set(CHAIN), "magnet"), ({"mining", "separation", "metal"}, "metal"), ({"mining", "separation"}, "separation"),
        ({"mining"}, "mining"), (set(), ""),
    ):  # fmt: skip
        with subtests.test(declared=[row["stage"] for row in supply]):
            assert defaulted(supply) == (left, ["/lines/0/supply"] if left else [])
        supply = [*supply, {"stage": stage, "country": "CN", "share": 1}]


@pytest.mark.slow
def test_a_declaration_equal_to_the_default_changes_nothing(real: FlaskClient, subtests: pytest.Subtests) -> None:
    for element, form, buyer, stage in (
        ("Dy", "oxide", "DE", "separation"), ("Ce", "oxide", "US", "separation"), ("Nd", "metal", "JP", "metal"),
        ("Nd", "magnet", "DE", "magnet"), ("Nd", "magnet", "DE", "separation"), ("Y", "oxide", "CN", "separation"),
    ):  # fmt: skip
        with subtests.test(element=element, form=form, buyer=buyer, stage=stage):
            default = scored(real, bought(element, form, buyer))
            same = declared(stage, last_makers(default, stage))
            again = scored(real, bought(element, form, buyer, supply=same))
            # Scrap that enters after the stage, and six decimals, leave a little behind.
            assert again["score"] == pytest.approx(default["score"], abs=0.01)
            assert again["band"] == default["band"]
            assert last_makers(again, stage) == pytest.approx(last_makers(default, stage), abs=0.01)


def test_another_declaration_moves_the_score_towards_the_declared_country(real: FlaskClient) -> None:
    chinese, default, malaysian = (
        scored(real, bought("Dy", "oxide", supply=supply))["score"]
        for supply in (declared("separation", {"CN": 1.0}), [], declared("separation", {"MY": 1.0}))
    )
    assert chinese >= default > 2 * malaysian


@pytest.mark.slow
def test_dysprosium_of_china_is_high_since_the_licences_and_was_not_before(
    real: FlaskClient, subtests: pytest.Subtests
) -> None:
    supply = declared("mining", {"CN": 1.0}) + declared("separation", {"CN": 1.0})
    for day, standing in (
        ("2025-03-31", set()),
        ("2025-04-03", set()),
        ("2025-04-05", {("CN-2025-18", "already_hit")}),
        ("2025-10-10", {("CN-2025-18", "already_hit")}),
        ("2025-10-15", {("CN-2025-18", "already_hit")}),
        ("2025-11-08", {("CN-2025-18", "already_hit")}),
        ("2025-12-02", {("CN-2025-18", "already_hit")}),
        ("2026-04-10", {("CN-2025-18", "under_control")}),
        (TODAY, {("CN-2025-18", "under_control")}),
    ):
        with subtests.test(day=day):
            answer = scored(real, bought("Dy", "oxide", supply=supply), day)
            assert {(one["measure_id"], one["state"]) for one in answer["standing"]} == standing
            assert (answer["band"] in ("high", "severe")) is bool(standing)
            assert answer["pending_risk"] == []
            assert answer["in_sample_replay"] is (day < "2026")


@pytest.mark.slow
def test_holmium_of_china_is_pending_from_the_announcement_of_october_2025_on(
    real: FlaskClient, subtests: pytest.Subtests
) -> None:
    supply = declared("mining", {"CN": 1.0}) + declared("separation", {"CN": 1.0})
    for day, status in (
        ("2025-04-05", None), ("2025-10-08", None), ("2025-10-10", "announced"), ("2025-10-15", "announced"),
        ("2025-11-08", None), ("2025-12-02", "suspended"), ("2026-04-10", "suspended"), (TODAY, "unknown"),
    ):  # fmt: skip
        with subtests.test(day=day):
            answer = scored(real, bought("Ho", "oxide", supply=supply), day)
            risks = {(one["measure_id"], one["status"]) for one in answer["pending_risk"]}
            assert (("CN-2025-57", status) in risks) is (status is not None)


@pytest.mark.slow
def test_a_point_of_history_recomputes_from_its_receipt(real: FlaskClient) -> None:
    real.put("/v1/parts/MAG-1", json={"material_id": "smco5", "confirmed_by": "A. Engineer"})
    body = sample("traction-motor") | {"bom_id": "m", "as_of": None}
    body["lines"] = [*body["lines"], {"line_id": "by part", "part_number": "MAG-1"}]
    answers = []
    for day, name in (("2026-11-20", "first"), ("2026-11-21", "first"), ("2026-11-21", "second")):
        with time_machine.travel(f"{day}T12:00:00Z", tick=False):
            real.put("/v1/boms/m", json=body | {"name": name})
            answers.append(real.get("/v1/boms/m/score?view=full").json)
    points = real.get("/v1/boms/m/scores?receipts=true").json["items"]
    assert [point["receipt"] for point in points] == [answer["receipt"] for answer in answers[::-1]]
    again = real.post("/v1/receipts?view=full", json={"receipt": points[1]["receipt"]})
    assert again.json == answers[1]
    assert "receipt" not in real.get("/v1/boms/m/scores").json["items"][0]
