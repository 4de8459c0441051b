"""Lambda's Invoke API, asynchronous deliveries, and durable functions on their real local runner."""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from botocore.exceptions import ClientError

from tests.integration.gateway_stage.running import Stage, running, wait_for


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with running(tmp_path_factory.mktemp("stage"), ALADDIN_RETRY_SECONDS="0.1,0.2") as stage:
        yield stage


@pytest.fixture
def boto(stage: Stage) -> Any:
    return stage.client()


def invoke(boto: Any, function: str, event: Any, **options: Any) -> tuple[dict[str, Any], Any]:
    answer = boto.invoke(FunctionName=function, Payload=json.dumps(event).encode(), **options)
    payload = answer["Payload"].read()
    return answer, json.loads(payload) if payload else None


def lines(file: Path) -> list[str]:
    return file.read_text().splitlines() if file.exists() else []


@pytest.mark.parametrize(
    "name",
    ["stage-local-note", "arn:aws:lambda:us-east-1:123456789012:function:stage-local-note", "stage-local-note:$LATEST"],
)
def test_a_function_is_invoked_by_any_of_its_names(boto: Any, tmp_path: Path, name: str) -> None:
    answer, payload = invoke(boto, name, {"file": str(tmp_path / "notes")})

    assert answer["StatusCode"] == 200
    assert "FunctionError" not in answer
    assert payload == {"noted": True}


def test_an_unhandled_error_is_told_to_who_waits(boto: Any, tmp_path: Path) -> None:
    answer, payload = invoke(boto, "stage-local-note", {"file": str(tmp_path / "notes"), "failures": 1})

    assert answer["FunctionError"] == "Unhandled"
    assert (payload["errorType"], payload["errorMessage"]) == ("RuntimeError", "not yet")


def test_a_function_that_cannot_be_imported_says_so(boto: Any) -> None:
    answer, payload = invoke(boto, "stage-local-broken", {})

    assert answer["FunctionError"] == "Unhandled"
    assert payload["errorType"] == "ModuleNotFoundError"


def test_a_page_in_a_browser_cannot_invoke_anything(stage: Stage, tmp_path: Path) -> None:
    noted = tmp_path / "notes"
    answer = httpx.post(
        f"{stage.lambda_url}/2015-03-31/functions/stage-local-note/invocations",
        content=json.dumps({"file": str(noted)}),
        headers={"Origin": "https://elsewhere.test", "Content-Type": "text/plain"},
    )

    assert answer.status_code == 403
    assert not noted.exists()


@pytest.mark.parametrize("name", ["nobody", "stage-local-note:v9"])
def test_an_unknown_function_or_alias_is_lambdas_404(boto: Any, name: str) -> None:
    with pytest.raises(ClientError) as raised:
        invoke(boto, name, {})

    assert raised.value.response["Error"]["Code"] == "ResourceNotFoundException"


def test_an_event_is_accepted_and_repeated_until_it_works(boto: Any, tmp_path: Path) -> None:
    notes = tmp_path / "notes"

    answer, _ = invoke(boto, "stage-local-note", {"file": str(notes), "failures": 2}, InvocationType="Event")

    assert answer["StatusCode"] == 202
    wait_for(lambda: len(lines(notes)) == 3)
    assert len({line.split()[0] for line in lines(notes)}) == 1, "one request id for every attempt"


def test_an_event_is_given_up_after_two_retries(boto: Any, tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    invoke(boto, "stage-local-note", {"file": str(notes), "failures": 9}, InvocationType="Event")

    wait_for(lambda: len(lines(notes)) == 3)
    time.sleep(0.6)
    assert len(lines(notes)) == 3


def test_an_accepted_event_survives_the_gateways_death(tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    with running(tmp_path / "home", ALADDIN_RETRY_SECONDS="1") as stage:
        invoke(stage.client(), "stage-local-note", {"file": str(notes), "failures": 1}, InvocationType="Event")
        wait_for(lambda: len(lines(notes)) == 1)
        stage.kill(signal.SIGKILL)
        time.sleep(0.2)
        assert len(lines(notes)) == 1

        stage.start()

        wait_for(lambda: len(lines(notes)) == 2)


def test_a_durable_function_is_invoked_only_by_its_alias(boto: Any) -> None:
    with pytest.raises(ClientError) as raised:
        invoke(boto, "stage-local-durable", {})

    assert raised.value.response["Error"]["Code"] == "InvalidParameterValueException"


def test_a_durable_function_runs_on_the_local_runner(stage: Stage, boto: Any, tmp_path: Path) -> None:
    with stage.runner():
        answer, payload = invoke(boto, "stage-local-durable:live", {"folder": str(tmp_path)})

    assert answer["DurableExecutionArn"]
    assert payload["first"] == payload["second"]
    assert len(lines(tmp_path / "first")) == len(lines(tmp_path / "second")) == 1


def test_an_execution_name_starts_one_execution(stage: Stage, boto: Any, tmp_path: Path) -> None:
    event = {"folder": str(tmp_path)}
    with stage.runner():
        for _ in range(2):
            invoke(boto, "stage-local-durable:live", event, DurableExecutionName="film-1")
        with pytest.raises(ClientError) as raised:
            invoke(boto, "stage-local-durable:live", {"folder": "elsewhere"}, DurableExecutionName="film-1")

    assert raised.value.response["Error"]["Code"] == "DurableExecutionAlreadyStartedException"
    assert len(lines(tmp_path / "first")) == 1


def test_an_event_for_a_durable_function_waits_for_the_runner(stage: Stage, boto: Any, tmp_path: Path) -> None:
    invoke(boto, "stage-local-durable:live", {"folder": str(tmp_path)}, InvocationType="Event")
    time.sleep(0.3)
    assert not (tmp_path / "first").exists()

    with stage.runner():
        wait_for(lambda: len(lines(tmp_path / "second")) == 1)


def test_a_killed_step_runs_again_and_a_finished_one_does_not(stage: Stage, boto: Any, tmp_path: Path) -> None:
    with stage.runner():
        event = {"folder": str(tmp_path), "seconds": 30}
        invoke(boto, "stage-local-durable:live", event, InvocationType="Event")
        wait_for(lambda: len(lines(tmp_path / "second")) == 1)

        os.kill(int(lines(tmp_path / "second")[0]), signal.SIGKILL)

        wait_for(lambda: len(lines(tmp_path / "second")) == 2, 20)
    assert len(lines(tmp_path / "first")) == 1


def test_a_killed_runner_leaves_nothing_hanging(stage: Stage, boto: Any, tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    with stage.runner() as runner:
        invoke(boto, "stage-local-durable:live", {"folder": str(tmp_path / "a"), "seconds": 1}, InvocationType="Event")
        wait_for(lambda: (tmp_path / "a" / "second").exists())
        runner.kill()
    assert stage.health()[0] == 200

    with stage.runner():
        invoke(boto, "stage-local-durable:live", {"folder": str(tmp_path / "b")}, InvocationType="Event")
        wait_for(lambda: len(lines(tmp_path / "b" / "second")) == 1)
