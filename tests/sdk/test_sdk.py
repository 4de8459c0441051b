"""The official SDK from npm, unchanged, through every method it has."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from infra.local.web import install
from infra.steps import programs_first
from tests.product import Product

HERE = Path(__file__).parent
NODE = Path(sys.executable).with_name("node")


@pytest.mark.product
@pytest.mark.timeout(300)
def test_every_method_of_the_sdk_works(studio: Product) -> None:
    install(HERE)
    settings = {"ALADDIN_URL": studio.url, "ALADDIN_OUTBOX": str(studio.home / "outbox")}

    ran = subprocess.run(
        [NODE, HERE / "every_method.mjs"], env=programs_first(settings), capture_output=True, text=True, timeout=240
    )

    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert len(json.loads(ran.stdout)) >= 21
