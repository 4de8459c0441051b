"""Blocks that functions compose their settings from. Read from the environment once, validated at start."""

from __future__ import annotations

import re
import sys
from typing import Annotated, Any, Literal, Self, TypeVar

from pydantic import BaseModel, Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

# Long enough that one random secret in millions looks like one of them.
_PLACEHOLDERS = ("changeme", "change-me", "placeholder", "your-", "xxxxxx", "replace-me", "example", "<")
S = TypeVar("S", bound=BaseSettings)


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="", case_sensitive=False, extra="ignore", frozen=True)


class StageSettings(BaseModel):
    aladdin_stage: Literal["local", "dev", "prod"] = "local"


class DocumentsSettings(BaseModel):
    mongodb_uri: SecretStr

    @field_validator("mongodb_uri")
    @classmethod
    def _uri(cls, value: SecretStr) -> SecretStr:
        if not value.get_secret_value().startswith(("mongodb://", "mongodb+srv://")):
            raise ValueError("expected mongodb://… or mongodb+srv://…")
        return value


class SecretSettings(BaseModel):
    """``auth_secret`` signs tokens and tickets: at least 32 characters."""

    auth_secret: SecretStr

    @field_validator("auth_secret")
    @classmethod
    def _secret(cls, value: SecretStr) -> SecretStr:
        text = value.get_secret_value()
        if len(text) < 32 or _is_placeholder(text):
            raise ValueError("expected a random secret of at least 32 characters, not a placeholder")
        return value


class AuthSettings(SecretSettings):
    allowed_origins: Annotated[tuple[str, ...], NoDecode] = ()

    @field_validator("allowed_origins", mode="before")
    @classmethod
    def _origins(cls, value: Any) -> Any:
        return _split(value)


class ModelSettings(BaseModel):
    """The contract's names. ``allowed_models`` empty means the three configured ones. A laptop's model may be without
    a key, a deployed one may not."""

    openrouter_api_key: SecretStr = SecretStr("")
    openrouter_base_url: str = "https://openrouter.ai/api/v1"
    openrouter_default_model: str = "anthropic/claude-sonnet-4.5"
    openrouter_backup_model: str = "qwen/qwen3-vl-235b-a22b-thinking"
    openrouter_vision_model: str = "google/gemini-2.5-flash"
    allowed_models: Annotated[tuple[str, ...], NoDecode] = ()

    @field_validator("allowed_models", mode="before")
    @classmethod
    def _models(cls, value: Any) -> Any:
        return _split(value)

    @model_validator(mode="after")
    def _key(self) -> Self:
        key = self.openrouter_api_key.get_secret_value()
        if getattr(self, "aladdin_stage", "local") != "local" and (not key.strip() or _is_placeholder(key)):
            raise ValueError("OPENROUTER_API_KEY: expected the key of the model's service, not a placeholder")
        return self

    @property
    def models(self) -> tuple[str, ...]:
        configured = (self.openrouter_default_model, self.openrouter_backup_model, self.openrouter_vision_model)
        return self.allowed_models or tuple(dict.fromkeys(configured))


class RateSettings(BaseModel):
    rate_limit_per_minute: int = Field(60, ge=1)


class LimitSettings(RateSettings):
    token_limit_per_day: int = Field(200_000, ge=1)
    token_limit_total_per_day: int = Field(2_000_000, ge=1)


class WorkerSettings(BaseModel):
    """``worker_function`` is the name or alias ARN that unattended runs are handed to; empty: nobody."""

    worker_function: str = ""


class ObjectsSettings(BaseModel):
    """Where files are kept: any service that speaks S3. A laptop's functions may start without, deployed ones not."""

    r2_endpoint: str = ""
    r2_bucket: str = ""
    r2_access_key_id: str = ""
    r2_secret_access_key: SecretStr = SecretStr("")

    @model_validator(mode="after")
    def _complete(self) -> Self:
        texts = (self.r2_endpoint, self.r2_bucket, self.r2_access_key_id, self.r2_secret_access_key.get_secret_value())
        if getattr(self, "aladdin_stage", "local") != "local" and not all(texts):
            raise ValueError("R2_ENDPOINT, R2_BUCKET, R2_ACCESS_KEY_ID, R2_SECRET_ACCESS_KEY: expected all four")
        return self


class ChecksSettings(BaseModel):
    """``media_function`` is the name or alias ARN of the function that checks files; empty: nobody."""

    media_function: str = ""


class ReadingSettings(BaseModel):
    """``extract_function`` is the name or alias ARN of the function that reads documents; empty: nobody."""

    extract_function: str = ""


class BrainSettings(BaseModel):
    """Where a project's knowledge is kept: our own graph on Neo4j, or with ``brain_url`` a remote Brain over MCP.

    Texts become vectors at Jina, at any service that speaks OpenAI's ``/embeddings``, or, with neither, offline. A
    laptop's functions may start without a Brain, deployed ones not.
    """

    neo4j_uri: SecretStr = SecretStr("")
    neo4j_user: str = "neo4j"
    neo4j_password: SecretStr = SecretStr("")
    brain_url: str = ""
    brain_api_key: SecretStr = SecretStr("")
    jina_api_key: SecretStr = SecretStr("")
    embeddings_base_url: str = ""
    embeddings_api_key: SecretStr = SecretStr("")
    embeddings_model: str = ""
    embeddings_dimensions: int = Field(0, ge=0, le=4096)

    @field_validator("neo4j_uri")
    @classmethod
    def _graph(cls, value: SecretStr) -> SecretStr:
        if value.get_secret_value() and not re.match(r"(bolt|neo4j)(\+s|\+ssc)?://", value.get_secret_value()):
            raise ValueError("expected neo4j+s://…, neo4j://… or bolt://…")
        return value

    @field_validator("brain_url", "embeddings_base_url")
    @classmethod
    def _address(cls, value: str) -> str:
        if value and not value.startswith(("http://", "https://")):
            raise ValueError("expected http://… or https://…")
        return value

    @field_validator("embeddings_dimensions", mode="before")
    @classmethod
    def _dimensions(cls, value: Any) -> Any:
        return value or 0

    @model_validator(mode="after")
    def _somewhere(self) -> Self:
        ours = self.neo4j_uri.get_secret_value() and self.neo4j_password.get_secret_value()
        if getattr(self, "aladdin_stage", "local") != "local" and not (self.brain_url or ours):
            raise ValueError("NEO4J_URI, NEO4J_PASSWORD: expected both, or BRAIN_URL")
        return self


class MailSettings(SecretSettings):
    """``public_url`` is where links in mails lead, ``mail_from`` the address they come from. With ``mail_outbox``, a
    folder, letters are put there instead of being sent."""

    public_url: str = "http://localhost:8787"
    mail_from: str = ""
    mail_outbox: str = ""

    @field_validator("public_url")
    @classmethod
    def _url(cls, value: str) -> str:
        if not value.startswith(("http://", "https://")):
            raise ValueError("expected http://… or https://…")
        return value


class SignedInSettings(DocumentsSettings, AuthSettings):
    """For whoever answers signed-in people."""


class RunsSettings(DocumentsSettings, ModelSettings, LimitSettings, WorkerSettings, ObjectsSettings):
    """For whoever makes runs."""


class AttendingSettings(RunsSettings, BrainSettings, ReadingSettings, MailSettings):
    """For whoever finishes runs and sends letters on nobody's behalf."""


class OrchestratorSettings(RunsSettings, SignedInSettings):
    """For whoever makes runs for signed-in people."""


class AskingSettings(OrchestratorSettings, BrainSettings):
    """For whoever makes runs that ask the Brain."""


class GatheringSettings(AskingSettings, ReadingSettings):
    """For whoever makes runs that bring something into a project."""


class CuratingSettings(SignedInSettings, BrainSettings, RateSettings):
    """For whoever shows the Brain to signed-in people."""


class MediaSettings(DocumentsSettings, ObjectsSettings, ChecksSettings):
    """For whoever checks files."""


class ContentSettings(SignedInSettings, WorkerSettings, ObjectsSettings, ChecksSettings):
    """``allow_registration``: whether anybody may create an account, once there is an admin.
    ``require_verified_email``: whether a new one must show first that its address is its own."""

    allow_registration: bool = True
    require_verified_email: bool = False


def _is_placeholder(text: str) -> bool:
    return any(mark in text.lower() for mark in _PLACEHOLDERS)


def _split(value: Any) -> Any:
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split(",") if part.strip())
    return value


def load(settings: type[S]) -> S:
    """The settings, or one clear line on standard error and exit status 1.

    The line names the variable and what was expected, never the value.
    """
    try:
        return settings()
    except ValidationError as error:
        problems = "; ".join(
            ": ".join(filter(None, (".".join(str(part) for part in problem["loc"]).upper(), _reason(problem))))
            for problem in error.errors(include_input=False, include_url=False)
        )
        sys.stderr.write(f"aladdin: cannot start, settings are not valid: {problems}\n")
        raise SystemExit(1) from None


def _reason(problem: Any) -> str:
    return "is required" if problem["type"] == "missing" else str(problem["msg"]).removeprefix("Value error, ")
