"""What is wrong with a document, collected field by field and raised at once in Payload's shape."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from shared.domain.errors import ValidationFailed

REQUIRED = "This field is required."


@dataclass(frozen=True, slots=True)
class Problem:
    path: str
    label: str
    message: str


class Problems:
    def __init__(self) -> None:
        self._found: list[Problem] = []

    def add(self, path: str, label: str, message: str) -> None:
        """Only the first problem of a path counts."""
        if all(problem.path != path for problem in self._found):
            self._found.append(Problem(path, label, message))

    def __bool__(self) -> bool:
        return bool(self._found)

    def raise_any(self, collection: str, document_id: str | None = None) -> None:
        if not self._found:
            return
        labels = ", ".join(problem.label for problem in self._found)
        start = "fields are" if len(self._found) > 1 else "field is"
        data: dict[str, Any] = {"collection": collection}
        if document_id is not None:
            data["id"] = document_id
        data["errors"] = [
            {"label": problem.label, "message": problem.message, "path": problem.path} for problem in self._found
        ]
        raise ValidationFailed(
            f"The following {start} invalid: {labels}", details={"name": "ValidationError", "data": data}
        )
