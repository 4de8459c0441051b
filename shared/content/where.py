"""A client's ``where`` as a query: paths checked, values cast by the field's type. Nothing a client wrote
becomes an operator, a path or a pattern of the store."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NoReturn, cast

from shared.content import values
from shared.content.cleaning import related_id
from shared.content.collection import Collection
from shared.content.fields import Array, Checkbox, Date, Field, Group, Json, Number
from shared.content.paths import Target, UnknownPath, resolve
from shared.content.registry import Registry
from shared.domain.errors import ValidationFailed
from shared.domain.identity import Principal
from shared.domain.query import EVERYTHING, NOTHING, Match, Not, Operator, Query, either, every

MAX_CONDITIONS = 100
MAX_HOPS = 20
"""Relations that one request's conditions look through, each of which costs a query."""
MAX_NESTING = 10
MAX_VALUES = 1000
_LISTS: dict[str, Operator] = {"in": "in", "not_in": "nin", "all": "all"}
_SINGLES: dict[str, Operator] = {"equals": "eq", "not_equals": "ne"}
_ORDERED: dict[str, Operator] = {
    "greater_than": "gt",
    "greater_than_equal": "gte",
    "less_than": "lt",
    "less_than_equal": "lte",
}
_TEXTUAL = ("like", "not_like", "contains")
_GEOGRAPHIC = ("near", "within", "intersects")
OPERATORS = (*_SINGLES, *_LISTS, "exists", *_ORDERED, *_TEXTUAL, *_GEOGRAPHIC)


class Where:
    """Compiles one request's conditions; their number is bounded over the whole request."""

    def __init__(self, collection: Collection, registry: Registry, principal: Principal | None) -> None:
        self._collection = collection
        self._registry = registry
        self._principal = principal
        self._conditions = 0
        self._hops = 0

    def compile(self, where: object, nesting: int = 0) -> Query:
        """Raises ``UnknownPath`` and ``ValidationFailed``."""
        if not isinstance(where, Mapping):
            refuse("where", "expected an object of conditions")
        if nesting > MAX_NESTING:
            refuse("where", f"expected at most {MAX_NESTING} levels of and/or")
        parts: list[Query] = []
        for name, value in cast("Mapping[str, object]", where).items():
            if name.lower() in ("and", "or"):
                inner = [self.compile(item, nesting + 1) for item in _entries(name, value)]
                if inner:
                    parts.append(every(*inner) if name.lower() == "and" else either(*inner))
            else:
                parts.extend(self._field(name, value))
        return every(*parts) if parts else EVERYTHING

    def _field(self, path: str, conditions: object) -> list[Query]:
        target = resolve(path, self._collection, self._registry, self._principal)
        if not isinstance(conditions, Mapping) or not conditions:
            refuse(path, "expected an operator and a value")
        entries = cast("Mapping[str, object]", conditions)
        self._conditions += sum(_weight(operator, value) for operator, value in entries.items())
        if self._conditions > MAX_CONDITIONS:
            refuse("where", f"expected at most {MAX_CONDITIONS} conditions")
        self._hops += target.hops * len(entries)
        if self._hops > MAX_HOPS:
            refuse("where", f"expected at most {MAX_HOPS} relations to look through")
        return [target.wrap(_condition(path, target, operator, value)) for operator, value in entries.items()]


def _weight(operator: str, value: object) -> int:
    """Each word of a ``like`` is looked for on its own."""
    return max(1, len(value.split())) if isinstance(value, str) and operator in ("like", "not_like") else 1


def _entries(name: str, value: object) -> list[object]:
    if value == "":
        return []
    if isinstance(value, Mapping):
        return [cast("object", value)]
    if not isinstance(value, list):
        refuse(name, "expected a list of conditions")
    return [item for item in cast("list[object]", value) if item != ""]


def _condition(path: str, target: Target, operator: str, value: object) -> Query:
    item, stored = target.field, target.stored
    if operator not in OPERATORS:
        raise UnknownPath(f"{path}.{operator}")
    if operator == "exists":
        return Match(stored, "exists", _boolean(path, value))
    if isinstance(item, Group | Array) or operator in _GEOGRAPHIC:
        refuse(path, f"{operator} does not fit this field")
    if operator in _LISTS:
        return _listed(path, target, _LISTS[operator], value)
    if operator in _SINGLES:
        return _equal(path, target, _SINGLES[operator], value)
    if operator in _ORDERED:
        if target.in_json or isinstance(item, Json):
            return _any_type(stored, _ORDERED[operator], value, path)
        return Match(stored, _ORDERED[operator], _cast(path, item, value))
    return _textual(path, target, operator, value)


def _equal(path: str, target: Target, operator: Operator, value: object) -> Query:
    if value is None or value == "":
        return Match(target.stored, operator, value)
    if target.in_json:
        found = _any_type(target.stored, "eq", value, path)
        return found if operator == "eq" else Not(found)
    return Match(target.stored, operator, _cast(path, target.field, value))


def _listed(path: str, target: Target, operator: Operator, value: object) -> Query:
    entries = value.split(",") if isinstance(value, str) else value
    if not isinstance(entries, list):
        refuse(path, "expected a list")
    wanted = [entry for entry in cast("list[object]", entries) if entry != ""]
    if len(wanted) > MAX_VALUES:
        refuse(path, f"expected at most {MAX_VALUES} values")
    if not wanted:
        return EVERYTHING if operator == "nin" else NOTHING
    cast_values: list[Any] = []
    for entry in wanted:
        if entry is None:
            cast_values.append(None)
        else:
            cast_values += _readings(entry, path) if target.in_json else [_cast(path, target.field, entry)]
    return Match(target.stored, operator, cast_values)


def _textual(path: str, target: Target, operator: str, value: object) -> Query:
    if isinstance(target.field, Number | Date | Checkbox):
        return Match(target.stored, "eq", _cast(path, target.field, value))
    text = str(_cast(path, target.field, value))
    if len(text) > 500:
        refuse(path, "expected at most 500 characters")
    if operator == "contains":
        return Match(target.stored, "text", text)
    words = Match(target.stored, "words", text)
    return words if operator == "like" else Not(words)


def _cast(path: str, item: Field, value: object) -> Any:
    match item:
        case Number():
            amount = values.number_from_text(value) if isinstance(value, str) else values.number(value)
            return amount if amount is not None else refuse(path, "expected a number")
        case Date():
            return values.date(value) or refuse(path, "expected an ISO date")
        case Checkbox():
            return _boolean(path, value)
        case _:
            if isinstance(value, Mapping):
                return related_id(cast("object", value)) or refuse(path, "expected an id")
            return _text(path, value)


def _any_type(stored: str, operator: Operator, value: object, path: str) -> Query:
    return either(*(Match(stored, operator, reading) for reading in _readings(value, path)))


def _readings(value: object, path: str) -> list[Any]:
    """What a value from a query string may stand for where no type was declared."""
    if not isinstance(value, str):
        return [_scalar(path, value)]
    readings: list[Any] = [_text(path, value)]
    amount = values.number_from_text(value)
    if amount is not None:
        readings.append(amount)
    if value in ("true", "false"):
        readings.append(value == "true")
    return readings


def _scalar(path: str, value: object) -> Any:
    if isinstance(value, bool):
        return value
    amount = values.number(value)
    return amount if amount is not None else refuse(path, "expected a single value")


def _text(path: str, value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        amount = values.number(value)
        return str(amount) if amount is not None else refuse(path, "expected a number")
    if not isinstance(value, str) or not values.is_clean_text(value):
        refuse(path, "expected text")
    return value


def _boolean(path: str, value: object) -> bool:
    if isinstance(value, bool):
        return value
    if value in ("true", "false"):
        return value == "true"
    refuse(path, "expected true or false")


def refuse(path: str, expected: str) -> NoReturn:
    shown = path[:200]
    raise ValidationFailed(
        f"The query is not valid: {shown}: {expected}.",
        details={"name": "QueryError", "data": [{"path": shown, "message": expected}]},
    )
