"""The analysts' page: its commands, run in order on a copy of the tables, say what it shows."""

from __future__ import annotations

import contextlib
import io
import re
import shlex
import subprocess
from pathlib import Path

import pytest

from tests.factories import ROOT, TODAY
from tests.training.table_cases import copied
from training.__main__ import OK, main
from training.curation.check import everything
from training.tables import claims, controls, materials

pytestmark = pytest.mark.slow

PAGE = (ROOT / "training" / "README.md").read_text(encoding="utf-8")
RECIPES = re.findall(r"```sh\n(.*?)```\n\n```text\n(.*?)```", PAGE, re.S)


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """The tables after the whole page, and what each recipe printed."""
    place = tmp_path_factory.mktemp("page")
    folder = copied(place / "evidence")
    printed = []
    for commands, _ in RECIPES:
        said = io.StringIO()
        with contextlib.chdir(place), contextlib.redirect_stdout(said):
            first, *calls = commands.replace("\\\n", " ").split("python -m training ")
            subprocess.run(["bash", "-e", "-c", first], check=True)
            for call in calls:
                line, _, files = call.partition("\n")
                assert main([*shlex.split(line), "--on", TODAY.isoformat(), "--evidence", str(folder)]) == OK, line
                subprocess.run(["bash", "-e", "-c", files], check=True)
        printed.append(said.getvalue())
    return folder, printed


def test_the_page_has_a_recipe_for_each_kind_of_row() -> None:
    headings = re.findall(r"^## (.+)", PAGE, re.M)
    assert headings == [
        "Check the tables", "Add a figure", "Add a measure", "Add a material", "Add a month of prices", "Correct a row",
        "Withdraw a row",
    ]  # fmt: skip
    assert PAGE.count("```sh") == len(RECIPES) == len(headings) + 1


@pytest.mark.parametrize("position", range(len(RECIPES)))
def test_a_recipe_prints_what_the_page_shows(done: tuple[Path, list[str]], position: int) -> None:
    for line in RECIPES[position][1].splitlines():
        pattern = ".*".join(re.escape(part) for part in line.split("..."))
        assert re.search(f"^{pattern}$", done[1][position], re.M), (line, done[1][position])


def test_the_rows_of_the_page_are_there_and_sound(done: tuple[Path, list[str]]) -> None:
    folder, _ = done
    assert everything(folder, TODAY) == []
    (claim,) = [c for c in claims.load(folder).claims if c.claim_id == "survey-2026-metal-EST"]
    assert claim.value == 0.03
    assert "MY-LIC-2026" in {row["measure_id"] for row in controls.load(folder / "controls.csv")}
    assert "example-phosphor" in {row["id"] for row in materials.load(folder / "materials.csv")}


def test_the_row_that_the_page_withdraws_is_gone_and_still_in_the_table(done: tuple[Path, list[str]]) -> None:
    name = "reporter-2026-11-price-Ho-oxide-fob-china-2026-07-01-2026-10-31"
    assert name not in {c.claim_id for c in claims.load(done[0]).claims}
    assert name in (done[0] / "statistics.csv").read_text(encoding="utf-8")


def test_the_page_quotes_the_note_of_the_corrected_row(done: tuple[Path, list[str]]) -> None:
    (claim,) = [c for c in claims.load(done[0]).claims if c.claim_id == "survey-2026-metal-EST"]
    assert claim.note
    assert f"`{claim.note}`" in " ".join(PAGE.split())
