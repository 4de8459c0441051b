"""The events the worker is invoked with."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter
from pydantic.alias_generators import to_camel


class _Event(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, extra="ignore", frozen=True)


class RunEvent(_Event):
    """Bring this run to its end."""

    kind: Literal["run"]
    run_id: Annotated[str, Field(min_length=1, max_length=64)]


class SweepEvent(_Event):
    """Finish what killed processes left half done."""

    kind: Literal["sweep"]


class MailEvent(_Event):
    """Send the letters that wait."""

    kind: Literal["mail"]


WorkerEvent = Annotated[RunEvent | SweepEvent | MailEvent, Field(discriminator="kind")]
worker_event: TypeAdapter[RunEvent | SweepEvent | MailEvent] = TypeAdapter(WorkerEvent)
