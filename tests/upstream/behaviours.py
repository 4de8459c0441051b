"""Every way to answer that a script can name."""

from __future__ import annotations

from tests.upstream import broken, fluent, odd
from tests.upstream.exchange import Behaviour

BEHAVIOURS: dict[str, Behaviour] = {**fluent.BEHAVIOURS, **broken.BEHAVIOURS, **odd.BEHAVIOURS}
