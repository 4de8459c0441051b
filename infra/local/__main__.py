"""The laptop cloud's commands: `python -m infra.local up | status | logs | reset`."""

import argparse
import os
import signal
import sys

from infra.local import logs, reset, settings, status
from infra.local.errors import LocalError


def main() -> int:
    parser = argparse.ArgumentParser(prog="infra.local", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    start = commands.add_parser("up", help="run everything in the foreground")
    start.add_argument("--only", nargs="+", default=(), metavar="PART", help="these parts alone")
    commands.add_parser("status", help="how each part is")
    reading = commands.add_parser("logs", help="all parts' logs, followed")
    reading.add_argument("--part", default="", help="one part's log alone")
    reading.add_argument("--no-follow", action="store_true", help="the last lines, and no more")
    deleting = commands.add_parser("reset", help="delete all local data")
    deleting.add_argument("--force", action="store_true", help="do not ask")
    arguments = parser.parse_args()
    try:
        return run(arguments)
    except LocalError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 128 + signal.SIGINT


def run(arguments: argparse.Namespace) -> int:
    given = settings.read()
    match arguments.command:
        case "up":
            from infra.local.supervisor import up

            return up(given, arguments.only)
        case "status":
            print(status.report(given.home))
        case "logs":
            signal.signal(signal.SIGPIPE, signal.SIG_DFL)
            logs.show(given.logs, arguments.part, not arguments.no_follow, lambda line: print(line, flush=True))
        case _:
            print(reset.reset(given.home, lambda question: arguments.force or _agreed(question)))
    return 0


def _agreed(question: str) -> bool:
    if not os.isatty(0):
        raise LocalError("Nobody is there to answer. To delete without being asked: make reset FORCE=1")
    return input(f"{question} [y/N] ").strip().lower() in ("y", "yes")


if __name__ == "__main__":
    sys.exit(main())
