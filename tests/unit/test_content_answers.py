"""An answer that the gateway could not carry is refused in words, not broken on its way."""

from __future__ import annotations

import json

import pytest

from functions.content.exchange import LARGEST_ANSWER, answer
from infra.local.gateway.events import MAX_PAYLOAD
from shared.domain.errors import PayloadTooLarge


@pytest.mark.parametrize("letter", ["a", '"', "\\", "\n", "é", "語"])
def test_what_the_gateway_cannot_carry_is_refused(letter: str) -> None:
    """As many letters as fit are answered, and not many more."""
    each = len(json.dumps(json.dumps({"text": letter}, ensure_ascii=False), ensure_ascii=False).encode())
    each -= len(json.dumps(json.dumps({"text": ""})))
    fitting = LARGEST_ANSWER // each - 100

    body = bytes(answer({"text": letter * fitting}).body).decode()
    assert len(json.dumps({"statusCode": 200, "body": body}, ensure_ascii=False).encode()) < MAX_PAYLOAD
    with pytest.raises(PayloadTooLarge, match="fewer documents"):
        answer({"text": letter * (fitting + 200)})
