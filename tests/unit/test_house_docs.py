"""The documentation names only what exists."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import pytest
from pydantic_settings import BaseSettings

from tests.house import ROOT, files_of, functions, text_of

PAGES = [path for path in files_of(".md") if path.parts[0] != "web"]
FENCE = re.compile(r"^```.*?^```$", re.DOTALL | re.MULTILINE)
LINK = re.compile(r"\[[^\]]*\]\((?!https?:|mailto:)([^)#\s]*)(#[^)\s]*)?\)")
COMMAND = re.compile(r"(?:^|`|\s)make ([a-z][a-z-]*)(?=`|$|\s+#| [A-Z]|,|;)", re.MULTILINE)
ROW = re.compile(r"^\| `([A-Z][A-Z0-9_]+)` \| ([a-z, ]+) \|", re.MULTILINE)
OPERATIONS = Path("docs/operations.md")


def targets() -> set[str]:
    return set(re.findall(r"^([a-z][a-z-]*):", text_of(Path("Makefile")), re.MULTILINE))


def settings_of(function: str) -> set[str]:
    module = importlib.import_module(f"functions.{function}.settings")
    classes = [thing for thing in vars(module).values() if isinstance(thing, type) and issubclass(thing, BaseSettings)]
    own = next(thing for thing in classes if thing.__module__ == module.__name__)
    return {name.upper() for name in own.model_fields}


def anchors(page: Path) -> set[str]:
    titles = re.findall(r"^#+ (.+)$", FENCE.sub("", text_of(page)), re.MULTILINE)
    return {"#" + re.sub(r"[^\w\- ]", "", title.lower()).strip().replace(" ", "-") for title in titles}


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_links_lead_somewhere(page: Path) -> None:
    broken = []
    for target, anchor in LINK.findall(FENCE.sub("", text_of(page))):
        path = (ROOT / page.parent / target).resolve().relative_to(ROOT) if target else page
        if not (ROOT / path).exists() or (anchor and path.suffix == ".md" and anchor not in anchors(path)):
            broken.append(target + anchor)

    assert broken == []


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_commands_exist(page: Path) -> None:
    named = {
        target
        for code in [*re.findall(r"`(make [^`]+)`", text_of(page)), *FENCE.findall(text_of(page))]
        for target in COMMAND.findall(code)
    }

    assert named <= targets()


def test_every_command_is_in_the_contributors_list() -> None:
    listed = set(COMMAND.findall(text_of(Path("CONTRIBUTING.md"))))
    public = set(re.findall(r"^([a-z-]+):.*## ", text_of(Path("Makefile")), re.MULTILINE))

    assert public - {"help"} <= listed


def test_documented_settings_are_the_functions_own() -> None:
    documented = {
        function: {
            name
            for name, readers in ROW.findall(text_of(OPERATIONS))
            if readers == "all" or function in readers.split(", ")
        }
        for function in functions()
    }

    assert documented == {function: settings_of(function) for function in functions()}


def test_a_parameter_of_the_template_is_documented() -> None:
    template = text_of(Path("template.yaml"))
    parameters = re.findall(r"^  (\w+):$", template.partition("\nParameters:\n")[2].partition("\nConditions:")[0], re.M)

    assert [name for name in parameters if f"`{name}`" not in text_of(OPERATIONS)] == []


def test_an_alarm_of_the_template_is_in_the_runbook() -> None:
    alarms = re.findall(r"^  (\w+Alarm):$", text_of(Path("template.yaml")), re.MULTILINE)

    assert alarms
    assert [name for name in alarms if f"`{name}`" not in text_of(OPERATIONS)] == []


def test_every_decision_is_in_the_list() -> None:
    folder = Path("docs/decisions")
    listed = text_of(folder / "README.md")

    assert [page.name for page in PAGES if page.parent == folder and f"({page.name})" not in listed] == ["README.md"]


@pytest.mark.parametrize("page", [page for page in PAGES if re.match(r"\d{4}-", page.name)], ids=lambda page: page.name)
def test_a_decision_has_its_four_parts(page: Path) -> None:
    assert re.findall(r"^\*\*(Context|Decision|Consequences|Rejected)\.\*\*", text_of(page), re.MULTILINE) == [
        "Context",
        "Decision",
        "Consequences",
        "Rejected",
    ]
