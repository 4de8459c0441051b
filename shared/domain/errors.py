"""Every error a caller can see, as one tree.

Code, HTTP status and retryability belong to the class; a caller decides by type, never by message text.
Adapters translate driver errors into these with ``raise … from``.

    AladdinError
    ├── AuthRequired · AuthInvalid · Forbidden
    ├── ValidationFailed ── MissingFields
    ├── NotFound ── ProjectNotFound · AgentNotFound · ConversationNotFound · RunNotFound
    ├── MethodNotAllowed · PayloadTooLarge · UnsupportedMediaType
    ├── Conflict ── IdempotencyKeyReused · PreconditionFailed
    ├── Limited ── RateLimitExceeded · TokenLimitExceeded · BudgetExceeded
    ├── ModelError ── ModelRefused
    ├── BrainError · DatabaseError · StorageError · AgentError · GpuError
    └── InternalError
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from shared.domain.limits import Quota


class AladdinError(Exception):
    """Base of the tree. ``message`` is shown to the caller: no secrets, no internals.

    ``details`` is JSON-ready; ``retry_after`` is in seconds.
    """

    code: ClassVar[str] = "INTERNAL_ERROR"
    status: ClassVar[int] = 500
    retryable: ClassVar[bool] = False
    default_message: ClassVar[str] = "An unexpected error occurred. Please try again."

    def __init__(
        self,
        message: str | None = None,
        *,
        details: Mapping[str, Any] | None = None,
        retry_after: float | None = None,
    ) -> None:
        self.message = message or self.default_message
        self.details = dict(details) if details else None
        self.retry_after = retry_after
        super().__init__(self.message)


class InternalError(AladdinError):
    pass


class AuthRequired(AladdinError):
    code, status = "AUTH_REQUIRED", 401
    default_message = "Please sign in."


class AuthInvalid(AladdinError):
    code, status = "AUTH_INVALID", 401
    default_message = "These credentials are not valid any more. Please sign in again."


class Forbidden(AladdinError):
    code, status = "FORBIDDEN", 403
    default_message = "You are not allowed to perform this action."


class ValidationFailed(AladdinError):
    """``details["fields"]`` maps each wrong field to what was expected of it."""

    code, status = "VALIDATION_ERROR", 400
    default_message = "The request is not valid."

    @classmethod
    def of(cls, **fields: str) -> ValidationFailed:
        names = ", ".join(fields)
        return cls(f"The request is not valid: {names}.", details={"fields": fields})


class MissingFields(ValidationFailed):
    code = "MISSING_FIELDS"
    default_message = "Required fields are missing."


class NotFound(AladdinError):
    code, status = "NOT_FOUND", 404
    default_message = "Not Found"


class ProjectNotFound(NotFound):
    code = "PROJECT_NOT_FOUND"
    default_message = "There is no such project."


class AgentNotFound(NotFound):
    code = "AGENT_NOT_FOUND"
    default_message = "There is no such agent."


class ConversationNotFound(NotFound):
    code = "CONVERSATION_NOT_FOUND"
    default_message = "There is no such conversation."


class RunNotFound(NotFound):
    code = "RUN_NOT_FOUND"
    default_message = "There is no such run."


class MethodNotAllowed(AladdinError):
    code, status = "METHOD_NOT_ALLOWED", 405
    default_message = "This method is not allowed here."


class Conflict(AladdinError):
    code, status = "CONFLICT", 409
    default_message = "This conflicts with the current state."


class PreconditionFailed(AladdinError):
    code, status = "PRECONDITION_FAILED", 412
    default_message = "The document was changed by somebody else."


class PayloadTooLarge(AladdinError):
    code, status = "PAYLOAD_TOO_LARGE", 413
    default_message = "The request body is too large."


class UnsupportedMediaType(AladdinError):
    code, status = "UNSUPPORTED_MEDIA_TYPE", 415
    default_message = "Send JSON with Content-Type: application/json."


class IdempotencyKeyReused(AladdinError):
    code, status = "IDEMPOTENCY_KEY_REUSED", 422
    default_message = "This Idempotency-Key was already used for a different request."


class Limited(AladdinError):
    """A quota is used up. ``quota`` feeds the RateLimit-* headers where it is known."""

    status, retryable = 429, True
    quota: Quota | None = None


class RateLimitExceeded(Limited):
    code = "RATE_LIMIT_EXCEEDED"
    default_message = "Too many requests. Please wait a moment."


class TokenLimitExceeded(Limited):
    code = "TOKEN_LIMIT_EXCEEDED"
    default_message = "Today's token budget is used up."


class BudgetExceeded(Limited):
    code, retryable = "BUDGET_EXCEEDED", False
    default_message = "The budget for this work is used up."


class ModelError(AladdinError):
    """The language model could not answer; trying again later may help."""

    code, status, retryable = "LLM_ERROR", 502, True
    default_message = "The language model is temporarily unavailable. Please try again."


class ModelRefused(ModelError):
    """The model's service refused the request itself (400, 401, 402, 403): repeating it will not help."""

    retryable = False
    default_message = "The language model refused this request."


class BrainError(AladdinError):
    code, status, retryable = "BRAIN_ERROR", 503, True
    default_message = "The knowledge base is unavailable. Some features may be limited."


class DatabaseError(AladdinError):
    code, status, retryable = "DATABASE_ERROR", 503, True
    default_message = "The database is temporarily unavailable. Please try again."


class StorageError(AladdinError):
    code, status, retryable = "STORAGE_ERROR", 503, True
    default_message = "The file store is temporarily unavailable. Please try again."


class AgentError(AladdinError):
    code, status, retryable = "AGENT_ERROR", 502, True
    default_message = "The agent failed. Please try again."


class GpuError(AladdinError):
    code, status, retryable = "GPU_ERROR", 502, True
    default_message = "The render service failed. Please try again."
