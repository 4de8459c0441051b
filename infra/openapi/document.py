"""One document out of several apps. The same code always gives the same bytes."""

from __future__ import annotations

import importlib
import json
import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from http import HTTPStatus
from typing import Any

from infra.openapi import described, stream
from infra.openapi.examples import EXAMPLES, PUBLIC
from infra.openapi.parameters import parameters_of
from infra.steps import ROOT

METHODS = ("get", "post", "put", "patch", "delete")
FUNCTIONS = ("chat", "content", "brain", "query", "data")
_OF_FASTAPI = {"HTTPValidationError", "ValidationError"}
_SETTINGS = {"MONGODB_URI": "mongodb://127.0.0.1:9/aladdin", "AUTH_SECRET": "describes-the-api-only-" + "0" * 32}

Document = dict[str, Any]


def build() -> Document:
    """The description of what is deployed: the JSON functions' own, and the stream's."""
    return merged({**{name: _of_function(name) for name in FUNCTIONS}, "stream": {"paths": stream.PATHS}})


def _of_function(name: str) -> Document:
    given = {setting: os.environ.get(setting) for setting in _SETTINGS}
    for setting, value in _SETTINGS.items():
        os.environ.setdefault(setting, value)
    try:
        return importlib.import_module(f"functions.{name}.app").app.openapi()
    finally:
        for setting in (setting for setting, value in given.items() if value is None):
            del os.environ[setting]


def merged(parts: Mapping[str, Document]) -> Document:
    """One document out of each function's. Raises ``ValueError`` when two describe the same path differently."""
    paths: dict[str, Any] = {}
    schemas: dict[str, Any] = dict(described.ERROR_SCHEMAS)
    for part in _without_clashes(parts):
        for path, item in part["paths"].items():
            _add(paths, _on_the_wire(path), {method: item[method] for method in METHODS if method in item})
        for name, schema in part.get("components", {}).get("schemas", {}).items():
            if name not in _OF_FASTAPI:
                _add(schemas, name, schema)
    for path, item in paths.items():
        for method, operation in item.items():
            item[method] = _finished(path, method, operation)
    _refuse_twins(paths)
    used = _used(paths, schemas) | set(described.ERROR_SCHEMAS)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Aladdin",
            "version": _version(),
            "description": described.ABOUT,
            "license": {"name": "Apache 2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "http://localhost:8787", "description": "The laptop cloud (`make up`)"}],
        "tags": _tags(paths),
        "security": described.ANY_CREDENTIALS,
        "paths": {path: paths[path] for path in sorted(paths)},
        "components": {
            "schemas": {name: schemas[name] for name in sorted(used)},
            "responses": {name: described.error_response(name) for name in sorted(described.ERROR_SCHEMAS)},
            "securitySchemes": described.SECURITY_SCHEMES,
        },
    }


def as_json(document: Mapping[str, Any]) -> str:
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _without_clashes(parts: Mapping[str, Document]) -> Iterator[Document]:
    """The parts; what an earlier function has given a name to keeps it, a later one's is called after its function."""
    shapes: dict[str, Any] = {}
    operations: set[str] = set()
    for function, part in parts.items():
        own = part.get("components", {}).get("schemas", {})
        clashing = {name for name, shape in own.items() if shapes.setdefault(name, shape) != shape}
        text = json.dumps(part)
        for name in clashing:
            text = text.replace(
                f'"#/components/schemas/{name}"', f'"#/components/schemas/{function.capitalize()}{name}"'
            )
        renamed = json.loads(text)
        for name in clashing:
            schemas = renamed["components"]["schemas"]
            schemas[f"{function.capitalize()}{name}"] = schemas.pop(name)
        here = [operation for item in renamed["paths"].values() for operation in item.values()]
        for operation in here:
            name = operation["operationId"]
            operation["operationId"] = f"{function}{name[0].upper()}{name[1:]}" if name in operations else name
        operations |= {operation["operationId"] for operation in here}
        yield renamed


def _on_the_wire(name: str) -> str:
    """Names are camelCase to callers, those in a path as well."""
    return re.sub(r"_([a-z])", lambda found: found[1].upper(), name) if "{" in name else name


def _add(known: dict[str, Any], name: str, described_as: Any) -> None:
    if known.setdefault(name, described_as) != described_as:
        raise ValueError(f"{name} is described in two different ways")


def _finished(path: str, method: str, operation: Mapping[str, Any]) -> Document:
    """The operation with what every operation has: its errors, its credentials, its examples."""
    done = {**operation, "tags": operation.get("tags") or ["content"]}
    failure = {"$ref": f"#/components/responses/{described.dialect_of(path)}"}
    codes = [code for code, said in operation["responses"].items() if not _is_the_frameworks(said)]
    responses: dict[str, Any] = {
        code: failure if code.startswith(("4", "5")) else _told(code, operation["responses"][code]) for code in codes
    }
    parameters = [_named(one) for one in operation.get("parameters", [])] + parameters_of(method, path)
    if parameters:
        done["parameters"] = parameters
    if (method, path) in PUBLIC:
        done["security"] = described.NO_CREDENTIALS
    example = EXAMPLES.get((method, path), {})
    if "request" in example:
        done["requestBody"] = _with_example(done.get("requestBody", {}), example["request"])
    for code, body in example.get("responses", {}).items():
        responses[code] = _with_example(responses.get(code, {"description": "As in the example."}), body)
    done["responses"] = {**{code: responses[code] for code in sorted(responses)}, "default": failure}
    return done


def _told(code: str, response: Mapping[str, Any]) -> Document:
    generic = response["description"] == "Successful Response"
    return {**response, "description": HTTPStatus(int(code)).phrase} if generic else dict(response)


def _named(parameter: Mapping[str, Any]) -> Document:
    if parameter["in"] != "path":
        return dict(parameter)
    name = _on_the_wire("{" + parameter["name"] + "}")[1:-1]
    return {**parameter, "name": name, "schema": {**parameter["schema"], "title": name}}


def _is_the_frameworks(response: Mapping[str, Any]) -> bool:
    return any(f'/{name}"' in json.dumps(response) for name in _OF_FASTAPI)


def _with_example(body: Mapping[str, Any], example: Any) -> Document:
    content = dict(body.get("content", {}))
    content["application/json"] = {**content.get("application/json", {}), "example": example}
    return {**body, "content": content}


def _used(paths: Any, schemas: Mapping[str, Any]) -> set[str]:
    """The schemas that something refers to, also through another schema."""
    found: set[str] = set()
    look = [json.dumps(paths)]
    while look:
        for name in set(re.findall(r"#/components/schemas/([^\"]+)", look.pop())) - found:
            found.add(name)
            look.append(json.dumps(schemas[name]))
    return found


def _tags(paths: Mapping[str, Any]) -> list[Document]:
    """The tags in use: first those we say something about, in that order."""
    used = {operation["tags"][0] for item in paths.values() for operation in item.values()}
    unknown = used - set(described.TAGS)
    if unknown:
        raise ValueError(f"Nothing says what belongs to the tag {min(unknown)}: see infra/openapi/described.py")
    return [{"name": name, "description": about} for name, about in described.TAGS.items() if name in used]


def _refuse_twins(paths: Mapping[str, Any]) -> None:
    seen: dict[str, str] = {}
    for path, item in paths.items():
        for method, operation in item.items():
            name, here = operation["operationId"], f"{method.upper()} {path}"
            if name in seen:
                raise ValueError(f"{seen[name]} and {here} are both called {name}")
            seen[name] = here


def _version() -> str:
    text = (ROOT / "pyproject.toml").read_text()
    return tomllib.loads(text)["project"]["version"]
