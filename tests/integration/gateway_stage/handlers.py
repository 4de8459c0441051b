"""Functions that show what reached them, and that misbehave on request."""

from __future__ import annotations

import asyncio
import base64
import json
import os
import sys
import time
from pathlib import Path
from typing import Any

CALLS = 0
asyncio.set_event_loop(asyncio.new_event_loop())  # as Mangum does while it is imported


def echo(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answers with the event, the context and the process that served it."""
    global CALLS
    CALLS += 1
    seen = {
        "event": event,
        "pid": os.getpid(),
        "calls": CALLS,
        "environment": dict(os.environ),
        "context": {
            "requestId": context.aws_request_id,
            "function": context.function_name,
            "memory": context.memory_limit_in_mb,
            "arn": context.invoked_function_arn,
            "remaining": context.get_remaining_time_in_millis(),
        },
    }
    return {
        "statusCode": 201,
        "headers": {"content-type": "application/json", "x-one": "1"},
        "multiValueHeaders": {"set-cookie": ["a=1", "b=2"]},
        "body": json.dumps(seen),
    }


def behave(event: dict[str, Any], context: Any) -> Any:
    """Does what ``?do=`` says."""
    query = event.get("queryStringParameters") or {}
    match query.get("do"):
        case "binary":
            body = base64.b64encode(bytes(range(256))).decode()
            return {"statusCode": 200, "headers": {"content-type": "image/png"}, "body": body, "isBase64Encoded": True}
        case "sleep":
            time.sleep(float(query["seconds"]))
            return {"statusCode": 200, "body": json.dumps({"pid": os.getpid()})}
        case "await":
            loop = asyncio.get_event_loop()
            for _ in range(200):
                loop.run_until_complete(loop.run_in_executor(None, os.getpid))
            return {"statusCode": 200, "body": json.dumps({"pid": os.getpid()})}
        case "crash":
            os._exit(3)
        case "exit":
            sys.exit(1)
        case "raise":
            raise ValueError("secret detail")
        case "nonsense":
            return {"no": "status"}
        case "huge":
            return {"statusCode": 200, "body": "x" * (6 * 1024 * 1024 + 1)}
        case _:
            return {"statusCode": 200, "body": json.dumps({"pid": os.getpid()})}


def note(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Appends a line to the file ``event["file"]``; fails while it has fewer than ``event["failures"]`` lines."""
    file = Path(event["file"])
    with file.open("a") as lines:
        lines.write(f"{context.aws_request_id} {context.invoked_function_arn}\n")
    if len(file.read_text().splitlines()) <= event.get("failures", 0):
        raise RuntimeError("not yet")
    return {"noted": True}
