"""``studio``: a product of its own, in which addresses have to be verified and nobody has registered yet."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.product import Product, running_product


@pytest.fixture(scope="package")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    with running_product(tmp_path_factory.mktemp("sdk"), REQUIRE_VERIFIED_EMAIL="true") as running:
        yield running
