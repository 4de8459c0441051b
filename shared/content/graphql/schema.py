"""The schema of all collections: Payload's root fields and arguments."""

from __future__ import annotations

from graphql import (
    GraphQLArgument,
    GraphQLBoolean,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLInt,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLString,
)

from shared.content.collection import Collection, nobody
from shared.content.graphql.access import access_field
from shared.content.graphql.cost import PAGE, READ, WRITE, weighing
from shared.content.graphql.history import History
from shared.content.graphql.inputs import input_of
from shared.content.graphql.names import names_of
from shared.content.graphql.operations import Operations
from shared.content.graphql.outputs import Outputs
from shared.content.graphql.preferences import preference_mutations, preference_queries
from shared.content.graphql.signing_in import account_mutations, account_queries
from shared.content.graphql.wheres import Wheres
from shared.content.registry import Registry

Fields = dict[str, GraphQLField]

_ID = GraphQLArgument(GraphQLNonNull(GraphQLString))
_FLAG = GraphQLArgument(GraphQLBoolean)
_NUMBER = GraphQLArgument(GraphQLInt)


def schema_of(registry: Registry) -> GraphQLSchema:
    """Raises ``ValueError`` or ``TypeError`` when declarations do not make a schema; a test asks that of ours."""
    wheres = Wheres(registry)
    outputs = Outputs(registry, wheres)
    queries = preference_queries()
    mutations = preference_mutations()
    for collection in registry:
        queries |= _queries(collection, outputs, wheres)
        mutations |= _mutations(collection, outputs)
        if collection.versions is not None:
            history = History(collection, registry.versions(collection))
            queries |= history.queries(outputs)
            mutations |= history.mutations(outputs.document(collection))
        if collection.auth:
            queries |= account_queries(collection, outputs.document(collection))
            mutations |= account_mutations(collection, outputs.document(collection))
    queries["Access"] = access_field(registry)
    return GraphQLSchema(GraphQLObjectType("Query", queries), GraphQLObjectType("Mutation", mutations))


def _queries(collection: Collection, outputs: Outputs, wheres: Wheres) -> Fields:
    names, operations = names_of(collection), Operations(collection)
    document = outputs.document(collection)
    where = GraphQLArgument(wheres.of(collection))
    count = GraphQLObjectType(f"count{names.many}", {"totalDocs": GraphQLField(GraphQLInt)})
    shown = {"draft": _FLAG, "select": _FLAG, "trash": _FLAG}
    paged = {
        "limit": _NUMBER, "page": _NUMBER, "pagination": _FLAG, "sort": GraphQLArgument(GraphQLString), "where": where,
    }  # fmt: skip
    return {
        names.one: GraphQLField(
            document, {"id": _ID, **shown}, resolve=operations.find_by_id, extensions=weighing(READ)
        ),
        names.many: GraphQLField(
            outputs.page(names.many, document),
            {**shown, **paged},
            resolve=operations.find,
            extensions=weighing(READ, PAGE),
        ),
        f"count{names.many}": GraphQLField(
            count,
            {"draft": _FLAG, "trash": _FLAG, "where": where},
            resolve=operations.count,
            extensions=weighing(READ),
        ),
    }


def _mutations(collection: Collection, outputs: Outputs) -> Fields:
    """As REST's routes: what is nobody's to do has no field."""
    name, operations = names_of(collection).one, Operations(collection)
    document, made = outputs.document(collection), Fields()
    whole = input_of(name, collection.all_fields)
    weight = weighing(WRITE)
    if collection.access.create is not nobody:
        args = {"data": _body(whole), "draft": _FLAG}
        made[f"create{name}"] = GraphQLField(document, args, resolve=operations.create, extensions=weight)
        if not collection.auth:
            args = {"id": _ID, "data": GraphQLArgument(whole)}
            made[f"duplicate{name}"] = GraphQLField(document, args, resolve=operations.duplicate, extensions=weight)
    if collection.access.update is not nobody:
        changes = _body(input_of(f"{name}Update", collection.all_fields, partial=True))
        args = {"id": _ID, "autosave": _FLAG, "data": changes, "draft": _FLAG, "trash": _FLAG}
        made[f"update{name}"] = GraphQLField(document, args, resolve=operations.update, extensions=weight)
    if collection.access.delete is not nobody:
        args = {"id": _ID, "trash": _FLAG}
        made[f"delete{name}"] = GraphQLField(document, args, resolve=operations.delete, extensions=weight)
    return made


def _body(body: GraphQLInputObjectType) -> GraphQLArgument:
    return GraphQLArgument(GraphQLNonNull(body))
