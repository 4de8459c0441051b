"""What a producer works with besides its run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from shared.orchestrator.closing import Closing
from shared.orchestrator.limits import Limits
from shared.orchestrator.modes import Modes
from shared.orchestrator.stores import Policy, Stores
from shared.ports import LanguageModel


@dataclass(frozen=True, slots=True)
class Studio:
    """``window_of`` is how many tokens a model reads and writes together."""

    stores: Stores
    model: LanguageModel
    policy: Policy
    limits: Limits
    closing: Closing
    modes: Modes
    window_of: Callable[[str], int]
