"""``python -m service``: what an operator asks for beside serving, which gunicorn does."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from service.config import THREAD_VARIABLES, ConfigError

for _variable in THREAD_VARIABLES:  # before a command loads numpy
    os.environ.setdefault(_variable, "1")

from service.commands import bulk, keys, rescore, webhooks, work  # noqa: E402
from service.commands.outcome import RefusedError  # noqa: E402
from service.errors import DATABASE_DOWN, NotReadyError, database_down  # noqa: E402

COMMANDS = (keys, rescore, work, bulk, webhooks)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; its exit code."""
    parser = argparse.ArgumentParser(prog="python -m service", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="command")
    for command in COMMANDS:
        command.add(commands)
    asked = parser.parse_args(arguments)
    try:
        return int(asked.run(asked))
    except RefusedError as error:
        print(f"chokepoint: {error}", file=sys.stderr)
        return 1
    except (ConfigError, NotReadyError) as error:
        reason = str(error)
    except DATABASE_DOWN as error:
        reason = database_down(error).detail
    print(f"chokepoint: {reason}", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
