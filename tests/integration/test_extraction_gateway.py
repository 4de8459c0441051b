"""The extract function as whoever gathers calls it: by Lambda's own API, waiting for the answer."""

from __future__ import annotations

from pathlib import Path

import pytest

from shared.adapters.extraction.function import LambdaExtractor
from shared.domain.media import FileRefused
from tests.corpus.screenplay import first_draft, fountain
from tests.extraction.store import ETAG, shelf
from tests.integration.gateway_stage.running import running

TEMPLATE = """
Transform: AWS::Serverless-2016-10-31
Resources:
  ExtractFunction:
    Type: AWS::Serverless::Function
    Properties:
      FunctionName: stage-local-extract
      Handler: functions.extract.app.handler
      Timeout: 300
      AutoPublishAlias: live
"""


async def test_a_whole_screenplay_comes_back_through_the_gateway(tmp_path: Path) -> None:
    template = tmp_path / "template.yaml"
    template.write_text(TEMPLATE)
    script = fountain(first_draft()).encode()
    with shelf() as store, running(tmp_path / "home", ALADDIN_TEMPLATE=str(template)) as stage:
        name = "arn:aws:lambda:us-east-1:123456789012:function:stage-local-extract:live"
        extractor = LambdaExtractor(name, stage.client())

        found = await extractor.extract(store.put(script), len(script), ETAG, "the sea cook.fountain")
        with pytest.raises(FileRefused, match="cannot be read as a document"):
            await extractor.extract(store.put(b"\x7fELF\0\1\2"), 7, ETAG, "tool")

    assert found.screenplay is not None
    assert len(found.screenplay.scenes) == len(first_draft().scenes)
    assert len(found.pages) == len(first_draft().pages)
