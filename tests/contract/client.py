"""``python -m tests.contract.client``: build the client, of ``service/client`` and of the recorded OpenAPI document.

`make client` does it, and so does whatever needs the client: nothing that is generated is kept.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = ROOT / "tests" / "data" / "openapi.json"
WRITTEN = ROOT / "service" / "client"
BUILT = ROOT / "build" / "client"
PACKAGE, GENERATED = "chokepoint_client", "generated"
RUFF = (
    ("check", "--isolated", "--quiet", "--fix-only", "--select", "I,F401,UP", "--target-version", "py311"),
    ("format", "--isolated", "--quiet", "--line-length", "120", "--target-version", "py311"),
)
"""The generator leaves imports that nobody uses, and many empty lines."""
SETTINGS = {
    "post_hooks": [],
    "literal_enums": True,
    "class_overrides": {"Mapping": {"class_name": "ColumnMapping", "module_name": "column_mapping"}},
    "content_type_overrides": {
        "image/svg+xml": "text/plain",
        "application/atom+xml": "text/plain",
        "application/gzip": "application/octet-stream",
    },
}
"""The generator knows few kinds of answers; those that it doesn't know are text or bytes. Its own code imports another
``Mapping``."""
LEFT_OUT = ("will not be generated", "Unable to process schema", "will be omitted")
"""How the generator says that it can't make something."""


def build(into: Path) -> None:
    """The client in a folder that isn't there yet. Raises ``RuntimeError`` for an operation or a schema that the
    generator leaves out."""
    shutil.copytree(WRITTEN, into, ignore=shutil.ignore_patterns("__pycache__"))
    generated = into / PACKAGE / GENERATED
    with tempfile.TemporaryDirectory() as name:
        config = Path(name) / "config.json"
        config.write_text(json.dumps(SETTINGS))
        command = [sys.executable, "-m", "openapi_python_client", "generate", "--meta", "none", "--path", str(DOCUMENT)]
        command += ["--config", str(config), "--output-path", str(generated)]
        made = subprocess.run(command, capture_output=True, text=True, check=True, cwd=name)
    left_out = [line for line in (made.stdout + made.stderr).splitlines() if any(sign in line for sign in LEFT_OUT)]
    if left_out:
        raise RuntimeError("\n".join(left_out))
    for how in RUFF:
        subprocess.run([sys.executable, "-m", "ruff", *how, str(generated)], check=True)
    shutil.rmtree(generated / ".ruff_cache", ignore_errors=True)


def main() -> int:
    """Take the place of what was built before."""
    with tempfile.TemporaryDirectory() as name:
        made = Path(name) / "client"
        build(made)
        shutil.rmtree(BUILT, ignore_errors=True)
        shutil.copytree(made, BUILT)
    print(f"Built {BUILT.relative_to(ROOT)}: pip install ./{BUILT.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
