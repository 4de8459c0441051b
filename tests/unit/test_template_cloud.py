"""template.yaml as CloudFormation gets it, after SAM's own transformation."""

from __future__ import annotations

import importlib
import json
from pathlib import Path
from typing import Any

import pytest
from samtranslator.translator.transform import transform
from samtranslator.yaml_helper import yaml_parse

from infra.local.gateway.template import read
from shared.web.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
STREAM_PATHS = ("/api/v1/orchestrator/stream", "/api/orchestrator/stream")
FOLDERS = sorted(path.parent.name for path in (ROOT / "functions").glob("*/app.py"))
ANY = "x-amazon-apigateway-any-method"
NOT_SETTINGS = ("AWS_", "POWERTOOLS_")
FREE_OF_RESOURCES = {"xray:PutTraceSegments", "xray:PutTelemetryRecords"}
MEDIA = "arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:aladdin-${Stage}-media"
EXTRACT = "arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:aladdin-${Stage}-extract"
WORKER = "arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:aladdin-${Stage}-worker"


class NoManagedPolicies:
    def load(self) -> dict[str, str]:
        return {}


@pytest.fixture(scope="module")
def source() -> dict[str, Any]:
    return yaml_parse((ROOT / "template.yaml").read_text())


@pytest.fixture(scope="module")
def resources() -> dict[str, Any]:
    template = yaml_parse((ROOT / "template.yaml").read_text())
    template["Globals"]["Function"]["CodeUri"] = "s3://bucket/code.zip"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_DEFAULT_REGION", "us-east-1")
        loader: Any = NoManagedPolicies()
        return transform(template, {}, loader)["Resources"]


def functions(source: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Properties by the folder that holds the handler."""
    found = [r["Properties"] for r in source["Resources"].values() if r["Type"] == "AWS::Serverless::Function"]
    return {properties["Handler"].replace("/", ".").split(".")[1]: properties for properties in found}


def globals_of(source: dict[str, Any], folder: str) -> dict[str, Any]:
    """What the function takes from the globals."""
    [resource] = [
        r
        for r in source["Resources"].values()
        if r["Type"] == "AWS::Serverless::Function" and f"/{folder}/" in r["Properties"]["Handler"].replace(".", "/")
    ]
    ignored = resource.get("IgnoreGlobals", ())
    return {key: value for key, value in source["Globals"]["Function"].items() if key not in ignored}


def statements(role: dict[str, Any]) -> list[dict[str, Any]]:
    return [s for policy in role["Properties"]["Policies"] for s in policy["PolicyDocument"]["Statement"]]


def actions(statement: dict[str, Any]) -> set[str]:
    action = statement["Action"]
    return {action} if isinstance(action, str) else set(action)


def test_every_folder_of_functions_has_exactly_one_function_and_role(source: dict[str, Any]) -> None:
    kinds = [resource["Type"] for resource in source["Resources"].values()]
    roles = [json.dumps(properties["Role"]) for properties in functions(source).values()]

    assert sorted(functions(source)) == FOLDERS
    assert kinds.count("AWS::Serverless::Function") == len(FOLDERS)
    assert len(set(roles)) == len(roles) == kinds.count("AWS::IAM::Role")


@pytest.mark.parametrize("path", STREAM_PATHS)
def test_the_stream_really_streams(resources: dict[str, Any], path: str) -> None:
    integration = resources["Api"]["Properties"]["Body"]["paths"][path][ANY]["x-amazon-apigateway-integration"]

    assert integration["responseTransferMode"] == "STREAM"
    assert integration["timeoutInMillis"] == 900_000
    assert "2021-11-15/functions/" in json.dumps(integration["uri"])
    assert json.dumps(integration["uri"]).rstrip('"}').endswith("/response-streaming-invocations")


def test_functions_themselves_answer_to_every_method(resources: dict[str, Any]) -> None:
    for path, methods in resources["Api"]["Properties"]["Body"]["paths"].items():
        assert sorted(methods) == ["options", ANY], path


def test_everything_else_is_answered_in_one_piece(resources: dict[str, Any]) -> None:
    paths = resources["Api"]["Properties"]["Body"]["paths"]
    others = [method for path, methods in paths.items() if path not in STREAM_PATHS for method in methods.values()]

    assert len(others) >= 4
    assert not any("responseTransferMode" in method["x-amazon-apigateway-integration"] for method in others)


def test_the_stream_function_is_a_web_server_behind_the_adapter(source: dict[str, Any]) -> None:
    stream = functions(source)["stream"]
    variables = stream["Environment"]["Variables"]
    script = ROOT / stream["Handler"]

    assert variables["AWS_LWA_INVOKE_MODE"] == "response_stream"
    assert variables["AWS_LAMBDA_EXEC_WRAPPER"] == "/opt/bootstrap"
    assert "LambdaAdapterLayerArm64:${LambdaWebAdapterVersion}" in json.dumps(stream["Layers"])
    assert script.stat().st_mode & 0o111, "the adapter executes it"
    assert "functions.stream.app:app" in script.read_text()


def test_no_role_may_touch_everything(resources: dict[str, Any]) -> None:
    roles = [resource for resource in resources.values() if resource["Type"] == "AWS::IAM::Role"]

    for statement in (statement for role in roles for statement in statements(role)):
        assert not any("*" in action for action in actions(statement)), statement
        if statement["Resource"] == "*":
            assert actions(statement) <= FREE_OF_RESOURCES
    assert not any("ManagedPolicyArns" in role["Properties"] for role in roles)


@pytest.mark.parametrize(
    ("role", "beyond"),
    [
        ("ContentRole", {"lambda:InvokeFunction": [f"{WORKER}:live", f"{MEDIA}:live"]}),
        ("ExtractRole", {}),
        ("MediaRole", {"lambda:InvokeFunction": f"{MEDIA}:live"}),
        ("ChatRole", {"lambda:InvokeFunction": f"{WORKER}:live"}),
        ("BrainRole", {}),
        ("QueryRole", {"lambda:InvokeFunction": f"{WORKER}:live"}),
        ("DataRole", {"lambda:InvokeFunction": [f"{WORKER}:live", f"{EXTRACT}:live"]}),
        ("StreamRole", {"lambda:InvokeFunction": f"{WORKER}:live"}),
        (
            "WorkerRole",
            {
                "lambda:InvokeFunction": [f"{WORKER}:live", f"{EXTRACT}:live"],
                "ses:SendEmail": "arn:${AWS::Partition}:ses:${AWS::Region}:${AWS::AccountId}:identity/*",
                "lambda:CheckpointDurableExecution": f"{WORKER}:*",
                "lambda:GetDurableExecutionState": f"{WORKER}:*",
            },
        ),
    ],
)
def test_each_role_may_do_what_its_function_does_and_no_more(
    resources: dict[str, Any], role: str, beyond: dict[str, str | list[str]]
) -> None:
    granted: dict[str, list[Any]] = {}
    for statement in statements(resources[role]):
        for action in actions(statement):
            granted.setdefault(action, []).append(statement["Resource"])
    own_log = {"Fn::GetAtt": [role.replace("Role", "Logs"), "Arn"]}

    usual = {"logs:CreateLogStream": [own_log], "logs:PutLogEvents": [own_log]}
    more = {action: [arns] if isinstance(arns, str) else arns for action, arns in beyond.items()}
    named = {action: [{"Fn::Sub": arn} for arn in arns] for action, arns in more.items()}
    assert granted == {**usual, **{action: ["*"] for action in FREE_OF_RESOURCES}, **named}


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_function_is_given_the_settings_it_reads_and_no_others(source: dict[str, Any], folder: str) -> None:
    module = importlib.import_module(f"functions.{folder}.settings")
    classes = [c for c in vars(module).values() if isinstance(c, type) and c.__module__ == module.__name__]
    read = {name.upper() for c in classes if issubclass(c, Settings) for name in c.model_fields}

    shared = globals_of(source, folder).get("Environment", {}).get("Variables", {})
    given = {**shared, **functions(source)[folder]["Environment"]["Variables"]}
    assert {name for name in given if not name.startswith(NOT_SETTINGS)} == read


def test_whoever_opens_documents_holds_no_secret(source: dict[str, Any], resources: dict[str, Any]) -> None:
    given = resources["ExtractFunction"]["Properties"]["Environment"]["Variables"]

    assert {name for name in given if not name.startswith("POWERTOOLS_")} == {"ALADDIN_STAGE"}
    laptop = read(ROOT / "template.yaml", {}).functions["aladdin-local-extract"]
    assert "MONGODB_URI" not in laptop.environment


def test_secrets_come_from_secrets_manager(source: dict[str, Any]) -> None:
    for properties in functions(source).values():
        for name, value in properties["Environment"]["Variables"].items():
            if name.endswith(("_SECRET", "_KEY", "_URI")):
                assert value == {"Fn::Sub": f"{{{{resolve:secretsmanager:${{SecretArn}}:SecretString:{name}}}}}"}


def test_functions_run_on_what_they_are_built_for(resources: dict[str, Any]) -> None:
    for resource in (r["Properties"] for r in resources.values() if r["Type"] == "AWS::Lambda::Function"):
        assert (resource["Runtime"], resource["Architectures"]) == ("python3.13", ["arm64"])
        assert resource["TracingConfig"] == {"Mode": "Active"}
        assert resource["LoggingConfig"]["LogFormat"] == "JSON"


def test_waiting_functions_start_from_a_snapshot(source: dict[str, Any]) -> None:
    for folder in ("content", "chat", "query", "data", "brain"):
        assert functions(source)[folder]["SnapStart"] == {"ApplyOn": "PublishedVersions"}
        assert functions(source)[folder]["AutoPublishAlias"] == "live"


def test_the_worker_is_durable_and_sweeps_each_minute(resources: dict[str, Any]) -> None:
    worker = resources["WorkerFunction"]["Properties"]

    assert worker["DurableConfig"]["ExecutionTimeout"] == 3600
    assert swept_each_minute(resources) >= {"WorkerFunctionAliaslive"}


def test_files_are_checked_at_once_and_swept_each_minute(resources: dict[str, Any]) -> None:
    again = resources["MediaFunctionEventInvokeConfig"]["Properties"]

    assert again["MaximumRetryAttempts"] == 0, "the sweep asks again, and counts"
    assert swept_each_minute(resources) >= {"MediaFunctionAliaslive"}


def swept_each_minute(resources: dict[str, Any]) -> set[str]:
    rules = [r["Properties"] for r in resources.values() if r["Type"] == "AWS::Events::Rule"]
    assert {rule["ScheduleExpression"] for rule in rules} == {"rate(1 minute)"}
    assert all(json.loads(rule["Targets"][0]["Input"]) == {"kind": "sweep"} for rule in rules)
    return {rule["Targets"][0]["Arn"]["Ref"] for rule in rules}


@pytest.mark.parametrize(
    ("alarm", "metric", "threshold"),
    [
        ("ApiLatencyAlarm", "Duration", 1000),
        ("ApiErrorAlarm", "5XXError", 0.05),
        ("FunctionErrorsAlarm", "Errors", 1),
        ("ThrottlesAlarm", "Throttles", 1),
        ("TokensAlarm", "TotalTokens", 2_000_000),
        ("DurableFailuresAlarm", "DurableExecutionFailed", 1),
    ],
)
def test_alarms_watch_what_the_contract_names(
    resources: dict[str, Any], alarm: str, metric: str, threshold: float
) -> None:
    properties = resources[alarm]["Properties"]

    assert f'"MetricName": "{metric}"' in json.dumps(properties)
    assert properties["Threshold"] == threshold
    assert properties["AlarmActions"] == [{"Ref": "Alarms"}]


def test_the_apis_own_errors_have_our_shape(source: dict[str, Any]) -> None:
    answers = source["Resources"]["Api"]["Properties"]["GatewayResponses"]
    bodies = {kind: json.loads(answer["ResponseTemplates"]["application/json"]) for kind, answer in answers.items()}

    for body in bodies.values():
        assert set(body) == {"error", "errors", "code", "retryable", "requestId"}
        assert body["errors"] == [{"message": body["error"]}]
        assert body["requestId"] == "$context.requestId"
    assert (answers["MISSING_AUTHENTICATION_TOKEN"]["StatusCode"], bodies["MISSING_AUTHENTICATION_TOKEN"]["code"]) == (
        404,
        "NOT_FOUND",
    )
    assert bodies["THROTTLED"]["retryable"] is True


def test_the_laptop_reads_the_same_routes_and_schedule(source: dict[str, Any]) -> None:
    laptop = read(ROOT / "template.yaml", {})

    assert sorted(laptop.functions) == [f"aladdin-local-{folder}" for folder in FOLDERS]
    assert {(route.path, route.timeout) for route in laptop.routes if route.stream} == {
        (p, 900.0) for p in STREAM_PATHS
    }
    for function in ("worker", "media"):
        assert (f"aladdin-local-{function}:live", 60, {"kind": "sweep"}) in [
            (one.target, one.seconds, json.loads(one.payload)) for one in laptop.schedules
        ]
    assert laptop.functions["aladdin-local-chat"].environment["WORKER_FUNCTION"].endswith("aladdin-local-worker:live")
