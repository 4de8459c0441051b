"""Films and sounds: their streams, their length, and one frame. They are looked into, never read through."""

from __future__ import annotations

from typing import Any

from shared.adapters.inspection.boxes import check_whole
from shared.adapters.inspection.pictures import carries_credentials
from shared.adapters.inspection.previews import previews_of
from shared.adapters.inspection.ranges import RangeFile
from shared.domain.media import Facts, FileRefused, Inspected, Preview

MOST_FRAME_PIXELS = 8192 * 8192
LONGEST = 24 * 3600
_LOOK = 512 * 1024
_MOST_PACKETS = 300
# One demuxer each: those that follow names into other files (playlists, concatenations) are not among them.
_DEMUXERS = {
    "mp4": "mov", "mov": "mov", "m4a": "mov", "webm": "matroska", "mkv": "matroska", "weba": "matroska",
    "mp3": "mp3", "wav": "wav", "flac": "flac", "ogg": "ogg", "aac": "aac",
}  # fmt: skip
_BROKEN = "This file is damaged or cut off."


def inspect_film(file: RangeFile, kind: str, *, with_picture: bool) -> Inspected:
    import av
    from av.error import FFmpegError

    check_whole(file, _DEMUXERS[kind])
    head = file.at(0, min(_LOOK, file.size))
    tail = file.at(max(0, file.size - _LOOK), min(_LOOK, file.size))
    credentials = carries_credentials(head) or carries_credentials(tail)
    try:
        with av.open(
            file, format=_DEMUXERS[kind], timeout=30, options={"probesize": "4000000", "analyzeduration": "5000000"}
        ) as container:
            return _streams(container, with_picture=with_picture, credentials=credentials)
    except (FFmpegError, EOFError, ValueError, OverflowError) as error:
        raise FileRefused(_BROKEN) from error


def _streams(container: Any, *, with_picture: bool, credentials: bool) -> Inspected:
    films = [one for one in container.streams.video if not _is_cover(one)]
    sounds = list(container.streams.audio)
    if with_picture and not films:
        raise FileRefused("There is no picture in this film.")
    if not with_picture and not sounds:
        raise FileRefused("There is no sound in this file.")
    films, sounds = _known(films), _known(sounds)
    if not (films if with_picture else sounds):
        raise FileRefused("It is coded in a way that cannot be opened here.")
    duration = container.duration / 1_000_000 if container.duration else None
    if duration is not None and not 0 <= duration <= LONGEST:
        raise FileRefused("Its length is not believable." if duration < 0 else "It is longer than 24 hours.")
    rate = int(sounds[0].rate or 0) or None if sounds else None
    if not with_picture:
        _decode_first(container, sounds[0])
        return Inspected(Facts(duration=_rounded(duration), sample_rate=rate, credentials=credentials))
    return _film(container, films[0], duration, rate, credentials)


def _film(container: Any, film: Any, duration: float | None, rate: int | None, credentials: bool) -> Inspected:
    if film.width * film.height > MOST_FRAME_PIXELS:
        raise FileRefused(f"Its frames have {film.width:,} × {film.height:,} pixels, which is too many.")
    film.thread_type = "NONE"
    film.codec_context.thread_count = 1
    if duration and duration > 1:
        container.seek(int(min(3.0, duration / 10) * 1_000_000))
    frame = _decode_first(container, film)
    picture = frame.to_image()
    if frame.rotation:
        picture = picture.rotate(frame.rotation, expand=True)
    fps = float(film.average_rate) if film.average_rate else None
    previews: tuple[Preview, ...] = previews_of(picture)
    facts = Facts(
        width=picture.width,
        height=picture.height,
        duration=_rounded(duration),
        fps=_rounded(fps),
        sample_rate=rate,
        credentials=credentials,
    )
    return Inspected(facts, previews)


def _decode_first(container: Any, stream: Any) -> Any:
    for count, packet in enumerate(container.demux(stream)):
        for frame in packet.decode():
            return frame
        if count > _MOST_PACKETS:
            break
    raise FileRefused(_BROKEN)


def _known(streams: list[Any]) -> list[Any]:
    """Those that there is a decoder for."""
    return [one for one in streams if one.codec_context is not None]


def _is_cover(stream: Any) -> bool:
    return bool(stream.disposition & stream.disposition.attached_pic)


def _rounded(value: float | None) -> float | None:
    return round(value, 3) if value is not None else None
