"""``make run``: start the server, score the sample BOM, print the result, keep serving. Standard library."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

from service.config import ConfigError, Settings
from service.listen import complaint, url

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "examples" / "traction-motor.json"
PATIENCE_SECONDS = 60
WIDTH = 78


def main(arguments: list[str]) -> int:
    """Serve until interrupted; ``arguments`` go to gunicorn. Returns the exit code."""
    try:
        settings = Settings.from_env()
    except ConfigError as error:
        return _fail(str(error))
    if fault := complaint(settings.host, settings.port):
        return _fail(fault)
    return _serve(url(settings.host, settings.port), arguments)


def _fail(words: str) -> int:
    print(f"chokepoint: {words}", file=sys.stderr)
    return 2


def _serve(base: str, arguments: list[str]) -> int:
    with _own_terminal():
        # Signals that arrive from here on end the server, not only this process.
        stopping = _Stop()
        server = subprocess.Popen(  # noqa: S603 - our own interpreter
            [sys.executable, "-m", "gunicorn", "-c", str(ROOT / "service" / "gunicorn.conf.py"), *arguments],
            env={"LOG_LEVEL": "warning", **os.environ},  # a person reads along
        )
        stopping.watch(server)
        try:
            if _wait(base, server, stopping):
                _show(base)
            code = server.wait()
        finally:
            stopping.end()
    return 0 if stopping.asked else code


class _Stop:
    """Turns SIGINT, SIGTERM and SIGHUP into the end of the server."""

    def __init__(self) -> None:
        self.asked = False
        self._server: subprocess.Popen[bytes] | None = None
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._handle)

    def watch(self, server: subprocess.Popen[bytes]) -> None:
        self._server = server
        if self.asked:
            server.terminate()

    def end(self) -> None:
        """Whatever happened, leave no server behind."""
        if self._server is not None and self._server.poll() is None:
            self._server.terminate()
            self._server.wait()

    def _handle(self, _number: int, _frame: FrameType | None) -> None:
        self.asked = True
        if self._server is not None and self._server.poll() is None:
            self._server.terminate()


@contextmanager
def _own_terminal() -> Iterator[None]:
    """Take the terminal's foreground, so that Ctrl-C reaches the server, not the ``make`` that waits.

    Without this, make would report an interrupt although everything ended as it should.
    """
    try:
        terminal = os.open("/dev/tty", os.O_RDWR | os.O_CLOEXEC)
    except OSError:
        yield
        return
    before = os.tcgetpgrp(terminal)
    if before != os.getpgrp() or os.getpid() == os.getpgrp():
        os.close(terminal)
        yield
        return
    os.setpgid(0, 0)
    _foreground(terminal, os.getpgrp())
    try:
        yield
    finally:
        _foreground(terminal, before)
        os.close(terminal)


def _foreground(terminal: int, group: int) -> None:
    handler = signal.signal(signal.SIGTTOU, signal.SIG_IGN)  # else a background process stops here
    try:
        os.tcsetpgrp(terminal, group)
    finally:
        signal.signal(signal.SIGTTOU, handler)


def _wait(base: str, server: subprocess.Popen[bytes], stopping: _Stop) -> bool:
    """True once the service is ready; False when it ended, was stopped, or says why it can't be ready."""
    last = time.monotonic() + PATIENCE_SECONDS
    while server.poll() is None and not stopping.asked:
        try:
            _call(f"{base}/readyz")
        except urllib.error.HTTPError as error:
            with error:
                print(f"Not ready: {json.load(error)['detail']}\nServing at {base} (Ctrl-C ends it)", flush=True)
            return False
        except OSError:
            if time.monotonic() > last:
                print(f"No answer from {base} within {PATIENCE_SECONDS} s", file=sys.stderr, flush=True)
                server.terminate()
                return False
            time.sleep(0.05)
        else:
            return True
    return False


def _call(address: str, body: bytes | None = None) -> Any:
    headers = {"Content-Type": "application/json"} if body else {}
    request = urllib.request.Request(address, body, headers)  # noqa: S310 - our own server's
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(request, timeout=10) as response:
        return json.load(response)


def _show(base: str) -> None:
    """Score the sample and print it."""
    if not SAMPLE.exists():
        print(f"Serving at {base} (no sample at {SAMPLE}; Ctrl-C ends it)", flush=True)
        return
    raw = SAMPLE.read_bytes()
    try:
        scored = _call(f"{base}/v1/scores", raw)
    except urllib.error.HTTPError as error:
        with error:
            print(f"The sample was not scored: {error.read().decode()}", flush=True)
        return
    print("\n".join(table(json.loads(raw), scored)), flush=True)
    sample = SAMPLE.relative_to(ROOT)
    print(
        f"Score your own: curl -s {base}/v1/scores -H 'Content-Type: application/json' -d @{sample}\n"
        f"Serving at {base}  (documentation: {base}/docs, Ctrl-C ends it)",
        flush=True,
    )


def table(bom: dict[str, Any], scored: dict[str, Any]) -> Iterator[str]:
    """The answer as lines of text."""
    yield "=" * WIDTH
    yield f"{bom.get('name') or bom.get('bom_id')}, buyer {bom['buyer_country']}, as of {scored['as_of']}"
    yield _headline(scored)
    yield "-" * WIDTH
    yield f"{'line':<8}{'described as':<30}{'score':>8}{'without it':>13}  rare earths"
    elements = {hazard["id"]: hazard["element"] for hazard in scored["hazards"]}
    described = {line["line_id"]: _described(line) for line in bom["lines"]}
    for line in scored["lines"]:
        held = " ".join(dict.fromkeys(elements.get(name, "?") for name in line["hazards"]))
        numbers = f"{_number(line['score']):>8}{_number(line['score_without']):>13}"
        yield f"{line['line_id'][:7]:<8}{described.get(line['line_id'], '')[:29]:<30}{numbers}  {held}"
    yield "-" * WIDTH
    for driver in scored["drivers"][:5]:
        what = ", ".join(f"{kind.replace('_', ' ')} {name}" for kind, name in driver["without"].items())
        yield f"without {what[:44]:<44} the score would be {_number(driver['score']):>6}"
    yield "=" * WIDTH


def _headline(scored: dict[str, Any]) -> str:
    if scored["score"] is None:
        return f"no score ({scored['status']}): " + "; ".join(m["detail"] for m in scored["messages"][:3])
    interval = scored["interval"] or []
    span = " to ".join(_number(100 * end) for end in interval)
    text = f"score {_number(scored['score'])} of 100 ({span}), {scored['band']}"
    if scored["percentile"] is not None:
        text += f", above {100 * scored['percentile']:.0f} % of the reference portfolio"
    return text


def _described(line: dict[str, Any]) -> str:
    if line.get("element"):
        return f"{line['element']} {line.get('form', '')}".strip()
    return str(line.get("material") or line.get("formula") or "stated composition")


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.1f}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
