"""The context object a handler is given, as Lambda's own runtime makes it."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from typing import Any


@dataclass(slots=True)
class LambdaContext:
    """``deadline_ms`` is in milliseconds of the epoch."""

    aws_request_id: str
    invoked_function_arn: str
    deadline_ms: float
    function_name: str
    function_version: str
    memory_limit_in_mb: str
    log_group_name: str
    log_stream_name: str
    client_context: Any = None
    identity: Any = None
    tenant_id: str | None = None

    def get_remaining_time_in_millis(self) -> int:
        return max(0, int(self.deadline_ms - time.time() * 1000))

    @classmethod
    def of(cls, head: dict[str, Any]) -> LambdaContext:
        """The context of one invocation, from the frame that carries it and this process' environment."""
        name = os.environ["AWS_LAMBDA_FUNCTION_NAME"]
        return cls(
            aws_request_id=head["requestId"],
            invoked_function_arn=head["arn"],
            deadline_ms=head["deadlineMs"],
            function_name=name,
            function_version=os.environ["AWS_LAMBDA_FUNCTION_VERSION"],
            memory_limit_in_mb=os.environ["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"],
            log_group_name=f"/aws/lambda/{name}",
            log_stream_name=str(os.getpid()),
        )
