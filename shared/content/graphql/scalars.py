"""Types of single values besides GraphQL's own. What they hold is judged where REST's values are: by the engine."""

from __future__ import annotations

from typing import Any

from graphql import ConstValueNode, GraphQLError, GraphQLScalarType, value_from_ast_untyped

from shared.content import values


def _free(value: Any) -> Any:
    fault = values.json_fault(value, _MAX_BYTES)
    if fault:
        raise GraphQLError(fault)
    return value


def _free_literal(node: ConstValueNode) -> Any:
    """Variables that stood inside have been filled in."""
    return _free(value_from_ast_untyped(node))


def _object(value: Any) -> Any:
    if not isinstance(value, dict):
        raise GraphQLError("Expected an object.")
    return _free(value)


def _date(value: Any) -> str:
    moment = values.date(value)
    if moment is None:
        raise GraphQLError("Expected an ISO date.")
    return values.iso(moment)


def _text(value: Any) -> str:
    if not isinstance(value, str) or not values.is_clean_text(value):
        raise GraphQLError("Expected text.")
    return value


_MAX_BYTES = 1024 * 1024

JSON = GraphQLScalarType("JSON", description="Any JSON.", coerce_input_value=_free, coerce_input_literal=_free_literal)
JSON_OBJECT = GraphQLScalarType("JSONObject", description="A JSON object.", coerce_input_value=_object)
DATE_TIME = GraphQLScalarType("DateTime", description="An ISO date and time in UTC.", coerce_input_value=_date)
EMAIL_ADDRESS = GraphQLScalarType("EmailAddress", description="An e-mail address.", coerce_input_value=_text)
