"""A browser and a server to drive: Debian's Chromium, or any that ``CHROMIUM`` names.

Where there is none, every test here is skipped, and the summary of the run says so.
"""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from flask import Flask
from werkzeug.serving import make_server

from service.api.context import EXTENSION
from service.app import create_app
from service.engine import KERNEL
from tests.conftest import settings_in
from tests.factories import ROOT, kernel
from tests.service.dashboard.conftest import put, stored

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
NO_BROWSER = "NO BROWSER: no Chromium on this machine, so no page was looked at. Install chromium, or set CHROMIUM."
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
SCREENSHOTS = ROOT / "build" / "screenshots"
"""Kept to be looked at: a test sees no riddle in wording."""
WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 360, "height": 740}

Opener = Callable[..., Any]


def text_of(page: Any) -> str:
    """What the main part of a page says."""
    return " ".join(page.locator("main").inner_text().replace("\u00a0", " ").split())


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark all of them; skip all of them, with the reason, where no browser is."""
    for item in items:
        if Path(item.path).is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.browser)
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip(reason=NO_BROWSER))


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a server with a few products."""
    with serving(tmp_path_factory.mktemp("site"), filled=True) as address:
        yield address


@pytest.fixture(scope="session")
def empty_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a server with nothing stored."""
    with serving(tmp_path_factory.mktemp("empty"), filled=False) as address:
        yield address


def closing(app: Flask) -> WSGIApplication:
    """The application with answers that are read and closed before they are sent.

    werkzeug's server closes none where the browser has gone away, and a file left open is a warning in a later test.
    """

    def answer(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        body = app(environ, start)
        try:
            return [b"".join(body)]
        finally:
            getattr(body, "close", lambda: None)()

    return answer


@contextmanager
def serving(folder: Path, *, filled: bool) -> Iterator[str]:
    """A server on a free port, on the shipped bundle."""
    app = create_app(settings_in(folder), replace(KERNEL, load=lambda *_: kernel()))
    if filled:
        for bom_id, document in stored().items():
            put(app.test_client(), bom_id, document)
    server = make_server("127.0.0.1", 0, closing(app), threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        app.extensions[EXTENSION].store.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """One browser for all tests."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def opened(browser: Any) -> Iterator[Opener]:
    """Opens pages, each as a new visitor. At the end: no error in the console of those that aren't to be ``refused``,
    and no request to another host."""
    faults: list[str] = []
    contexts = []

    def open_page(address: str, *, refused: bool = False, **more: Any) -> Any:
        context = browser.new_context(**{"viewport": WIDE} | more)
        contexts.append(context)
        page = context.new_page()
        host = address.split("/")[2]
        if not refused:
            page.on("console", lambda told: faults.append(f"{page.url}: {told.text}") if told.type != "info" else None)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("request", lambda asked: faults.append(asked.url) if asked.url.split("/")[2] != host else None)
        response = page.goto(address)
        assert response is not None
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert faults == []
