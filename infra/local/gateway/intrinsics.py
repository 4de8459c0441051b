"""Reading CloudFormation YAML and answering its intrinsic functions as far as a laptop can."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

_VARIABLE = re.compile(r"\$\{([^!][^}]*)\}")
_DYNAMIC = "{{resolve:"


class _Loader(yaml.SafeLoader):
    pass


def _tagged(loader: yaml.SafeLoader, suffix: str, node: yaml.Node) -> dict[str, Any]:
    name = suffix if suffix in ("Ref", "Condition") else f"Fn::{suffix}"
    if isinstance(node, yaml.ScalarNode):
        value: Any = loader.construct_scalar(node)
        return {name: value.split(".", 1) if suffix == "GetAtt" else value}
    if isinstance(node, yaml.SequenceNode):
        return {name: loader.construct_sequence(node, deep=True)}
    assert isinstance(node, yaml.MappingNode)
    return {name: loader.construct_mapping(node, deep=True)}


_Loader.add_multi_constructor("!", _tagged)


def load(path: Path) -> dict[str, Any]:
    """The template with short tags in their long form, as ``{"Fn::Sub": …}``."""
    return yaml.load(path.read_text(), _Loader)  # noqa: S506 - a SafeLoader with tags


class Unresolved(Exception):
    """Only a deployment knows this value."""


class Resolver:
    """``names`` maps what ``Ref`` may name to its local value; ``arns`` what ``GetAtt X.Arn`` may."""

    def __init__(self, names: Mapping[str, str], arns: Mapping[str, str]) -> None:
        self._names, self._arns = names, arns

    def text(self, value: Any) -> str:
        """Raises ``Unresolved`` for secrets and for resources that exist only in the cloud."""
        match value:
            case str():
                if _DYNAMIC in value:
                    raise Unresolved(value)
                return value
            case bool():
                return str(value).lower()
            case int() | float():
                return str(value)
            case {"Ref": str() as name}:
                return self._name(name)
            case {"Fn::GetAtt": [str() as name, "Arn"]} if name in self._arns:
                return self._arns[name]
            case {"Fn::Sub": str() as text}:
                return self.text(_VARIABLE.sub(lambda match: self._name(match[1]), text))
            case _:
                raise Unresolved(str(value))

    def _name(self, name: str) -> str:
        if name in self._names:
            return self._names[name]
        resource, _, attribute = name.partition(".")
        if attribute == "Arn" and resource in self._arns:
            return self._arns[resource]
        raise Unresolved(name)
