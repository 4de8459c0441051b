"""Markdown: a part of the benchmark as tables, and the page that holds them all."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
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
(or `brain`, `content`, …: `--help` lists them) prints one part alone and writes nothing; `brain-large` searches 200,000
entities and runs by its name only."""


def page(parts: Sequence[Part]) -> str:
    machine = _WORDS.get(os.cpu_count() or 0, f"{os.cpu_count()} cores")
    return "\n\n".join([_HEAD.format(machine=machine), *(part.markdown() for part in parts), _TAIL]) + "\n"
