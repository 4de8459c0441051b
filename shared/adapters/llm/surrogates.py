"""Text from JSON escapes made encodable: pairs split over two deltas are joined, lone halves replaced."""

from __future__ import annotations


class Joiner:
    """Keeps a high surrogate that ended one delta until the next delta shows whether its half follows."""

    __slots__ = ("_high",)

    def __init__(self) -> None:
        self._high = ""

    def clean(self, text: str) -> str:
        """``text`` as valid Unicode, led by what was kept; may be empty."""
        if self._high:
            text, self._high = self._high + text, ""
        elif text.isascii():
            return text
        try:
            text.encode()
        except UnicodeEncodeError:
            return self._repair(text)
        return text

    def end(self) -> str:
        """What is left when no delta follows."""
        kept, self._high = self._high, ""
        return "\ufffd" if kept else ""

    def _repair(self, text: str) -> str:
        if "\ud800" <= text[-1] <= "\udbff":
            text, self._high = text[:-1], text[-1]
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
