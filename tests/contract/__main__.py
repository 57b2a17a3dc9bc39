"""``python -m tests.contract``: record the examples of the OpenAPI document, and the document, anew."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from tests.contract.client import DOCUMENT, ROOT
from tests.contract.requests import application, examples, written

EXAMPLES = ROOT / "service" / "schemas" / "examples.json"


def main() -> int:
    """Examples first: the document that shows them is made by a process that starts with them."""
    with tempfile.TemporaryDirectory() as folder, application(Path(folder)) as app:
        asked = app.test_client()
        if sys.argv[1:] == ["document"]:
            DOCUMENT.write_text(written(asked.get("/openapi.json").json), encoding="utf-8")
            return 0
        EXAMPLES.write_text(written(examples(asked)), encoding="utf-8")
    return subprocess.call([sys.executable, "-m", "tests.contract", "document"], cwd=ROOT)


if __name__ == "__main__":
    sys.exit(main())
