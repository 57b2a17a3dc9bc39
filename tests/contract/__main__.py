"""``python -m tests.contract``: record the examples of the OpenAPI document, and the document, anew."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from tests.contract.requests import application, examples, written

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "service" / "schemas" / "examples.json"
DOCUMENT = ROOT / "tests" / "data" / "openapi.json"


def main() -> int:
    """Examples first: the document that shows them is made by a process that starts with them."""
    with tempfile.TemporaryDirectory() as folder, application(Path(folder)) as app:
        client = app.test_client()
        if sys.argv[1:] == ["document"]:
            DOCUMENT.write_text(written(client.get("/openapi.json").json), encoding="utf-8")
            return 0
        EXAMPLES.write_text(written(examples(client)), encoding="utf-8")
    return subprocess.call([sys.executable, "-m", "tests.contract", "document"], cwd=ROOT)


if __name__ == "__main__":
    sys.exit(main())
