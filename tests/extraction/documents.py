"""Honest documents of every kind, made from a few words."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import escape

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_ROOT = (
    f'<?xml version="1.0"?><Relationships xmlns="{_PACKAGE}"><Relationship Id="r1" Type="{RELATIONS}/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)


def docx(*paragraphs: str, more: Sequence[tuple[str, bytes]] = ()) -> bytes:
    """``\\f`` in a paragraph is a page break. ``more`` are further parts."""
    body = "".join(f"<w:p>{_runs(text)}</w:p>" for text in paragraphs)
    return docx_of(f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'.encode(), more)


def docx_of(document: bytes, more: Sequence[tuple[str, bytes]] = ()) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr("_rels/.rels", _ROOT)
        archive.writestr("word/document.xml", document)
        for name, part in more:
            archive.writestr(name, part)
    return out.getvalue()


def _runs(text: str) -> str:
    page = '<w:r><w:br w:type="page"/></w:r>'
    return page.join(f'<w:r><w:t xml:space="preserve">{escape(part)}</w:t></w:r>' for part in text.split("\f"))


def way_out(target: str) -> tuple[str, bytes]:
    """A relation of a document to somewhere outside."""
    kind = f"{RELATIONS}/attachedTemplate"
    relation = f'<Relationship Id="r9" Type="{kind}" Target="{target}" TargetMode="External"/>'
    return "word/_rels/document.xml.rels", f'<Relationships xmlns="{_PACKAGE}">{relation}</Relationships>'.encode()


def fdx(paragraphs: Sequence[tuple[str, str]], title: str = "", head: str = "") -> bytes:
    """(type, text) each; a heading's text may begin with its number and a bar: ``12A|INT. HOUSE - DAY``."""
    lines = [f'<?xml version="1.0" encoding="UTF-8"?>{head}<FinalDraft DocumentType="Script" Version="5"><Content>']
    for kind, text in paragraphs:
        number, bar, rest = text.partition("|")
        attribute = f' Number="{number}"' if bar else ""
        lines.append(f'<Paragraph Type="{kind}"{attribute}><Text>{escape(rest if bar else text)}</Text></Paragraph>')
    lines.append("</Content>")
    if title:
        lines.append(f"<TitlePage><Content><Paragraph><Text>{escape(title)}</Text></Paragraph></Content></TitlePage>")
    return ("".join(lines) + "</FinalDraft>").encode()


SCENE = (
    ("Scene Heading", "12A|INT. LIGHTHOUSE - NIGHT"),
    ("Action", "MARA (34) climbs the stairs."),
    ("Character", "MARA (V.O.)"),
    ("Parenthetical", "(whispering)"),
    ("Dialogue", "Nobody was here."),
    ("Transition", "CUT TO:"),
    ("Scene Heading", "EXT. BEACH - DAY"),
    ("Action", "Waves."),
)
