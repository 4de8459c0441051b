"""How many tokens a text is: a bound for budgets, a guess for windows.

No tokenizer is loaded: each model has its own, and budgets must hold for all of them.
"""

from __future__ import annotations

from collections.abc import Iterable

from shared.domain.model import ModelMessage

# Chat templates wrap every message in role and separator tokens; the widest known (Harmony, Llama 3) stay below.
MESSAGE_OVERHEAD = 12
REPLY_OVERHEAD = 8
# A high-detail image is 85 + 170 per 512 px tile, at most 8 tiles after the service's own scaling (OpenAI), and
# less elsewhere; the wider value is used because services differ.
IMAGE_TOKENS = 2_600


def upper_bound(messages: Iterable[ModelMessage]) -> int:
    """Tokens that no real tokenizer exceeds: byte-level ones make at most one token of each UTF-8 byte."""
    total = REPLY_OVERHEAD
    for message in messages:
        texts, images = _split(message)
        total += MESSAGE_OVERHEAD + IMAGE_TOKENS * images + sum(_utf8_length(text) for text in texts)
    return total


def estimate(text: str) -> int:
    """A likely count, for windows and for calls whose service reports none.

    About four characters a token in Latin scripts, one character a token elsewhere.
    """
    if text.isascii():
        return (len(text) + 3) // 4
    wide = sum(1 for character in text if character > "\u024f")
    return (len(text) - wide + 3) // 4 + wide


def estimate_messages(messages: Iterable[ModelMessage]) -> int:
    total = 3
    for message in messages:
        texts, images = _split(message)
        total += 4 + IMAGE_TOKENS // 2 * images + sum(estimate(text) for text in texts)
    return total


def _split(message: ModelMessage) -> tuple[list[str], int]:
    """Texts and the number of images of a message. Image bytes (data URLs) are not text tokens."""
    if isinstance(message.content, str):
        return [message.content], 0
    texts = [str(part["text"]) for part in message.content if "text" in part]
    return texts, len(message.content) - len(texts)


def _utf8_length(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-8", "surrogatepass"))
