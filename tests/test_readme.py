"""What the README shows is what the service answers."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from service.app import create_app
from service.config import Settings
from service.risk.bundle import track_record
from service.risk.bundle.kernel import RECORD
from tests.factories import CURRENT
from training.metrics.reliability import DECILES, deciles

README = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")


def shown_request() -> str:
    found = re.search(r"curl[^\n]+-d '\n(.*?)'\n```", README, re.S)
    assert found
    return found.group(1)


def shown_answer() -> dict[str, Any]:
    found = re.search(r"```json\n(.*?)```", README, re.S)
    assert found
    answer: dict[str, Any] = json.loads(found.group(1))
    return answer


def contains(shown: Any, real: Any, path: str = "") -> None:
    """Every value shown stands in the real answer, numbers to the places shown; a list may be shortened."""
    if isinstance(shown, dict):
        for key, value in shown.items():
            contains(value, real[key], f"{path}/{key}")
    elif isinstance(shown, list):
        for position, value in enumerate(shown):
            contains(value, real[position], f"{path}/{position}")
    elif isinstance(shown, float):
        places = len(str(shown).partition(".")[2])
        assert round(real, places) == pytest.approx(shown), path
    else:
        assert shown == real, path


def test_the_first_request_of_the_readme_gives_the_answer_it_shows(tmp_path: Path) -> None:
    settings = Settings(database_url=f"sqlite:///{tmp_path}/readme.db")
    client = create_app(settings).test_client()
    response = client.post("/v1/scores", data=shown_request(), content_type="application/json")
    assert response.status_code == 200, response.get_data(as_text=True)
    answer = response.get_json()
    contains(shown_answer(), answer)


def test_the_map_of_the_code_fits_a_screen_and_names_every_room() -> None:
    found = re.search(r"## Map of the code\n\n```\n(.*?)```", README, re.S)
    assert found
    lines = found.group(1).strip().splitlines()
    assert len(lines) <= 24
    named, top = set(), ""
    for text in lines:
        if text.startswith(" "):
            named |= {f"{top}/{room}" for room in re.findall(r"(\S+)/ ", text)}
        else:
            top = text.split("/ ")[0]
            named.add(top)
    root = Path(__file__).parent.parent
    assert [name for name in sorted(named) if not (root / name).is_dir()] == []
    packages = [
        path.parent.relative_to(root) for top in ("service", "training") for path in root.glob(f"{top}/**/__init__.py")
    ]
    rooms = {path.as_posix() for path in packages if path.name != "service" and "migrations" not in path.parts}
    assert rooms <= named


@pytest.mark.parametrize("target", re.findall(r"^make (\S+)", README, re.M))
def test_every_make_target_of_the_readme_exists(target: str) -> None:
    makefile = (Path(__file__).parent.parent / "Makefile").read_text(encoding="utf-8")
    rule = target.replace(".venv-dev", "$(DEV)").replace(".venv", "$(RUN)")
    assert re.search(rf"^{re.escape(rule)}:", makefile, re.M)


CUTS = {
    "all": lambda rows: rows.year > 0,
    "of them 2015-2023": lambda rows: (rows.year >= 2015) & (rows.year <= 2023),
    "rare earths": lambda rows: rows.rare_earth,
    "rare earths 2015-2023": lambda rows: rows.rare_earth & (rows.year >= 2015) & (rows.year <= 2023),
}
"""Rows of the table "How good it is", their counts left out, and the forecasts that each is about."""


def stated_metrics() -> dict[str, list[str]]:
    """The cells of that table by the words of its rows."""
    found = re.search(r"## How good it is\n(.*?)\n## ", README, re.S)
    assert found
    head, _, *rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in re.findall(r"^\|.*", found[1], re.M)]
    assert head[1:3] == ["AUC", "Brier skill"]
    return {row[0]: row[1:] for row in rows}


def test_the_table_how_good_it_is_has_a_row_for_every_cut() -> None:
    assert sorted(map(without_count, stated_metrics())) == sorted(CUTS)


@pytest.mark.parametrize("words", list(stated_metrics()))
def test_how_good_the_readme_says_it_is_agrees_with_the_track_record_of_the_bundle(words: str) -> None:
    everything = track_record.decode((CURRENT / RECORD).read_bytes())
    rows = everything.where(CUTS[without_count(words)](everything))
    told = track_record.summary(rows)
    for real, stated in zip((told.auc, told.brier_skill), stated_metrics()[words], strict=False):
        assert float(stated.split()[0]) == pytest.approx(real, abs=0.001), stated
    for count in re.findall(r"(\d[\d,]*) cells", words):
        assert int(count.replace(",", "")) == len(rows)


def test_the_top_tenth_of_the_readme_is_that_of_the_track_record() -> None:
    found = re.search(r"the top tenth says (\d\.\d\d) and saw (\d\.\d\d)", README)
    assert found
    everything = track_record.decode((CURRENT / RECORD).read_bytes())
    top = everything.where(deciles(everything.forecast) == DECILES - 1)
    assert [float(n) for n in found.groups()] == pytest.approx([top.forecast.mean(), top.event.mean()], abs=0.005)


def without_count(words: str) -> str:
    return re.sub(r",? [\d,]+ cells", "", words)


def test_the_rise_that_the_readme_names_is_the_one_that_serves() -> None:
    manifest = json.loads((CURRENT / "manifest.json").read_text(encoding="ascii"))
    assert f"(+{100 * manifest['severity']['served_rise']:.0f} %, from past events" in README
