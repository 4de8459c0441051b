"""The store's errors in our words."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

from shared.domain.errors import StorageError
from shared.ports import ObjectChanged, ObjectMissing

_MISSING = frozenset(("404", "NoSuchKey", "NotFound", "NoSuchUpload"))
_CHANGED = frozenset(("412", "PreconditionFailed"))


@contextmanager
def translated(key: str) -> Generator[None]:
    from botocore.exceptions import BotoCoreError, ClientError  # pyright: ignore[reportMissingTypeStubs]

    try:
        yield
    except ClientError as error:
        response: Any = error.response  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
        code = str(response.get("Error", {}).get("Code", ""))
        if code in _MISSING:
            raise ObjectMissing(key) from error
        if code in _CHANGED:
            raise ObjectChanged(key) from error
        raise StorageError from error
    except BotoCoreError as error:
        raise StorageError from error
