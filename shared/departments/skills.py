"""The departments and agents that the studio starts with, out of the files beside this one.

A department is a folder with a ``department.toml``; each of its agents is a file ``<agentId>.md``: TOML between lines
of ``+++``, then the instructions.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Agent:
    agent_id: str
    name: str
    department: str
    is_head: bool
    description: str
    tools: tuple[str, ...]
    instructions: str


@dataclass(frozen=True, slots=True)
class Department:
    """``head`` is the id of its first agent to be asked."""

    slug: str
    name: str
    description: str
    order: int
    head: str


def departments() -> list[Department]:
    """In the order in which a film passes through them."""
    found = [_department(path) for path in _HERE.glob("*/department.toml")]
    return sorted(found, key=lambda department: department.order)


def agents() -> list[Agent]:
    return [_agent(path, department) for department in departments() for path in sorted(_files(department.slug))]


def _files(slug: str) -> list[Path]:
    return list((_HERE / slug).glob("*.md"))


def _department(path: Path) -> Department:
    said = tomllib.loads(path.read_text("utf-8"))
    return Department(path.parent.name, said["name"], said["description"], said["order"], said["head"])


def _agent(path: Path, department: Department) -> Agent:
    _, head, instructions = path.read_text("utf-8").split("+++\n", 2)
    said = tomllib.loads(head)
    return Agent(
        agent_id=path.stem,
        name=said["name"],
        department=department.slug,
        is_head=path.stem == department.head,
        description=said["description"],
        tools=tuple(said["tools"]),
        instructions=instructions.strip(),
    )
