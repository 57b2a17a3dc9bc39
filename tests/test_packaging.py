"""What is shipped: the Dockerfile's own commands without Docker, the locks, the Makefile."""

from __future__ import annotations

import configparser
import json
import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.contract.client import BUILT

ROOT = Path(__file__).resolve().parents[1]
PIN = re.compile(r"^([a-z0-9][a-z0-9._-]*)==(\S+)", re.MULTILINE)


def instructions() -> list[tuple[str, str]]:
    """The Dockerfile's instructions with their arguments."""
    text = (ROOT / "Dockerfile").read_text().replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith(("#", "    CMD"))]
    return [(word, rest.strip()) for word, _, rest in (line.partition(" ") for line in lines)]


def health_check() -> list[str]:
    text = (ROOT / "Dockerfile").read_text()
    check = re.search(r"^HEALTHCHECK .*\\\n +CMD (\[.*\])$", text, re.MULTILINE)
    assert check
    return list(json.loads(check[1]))


def pins(name: str) -> dict[str, str]:
    """Version by package of a lock file."""
    return dict(PIN.findall((ROOT / name).read_text()))


def test_no_package_that_somebody_downloaded_lies_in_the_repository() -> None:
    assert [*ROOT.glob("*.whl"), *ROOT.glob("*.tar.gz")] == []
    assert "*.whl" in (ROOT / ".gitignore").read_text().split()


def test_the_image_holds_what_serving_needs_and_nothing_else() -> None:
    copied = {rest for word, rest in instructions() if word == "COPY"}
    assert copied == {
        "requirements.lock requirements-postgres.lock ./",
        "--from=build /app/.venv /app/.venv",
        "service ./service",
        "models ./models",
        "examples ./examples",
    }


def test_the_image_does_not_run_as_root() -> None:
    assert ("USER", "10001") in instructions()


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-postgres.lock", "requirements-dev.lock"])
def test_every_pin_has_a_hash_and_no_address_is_written(name: str) -> None:
    text = (ROOT / name).read_text()
    for block in re.split(r"\n(?=[a-z0-9])", text)[1:]:
        assert "--hash=sha256:" in block, block.splitlines()[0]
    assert "://" not in text
    assert "--index-url" not in text


def test_the_locks_agree_and_cover_the_declared_dependencies() -> None:
    declared = configparser.ConfigParser()
    declared.read(ROOT / "setup.cfg")
    runtime, dev = pins("requirements.lock"), pins("requirements-dev.lock")
    assert runtime.items() <= pins("requirements-postgres.lock").items() <= dev.items()
    needed = [Requirement(line) for line in declared["options"]["install_requires"].split("\n") if line]
    extras = [
        Requirement(line) for extra in declared["options.extras_require"].values() for line in extra.split("\n") if line
    ]
    for requirement, locked in [(r, runtime) for r in needed] + [(r, dev) for r in extras]:
        assert requirement.specifier.contains(locked[canonicalize_name(requirement.name)])


def wheel(folder: Path) -> str:
    """What the package that is built in a folder holds."""
    build = "from setuptools.build_meta import build_wheel; print(build_wheel('.'))"
    command = [sys.executable, "-W", "ignore", "-c", build]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    (made,) = folder.glob("*.whl")
    listing = [sys.executable, "-m", "zipfile", "-l", str(made)]
    return subprocess.run(listing, check=True, capture_output=True, text=True).stdout


@pytest.mark.slow
def test_the_package_carries_the_service_and_no_training(tmp_path: Path) -> None:
    """Built from a copy, so that no build folder is left in the checkout."""
    for name in ("setup.cfg", "pyproject.toml", "LICENSE"):
        shutil.copy(ROOT / name, tmp_path)
    (tmp_path / "README.md").write_text("# Chokepoint\n")
    for folder in ("service", "training"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    names = wheel(tmp_path)
    assert "service/store/migrations/versions/0001_boms_and_scores.py" in names
    assert "service/dashboard/templates/docs.html" in names
    assert "service/gunicorn.conf.py" in names
    assert "training/" not in names
    assert "chokepoint_client" not in names


@pytest.mark.slow
def test_the_client_is_a_typed_package_of_its_own(tmp_path: Path) -> None:
    shutil.copytree(BUILT, tmp_path / "client", ignore=shutil.ignore_patterns("__pycache__"))
    names = wheel(tmp_path / "client")
    for name in ("py.typed", "connection.py", "generated/api/scores/post_score.py", "generated/models/bom.py"):
        assert f"chokepoint_client/{name}" in names


def test_make_lists_its_targets() -> None:
    listed = subprocess.run(["make", "help"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    assert {line.split("\t")[0] for line in listed.splitlines()} >= {
        "run",
        "test",
        "lint",
        "types",
        "imports",
        "quick",
        "lock",
    }


@pytest.mark.server
@pytest.mark.skipif("CI" not in os.environ, reason="installs the runtime lock from the index: 30 s; CI does")
def test_the_dockerfile_installs_and_starts_in_an_empty_folder(tmp_path: Path) -> None:
    app, data = tmp_path / "app", tmp_path / "data"
    app.mkdir()
    data.mkdir()
    port = str(free_port())

    def placed(text: str) -> str:
        """The image's paths, moved under the test's folder."""
        return text.replace("/app", str(app)).replace("=/data", f"={data}")

    env = {"PATH": "/usr/bin:/bin", "HOME": "/nonexistent", "LOCK": "requirements.lock"}
    command: list[str] = []
    for word, rest in instructions():
        if word == "COPY" and not rest.startswith("--from"):
            *sources, target = rest.split()
            for source in sources:
                copy(ROOT / source, app / target)
        elif word == "RUN" and "pip install" in rest:
            subprocess.run(["/bin/sh", "-c", placed(rest)], cwd=app, env=env, check=True)
        elif word == "ENV":
            env |= dict(pair.split("=", 1) for pair in shlex.split(placed(rest)))
        elif word == "CMD":
            command = [placed(part) for part in json.loads(rest)]
    env |= {"PORT": port, "HOST": "127.0.0.1"}
    with subprocess.Popen(command, cwd=app, env=env) as server:
        try:
            state = wait_until_answering(port)
            checked = subprocess.run(
                [placed(part) for part in health_check()], env=env, check=False, capture_output=True
            )
            assert (checked.returncode == 0) == (state == 200)
            assert state == 200 or not (ROOT / "models" / "current").exists()
        finally:
            server.send_signal(signal.SIGTERM)
            assert server.wait(30) == 0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def copy(source: Path, target: Path) -> None:
    if not source.exists():  # models/ before the first bundle is published
        target.mkdir()
    elif source.is_dir():
        shutil.copytree(source, target, symlinks=True, ignore=shutil.ignore_patterns("__pycache__"))
    else:
        shutil.copy(source, target)


def wait_until_answering(port: str) -> int:
    """Status of /readyz once the server listens."""
    for _ in range(300):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            with error:
                return error.code
        except OSError:
            time.sleep(0.1)
    raise AssertionError("no answer")


def test_compose_makes_the_first_key_before_it_serves() -> None:
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
    command = services["keys"]["command"]
    assert command[:5] == ["/app/.venv/bin/python", "-m", "service", "keys", "create"]
    assert "--first" in command
    assert services["chokepoint"]["depends_on"] == {"keys": {"condition": "service_completed_successfully"}}
    shared = ("build", "volumes", "read_only", "cap_drop")
    assert [services["keys"][name] for name in shared] == [services["chokepoint"][name] for name in shared]
    assert services["keys"]["environment"].items() <= services["chokepoint"]["environment"].items()


def test_no_downloaded_package_is_kept_beside_the_code() -> None:
    """``pip download`` leaves wheels where it is called; they are no part of what is shipped."""
    listed = subprocess.run(["git", "-C", str(ROOT), "ls-files", "*.whl"], capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("no checkout of git")
    assert listed.stdout == ""


def test_whatever_compose_starts_is_bounded_and_pinned_to_a_version_and_its_digest() -> None:
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
    for name, service in services.items():
        assert {"mem_limit", "cpus", "pids_limit", "security_opt"} <= service.keys(), name
        image = service["build"]["args"]["PYTHON_IMAGE"] if "build" in service else service["image"]
        assert re.fullmatch(r"\$\{\w+_IMAGE:-[\w./-]+:v?\d+\.\d+[\w.-]*@sha256:[0-9a-f]{64}\}", image), name


def test_the_image_that_is_built_without_compose_is_the_same() -> None:
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
    (of_compose,) = {one["build"]["args"]["PYTHON_IMAGE"] for one in services.values() if "build" in one}
    (alone,) = re.findall(r"^ARG PYTHON_IMAGE=(\S+)$", (ROOT / "Dockerfile").read_text(), re.M)
    assert of_compose == f"${{PYTHON_IMAGE:-{alone}}}"


def test_whatever_compose_keeps_running_has_a_health_check() -> None:
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
    unchecked = [name for name, service in services.items() if "test" not in service.get("healthcheck", {})]
    assert unchecked == ["keys"]  # it makes a key and ends


@pytest.mark.parametrize("name", ["worker", "webhooks"])
def test_the_health_check_of_what_listens_nowhere_goes_by_the_age_of_its_file(name: str, tmp_path: Path) -> None:
    service = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"][name]
    file = service["command"][service["command"].index("--alive") + 1]
    (script,) = [part.replace(file, str(tmp_path / "alive")) for part in service["healthcheck"]["test"][3:]]

    def healthy() -> bool:
        return subprocess.run([sys.executable, "-c", script], capture_output=True, check=False).returncode == 0

    assert not healthy()
    (tmp_path / "alive").touch()
    assert healthy()
    os.utime(tmp_path / "alive", (time.time() - 120,) * 2)
    assert not healthy()
