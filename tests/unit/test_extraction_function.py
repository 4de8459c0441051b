"""What the extract function's answers mean to whoever asked."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest

from shared.adapters.extraction.fake import FakeExtractor
from shared.adapters.extraction.function import LambdaExtractor, NobodyReads
from shared.adapters.extraction.wire import to_wire
from shared.domain.errors import StorageError
from shared.domain.extraction import Extracted, Page, Scan
from shared.domain.media import FileRefused
from shared.ports.brain import Extractor

FOUND = Extracted("pdf", (Page(1, "Words.", ocr=True),), truncated=True)


class Lambda:
    """Lambda's client, with one answer to everything."""

    def __init__(self, answer: Any, error: str | None = None) -> None:
        self._answer, self._error = answer, error
        self.asked: list[dict[str, Any]] = []

    def invoke(self, **asked: Any) -> dict[str, Any]:
        self.asked.append(asked)
        if isinstance(self._answer, Exception):
            raise self._answer
        payload = {"Payload": io.BytesIO(json.dumps(self._answer).encode())}
        return {**payload, "FunctionError": self._error} if self._error else payload


def asking(answer: Any, error: str | None = None) -> tuple[LambdaExtractor, Lambda]:
    client = Lambda(answer, error)
    return LambdaExtractor("aladdin-test-extract", client), client


async def test_the_function_is_asked_by_name_and_waited_for() -> None:
    extractor, client = asking({"found": to_wire(FOUND)})

    scans = [Scan(3, (("INT. ROOM", 72.5, True),))]
    assert await extractor.extract("https://store.test/a", 9, '"e"', "a.pdf", scans, last=True) == FOUND
    [asked] = client.asked
    assert asked["FunctionName"] == "aladdin-test-extract"
    assert json.loads(asked["Payload"]) == {
        "url": "https://store.test/a", "size": 9, "etag": '"e"', "filename": "a.pdf",
        "scans": [[3, [["INT. ROOM", 72.5, True]]]], "last": True,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("answer", "error", "raised"),
    [
        ({"refused": "This document is damaged."}, None, FileRefused),
        ({"failed": "STORAGE_ERROR"}, None, StorageError),
        ({"errorMessage": "timed out"}, "Unhandled", StorageError),
        ({"found": {"kind": "spell"}}, None, StorageError),
        ([], None, StorageError),
        (ConnectionError(), None, StorageError),
    ],
)
async def test_every_other_answer_is_a_reason_or_not_now(answer: Any, error: str | None, raised: type) -> None:
    extractor, _ = asking(answer, error)

    with pytest.raises(raised):
        await extractor.extract("https://store.test/a", 9, None, "a.pdf")


async def test_without_a_function_nothing_is_read() -> None:
    with pytest.raises(StorageError):
        await NobodyReads().extract("https://store.test/a", 9, None, "a.pdf")


async def test_the_fake_is_an_extractor() -> None:
    fake = FakeExtractor(FOUND)
    fake.by_name = {"bad.pdf": FileRefused("It is damaged.")}
    extractor: Extractor = fake

    assert await extractor.extract("u", 1, None, "a.pdf") == FOUND
    with pytest.raises(FileRefused):
        await extractor.extract("u", 1, None, "bad.pdf")
    assert fake.asked == ["a.pdf", "bad.pdf"]
