"""The shell blocks of the documentation run as they stand, one after the other, against the product."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest

from tests.house import ROOT, files_of, text_of

BLOCK = re.compile(r"^```bash runnable\n(.*?)^```$", re.DOTALL | re.MULTILINE)
PAGES = [path for path in files_of(".md") if BLOCK.search(text_of(path))]


@pytest.mark.timeout(300)
@pytest.mark.parametrize("page", PAGES, ids=str)
def test_a_page_runs_as_it_stands(page: Path, product_url: str, tmp_path: Path) -> None:
    blocks = BLOCK.findall(text_of(page))
    script = "set -euo pipefail\n" + "\n".join(
        f"echo; echo '--- block {number}'\n{block}" for number, block in enumerate(blocks, 1)
    )
    done = subprocess.run(
        ["bash", "-c", script.replace("/tmp/aladdin-", f"{tmp_path}/")],
        cwd=ROOT,
        env={**os.environ, "ALADDIN": product_url},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=240,
    )

    assert done.returncode == 0, f"{done.stdout[-3000:]}\n{done.stderr[-1000:]}"


def test_the_client_guide_is_among_them() -> None:
    assert Path("docs/client-guide.md") in PAGES
