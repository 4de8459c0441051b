"""Settings that are missing or left at a placeholder stop a function with one clear line."""

from __future__ import annotations

import pytest

from shared.web.settings import OrchestratorSettings, Settings, StageSettings, load

SECRET = "5f1d7c0e9b8a4d3c2e1f0a9b8c7d6e5f"

STORE = ("R2_ENDPOINT", "R2_BUCKET", "R2_ACCESS_KEY_ID", "R2_SECRET_ACCESS_KEY")


class Orchestrator(StageSettings, OrchestratorSettings, Settings):
    pass


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    monkeypatch.setenv("MONGODB_URI", "mongodb://127.0.0.1:1/aladdin")
    monkeypatch.setenv("AUTH_SECRET", SECRET)
    return monkeypatch


def test_a_complete_environment_is_read(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("ALLOWED_MODELS", "one, two,")
    environment.setenv("ALLOWED_ORIGINS", "")
    settings = load(Orchestrator)
    assert settings.models == ("one", "two")
    assert settings.allowed_origins == ()
    assert SECRET not in repr(settings)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("AUTH_SECRET", None),
        ("AUTH_SECRET", "short"),
        ("AUTH_SECRET", "your-secret-key-here-your-secret-key"),
        ("MONGODB_URI", None),
        ("MONGODB_URI", "hunter2"),
        ("RATE_LIMIT_PER_MINUTE", "0"),
        ("TOKEN_LIMIT_PER_DAY", "many"),
    ],
)
def test_what_is_wrong_is_one_line_that_names_the_variable_and_not_its_value(
    environment: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str, value: str | None
) -> None:
    if value is None:
        environment.delenv(name)
    else:
        environment.setenv(name, value)
    with pytest.raises(SystemExit) as stopped:
        load(Orchestrator)
    said = capsys.readouterr().err
    assert stopped.value.code == 1
    assert said.count("\n") == 1
    assert name in said
    assert value is None or value == "0" or value not in said


@pytest.mark.parametrize("key", ["", " ", "your-key", "<key>", "changeme"])
def test_a_deployed_function_does_not_start_without_the_models_key(
    environment: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], key: str
) -> None:
    environment.setenv("OPENROUTER_API_KEY", key)
    assert load(Orchestrator).aladdin_stage == "local"
    environment.setenv("ALADDIN_STAGE", "prod")
    for name in STORE:
        environment.setenv(name, "given")
    with pytest.raises(SystemExit):
        load(Orchestrator)
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert ": OPENROUTER_API_KEY: expected" in said


@pytest.mark.parametrize("missing", STORE)
def test_a_deployed_function_does_not_start_without_a_store_for_files(
    environment: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], missing: str
) -> None:
    environment.setenv("ALADDIN_STAGE", "prod")
    environment.setenv("OPENROUTER_API_KEY", "k" * 40)
    for name in STORE:
        environment.setenv(name, "" if name == missing else "given")
    with pytest.raises(SystemExit):
        load(Orchestrator)
    said = capsys.readouterr().err
    assert missing in said
    assert "given" not in said


def test_a_random_secret_is_not_taken_for_a_placeholder(environment: pytest.MonkeyPatch) -> None:
    for secret in ("kXxX0QyPtodoZ7mB2vCxXxRr4LwqEuTn9sHdJfGa", f"{'0123456789abcdef' * 4}"):
        environment.setenv("AUTH_SECRET", secret)
        assert load(Orchestrator).auth_secret.get_secret_value() == secret
