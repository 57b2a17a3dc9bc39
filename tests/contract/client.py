"""``python -m tests.contract.client``: make the generated part of the client anew, of the OpenAPI document.

`make openapi` does it, too. A test looks whether what is kept is what comes out.
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
KEPT = ROOT / "client" / "chokepoint_client" / "generated"
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


def generate(into: Path) -> str:
    """Make it in a folder that isn't there yet; what the generator says of it."""
    with tempfile.TemporaryDirectory() as name:
        config = Path(name) / "config.json"
        config.write_text(json.dumps(SETTINGS))
        command = [sys.executable, "-m", "openapi_python_client", "generate", "--meta", "none", "--path", str(DOCUMENT)]
        command += ["--config", str(config), "--output-path", str(into)]
        made = subprocess.run(command, capture_output=True, text=True, check=True, cwd=name)
    for how in RUFF:
        subprocess.run([sys.executable, "-m", "ruff", *how, str(into)], check=True)
    shutil.rmtree(into / ".ruff_cache", ignore_errors=True)
    return made.stdout + made.stderr


def main() -> int:
    """Take the place of what is kept."""
    with tempfile.TemporaryDirectory() as name:
        made = Path(name) / KEPT.name
        print(generate(made).strip())
        shutil.rmtree(KEPT, ignore_errors=True)
        shutil.copytree(made, KEPT)
    return 0


if __name__ == "__main__":
    sys.exit(main())
