"""One GraphQL request from its text to its answer: bounded, validated, executed, its errors in Payload's words."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from graphql import (
    DocumentNode,
    ExecutionResult,
    GraphQLError,
    GraphQLSchema,
    NoSchemaIntrospectionCustomRule,
    execute,  # pyright: ignore[reportUnknownVariableType]
    parse,
    specified_rules,
    validate,
)

from shared.content import values
from shared.content.accounts import SignedIn
from shared.content.content import Content
from shared.content.graphql.context import Context
from shared.content.graphql.cost import Cost
from shared.content.graphql.failures import described, failed
from shared.domain.errors import AladdinError, PayloadTooLarge, ValidationFailed
from shared.domain.identity import Principal

MAX_LENGTH = 50_000
"""Characters of a query."""
MAX_TOKENS = 5_000
MAX_VARIABLES = 10_000
"""Values in the variables, lists and objects counted with what is in them."""
MAX_ERRORS = 10


@dataclass(frozen=True, slots=True)
class Asked:
    """What a client sent. Raises ``ValidationFailed`` when it is not a GraphQL request."""

    query: str
    variables: Mapping[str, Any]
    operation: str | None

    @classmethod
    def of(cls, body: Any) -> Asked:
        if isinstance(body, list):
            raise ValidationFailed("Several operations in one request are not supported. Send one after the other.")
        if not isinstance(body, Mapping):
            raise ValidationFailed("The body must be a JSON object with a query.")
        asked = cast("Mapping[str, Any]", body)
        query, variables, operation = asked.get("query"), asked.get("variables"), asked.get("operationName")
        if not isinstance(query, str) or not query.strip():
            raise ValidationFailed("Missing query.")
        if variables is not None and not isinstance(variables, Mapping):
            raise ValidationFailed("variables must be an object.")
        if operation is not None and not isinstance(operation, str):
            raise ValidationFailed("operationName must be text.")
        if _larger(variables, MAX_VARIABLES):
            raise ValidationFailed(f"variables may hold at most {MAX_VARIABLES} values.")
        return cls(query, cast("Mapping[str, Any]", variables or {}), operation)


@dataclass(frozen=True, slots=True)
class Answered:
    """``signed_in`` and ``signed_out`` ask for a cookie to be set."""

    body: dict[str, Any]
    signed_in: SignedIn | None = None
    signed_out: bool = False


class GraphQL:
    """Made once per process. ``schema`` is that of the collections of ``content``."""

    def __init__(self, content: Content, schema: GraphQLSchema, *, introspection: bool) -> None:
        self._content = content
        self._introspection = introspection
        self.schema = schema
        self._rules = list(specified_rules) if introspection else [*specified_rules, NoSchemaIntrospectionCustomRule]

    async def answer(self, body: Any, principal: Principal | None, token: str | None, request_id: str) -> Answered:
        """Never raises for anything a client can send. ``token`` is what the request signed itself with."""
        try:
            asked = Asked.of(body)
            document = self._parse(asked.query)
            cost = Cost(self.schema, document, asked.variables)
        except AladdinError as error:
            return Answered(failed(error, request_id))
        except GraphQLError as error:
            return Answered({"errors": [described(error, request_id, running=False)]})
        wrong = self._validate(document)
        if wrong:
            return Answered({"errors": [described(error, request_id, running=False) for error in wrong]})
        return await self._execute(document, asked, Context(self._content, principal, token, cost), request_id)

    def _parse(self, query: str) -> DocumentNode:
        if len(query) > MAX_LENGTH:
            raise ValidationFailed(f"A query may have at most {MAX_LENGTH} characters.")
        return parse(query, max_tokens=MAX_TOKENS)

    def _validate(self, document: DocumentNode) -> list[GraphQLError]:
        try:
            return validate(
                self.schema, document, self._rules, max_errors=MAX_ERRORS, hide_suggestions=not self._introspection
            )
        except RecursionError:
            return [GraphQLError("The document is nested too deeply.")]

    async def _execute(self, document: DocumentNode, asked: Asked, context: Context, request_id: str) -> Answered:
        running = execute(
            self.schema,
            document,
            context_value=context,
            variable_values=dict(asked.variables),
            operation_name=asked.operation,
            hide_suggestions=not self._introspection,
            max_coercion_errors=MAX_ERRORS,
        )
        result = await running if inspect.isawaitable(running) else running
        if context.overgrown:
            too_large = PayloadTooLarge("The answer would be too large. Ask for fewer documents or fields.")
            answer = {**failed(too_large, request_id), "data": None}
        else:
            answer = self._body(result, request_id)
        return Answered(answer, context.signed_in, context.signed_out)

    def _body(self, result: ExecutionResult, request_id: str) -> dict[str, Any]:
        body: dict[str, Any] = {}
        if result.errors:
            body["errors"] = [described(error, request_id) for error in result.errors[:100]]
        return {**body, "data": _plain(result.data)}


def _larger(value: Any, most: int) -> bool:
    waiting, seen = [value], 0
    while waiting and seen <= most:
        item = waiting.pop()
        if isinstance(item, dict):
            waiting.extend(cast("dict[str, Any]", item).values())
        elif isinstance(item, list):
            waiting.extend(cast("list[Any]", item))
        seen += 1
    return seen > most


def _plain(value: Any) -> Any:
    """Whole numbers without a fraction: GraphQL's ``Float`` makes ``10.0`` of the ``10`` that REST shows."""
    if isinstance(value, dict):
        return {name: _plain(item) for name, item in cast("dict[str, Any]", value).items()}
    if isinstance(value, list):
        return [_plain(item) for item in cast("list[Any]", value)]
    return values.number(value) if isinstance(value, float) else value
