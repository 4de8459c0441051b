"""A web page: what a reader of it would read."""

from __future__ import annotations

from html.parser import HTMLParser

_SILENT = frozenset({"script", "style", "noscript", "template", "svg", "iframe", "object", "select", "textarea"})
_APART = frozenset(
    ("p", "div", "section", "article", "header", "footer", "main", "aside", "nav", "table", "ul", "ol", "blockquote")
) | {"pre", "h1", "h2", "h3", "h4", "h5", "h6", "figure", "dl", "form"}
_LINES = frozenset({"br", "li", "tr", "dt", "dd"})
_EMPTY = frozenset(
    ("br", "hr", "img", "input", "meta", "link", "area", "base", "col", "embed", "source", "track", "wbr")
)


def text_of_html(html: str) -> str:
    """Paragraphs apart by an empty line, without scripts and what is hidden. Hostile pages are text like any other."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    lines = [" ".join(line.split()) for line in "".join(reader.pieces).split("\n")]
    kept: list[str] = []
    for line in lines:
        if line or (kept and kept[-1]):
            kept.append(line)
    return "\n".join(kept).strip()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._silent: str | None = None
        self._depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._silent:
            self._depth += tag == self._silent
            return
        said = dict(attrs)
        hidden = "hidden" in said or "display:none" in (said.get("style") or "").replace(" ", "").lower()
        if (tag in _SILENT or hidden) and tag not in _EMPTY:
            self._silent, self._depth = tag, 1
        elif tag in _APART:
            self.pieces.append("\n\n")
        elif tag in _LINES:
            self.pieces.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if self._silent:
            self._depth -= tag == self._silent
            if not self._depth:
                self._silent = None
        elif tag in _APART:
            self.pieces.append("\n\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.pieces.append(data)
