"""``make run``: start the server, score the sample BOM, print the result, keep serving and sending to webhooks.

Standard library.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from service.config import ConfigError, Settings, is_loopback

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = Path("examples", "traction-motor.json")
PATIENCE_SECONDS = 60
PAUSE_SECONDS = 0.05
DRIVERS_SHOWN = 5
BESIDE = ("work", "webhooks")
"""Commands that run beside the server, from its first answer on."""


def main(arguments: list[str]) -> int:
    """Serve until interrupted; ``arguments`` go to gunicorn. Returns the exit code.

    Without ``AUTH`` nobody is asked for a key where only this machine is served.
    """
    env = os.environ | _without_keys(os.environ)
    try:
        settings = Settings.from_env(env)
        settings.check_addresses()
    except ConfigError as error:
        print(f"chokepoint: {error}", file=sys.stderr)
        return 2
    asked: list[int] = []  # signals that came: they end the server, not only this process
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda number, _frame: asked.append(number))
    command = [sys.executable, "-m", "gunicorn", "-c", str(ROOT / "service" / "gunicorn.conf.py"), *arguments]
    with _own_terminal():
        # Its log is for a person who reads along.
        env = {"LOG_LEVEL": "warning", **env}
        server = subprocess.Popen(command, env=env)  # noqa: S603 - our interpreter
        beside: list[subprocess.Popen[bytes]] = []
        try:
            _greet(settings, server, asked)
            if server.poll() is None and not asked:
                beside = [subprocess.Popen([sys.executable, "-m", "service", one], env=env) for one in BESIDE]  # noqa: S603
            while server.poll() is None and not asked:
                time.sleep(PAUSE_SECONDS)
        finally:
            for process in beside:
                process.terminate()
            for process in beside:
                process.wait()
            server.terminate()
            code = server.wait()
    return 0 if asked else code


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
    group = os.tcgetpgrp(terminal)
    takes = group == os.getpgrp() != os.getpid()  # started in the foreground, by a make
    if takes:
        signal.signal(signal.SIGTTOU, signal.SIG_IGN)  # else a process of the background stops at tcsetpgrp
        os.setpgid(0, 0)
        os.tcsetpgrp(terminal, os.getpgrp())
    try:
        yield
    finally:
        if takes:
            os.tcsetpgrp(terminal, group)
        os.close(terminal)


def _without_keys(env: Mapping[str, str]) -> dict[str, str]:
    served = is_loopback(env.get("HOST", "").strip() or Settings.host)
    return {"AUTH": "off"} if served and not env.get("AUTH", "").strip() else {}


def _greet(settings: Settings, server: subprocess.Popen[bytes], asked: list[int]) -> None:
    """Print the sample's score and the address once the server answers, or why it can't be scored."""
    url = settings.local_url
    patience_ends = time.monotonic() + PATIENCE_SECONDS
    while server.poll() is None and not asked:
        try:
            _call(f"{url}/readyz")
            sample = (ROOT / SAMPLE).read_bytes()
            print("\n".join(table(json.loads(sample), _call(f"{url}/v1/scores?view=full", sample))))
            print(f"Score your own: curl -s {url}/v1/scores -H 'Content-Type: application/json' -d @{SAMPLE}")
        except urllib.error.HTTPError as error:
            with error:
                print(f"No score: {json.load(error)['detail']}")
        except FileNotFoundError:
            print(f"No score: there is no {SAMPLE}.")
        except OSError:  # nobody listens yet
            if time.monotonic() > patience_ends:
                print(f"No answer from {url} within {PATIENCE_SECONDS} s", file=sys.stderr)
                server.terminate()
                return
            time.sleep(PAUSE_SECONDS)
            continue
        if not settings.access.keys:
            print("Keys are off (AUTH=off): this machine alone may ask, not through a proxy. AUTH=on asks for keys.")
        print(f"Serving at {url}  (documentation: {url}/docs, Ctrl-C ends it)", flush=True)
        return


def _call(address: str, body: bytes | None = None) -> Any:
    request = urllib.request.Request(address, body, {"Content-Type": "application/json"})  # noqa: S310 - our server's
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(request, timeout=10) as response:
        return json.load(response)


def table(bom: dict[str, Any], scored: dict[str, Any]) -> Iterator[str]:
    """The answer as lines of text."""
    buyer = bom.get("buyer_country", "not stated")
    yield f"{bom.get('name') or bom.get('bom_id')}, buyer {buyer}, as of {scored['as_of']}"
    yield _headline(scored)
    yield from (f"- {reason['text']}" for reason in scored["reasons"])
    yield f"{'line':<8}{'described as':<30}{'score':>8}{'without it':>13}  rare earths"
    elements = {hazard["id"]: hazard["element"] for hazard in scored["hazards"]}
    written = {line["line_id"]: line for line in bom["lines"]}
    for own in scored["lines"]:
        line = written[own["line_id"]]
        described = line.get("material") or line.get("formula") or line.get("element", "stated composition")
        described += f" {line['form']}" if line.get("element") else ""
        held = " ".join(dict.fromkeys(elements[hazard] for hazard in own["hazards"]))
        numbers = f"{_number(own['score']):>8}{_number(own['score_without']):>13}"
        yield f"{own['line_id'][:7]:<8}{described[:29]:<30}{numbers}  {held}"
    for driver in scored["drivers"][:DRIVERS_SHOWN]:
        without = ", ".join(f"{kind.replace('_', ' ')} {name}" for kind, name in driver["without"].items())
        yield f"without {without[:44]:<44} the score would be {_number(driver['score']):>6}"


def _headline(scored: dict[str, Any]) -> str:
    if scored["score"] is None:
        return f"no score ({scored['status']}): " + "; ".join(m["detail"] for m in scored["messages"][:3])
    low_high = " to ".join(_number(end) for end in scored["interval"])
    compared = f", above {100 * scored['percentile']:.0f} % of the reference portfolio" if scored["percentile"] else ""
    return f"score {_number(scored['score'])} of 100 ({low_high}), {scored['band']}{compared}"


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.1f}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
