"""What the README shows is what the service answers."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from service.app import create_app
from service.config import Access, Settings
from tests.factories import parts

README = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")


def shown_request() -> str:
    passage = re.search(r"curl[^\n]+-d '\n(.*?)'\n```", README, re.S)
    assert passage
    return passage.group(1)


def shown_answer() -> dict[str, Any]:
    passage = re.search(r"```json\n(.*?)```", README, re.S)
    assert passage
    answer: dict[str, Any] = json.loads(passage.group(1))
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


@pytest.mark.slow
def test_the_first_request_of_the_readme_gives_the_answer_it_shows(tmp_path: Path) -> None:
    settings = Settings(database_url=f"sqlite:///{tmp_path}/readme.db", access=Access(keys=False))
    client = create_app(settings).test_client()
    response = client.post("/v1/scores", data=shown_request(), content_type="application/json")
    assert response.status_code == 200, response.get_data(as_text=True)
    answer = response.get_json()
    contains(shown_answer(), answer)


def test_the_map_of_the_code_fits_a_screen_and_names_every_room() -> None:
    passage = re.search(r"## Map of the code\n\n```\n(.*?)```", README, re.S)
    assert passage
    lines = passage.group(1).strip().splitlines()
    assert len(lines) <= 37
    named: list[str] = []
    top = ""
    for text in lines:
        if text.startswith(" "):
            rooms = re.findall(r"(\S+)/ ", text)
            named += [f"{top}/{room}" for room in rooms if top != "service/risk" or room == rooms[0]]
            if top == "service/risk":
                named += [f"{top}/{rooms[0]}/{room}" for room in rooms[1:]]
        else:
            top = text.split("/ ")[0]
            named.append(top)
    root = Path(__file__).parent.parent
    assert [name for name in sorted(named) if not (root / name).is_dir()] == []
    packages = [
        path.parent.relative_to(root) for top in ("service", "training") for path in root.glob(f"{top}/**/__init__.py")
    ]
    every = {path.as_posix() for path in packages if path.name != "service" and "migrations" not in path.parts}
    assert every <= set(named)
    assert sorted(set(named)) == sorted(named), "a room is named twice"


def test_the_readme_names_every_endpoint() -> None:
    paths = json.loads((Path(__file__).parent / "data" / "openapi.json").read_text(encoding="utf-8"))["paths"]
    text = README.replace(".../", "/v1/boms/{bom_id}/")
    named = set(re.findall(r"/[\w./{}-]+", text))
    named |= {re.sub(r"/\{\w+\}$", "", path) for path in named}
    below = {end for row in re.findall(r"its ((?:`/[\w-]+`(?:, )?)+)", text) for end in re.findall(r"/\w+", row)}
    missing = []
    for path in paths:
        base, _, end = path.removesuffix(".csv").rpartition("/")
        if f"{base}/{end}" not in named and not (base in named and (f"/{end}" in below or end.startswith("{"))):
            missing.append(path)
    assert missing == []


def test_no_table_of_the_readme_says_a_thing_twice() -> None:
    for table in re.findall(r"(?:^\|.*\n)+", README, re.M):
        rows = [row for row in table.splitlines() if not row.startswith("|-")]
        subjects = [tuple(row.split("|")[1:3]) for row in rows]
        assert len(subjects) == len(set(subjects)), table


@pytest.mark.parametrize("target", re.findall(r"^make (\S+)", README, re.M))
def test_every_make_target_of_the_readme_exists(target: str) -> None:
    makefile = (Path(__file__).parent.parent / "Makefile").read_text(encoding="utf-8")
    rule = target.replace(".venv-dev", "$(DEV)").replace(".venv", "$(RUN)")
    assert re.search(rf"^{re.escape(rule)}:", makefile, re.M)


CUTS = {
    "restrictions: all": ("restrictions", "metrics", "all"),
    "restrictions: since 2015": ("restrictions", "metrics", "since_2015"),
    "restrictions: rare earths": ("restrictions", "metrics", "rare_earths"),
    "purchases: all": ("purchases", "cuts", "all"),
    "purchases: since 2015": ("purchases", "cuts", "since_2015"),
    "purchases: rare earths": ("purchases", "cuts", "rare_earths"),
    "purchases: rare earths since 2015": ("purchases", "cuts", "rare_earths_since_2015"),
}
"""Rows of the table "How good it is", and where the served bundle's own evaluation holds them."""


def stated_metrics() -> dict[str, list[str]]:
    """The cells of that table by the words of its rows."""
    passage = re.search(r"## How good it is\n(.*?)\n## ", README, re.S)
    assert passage
    head, _, *rows = [
        [cell.strip() for cell in line.split("|")[1:-1]] for line in re.findall(r"^\|.*", passage[1], re.M)
    ]
    assert head == ["cut", "n", "AUC", "Brier skill"]
    return {row[0]: row[1:] for row in rows}


def test_how_good_the_readme_says_it_is_agrees_with_the_evaluation_in_the_bundle() -> None:
    evaluation = parts()[0]["evaluation"]
    stated = stated_metrics()
    assert list(stated) == list(CUTS)
    for words, (room, table, cut) in CUTS.items():
        rows = evaluation[room][table][cut]
        metrics = rows.get("integrated", rows)
        count, *told = stated[words]
        assert int(count.replace(",", "")) == rows.get("rows", rows.get("purchases")), words
        for name, cell in zip(("auc", "brier_skill"), told, strict=True):
            low, high = metrics[f"{name}_95"]
            assert cell == f"{metrics[name]:.3f} ({low:.3f} to {high:.3f})", (words, name)


def test_how_many_reference_products_the_readme_counts_in_a_band_are_those_of_the_bundle() -> None:
    manifest = parts()[0]
    scores, bands = manifest["portfolio"]["scores"], manifest["bands"]
    highest, lowest = (sum(s >= bands["severe"] for s in scores), sum(s < bands["guarded"] for s in scores))
    told = re.search(
        r"Of the (\d+) reference products (\d+) score in the highest .*\n- In the lowest band (\d+) score", README
    )
    assert told
    assert [int(number) for number in told.groups()] == [len(scores), highest, lowest]


def test_the_bands_of_the_readme_are_those_of_the_bundle() -> None:
    bands = parts()[0]["bands"]
    assert re.findall(r"(\d+) \((\w+)\)", README) == [
        (f"{bands[b]:.0f}", b) for b in ("guarded", "elevated", "high", "severe")
    ]


def test_what_the_readme_says_of_plans_stands_on_the_page_of_the_backtest() -> None:
    page = (Path(__file__).parent.parent / "training" / "BACKTEST.md").read_text(encoding="utf-8")
    passage = re.search(r"## Would plans have helped\?\n(.*?)\n## ", README, re.S)
    assert passage
    ours = [[cell.strip() for cell in row.split("|")[1:-1]] for row in re.findall(r"^\| [a-z].*", passage[1], re.M)]
    theirs = [[cell.strip() for cell in row.split("|")[1:-1]] for row in re.findall(r"^\| [a-z].*\d \|$", page, re.M)]
    figures = {way: (lost, avoided.replace("%", " %"), hit) for way, _, _, lost, avoided, hit, *_ in theirs}
    ways = ("nothing is done", "least share hit", "leave the largest maker", "leave China")
    assert len(ours) == len(ways)
    for (words, lost, avoided, hit), way in zip(ours, ways, strict=True):
        assert (lost, avoided or "0 %", hit) == figures[way], words
    reached = re.search(r"^(\d+) of the products", page, re.M)
    missed = re.search(r"^\*least share hit\*, (\d+) got no better", page, re.M)
    assert reached
    assert missed
    assert f"Of {reached[1]} products {missed[1]} got no better" in passage[1]
    assert re.search(r"^12 of 16 lie inside", page, re.M)
