"""Long fault runs stay out of an ordinary run of the suite, and the run says how many it left out."""

from __future__ import annotations

import pytest

_LEFT_OUT = pytest.StashKey[int]()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    marked = [item for item in items if item.get_closest_marker("soak")]
    if config.getoption("markexpr") == "soak" or not marked:
        return
    config.stash[_LEFT_OUT] = len(marked)
    config.hook.pytest_deselected(items=marked)
    items[:] = [item for item in items if item not in marked]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    left_out = config.stash.get(_LEFT_OUT, 0)
    if left_out:
        terminalreporter.write_line(f"{left_out} long fault runs were left out: `make soak` runs them.", yellow=True)
