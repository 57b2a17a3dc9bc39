"""What the README shows is what the service answers."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from service.app import create_app
from service.config import Settings
from service.engine import KernelEngine

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
    client = create_app(settings, engine_loader=KernelEngine).test_client()
    response = client.post("/v1/scores", data=shown_request(), content_type="application/json")
    assert response.status_code == 200, response.get_data(as_text=True)
    answer = response.get_json()
    contains(shown_answer(), answer)


def test_the_map_of_the_code_has_about_ten_lines_and_names_what_exists() -> None:
    found = re.search(r"## Map of the code\n\n```\n(.*?)```", README, re.S)
    assert found
    lines = found.group(1).strip().splitlines()
    assert len(lines) <= 12
    root = Path(__file__).parent.parent
    for folder in re.findall(r"^(\S+)/ ", found.group(1), re.M):
        assert (root / folder).is_dir(), folder


@pytest.mark.parametrize("target", re.findall(r"^make (\S+)", README, re.M))
def test_every_make_target_of_the_readme_exists(target: str) -> None:
    makefile = (Path(__file__).parent.parent / "Makefile").read_text(encoding="utf-8")
    rule = target.replace(".venv-dev", "$(DEV)").replace(".venv", "$(RUN)")
    assert re.search(rf"^{re.escape(rule)}:", makefile, re.M)
