"""From a body that anybody wrote to data that may be stored: cast by type, judged by the declaration.

Unknown fields and those the writer may not write are dropped; everything else that is wrong becomes a problem.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from shared.content import values
from shared.content.fields import (
    Array,
    Checkbox,
    Date,
    Email,
    Field,
    Group,
    Json,
    Number,
    Password,
    Relation,
    Select,
    Text,
)
from shared.content.problems import REQUIRED, Problems
from shared.domain.identity import Principal
from shared.domain.ids import new_document_id

_INVALID = object()
_CHARACTERS = "This value contains characters that cannot be stored."
_SELECTION = "This field has an invalid selection."


@dataclass(frozen=True, slots=True)
class Named:
    """A related document that a body names; whether it exists is asked later, for all at once."""

    path: str
    label: str
    field: Relation
    document_id: str


@dataclass
class Cleaner:
    """One body's way through the declaration. ``creating`` fills in defaults; ``relaxed`` asks for nothing required:
    it is a draft."""

    principal: Principal | None
    problems: Problems
    creating: bool
    relaxed: bool = False
    named: list[Named] = field(default_factory=list[Named])

    def document(self, fields: Iterable[Field], body: Mapping[str, Any]) -> dict[str, Any]:
        return self._object(fields, body, "", "", self.creating)

    def _object(
        self, fields: Iterable[Field], body: Mapping[str, Any], path: str, label: str, complete: bool
    ) -> dict[str, Any]:
        data: dict[str, Any] = {}
        for item in fields:
            given = item.name in body and item.writable_by(self.principal)
            where, called = f"{path}{item.name}", f"{label}{item.label}"
            if isinstance(item, Group):
                inner = body.get(item.name) if given else None
                if complete or inner is not None:
                    data[item.name] = self._group(item, inner, where, called, complete)
            elif given:
                value = self._value(item, body[item.name], where, called)
                if value is not _INVALID:
                    data[item.name] = value
            elif complete:
                self._default(item, data)
        return data

    def _group(self, item: Group, inner: Any, path: str, label: str, complete: bool) -> dict[str, Any]:
        if inner is not None and not isinstance(inner, Mapping):
            self.problems.add(path, label, "This field must be an object.")
            inner = None
        body = cast("Mapping[str, Any]", inner or {})
        return self._object(item.fields, body, f"{path}.", f"{label} > ", complete)

    def _default(self, item: Field, data: dict[str, Any]) -> None:
        default = item.made_default()
        if default is None and (isinstance(item, Array) or getattr(item, "many", False)):
            default = []
        if default is not None:
            data[item.name] = default

    def _value(self, item: Field, value: Any, path: str, label: str) -> Any:
        """The value to store, or ``_INVALID`` after noting why not."""
        if value is None:
            if item.required and not self.relaxed:
                return self._refuse(path, label, REQUIRED)
            return list[Any]() if isinstance(item, Array) or getattr(item, "many", False) else None
        match item:
            case Array():
                return self._rows(item, value, path, label)
            case Text() | Select() | Relation() if item.many:
                return self._many(item, value, path, label)
            case _:
                return self._one(item, value, path, label)

    def _one(self, item: Field, value: Any, path: str, label: str) -> Any:
        match item:
            case Text() | Password():
                return self._text(item, value, path, label)
            case Email():
                address = values.email(value)
                return address or self._refuse(path, label, "Please enter a valid email address.")
            case Number():
                return self._number(item, value, path, label)
            case Checkbox():
                if isinstance(value, bool):
                    return value
                return self._refuse(path, label, "This field can only be equal to true or false.")
            case Date():
                moment = values.date(value)
                return moment or self._refuse(path, label, "Please enter a valid date.")
            case Select():
                known = isinstance(value, str) and value in item.options
                return value if known else self._refuse(path, label, _SELECTION)
            case Json():
                return self._json(item, value, path, label)
            case Relation():
                return self._relation(item, value, path, label)
            case _:
                return self._refuse(path, label, "This field cannot be written.")

    def _text(self, item: Text | Password, value: Any, path: str, label: str) -> Any:
        if not isinstance(value, str):
            return self._refuse(path, label, "This field must be text.")
        if not values.is_clean_text(value):
            return self._refuse(path, label, _CHARACTERS)
        if item.required and not self.relaxed and not value.strip():
            return self._refuse(path, label, REQUIRED)
        if len(value) > item.max_length:
            message = f"This value must be shorter than the max length of {item.max_length} characters."
            return self._refuse(path, label, message)
        if len(value) < item.min_length:
            message = f"This value must be longer than the minimum length of {item.min_length} characters."
            return self._refuse(path, label, message)
        if isinstance(item, Text) and item.pattern and not re.fullmatch(item.pattern, value):
            return self._refuse(path, label, "This value does not have the expected form.")
        return value

    def _number(self, item: Number, value: Any, path: str, label: str) -> Any:
        amount = values.number(value)
        if amount is None or (item.whole and not isinstance(amount, int)):
            return self._refuse(path, label, "Please enter a valid number.")
        if item.minimum is not None and amount < item.minimum:
            message = f"{amount} is less than the minimum allowed {item.label} of {item.minimum}."
            return self._refuse(path, label, message)
        if item.maximum is not None and amount > item.maximum:
            message = f"{amount} is greater than the maximum allowed {item.label} of {item.maximum}."
            return self._refuse(path, label, message)
        return amount

    def _json(self, item: Json, value: Any, path: str, label: str) -> Any:
        if item.shape == "object" and not isinstance(value, dict):
            return self._refuse(path, label, "This field must be an object.")
        if item.shape == "list" and not isinstance(value, list):
            return self._refuse(path, label, "This field must be a list.")
        fault = values.json_fault(value, item.max_bytes)
        return self._refuse(path, label, fault) if fault else cast("Any", value)

    def _relation(self, item: Relation, value: Any, path: str, label: str) -> Any:
        document_id = related_id(value)
        if document_id is None:
            return self._refuse(path, label, _SELECTION)
        self.named.append(Named(path, label, item, document_id))
        return document_id

    def _many(self, item: Text | Select | Relation, value: Any, path: str, label: str) -> Any:
        if not isinstance(value, list):
            return self._refuse(path, label, "This field must be a list.")
        items = cast("list[Any]", value)
        limit = item.max_items if isinstance(item, Relation) else 500
        if len(items) > limit:
            return self._refuse(path, label, f"This field can have at most {limit} items.")
        cleaned = [self._one(item, entry, f"{path}.{index}", label) for index, entry in enumerate(items)]
        if any(entry is _INVALID for entry in cleaned):
            return _INVALID
        return list(dict.fromkeys(cleaned)) if isinstance(item, Relation | Select) else cleaned

    def _rows(self, item: Array, value: Any, path: str, label: str) -> Any:
        if not isinstance(value, list):
            return self._refuse(path, label, "This field must be a list.")
        rows = cast("list[Any]", value)
        if len(rows) > item.max_rows:
            return self._refuse(path, label, f"This field can have at most {item.max_rows} rows.")
        return [self._row(item, row, f"{path}.{index}", f"{label} {index + 1}") for index, row in enumerate(rows)]

    def _row(self, item: Array, row: Any, path: str, label: str) -> Any:
        names = {inner.name for inner in item.fields}
        if item.shorthand and not (isinstance(row, Mapping) and names & cast("Mapping[str, Any]", row).keys()):
            row = cast("Any", {item.shorthand: row})
        if not isinstance(row, Mapping):
            return self._refuse(path, label, "This row must be an object.")
        body = cast("Mapping[str, Any]", row)
        data = self._object(item.fields, body, f"{path}.", f"{label} > ", True)
        if not self.relaxed:
            require(item.fields, data, self.problems, f"{path}.", f"{label} > ")
        row_id = body.get("id")
        keeps = isinstance(row_id, str) and values.is_clean_text(row_id) and 0 < len(row_id) <= 64
        data["id"] = row_id if keeps else new_document_id()
        return data

    def _refuse(self, path: str, label: str, message: str) -> Any:
        self.problems.add(path, label, message)
        return _INVALID


def require(
    fields: Iterable[Field], data: Mapping[str, Any], problems: Problems, path: str = "", label: str = ""
) -> None:
    """Note every required field that has no value."""
    for item in fields:
        if isinstance(item, Group):
            inner = cast("Mapping[str, Any]", data.get(item.name) or {})
            require(item.fields, inner, problems, f"{path}{item.name}.", f"{label}{item.label} > ")
        elif item.required and data.get(item.name) is None:
            problems.add(f"{path}{item.name}", f"{label}{item.label}", REQUIRED)


def related_id(value: Any) -> str | None:
    """The id out of an id, ``{id}``, or a whole populated document."""
    if isinstance(value, Mapping):
        value = cast("Mapping[str, Any]", value).get("id")
    if isinstance(value, str) and values.is_clean_text(value) and 0 < len(value) <= 100:
        return value
    return None
