"""template.yaml as the laptop reads it: functions, routes, schedules, and what the API does by itself."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from infra.local.environments.function import ACCOUNT, REGION, Function
from infra.local.gateway.intrinsics import Resolver, Unresolved, load

API_TIMEOUT = 29.0
_UNITS = {"minute": 60, "hour": 3600, "day": 86400}


@dataclass(frozen=True, slots=True)
class Route:
    """``path`` as API Gateway writes it, ``/api/{proxy+}``; ``timeout`` in seconds."""

    method: str
    path: str
    function: str
    timeout: float = API_TIMEOUT
    stream: bool = False


@dataclass(frozen=True, slots=True)
class Schedule:
    """``target`` is a function with its alias, ``payload`` the event it is sent every ``seconds``."""

    target: str
    seconds: float
    payload: bytes


@dataclass(frozen=True, slots=True)
class Template:
    functions: dict[str, Function]
    routes: list[Route]
    schedules: list[Schedule]
    stage: str = "local"
    binary: tuple[str, ...] = ()
    cors: dict[str, str] = field(default_factory=dict[str, str])


def read(path: Path, given: Mapping[str, str]) -> Template:
    """``given`` overrides Parameters by their environment name, so that ``Stage`` can be ``local`` here."""
    document = load(path)
    shared = document.get("Globals", {}).get("Function", {})
    resources: dict[str, Any] = document["Resources"]
    functions = {key: value["Properties"] for key, value in resources.items() if _is(value, "Function")}
    resolver = _resolver(document, functions, given)

    made: dict[str, Function] = {}
    routes: list[Route] = []
    schedules: list[Schedule] = []
    for key, properties in functions.items():
        function = _function(properties, _globals(shared, resources[key]), resolver, key)
        made[function.name] = function
        for event in properties.get("Events", {}).values():
            details = event.get("Properties", {})
            if event["Type"] == "Api":
                routes.append(_route(details, function.name))
            elif event["Type"] == "Schedule":
                target = f"{function.name}:{function.alias}" if function.alias else function.name
                schedules.append(Schedule(target, _seconds(details["Schedule"]), details.get("Input", "{}").encode()))
    api = next((value["Properties"] for value in resources.values() if _is(value, "Api")), {})
    binary = tuple(kind.replace("~1", "/") for kind in api.get("BinaryMediaTypes", ()))
    return Template(made, routes, schedules, binary=binary, cors=_cors(api.get("Cors", {}), resolver))


def _is(resource: dict[str, Any], kind: str) -> bool:
    return resource["Type"] == f"AWS::Serverless::{kind}"


def _resolver(document: dict[str, Any], functions: dict[str, Any], given: Mapping[str, str]) -> Resolver:
    names = {
        name: str(value["Default"]) for name, value in document.get("Parameters", {}).items() if "Default" in value
    }
    names |= {"AWS::Region": REGION, "AWS::Partition": "aws", "AWS::AccountId": ACCOUNT, "AWS::StackName": "aladdin"}
    names["Stage"] = given.get("ALADDIN_STAGE", "local")
    partial = Resolver(names, {})
    arns: dict[str, str] = {}
    for key, properties in functions.items():
        name = _name(properties, partial, key)
        names[key] = name
        arns[key] = f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:{name}"
        if alias := properties.get("AutoPublishAlias"):
            names[f"{key}.Alias"] = f"{arns[key]}:{alias}"
    return Resolver(names, arns)


def _name(properties: dict[str, Any], resolver: Resolver, key: str) -> str:
    return resolver.text(properties["FunctionName"]) if "FunctionName" in properties else key


def _function(properties: dict[str, Any], shared: dict[str, Any], resolver: Resolver, key: str) -> Function:
    merged = {**shared, **properties}
    declared = {**_variables(shared), **_variables(properties)}
    environment: dict[str, str] = {}
    for name, value in declared.items():
        try:
            environment[name] = resolver.text(value)
        except Unresolved:
            environment[name] = ""
    return Function(
        name=_name(properties, resolver, key),
        handler=merged["Handler"],
        timeout=float(merged.get("Timeout", 3)),
        memory=int(merged.get("MemorySize", 128)),
        environment=environment,
        alias=merged.get("AutoPublishAlias"),
        durable=merged.get("DurableConfig"),
        retries=int(merged.get("EventInvokeConfig", {}).get("MaximumRetryAttempts", 2)),
        streaming="AWS_LWA_INVOKE_MODE" in declared,
    )


def _globals(shared: dict[str, Any], resource: dict[str, Any]) -> dict[str, Any]:
    """What the function takes from the globals: ``IgnoreGlobals`` names what it does not."""
    ignored = resource.get("IgnoreGlobals", ())
    return {} if ignored == "*" else {key: value for key, value in shared.items() if key not in ignored}


def _variables(properties: dict[str, Any]) -> dict[str, Any]:
    return properties.get("Environment", {}).get("Variables", {})


def _route(details: dict[str, Any], function: str) -> Route:
    timeout = details.get("TimeoutInMillis")
    return Route(
        method=details["Method"].upper(),
        path=details["Path"],
        function=function,
        timeout=timeout / 1000 if timeout else API_TIMEOUT,
        stream=details.get("ResponseTransferMode") == "RESPONSE_STREAM",
    )


def _seconds(expression: str) -> float:
    match = re.fullmatch(r"rate\((\d+) (minute|hour|day)s?\)", expression)
    if match is None:
        raise ValueError(f"template.yaml: the laptop knows only rate(…) schedules, not {expression}")
    return int(match[1]) * _UNITS[match[2]]


def _cors(cors: dict[str, Any], resolver: Resolver) -> dict[str, str]:
    """The headers of a preflight answer. The template's values are quoted, as API Gateway wants them."""
    names = {
        "AllowOrigin": "access-control-allow-origin",
        "AllowMethods": "access-control-allow-methods",
        "AllowHeaders": "access-control-allow-headers",
        "MaxAge": "access-control-max-age",
        "AllowCredentials": "access-control-allow-credentials",
    }
    headers: dict[str, str] = {}
    for name, header in names.items():
        if name in cors:
            try:
                headers[header] = resolver.text(cors[name]).strip("'")
            except Unresolved:
                continue
    return headers
