"""The OpenAI protocol over HTTP: chat completions, models, embeddings."""

from __future__ import annotations

import json
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from infra.local.rehearsal.completion import Completion, pieces
from infra.local.rehearsal.pacing import Pace
from shared.adapters.embeddings.hashing import HashingEmbedder

MODEL = "rehearsal"
EMBEDDER = "rehearsal-embedding"
_LARGEST_BODY = 32 * 2**20


class Refusal(Exception):
    pass


def create_app(pace: Pace) -> Starlette:
    embedder = HashingEmbedder()

    async def chat(request: Request) -> Response:
        body = await _body(request)
        messages = body.get("messages")
        if not isinstance(messages, list) or not messages or not all(isinstance(m, dict) for m in messages):
            raise Refusal("messages must be a list of messages, at least one.")
        limit = body.get("max_tokens") or body.get("max_completion_tokens")
        if limit is not None and (type(limit) is not int or limit < 1):
            raise Refusal("max_tokens must be a whole number above 0.")
        completion = Completion.of(str(body.get("model") or MODEL), messages, limit)
        if not body.get("stream"):
            return JSONResponse(completion.body())
        options = body.get("stream_options")
        wants_usage = isinstance(options, dict) and bool(options.get("include_usage"))
        events = pace.play(completion.events(with_usage=wants_usage or bool(body.get("usage"))))
        return StreamingResponse(events, media_type="text/event-stream", headers={"Cache-Control": "no-cache"})

    async def embeddings(request: Request) -> Response:
        body = await _body(request)
        given = body.get("input")
        texts = [given] if isinstance(given, str) else given
        if not isinstance(texts, list) or not texts or not all(isinstance(text, str) for text in texts):
            raise Refusal("input must be a text or a list of texts.")
        vectors = await embedder.embed(texts)
        count = sum(len(pieces(text)) for text in texts)
        rows = [{"object": "embedding", "index": at, "embedding": vector} for at, vector in enumerate(vectors)]
        usage = {"prompt_tokens": count, "total_tokens": count}
        return JSONResponse({"object": "list", "model": EMBEDDER, "data": rows, "usage": usage})

    async def models(_: Request) -> Response:
        rows = [{"id": name, "object": "model", "created": 0, "owned_by": "aladdin"} for name in (MODEL, EMBEDDER)]
        return JSONResponse({"object": "list", "data": rows})

    async def health(_: Request) -> Response:
        return JSONResponse({"status": "ok"})

    return Starlette(
        routes=[
            Route("/v1/chat/completions", chat, methods=["POST"]),
            Route("/v1/embeddings", embeddings, methods=["POST"]),
            Route("/v1/models", models),
            Route("/healthz", health),
        ],
        exception_handlers={Refusal: _refuse},
    )


async def _body(request: Request) -> dict[str, Any]:
    raw = await request.body()
    if len(raw) > _LARGEST_BODY:
        raise Refusal("The request is too large.")
    try:
        body = json.loads(raw)
    except (ValueError, RecursionError):
        raise Refusal("The request is not JSON.") from None
    if not isinstance(body, dict):
        raise Refusal("The request must be a JSON object.")
    return body


async def _refuse(_: Request, refusal: Exception) -> Response:
    return JSONResponse({"error": {"message": str(refusal), "type": "invalid_request_error", "code": 400}}, 400)
