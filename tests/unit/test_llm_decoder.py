"""Any text, cut anywhere, is the same text; whatever comes, nothing but typed problems."""

from __future__ import annotations

import json
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from shared.adapters.llm.decoder import Decoder
from shared.domain.model import Usage

LONGEST = 100_000
# Surrogates included: JSON escapes carry them one by one.
ANY_TEXT = st.text(st.characters(), min_size=1, max_size=12)
DELTAS = st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12), min_size=1, max_size=12)
LINE_END = st.sampled_from([b"\n", b"\r\n", b"\r"])
CUTS = st.lists(st.integers(0, 4000), max_size=40)


def pieces(data: bytes, cuts: list[int]) -> list[bytes]:
    edges = sorted({0, len(data), *(cut for cut in cuts if cut < len(data))})
    return [data[start:end] for start, end in pairwise(edges)]


def delta(text: str, *, ascii_only: bool) -> str:
    return "data: " + json.dumps({"choices": [{"index": 0, "delta": {"content": text}}]}, ensure_ascii=ascii_only)


def stream(lines: list[str], end: bytes) -> bytes:
    return b"".join(line.encode("utf-8", "surrogatepass") + end + end for line in lines)


def read(data: bytes, cuts: list[int]) -> tuple[list[str], Decoder]:
    decoder = Decoder(LONGEST)
    texts = [text for piece in pieces(data, cuts) for text in decoder.feed(piece)]
    return texts + decoder.end(), decoder


FINISH = 'data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}'


@given(DELTAS, LINE_END, CUTS, st.booleans())
def test_the_same_deltas_however_the_bytes_are_cut(
    deltas: list[str], end: bytes, cuts: list[int], ascii_only: bool
) -> None:
    lines = [delta(text, ascii_only=ascii_only) for text in deltas]
    texts, decoder = read(stream([*lines, FINISH, "data: [DONE]"], end), cuts)

    assert texts == deltas
    assert decoder.finish_reason == "stop"
    assert decoder.done


@given(st.lists(st.text(st.characters(), max_size=8), max_size=10), CUTS, st.booleans())
def test_surrogates_split_anywhere_end_as_encodable_text(deltas: list[str], cuts: list[int], ascii_only: bool) -> None:
    texts, _ = read(stream([*(delta(text, ascii_only=ascii_only) for text in deltas), FINISH], b"\n"), cuts)
    joined = "".join(deltas).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")

    assert "".join(texts) == joined
    assert all(text and text.encode() for text in texts)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
def test_a_pair_split_over_two_deltas_is_one_character(text: str) -> None:
    units = [chr(unit) for unit in memoryview(text.encode("utf-16-le")).cast("H")]
    texts, _ = read(stream([*(delta(unit, ascii_only=True) for unit in units), FINISH], b"\n"), [])

    assert "".join(texts) == text


@given(st.lists(st.binary(max_size=200), max_size=20))
def test_no_bytes_make_the_decoder_fail(chunks: list[bytes]) -> None:
    decoder = Decoder(LONGEST)
    texts = [text for chunk in chunks for text in decoder.feed(chunk)] + decoder.end()

    assert all(text.encode() for text in texts)


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | ANY_TEXT,
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(
        st.sampled_from(["choices", "delta", "content", "index", "finish_reason", "usage", "error", "code", "message",
                         "prompt_tokens", "completion_tokens", "cost", "reasoning", "text", "type"]),
        inner, max_size=6,
    ),
    max_leaves=25,
)  # fmt: skip


@given(st.lists(JSON, max_size=8))
def test_no_json_makes_the_decoder_fail(events: list[object]) -> None:
    data = b"".join(b"data: " + json.dumps(event).encode() + b"\n\n" for event in events)
    texts, decoder = read(data, [])

    assert all(type(text) is str and text and text.encode() for text in texts)
    assert decoder.usage is None or decoder.usage.prompt_tokens >= 0


@given(st.integers(1, 50), st.binary(min_size=1, max_size=5000))
def test_an_endless_line_is_bounded(size: int, block: bytes) -> None:
    decoder = Decoder(10_000)
    decoder.feed(b"data: ")
    block = block.replace(b"\n", b"x").replace(b"\r", b"x")
    fed = 0
    while decoder.problem is None:
        decoder.feed(block * size)
        fed += len(block) * size
        assert fed <= 10_000 + len(block) * size

    assert decoder.problem.reason == "a line too long"


def test_an_event_of_several_data_lines_is_one_event() -> None:
    texts, _ = read(b'data: {"choices":[{"delta":\ndata: {"content":"Hi"}}]}\n\n', [])

    assert texts == ["Hi"]


def test_the_last_usage_counts() -> None:
    first = '{"choices":[],"usage":{"prompt_tokens":1,"completion_tokens":1}}'
    last = '{"choices":[],"usage":{"prompt_tokens":5,"completion_tokens":7,"cost":0.25}}'
    _, decoder = read(stream([f"data: {first}", f"data: {last}"], b"\n"), [])

    assert decoder.usage == Usage(5, 7, 0.25)


def test_content_parts_are_text() -> None:
    parts = [{"type": "text", "text": "Hel"}, {"type": "thinking"}, {"type": "text", "text": "lo"}]
    texts, _ = read(stream(["data: " + json.dumps({"choices": [{"delta": {"content": parts}}]})], b"\n"), [])

    assert texts == ["Hello"]


def test_an_error_after_tokens_leaves_the_tokens() -> None:
    texts, decoder = read(
        stream([delta("Hi", ascii_only=True), 'data: {"error":{"code":"429","message":"slow"}}'], b"\n"), []
    )

    assert texts == ["Hi"]
    assert decoder.problem is not None
    assert decoder.problem.status == 429
