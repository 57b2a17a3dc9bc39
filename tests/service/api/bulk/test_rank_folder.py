"""The example that sends a folder and prints a ranked table, and the README's command for a file."""

from __future__ import annotations

import csv as csv_module
import re
import runpy
import shutil
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.request import urlopen

import pytest
from flask import Flask, request
from werkzeug.serving import make_server

from service.api.bulk import imports
from service.jobs.runner import Runner
from tests.service.imports.files import csv, workbook

ROOT = Path(__file__).resolve().parents[4]
EXAMPLES = ROOT / "examples" / "imports"


def main() -> Any:
    """The example."""
    return runpy.run_path(str(ROOT / "examples" / "rank_folder.py"))["main"]


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    """The address of ``app``."""
    server = make_server("127.0.0.1", 0, app)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_a_folder_with_a_broken_file_becomes_a_ranked_table(
    app: Flask, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    head = "Level,Item,Description,Qty,UoM"
    (tmp_path / "a.csv").write_bytes(csv(head, "0,SMALL,Motor,1,EA", "1,M,NdFeB,1,kg"))
    rows = [head.split(","), [0, "LARGE", "Motor", 1, "EA"], [1, "M", "NdFeB", 1, "kg"], [1, "N", "CeO2", 1, "kg"]]
    (tmp_path / "b.xlsx").write_bytes(workbook({"BOM": rows}))
    (tmp_path / "c.pdf").write_bytes(b"%PDF-1.7")
    (tmp_path / "d.csv").write_bytes(csv(head, "0,BAD,Motor,1,EA", "1,M,NdFeB,x1,kg"))
    with serving(app) as address:
        main()(str(tmp_path), address)
    told = capsys.readouterr().out.splitlines()
    assert told[0].startswith("c.pdf: The file is a PDF")
    assert told[1].startswith("d.csv, row 3, Qty: ")
    assert "LARGE" in told[2]
    assert {line.split()[-2] for line in told[3:]} == {"SMALL", "BAD"}


def test_five_exports_of_different_systems_end_in_the_table_that_buyers_refresh_from(
    app: Flask, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("ariba.csv", "cyclonedx.json", "granta.csv"):
        shutil.copy(EXAMPLES / name, tmp_path)
    (tmp_path / "plm.xlsx").write_bytes((EXAMPLES / "workbook.xlsx").read_bytes()[:3_000])
    german = (EXAMPLES / "stueckliste.csv").read_text(encoding="cp1252").replace("MOT-7", "MOT-8")
    (tmp_path / "sap.csv").write_bytes(german.encode("cp1252"))
    with serving(app) as address:
        main()(str(tmp_path), address)
        with urlopen(f"{address}/v1/exports/scores") as answer:
            exported = list(csv_module.DictReader(answer.read().decode("utf-8-sig").splitlines()))
    shown = capsys.readouterr().out.splitlines()
    assert [one for one in shown if one.startswith("plm.xlsx: The spreadsheet is damaged")]
    again = [
        one.partition(":")[0]
        for one in shown
        if one.endswith(": MOT-7 was stored before, this is its newest revision.")
    ]
    assert again == ["cyclonedx.json", "granta.csv"]
    ranked = [one.split()[-2:] for one in shown if re.match(r" *[\d.]+ +[\d.]+ to ", one)]
    assert sorted(file for _, file in ranked) == ["ariba.csv", "cyclonedx.json", "granta.csv", "sap.csv"]
    assert {(row["bom_id"], row["revision"]) for row in exported} == {("MOT-7", "3"), ("MOT-8", "1")}


def test_a_service_that_isnt_there_is_told_in_a_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.csv").write_bytes(csv("Description,Qty,UoM", "NdFeB,1,kg"))
    monkeypatch.setattr("time.sleep", lambda _: None)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # nobody listens
        with pytest.raises(SystemExit, match=r"^Nobody answers at http://127\.0\.0\.1:\d+ \("):
            main()(str(tmp_path), f"http://127.0.0.1:{taken.getsockname()[1]}")


def test_a_file_for_a_job_is_waited_for_and_ranked_with_the_others(
    app: Flask, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imports, "prefers_later", lambda: request.args["name"] == "a.csv")
    monkeypatch.setattr("chokepoint_client.jobs.time.sleep", lambda _: Runner(app).drain())
    head = "Level,Item,Description,Qty,UoM"
    (tmp_path / "a.csv").write_bytes(csv(head, "0,LARGE,Motor,1,EA", "1,M,NdFeB,1,kg", "1,N,CeO2,x1,kg"))
    (tmp_path / "b.csv").write_bytes(csv("Description,Qty,UoM", "NdFeB,1,kg"))
    with serving(app) as address:
        main()(str(tmp_path), address)
    shown = capsys.readouterr().out.splitlines()
    assert shown[0].startswith("a.csv, row 4, Qty: ")
    assert [one.split()[-1] for one in shown[1:]] == ["a.csv", "b.csv"]


def test_the_readme_sends_a_file_that_ships_to_an_address_that_there_is(app: Flask) -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    command = re.search(r"curl -s 'http://127.0.0.1:8080(/v1/imports\?\S+)' -F file=@(\S+)", text)
    assert command
    with (ROOT / command[2]).open("rb") as file:
        answer = app.test_client().post(command[1], data={"file": (file, command[2])})
    assert answer.status_code == 200
    assert answer.json["products"][0]["stored"] == "created"  # type: ignore[index]
