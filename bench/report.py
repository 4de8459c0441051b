"""Markdown: a part of the benchmark as tables, and the page that holds them all."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

PAGE = Path(__file__).parent.parent / "docs" / "benchmarks.md"
_WORDS = {1: "one core", 2: "two cores", 4: "four cores", 8: "eight cores"}


@dataclass(frozen=True, slots=True)
class Table:
    """Column 0 is text, the others are figures."""

    head: Sequence[str]
    rows: Sequence[Sequence[str]]

    def markdown(self) -> str:
        rule = ["---", *["---:"] * (len(self.head) - 1)]
        return "\n".join("| " + " | ".join(row) + " |" for row in (self.head, rule, *self.rows))


@dataclass(frozen=True, slots=True)
class Part:
    """``notes`` say how it was measured."""

    title: str
    notes: str
    tables: Sequence[tuple[str, Table]] = field(default_factory=list[tuple[str, Table]])

    def markdown(self) -> str:
        blocks = [f"## {self.title}", self.notes]
        for caption, table in self.tables:
            blocks += [f"### {caption}", table.markdown()] if caption else [table.markdown()]
        return "\n\n".join(blocks)


_HEAD = """# Benchmarks

Written by `make bench`; edit `bench/`, not this page.

Everything is measured side by side: one run, one machine, one scripted model behind every path, and the
candidates take turns (A B C A B C …), so that whatever else the machine does falls on all of them. A figure is the
median of the rounds with its quartiles in brackets. **The ratios are the result**: the absolute times belong to the
machine, which here was a virtual one with {machine}, the client, the model and every server sharing them."""

_TAIL = """## Again

```
make bench
```

needs nothing but what the tests need. The LiteLLM proxy is installed into an environment of its own
(`.venv-litellm`, locked in `requirements/bench-litellm.lock`) the first time. `.venv/bin/python -m bench imports`
(or `brain`, `content`, …: `--help` lists them) prints one part alone, and with `--write` puts it into this page;
`brain-large` searches 200,000 entities and runs by its name only."""


_APART = "Measured apart from the others, by `.venv/bin/python -m bench {name} --write`."
_SECTION = re.compile(r"^## (.+)$", re.M)
TARGETS = "Targets"


def page(parts: Sequence[Part], before: str = "") -> str:
    """``before`` is the page as it was: what was measured apart stays."""
    machine = _WORDS.get(os.cpu_count() or 0, f"{os.cpu_count()} cores")
    measured = {part.title: part.markdown() for part in parts}
    kept = [text for title, text in sections(before).items() if _is_apart(text) and title not in measured]
    return "\n\n".join([_HEAD.format(machine=machine), *measured.values(), *kept, _TAIL]) + "\n"


def with_apart(before: str, name: str, part: Part, verdicts: Sequence[Sequence[str]]) -> str:
    """The page with one part measured anew, and the rows of its targets."""
    there = sections(before)
    there.pop(_TAIL.partition("\n")[0].removeprefix("## "), None)
    apart = replace(part, notes=f"{part.notes}\n{_APART.format(name=name)}")
    there = there | {part.title: apart.markdown()}
    if TARGETS in there:
        there[TARGETS] = _with_rows(there[TARGETS], verdicts)
    head = before[: found.start()] if (found := _SECTION.search(before)) else before
    return "\n\n".join([head.strip(), *there.values(), _TAIL]) + "\n"


def sections(text: str) -> dict[str, str]:
    """By title, in order, each with its heading."""
    starts = list(_SECTION.finditer(text))
    ends = [one.start() for one in starts[1:]] + [len(text)] * bool(starts)
    return {one[1]: text[one.start() : end].strip() for one, end in zip(starts, ends, strict=True)}


def _is_apart(text: str) -> bool:
    return _APART.partition("{")[0] in text


def _with_rows(targets: str, rows: Sequence[Sequence[str]]) -> str:
    lines = targets.split("\n")
    for row in rows:
        line = "| " + " | ".join(row) + " |"
        same = [at for at, known in enumerate(lines) if known.startswith(f"| {row[0]} |")]
        lines[same[0] if same else len(lines) :] = [line, *(lines[same[0] + 1 :] if same else [])]
    return "\n".join(lines)
