"""The kinds of files that are accepted, and how each is called, bounded and served.

SVG and HTML are not among them: both can carry programs. Archives are not either: what is inside could not be shown; a
Word document is one that can be read, and has to be nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass

from shared.domain.media import Family

MB = 1024 * 1024
GB = 1024 * MB
_LIMITS: dict[Family, int] = {
    "image": 50 * MB, "video": 5 * GB, "audio": 500 * MB, "pdf": 50 * MB, "text": 50 * MB, "word": 50 * MB,
}  # fmt: skip
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
LARGEST = max(_LIMITS.values())


@dataclass(frozen=True, slots=True)
class Kind:
    """``container`` is what the bytes can tell; kinds that share one are told apart by name and type."""

    name: str
    label: str
    family: Family
    container: str
    mime_type: str
    extensions: tuple[str, ...]
    aliases: tuple[str, ...] = ()

    @property
    def limit(self) -> int:
        """The largest file, in bytes."""
        return _LIMITS[self.family]

    @property
    def inline(self) -> bool:
        """Whether a browser may show it in place. A PDF may carry programs, and text may be taken for a page."""
        return self.family in ("image", "video", "audio")

    @property
    def served_as(self) -> str:
        return "text/plain; charset=utf-8" if self.family == "text" else self.mime_type


KINDS = (
    Kind("png", "PNG image", "image", "png", "image/png", ("png",), ("image/apng",)),
    Kind("jpeg", "JPEG image", "image", "jpeg", "image/jpeg", ("jpg", "jpeg", "jpe", "jfif"), ("image/jpg",)),
    Kind("gif", "GIF image", "image", "gif", "image/gif", ("gif",)),
    Kind("webp", "WebP image", "image", "webp", "image/webp", ("webp",)),
    Kind("avif", "AVIF image", "image", "avif", "image/avif", ("avif",)),
    Kind("bmp", "BMP image", "image", "bmp", "image/bmp", ("bmp",), ("image/x-ms-bmp", "image/x-bmp")),
    Kind("tiff", "TIFF image", "image", "tiff", "image/tiff", ("tif", "tiff")),
    Kind("mp4", "MP4 video", "video", "iso", "video/mp4", ("mp4", "m4v"), ("video/x-m4v", "application/mp4")),
    Kind("mov", "QuickTime video", "video", "iso", "video/quicktime", ("mov", "qt")),
    Kind("webm", "WebM video", "video", "matroska", "video/webm", ("webm",)),
    Kind("mkv", "Matroska video", "video", "matroska", "video/x-matroska", ("mkv",), ("video/matroska",)),
    Kind("mp3", "MP3 sound", "audio", "mp3", "audio/mpeg", ("mp3",), ("audio/mp3", "audio/x-mp3", "audio/x-mpeg")),
    Kind("wav", "WAV sound", "audio", "wav", "audio/wav", ("wav", "wave"), ("audio/x-wav", "audio/wave")),
    Kind("flac", "FLAC sound", "audio", "flac", "audio/flac", ("flac",), ("audio/x-flac",)),
    Kind("ogg", "Ogg sound", "audio", "ogg", "audio/ogg", ("ogg", "oga", "opus"), ("application/ogg", "audio/opus")),
    Kind("m4a", "M4A sound", "audio", "iso", "audio/mp4", ("m4a",), ("audio/x-m4a", "audio/m4a", "audio/aacp")),
    Kind("aac", "AAC sound", "audio", "aac", "audio/aac", ("aac",), ("audio/x-aac", "audio/vnd.dlna.adts")),
    Kind("weba", "WebM sound", "audio", "matroska", "audio/webm", ("weba", "webm")),
    Kind("pdf", "PDF document", "pdf", "pdf", "application/pdf", ("pdf",), ("application/x-pdf",)),
    Kind("docx", "Word document", "word", "zip", _WORD, ("docx",)),
    Kind("markdown", "Markdown text", "text", "text", "text/markdown", ("md", "markdown"), ("text/x-markdown",)),
    Kind("fountain", "Fountain script", "text", "text", "text/x-fountain", ("fountain", "spmd"), ("text/fountain",)),
    Kind("fdx", "Final Draft script", "text", "text", "application/x-fdx", ("fdx",), ("application/xml", "text/xml")),
    Kind("srt", "SubRip subtitles", "text", "text", "application/x-subrip", ("srt",), ("text/srt",)),
    Kind("vtt", "WebVTT subtitles", "text", "text", "text/vtt", ("vtt",)),
    Kind("text", "text", "text", "text", "text/plain", ("txt", "text")),
)  # fmt: skip
BY_NAME = {kind.name: kind for kind in KINDS}
BY_EXTENSION = {extension: kind for kind in reversed(KINDS) for extension in kind.extensions}
BY_TYPE = {mime: kind for kind in reversed(KINDS) for mime in (kind.mime_type, *kind.aliases)}

_SAYS_NOTHING = frozenset(("", "application/octet-stream", "binary/octet-stream", "application/x-unknown"))


def extension_of(filename: str) -> str:
    stem, dot, extension = filename.rpartition(".")
    return extension.lower() if dot and stem else ""


def expected(filename: str, mime_type: str) -> Kind | None:
    """The kind that name and type promise; ``None`` when neither promises one that is accepted.

    The name decides, except where its ending stands for two kinds.
    """
    mime = mime_type.partition(";")[0].strip().lower()
    by_type = BY_TYPE.get(mime)
    extension = extension_of(filename)
    if by_type and extension in by_type.extensions:
        return by_type
    return BY_EXTENSION.get(extension) if extension else by_type


def contradicts(kind: Kind, mime_type: str) -> bool:
    """Whether a declared type denies what the name says. Text is called by many names, and some say nothing."""
    mime = mime_type.partition(";")[0].strip().lower()
    if mime in _SAYS_NOTHING or mime in (kind.mime_type, *kind.aliases):
        return False
    if kind.family == "text" and (mime == "text/plain" or (mime.startswith("text/") and mime in BY_TYPE)):
        return False
    named = BY_TYPE.get(mime)
    return named is None or named.container != kind.container
