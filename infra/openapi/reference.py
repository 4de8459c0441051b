"""The API reference for people: Markdown made from the OpenAPI document and from nothing else."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from infra.openapi.document import METHODS

Node = Mapping[str, Any]

_INTRODUCTION = """\
# API reference

Made from [openapi.json](openapi.json) by `make openapi`; do not edit. How to use it, with running examples:
[client-guide.md](client-guide.md).
"""


def as_markdown(document: Node) -> str:
    return "\n".join(_lines(document)).rstrip() + "\n"


def _lines(document: Node) -> Iterator[str]:
    yield _INTRODUCTION
    yield document["info"]["description"]
    yield "## Credentials\n"
    for name, scheme in document["components"]["securitySchemes"].items():
        yield f"- **{name}**: {scheme['description']}"
    yield "\n## Errors\n"
    for name, response in document["components"]["responses"].items():
        yield f"### {name}\n"
        yield document["components"]["schemas"][name]["description"] + "\n"
        yield _json(response["content"]["application/json"]["example"])
    for tag in document["tags"]:
        operations = [
            (path, method, item[method])
            for path, item in document["paths"].items()
            for method in METHODS
            if method in item and item[method]["tags"][0] == tag["name"]
        ]
        if operations:
            yield f"## {tag['name'].capitalize()}\n\n{tag['description']}\n"
        for path, method, operation in operations:
            yield from _operation(document, path, method, operation)
    yield "## Shapes\n"
    for name, schema in document["components"]["schemas"].items():
        if schema.get("properties") and name not in document["components"]["responses"]:
            yield f"### {name}\n"
            yield from _fields(document, schema)


def _operation(document: Node, path: str, method: str, operation: Node) -> Iterator[str]:
    yield f"### {method.upper()} {path}\n"
    yield f"{operation.get('description') or operation['summary'] + '.'}\n"
    if operation.get("security") == []:
        yield "Needs no credentials.\n"
    parameters = operation.get("parameters", [])
    if parameters:
        yield "| parameter | where | type | |\n| --- | --- | --- | --- |"
        for one in parameters:
            about = one.get("description") or one["schema"].get("description", "")
            said = [*(["**required**"] if one.get("required") else []), *([_cell(about)] if about else [])]
            yield f"| `{one['name']}` | {one['in']} | {_type(document, one['schema'])} | {'. '.join(said)} |"
        yield ""
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    yield from _fields(document, body.get("schema", {}))
    if "example" in body:
        yield "Request:\n\n" + _json(body["example"])
    for code, response in operation["responses"].items():
        if "$ref" not in response:
            yield from _response(document, code, response)
    yield from _failures(operation["responses"])


def _response(document: Node, code: str, response: Node) -> Iterator[str]:
    yield f"**{code}** {response['description']}\n"
    for kind, content in response.get("content", {}).items():
        if kind == "text/event-stream":
            yield f"```\n{content['example'].rstrip()}\n```\n"
        elif "example" in content:
            yield _json(content["example"])
        else:
            yield from _fields(document, content.get("schema", {}))


def _failures(responses: Node) -> Iterator[str]:
    codes = [code for code, response in responses.items() if "$ref" in response and code != "default"]
    dialect = _name(responses["default"])
    expected = f" Expect {', '.join(codes)}." if codes else ""
    yield f"Fails with [{dialect}](#{dialect.lower()}).{expected}\n"


def _fields(document: Node, schema: Node) -> Iterator[str]:
    schema = _resolved(document, schema)
    properties = schema.get("properties", {})
    if not properties:
        return
    yield "| field | type | |\n| --- | --- | --- |"
    for name, field in properties.items():
        said = ["**required**"] if name in schema.get("required", []) else []
        if field.get("default") is not None:
            said.append(f"default `{json.dumps(field['default'], ensure_ascii=False)}`")
        said.append(_cell(field.get("description", "")))
        yield f"| `{name}` | {_type(document, field)} | {'. '.join(part for part in said if part)} |"
    yield ""


def _type(document: Node, schema: Node) -> str:
    if "$ref" in schema:
        resolved = _resolved(document, schema)
        return _type(document, resolved) if "enum" in resolved else f"[{_name(schema)}](#{_name(schema).lower()})"
    if "anyOf" in schema:
        return " or ".join(_type(document, one) for one in schema["anyOf"])
    if "enum" in schema:
        return " ".join(f"`{'null' if value is None else value}`" for value in schema["enum"])
    if "const" in schema:
        return f"`{json.dumps(schema['const'])}`"
    if schema.get("type") == "array":
        return f"list of {_type(document, schema.get('items', {}))}"
    kinds = schema.get("type", "anything")
    return f"{kinds if isinstance(kinds, str) else ' or '.join(kinds)}{_bounds(schema)}"


def _bounds(schema: Node) -> str:
    length = [str(schema[key]) for key in ("minLength", "maxLength") if key in schema]
    if length:
        return f" of {'–'.join(length)} characters" if len(length) == 2 else f" of up to {length[0]} characters"
    low, high = (f"{schema[key]:g}" if key in schema else "" for key in ("minimum", "maximum"))
    return f" {low}–{high}" if low or high else ""


def _resolved(document: Node, schema: Node) -> Node:
    return document["components"]["schemas"][_name(schema)] if "$ref" in schema else schema


def _name(reference: Node) -> str:
    return reference["$ref"].rpartition("/")[2]


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def _json(value: Any) -> str:
    return f"```json\n{json.dumps(value, indent=2, ensure_ascii=False)}\n```\n"
