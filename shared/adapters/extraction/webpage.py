"""A web page: what a reader of it would read."""

from __future__ import annotations

from importlib import import_module
from typing import Any, cast

_SILENT = frozenset(
    {"script", "style", "noscript", "template", "svg", "iframe", "object", "select", "textarea", "head"}
)
_APART = frozenset(
    ("p", "div", "section", "article", "header", "footer", "main", "aside", "nav", "table", "ul", "ol", "blockquote")
) | {"pre", "h1", "h2", "h3", "h4", "h5", "h6", "figure", "dl", "form", "title"}
_LINES = frozenset({"br", "li", "tr", "dt", "dd"})


def text_of_html(html: str) -> str:
    """Paragraphs apart by an empty line, without scripts and what is hidden. Hostile pages are text like any other."""
    etree = import_module("lxml.etree")  # has no types

    api = cast(Any, etree)
    parser = api.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
    try:
        root = api.fromstring(html.encode("utf-8", "ignore"), parser)
    except (api.LxmlError, ValueError):
        return ""
    lines = [" ".join(line.split()) for line in "".join(_pieces(api, root)).split("\n")]
    kept: list[str] = []
    for line in lines:
        if line or (kept and kept[-1]):
            kept.append(line)
    return "\n".join(kept).strip()


def _pieces(api: Any, root: Any) -> list[str]:
    pieces: list[str] = []
    silent: Any = None
    for event, element in api.iterwalk(root, events=("start", "end")) if root is not None else ():
        tag = str(element.tag)
        if event == "start" and silent is None:
            if tag in _SILENT or _is_hidden(element):
                silent = element
                continue
            pieces += ["\n\n" if tag in _APART else "\n" if tag in _LINES else "", element.text or ""]
        elif event == "end":
            if silent is element:
                silent = None
            elif silent is None and tag in _APART:
                pieces.append("\n\n")
            if silent is None:
                pieces.append(element.tail or "")
    return pieces


def _is_hidden(element: Any) -> bool:
    style = (element.get("style") or "").replace(" ", "").lower()
    return element.get("hidden") is not None or "display:none" in style
