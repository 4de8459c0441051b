"""The event the extract function is invoked with."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field


class ExtractEvent(BaseModel):
    """``url`` is signed for reading, ``size`` in bytes."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    url: Annotated[str, Field(pattern=r"^https?://\S+$", max_length=8_192)]
    size: Annotated[int, Field(ge=0, le=5 * 1024**4)]
    etag: Annotated[str | None, Field(max_length=256)] = None
    filename: Annotated[str, Field(max_length=1_000)] = ""
    scans: Annotated[list[tuple[int, list[tuple[str, float, bool]]]], Field(max_length=1_000)] = Field(
        default_factory=list[Any]
    )
    last: bool = False
