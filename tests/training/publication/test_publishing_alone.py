"""Two hands in the folder of models: one publishes, the other is told to wait, and nothing is half done."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from service.risk.bundle import storage, versions
from tests.factories import CURRENT, ROOT, kernel
from training.__main__ import BAD_INPUT, BUSY, OK, REASON_ASKED, REFUSED, main
from training.derived import supply_report
from training.publication import gate, release, rollback
from training.publication.alone import BusyError, alone
from training.publication.release import DRAFT, PublishError, ReasonAskedError, publish_draft

SCRIPT = Path(__file__).with_name("fake_publish.py")
PATIENCE_SECONDS = 120


def started(models: Path, name: str) -> subprocess.Popen[str]:
    """A real process that publishes the shipped bundle."""
    call = [sys.executable, str(SCRIPT), str(models), str(CURRENT.resolve()), str(models.parent), name]
    return subprocess.Popen(
        call,
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT), "PATH": ""},
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def until(path: Path) -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while not path.exists():
        assert time.monotonic() < end, f"{path} never came"
        time.sleep(0.01)


@pytest.mark.server
def test_of_two_publications_at_once_one_moves_current_and_the_other_says_why_it_does_not(tmp_path: Path) -> None:
    models = tmp_path / "models"
    first = started(models, "first")
    until(tmp_path / "first.fitting")
    second = started(models, "second")
    out, told = second.communicate(timeout=PATIENCE_SECONDS)
    assert (second.returncode, out) == (BUSY, "")
    assert "another publish, rollback or freeze is at work" in told
    assert not (tmp_path / "second.fitting").exists()
    (tmp_path / "go").touch()
    out, _ = first.communicate(timeout=PATIENCE_SECONDS)
    assert first.returncode == OK
    assert f"published {kernel().version}" in out
    assert storage.read(models / "current")[2] == kernel().sha256
    assert len(versions.history(models)) == 1


@pytest.mark.server
def test_a_publication_that_was_killed_holds_nobody_up(tmp_path: Path) -> None:
    models = tmp_path / "models"
    killed = started(models, "killed")
    until(tmp_path / "killed.fitting")
    killed.kill()
    killed.communicate(timeout=PATIENCE_SECONDS)
    with alone(models):
        assert not (models / DRAFT).exists()
        assert versions.served(models) is None


def test_nobody_rolls_back_while_another_publishes(tmp_path: Path) -> None:
    with alone(tmp_path), pytest.raises(BusyError, match="Wait for it to end"):
        rollback.rollback(tmp_path, None, None)
    with alone(tmp_path):
        assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_a_dry_run_judges_and_leaves_the_draft_where_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "broken", lambda _: [])
    monkeypatch.setattr(gate, "LEAST_LOW", 0.0)
    draft = Path(shutil.copytree(CURRENT.resolve(), tmp_path / DRAFT))
    made = publish_draft(tmp_path, draft, None, dry_run=True)
    assert f"{kernel().version}, sha256 {kernel().sha256}, would be published" in made.summary(None)
    assert [path.name for path in tmp_path.iterdir()] == [DRAFT]
    monkeypatch.setattr(gate, "LEAST_LOW", 1.0)
    with pytest.raises(ReasonAskedError, match="reference products are low"):
        publish_draft(tmp_path, draft, None, dry_run=True)


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (PublishError("x"), REFUSED),
        (ReasonAskedError("x"), REASON_ASKED),
        (BusyError("x"), BUSY),
        (OSError("x"), BAD_INPUT),
    ],
)
def test_a_script_tells_by_the_exit_code_what_publish_wants(
    error: Exception, code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(release, "publish", refuse)
    monkeypatch.setattr(supply_report, "require_reasons", lambda *_: None)
    assert main(["publish"]) == code
