"""``python -m service``: what an operator asks for beside serving, which gunicorn does."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from service.commands import bulk, keys, rescore, webhooks, work
from service.commands.outcome import RefusedError
from service.config import ConfigError
from service.errors import DATABASE_DOWN, NotReadyError, database_down

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
