"""``python -m bench``: every part, printed and written to docs/benchmarks.md. Parts by name: printed, and
written with ``--write``."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Sequence

from bench import brain_latency, content, duplicates, gathering, imports, invocations, retrieval, streams
from bench.figures import Verdict
from bench.report import PAGE, TARGETS, Part, Table, page, with_apart

Measure = Callable[[float], tuple[Part, list[Verdict]]]
PARTS: dict[str, Measure] = {
    "brain": brain_latency.measure,
    "content": content.measure,
    "duplicates": duplicates.measure,
    "gathering": gathering.measure,
    "imports": imports.measure,
    "invocations": invocations.measure,
    "retrieval": retrieval.measure,
    "streams": streams.measure,
}
BY_NAME_ONLY: dict[str, Measure] = {"brain-large": brain_latency.measure_large}
"""They take longer than anybody waits for all."""


def targets(verdicts: Sequence[Verdict]) -> Part:
    rows = [verdict.row() for verdict in verdicts]
    notes = "Checked by eye, never by a test: a machine that is busy with something else may miss them."
    return Part(TARGETS, notes, [("", Table(["", "target", "this run", ""], rows))])


def main(arguments: list[str]) -> int:
    every = {**PARTS, **BY_NAME_ONLY}
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument(
        "parts", nargs="*", metavar="part", help=f"{', '.join(every)}; default: all but {', '.join(BY_NAME_ONLY)}"
    )
    parser.add_argument("--share", type=float, default=1.0, help="of the rounds, for a quick look")
    parser.add_argument("--write", action="store_true", help="put the parts that are named into the page")
    options = parser.parse_args(arguments)
    if unknown := set(options.parts) - set(every):
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    started, parts, verdicts = time.monotonic(), list[Part](), list[Verdict]()
    for name in options.parts or PARTS:
        part, found = every[name](options.share)
        print(part.markdown(), end="\n\n", flush=True)
        if options.parts and options.write:
            PAGE.write_text(with_apart(PAGE.read_text(), name, part, [verdict.row() for verdict in found]))
        parts.append(part)
        verdicts += found
    if verdicts:
        parts.insert(0, targets(verdicts))
        print(parts[0].markdown(), end="\n\n")
    if not options.parts:
        PAGE.write_text(page(parts, PAGE.read_text()))
        print(f"Written to {PAGE.name}.")
    print(f"{time.monotonic() - started:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
