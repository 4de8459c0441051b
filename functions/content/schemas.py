"""What the routes take and give, in OpenAPI's words, made from the collections' declarations."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI

from shared.content.collection import Collection
from shared.content.openapi import component_schemas
from shared.content.registry import Registry

Options = dict[str, Any]
_TEXT = {"type": "string"}
_NUMBER = {"type": "integer"}
_FLAG = {"type": "boolean"}


def describe(app: FastAPI, registry: Registry) -> None:
    """The app's ``openapi()`` with the collections' schemas among its components."""
    made = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            document = made()
            components = document.setdefault("components", {}).setdefault("schemas", {})
            components.update(component_schemas(registry))
        return app.openapi_schema or {}

    app.openapi = openapi


class Described:
    """Options of ``add_api_route`` for each kind of route."""

    def __init__(self, collection: Collection | None = None) -> None:
        self._collection = collection

    @property
    def _type(self) -> str:
        return self._collection.type_name if self._collection else ""

    @property
    def _types(self) -> str:
        return self._collection.types_name if self._collection else ""

    def _tag(self) -> list[str]:
        if self._collection is None:
            return ["content"]
        if self._collection.auth:
            return ["auth"]
        return [self._collection.slug if self._collection.slug == "projects" else "content"]

    def _route(self, operation: str, summary: str, answer: Any, *, status: int = 200, **more: Any) -> Options:
        body = more.pop("body", None)
        extra: dict[str, Any] = {"parameters": parameters} if (parameters := more.pop("parameters", None)) else {}
        if body is not None:
            extra["requestBody"] = {"required": True, "content": {"application/json": {"schema": body}}}
        return {
            "operation_id": operation,
            "summary": summary,
            "tags": self._tag(),
            "status_code": status,
            "response_model": None,
            "responses": {status: {"description": "Done.", "content": {"application/json": {"schema": answer}}}},
            "openapi_extra": extra or None,
        }

    def find(self) -> Options:
        name = f"find{self._types}"
        return self._route(name, f"Find {self._plural()}", _ref(f"{self._type}Page"), parameters=_QUERY)

    def count(self) -> Options:
        answer = _object(totalDocs=_NUMBER)
        return self._route(f"count{self._types}", f"Count {self._plural()}", answer, parameters=_WHERE)

    def find_by_id(self) -> Options:
        return self._route(f"get{self._type}", f"Read one {self._one()}", _ref(self._type), parameters=_SHOWN)

    def create(self) -> Options:
        body = _ref(f"{self._type}Create")
        return self._route(
            f"create{self._type}", f"Create a {self._one()}", self._doc(), status=201, body=body, parameters=_SHOWN
        )

    def duplicate(self) -> Options:
        return self._route(
            f"duplicate{self._type}", f"Duplicate a {self._one()}", self._doc(), status=201, parameters=_SHOWN
        )

    def update(self) -> Options:
        body, parameters = _ref(f"{self._type}Update"), [*_SHOWN, _IF_MATCH]
        summary = f"Change the named fields of a {self._one()}"
        return self._route(f"update{self._type}", summary, self._doc(), body=body, parameters=parameters)

    def update_many(self) -> Options:
        body, summary = _ref(f"{self._type}Update"), f"Change every {self._one()} that `where` finds"
        return self._route(f"update{self._types}", summary, self._docs(), body=body, parameters=_BULK)

    def delete(self) -> Options:
        summary, parameters = f"Delete a {self._one()} for good", [*_SHOWN, _IF_MATCH]
        return self._route(f"delete{self._type}", summary, self._doc(), parameters=parameters)

    def delete_many(self) -> Options:
        summary = f"Delete every {self._one()} that `where` finds"
        return self._route(f"delete{self._types}", summary, self._docs(), parameters=_BULK)

    def find_versions(self) -> Options:
        summary = f"Find versions of {self._plural()}"
        return self._route(
            f"find{self._type}Versions", summary, _ref(f"{self._type}VersionPage"), parameters=_VERSION_QUERY
        )

    def find_version(self) -> Options:
        summary = f"Read one version of a {self._one()}"
        return self._route(f"get{self._type}Version", summary, _ref(f"{self._type}Version"), parameters=_SHOWN)

    def restore(self) -> Options:
        answer = {"allOf": [_ref(self._type), _object(message=_TEXT)]}
        parameters = [_DEPTH, _SELECT, _POPULATE, _DRAFT, _IF_MATCH]
        summary = f"Make a {self._one()} what it was in this version"
        return self._route(f"restore{self._type}Version", summary, answer, parameters=parameters)

    def preference(self) -> Options:
        none = _object(message=_TEXT, value={"type": "null"})
        return self._route("getPreference", "Read one's own preference", {"anyOf": [_PREFERENCE, none]})

    def keep_preference(self) -> Options:
        body = {"type": "object", "properties": {"value": {}}, "additionalProperties": True}
        answer = _object(doc=_PREFERENCE, message=_TEXT)
        return self._route("keepPreference", "Keep a preference", answer, body=body)

    def forget_preference(self) -> Options:
        answer = {"allOf": [_PREFERENCE, _object(message=_TEXT)]}
        return self._route("forgetPreference", "Forget a preference", answer)

    def access(self) -> Options:
        collections = {"type": "object", "additionalProperties": True}
        answer = _object(canAccessAdmin=_FLAG, collections=collections)
        return self._route("getAccess", "What the caller may do", answer)

    def declarations(self) -> Options:
        answer = _object(collections=_list({"type": "object", "additionalProperties": True}))
        return self._route("getDeclarations", "What the admin pages are made from", answer)

    def init(self) -> Options:
        return self._route("getInit", "Whether there is any account", _object(initialized=_FLAG))

    def first_register(self) -> Options:
        answer = _object(message=_TEXT, exp=_NUMBER, token=_TEXT, user=_ref("User"))
        return self._route("registerFirstUser", "Create the first account", answer, body=_ref("UserCreate"))

    def login(self) -> Options:
        answer = _object(message=_TEXT, exp=_NUMBER, token=_TEXT, user=_ref("User"))
        body = _object(email={"type": "string", "format": "email"}, password={"type": "string", "format": "password"})
        return self._route("login", "Sign in", answer, body=body)

    def me(self) -> Options:
        answer = _object(user={"anyOf": [_ref("User"), {"type": "null"}]}, message=_TEXT)
        answer["properties"] |= {"collection": _TEXT, "strategy": _TEXT, "exp": _NUMBER, "token": _TEXT}
        return self._route("getMe", "The account in use", answer)

    def refresh(self) -> Options:
        answer = _object(
            message=_TEXT, exp=_NUMBER, refreshedToken=_TEXT, setCookie=_FLAG, strategy=_TEXT, user=_ref("User")
        )
        return self._route("refreshToken", "Extend the session in use", answer)

    def logout(self) -> Options:
        everywhere = _parameter("allSessions", _FLAG, "End every session of the account.")
        return self._route("logout", "Sign out", _object(message=_TEXT), parameters=[everywhere])

    def _doc(self) -> dict[str, Any]:
        return _object(doc=_ref(self._type), message=_TEXT)

    def _docs(self) -> dict[str, Any]:
        failed = _object(id=_TEXT, isPublic=_FLAG, message=_TEXT)
        return _object(docs=_list(_ref(self._type)), errors=_list(failed), message=_TEXT)

    def _one(self) -> str:
        return self._collection.singular.lower() if self._collection else ""

    def _plural(self) -> str:
        return self._collection.plural.lower() if self._collection else ""


def _ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}


def _object(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties)}


def _list(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


def _parameter(name: str, schema: dict[str, Any], description: str, **more: Any) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "description": description, "schema": schema, **more}


_CONDITIONS = {"type": "object", "additionalProperties": True}
_DEEP = {"style": "deepObject", "explode": True}
_DEPTH = _parameter("depth", {"type": "integer", "minimum": 0, "maximum": 10, "default": 2}, "Levels of relations.")
_SELECT = _parameter(
    "select",
    _CONDITIONS,
    "`select[field]=true` or `false`. What is left out is absent, also where it is required otherwise.",
    **_DEEP,
)
_TRASH = _parameter("trash", {"type": "boolean", "default": False}, "Look into the trash as well.")
_WHERE_PARAMETER = _parameter(
    "where", _CONDITIONS, "Conditions, `where[field][operator]=value`, or the same as JSON.", **_DEEP
)
_POPULATE = _parameter("populate", _CONDITIONS, "`populate[collection][field]=true`: of related documents.", **_DEEP)
_JOINS = _parameter(
    "joins", _CONDITIONS, "`joins[field][limit|page|sort|where|count]`: documents that name this one.", **_DEEP
)
_DRAFT = _parameter("draft", {"type": "boolean", "default": False}, "The newest draft, where there is one.")
_LIMIT = {"type": "integer", "minimum": 0, "maximum": 1000}
_WHERE = [_WHERE_PARAMETER, _TRASH]
_SHOWN = [_DEPTH, _SELECT, _POPULATE, _JOINS, _TRASH, _DRAFT]
_BULK = [*_SHOWN, _WHERE_PARAMETER, _parameter("limit", _LIMIT, "At most so many documents; 0 is all.")]
_QUERY = [
    *_SHOWN,
    _WHERE_PARAMETER,
    _parameter("sort", _TEXT, "Field names, comma-separated; `-` for descending."),
    _parameter("limit", {**_LIMIT, "default": 10}, "Documents per page; 0 is all on one page."),
    _parameter("page", {"type": "integer", "minimum": 1, "default": 1}, "Counted from 1."),
    _parameter("pagination", {"type": "boolean", "default": True}, "`false`: everything on one page."),
]
_VERSION_QUERY = [item for item in _QUERY if item not in (_JOINS, _DRAFT)]
_PREFERENCE = _object(
    id=_TEXT,
    key=_TEXT,
    user=_object(relationTo=_TEXT, value=_TEXT),
    value={},
    createdAt={"type": "string", "format": "date-time"},
    updatedAt={"type": "string", "format": "date-time"},
)
_PREFERENCE["examples"] = [
    {
        "id": "68f0c1b7b3d4e5f60718293b",
        "key": "nav",
        "user": {"relationTo": "users", "value": "68f0c1a2b3d4e5f60718293a"},
        "value": {"open": True},
        "createdAt": "2026-11-21T09:00:00.000Z",
        "updatedAt": "2026-11-21T09:00:00.000Z",
    }
]
_IF_MATCH = {
    "name": "If-Match",
    "in": "header",
    "required": False,
    "description": "The ETag that was read: 412 if the document has changed since.",
    "schema": _TEXT,
}
