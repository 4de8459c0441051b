"""What every test may ask for by name.

- ``mongo_uri``: a server of the MongoDB protocol, one per test process; ``mongo_db``: a fresh database on it.
- ``graph_db``: a Neo4j of one test process (``uri``, ``user``, ``password``); it has one database, so a test takes a
  project id of its own.
- ``product``, ``product_url``: the whole laptop cloud, one per test process, with nothing but what it makes itself.
- ``upstream``: a scripted language model (see ``tests/upstream``).

Async tests and fixtures need no mark. Whatever asks for the product is marked ``product`` and runs in the second
phase of ``make test``: one after another in each of the groups below, two groups at a time. Unit tests cannot open a
connection at all (``tests/unit/conftest.py``).
"""

from __future__ import annotations

import os
import secrets
from collections.abc import AsyncIterator, Iterator
from typing import TYPE_CHECKING, Any, cast

import hypothesis
import pytest

from tests.isolation import forget_the_developers_settings

if TYPE_CHECKING:
    from pymongo.asynchronous.database import AsyncDatabase

    from infra.local.neo4j import LocalNeo4j
    from tests.product import Product

pytest_plugins = ["tests.soak", "tests.upstream.fixtures"]
# The first of them waits for the product's start, on a machine that may have a lot to do.
PRODUCT_SECONDS = 420
MONGO_OF_YOUR_OWN = os.environ.get("ALADDIN_TEST_MONGODB_URI")
NEO4J_OF_YOUR_OWN = os.environ.get("ALADDIN_TEST_NEO4J_URI", ""), os.environ.get("ALADDIN_TEST_NEO4J_PASSWORD", "")
forget_the_developers_settings(os.environ)
# How long an example takes says how busy the machine is.
hypothesis.settings.register_profile("aladdin", deadline=None)
hypothesis.settings.load_profile("aladdin")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if {"product", "product_url"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.product)
            said = item.get_closest_marker("timeout")
            if said is None or said.args[0] < PRODUCT_SECONDS:
                item.add_marker(pytest.mark.timeout(PRODUCT_SECONDS), append=False)
        if item.get_closest_marker("product"):
            item.add_marker(pytest.mark.xdist_group("browser" if "tests/e2e/" in item.nodeid else "product"))
        elif "graph_db" in getattr(item, "fixturenames", ()) or "[neo4j" in item.name:
            # One Neo4j is enough for all of them.
            item.add_marker(pytest.mark.xdist_group("graph"))


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="session")
def mongo_uri(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Ends with ``/``: a database name may follow. ``ALADDIN_TEST_MONGODB_URI`` names a server of your own instead."""
    if MONGO_OF_YOUR_OWN:
        yield MONGO_OF_YOUR_OWN
        return
    from infra.local.mongo import LocalMongo

    with LocalMongo(tmp_path_factory.mktemp("mongo") / "documents.mv") as server:
        yield f"mongodb://127.0.0.1:{server.port}/"


@pytest.fixture
async def mongo_db(mongo_uri: str) -> AsyncIterator[AsyncDatabase[dict[str, Any]]]:
    """An empty database (its name: ``mongo_db.name``) that is dropped afterwards."""
    from pymongo import AsyncMongoClient

    client: AsyncMongoClient[dict[str, Any]] = AsyncMongoClient(mongo_uri, tz_aware=True, retryWrites=False)
    name = f"test_{secrets.token_hex(6)}"
    try:
        yield client[name]
    finally:
        await client.drop_database(name)
        await client.close()


@pytest.fixture(scope="session")
def graph_db(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalNeo4j]:
    """Started for the first test that asks: it takes a while and half a gigabyte. ``ALADDIN_TEST_NEO4J_URI``
    (bolt://host:port) and ``ALADDIN_TEST_NEO4J_PASSWORD`` name one of your own instead."""
    if NEO4J_OF_YOUR_OWN[0]:
        from types import SimpleNamespace

        uri, password = NEO4J_OF_YOUR_OWN
        yield cast("LocalNeo4j", SimpleNamespace(uri=uri, user="neo4j", password=password))
        return
    from infra.local.neo4j import LocalNeo4j

    with LocalNeo4j(tmp_path_factory.mktemp("neo4j") / "graph") as server:
        yield server


@pytest.fixture(scope="session")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """The laptop cloud on a free port and an empty home; it is gone afterwards, every process of it."""
    from tests.product import running_product

    with running_product(tmp_path_factory.mktemp("product")) as running:
        yield running


@pytest.fixture(scope="session")
def product_url(product: Product) -> str:
    """Where the product answers: no slash at the end."""
    return product.url
