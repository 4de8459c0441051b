"""Arithmetic of the benchmarks: medians, spreads, and what one path adds to another."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """A median with its quartiles and the least value, which other work on the machine disturbs least."""

    median: float
    low: float
    high: float
    least: float

    @classmethod
    def of(cls, values: Sequence[float]) -> Figure:
        """Raises ``ValueError`` without values."""
        if not values:
            raise ValueError("no values")
        if len(values) == 1:
            return cls(values[0], values[0], values[0], values[0])
        low, middle, high = statistics.quantiles(values, n=4, method="inclusive")
        return cls(middle, low, high, min(values))

    def shown(self, digits: int = 1) -> str:
        return f"{self.median:,.{digits}f} ({self.low:,.{digits}f}–{self.high:,.{digits}f})"


def added(rounds: Sequence[float], base: Sequence[float]) -> Figure:
    """What each round of one path took longer than the same round of ``base``."""
    return Figure.of([mine - theirs for mine, theirs in zip(rounds, base, strict=True)])


@dataclass(frozen=True, slots=True)
class Verdict:
    """A target, and whether this run met it. ``at_most`` false: ``value`` has to be at least ``bound``. Both are of
    ``unit``: how many times as much as something else, unless it says otherwise."""

    target: str
    value: float
    bound: float
    at_most: bool = True
    unit: str = "×"

    @property
    def met(self) -> bool:
        return self.value <= self.bound if self.at_most else self.value >= self.bound

    def row(self) -> list[str]:
        sign = "≤" if self.at_most else "≥"
        return [
            self.target,
            f"{sign} {self.bound:g}{self.unit}",
            f"{self.value:.2f}{self.unit}",
            "met" if self.met else "**missed**",
        ]
