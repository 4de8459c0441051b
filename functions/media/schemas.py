"""The events the media function is invoked with."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter
from pydantic.alias_generators import to_camel


class _Event(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, extra="ignore", frozen=True)


class CheckEvent(_Event):
    """Check the file that waits in this document."""

    kind: Literal["check"]
    media_id: Annotated[str, Field(min_length=1, max_length=64)]


class SweepEvent(_Event):
    """Ask again for checks that died, and throw away what nobody needs."""

    kind: Literal["sweep"]


MediaEvent = Annotated[CheckEvent | SweepEvent, Field(discriminator="kind")]
media_event: TypeAdapter[CheckEvent | SweepEvent] = TypeAdapter(MediaEvent)
