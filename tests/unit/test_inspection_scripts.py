"""Scripts of Final Draft are XML of strangers."""

from __future__ import annotations

import io
from typing import Any, cast

import pytest

from shared.adapters.inspection.documents import inspect_text
from shared.domain.media import FileRefused

_BLOCK = 64 * 1024
_SCRIPT = b"<FinalDraft><Content><Paragraph><Text>&a;</Text></Paragraph></Content></FinalDraft>"


def opened(body: bytes) -> Any:
    return cast("Any", io.BytesIO(body))


@pytest.mark.parametrize("within", range(1, len(b"<!ENTITY")))
def test_an_entity_is_found_wherever_the_file_is_cut_into_blocks(within: int) -> None:
    start = b'<?xml version="1.0"?><!--<FinalDraft'
    declared = b'--><!DOCTYPE FinalDraft [<!ENTITY a "much">]>' + _SCRIPT
    filling = b"x" * (2 * _BLOCK - within - len(start) - declared.index(b"<!ENTITY"))

    with pytest.raises(FileRefused, match="may not declare entities"):
        inspect_text(opened(start + filling + declared), "fdx")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-7", "idna", "no-such", "rot13"])
def test_an_encoding_that_cannot_be_read_is_no_failure_of_ours(encoding: str) -> None:
    body = f'<?xml version="1.0" encoding="{encoding}"?>'.encode() + _SCRIPT

    with pytest.raises(FileRefused, match="damaged"):
        inspect_text(opened(body), "fdx")
