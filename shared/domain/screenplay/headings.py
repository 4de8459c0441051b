"""Scene headings ("sluglines") and character cues, as English-language scripts write them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

LONGEST_HEADING, LONGEST_CUE = 200, 80
_PREFIX = re.compile(
    r"(?P<both>INT\.?/EXT\b|EXT\.?/INT\b|I\.?/E\b|E\.?/I\b)|(?P<int>INT\b)|(?P<ext>EXT\b|EST\b)", re.IGNORECASE
)
_NUMBERED = re.compile(r"#(?P<number>[\w.-]{1,16})#$")
_DASH = re.compile(r" (?:-|–|—|--) | ?(?:–|—|--) ?")
_TIMES = frozenset(
    (
        "DAY",
        "NIGHT",
        "MORNING",
        "AFTERNOON",
        "EVENING",
        "DUSK",
        "DAWN",
        "NOON",
        "MIDNIGHT",
        "SUNSET",
        "SUNRISE",
        "LATER",
    )
) | {"LATER", "TWILIGHT", "CONTINUOUS", "SAME", "MOMENTS", "MAGIC", "NIGHTFALL", "DAYBREAK", "MIDDAY", "AM", "PM"}
_TIGHT = re.compile(r"(?<=\w)(?:-| -|- )(DAY|NIGHT|MORNING|AFTERNOON|EVENING|DUSK|DAWN|LATER|CONTINUOUS)$")
_MISREAD = re.compile(r"(?:(?P<int>[I1l|!]N[T7I])|(?P<ext>[E€][XK][T7I]))(?:[.,:;]\s?|\s)(?=[A-Z0-9])")
_ASIDE = re.compile(r"\(([^()]{0,60})\)")
_OFF = frozenset({"OS", "OC", "OFF", "OFFSCREEN", "OFFCAMERA"})
_OVER = frozenset({"VO", "VOICEOVER"})


@dataclass(frozen=True, slots=True)
class Heading:
    text: str
    location: str
    time_of_day: str
    interior: bool
    exterior: bool
    number: str = ""


def is_heading(line: str) -> bool:
    """INT., EXT., EST., INT./EXT. or I/E, and something after it."""
    if len(line) > LONGEST_HEADING:
        return False
    match = _PREFIX.match(line)
    rest = line[match.end() :] if match else ""
    return rest[:1] in (".", " ", ":") and bool(rest.strip(" .:"))


def mended(line: str) -> str:
    """A line of a scan that begins like a heading with a letter or two misread (1NT. HOUSE, EX7, ROAD) as it was."""
    match = None if is_heading(line) else _MISREAD.match(line)
    rest = line[match.end() :] if match else ""
    if match is None or rest != rest.upper() or len(line) > LONGEST_HEADING:
        return line
    return f"{'INT' if match['int'] else 'EXT'}. {rest}"


def parse_heading(line: str) -> Heading:
    """Of any text: what has no INT or EXT is neither."""
    text = " ".join(line[: 2 * LONGEST_HEADING].split())
    number = ""
    if match := _NUMBERED.search(text):
        number, text = match["number"], text[: match.start()].rstrip()
    match = _PREFIX.match(text) if is_heading(text) else None
    rest = text[match.end() :].lstrip(" .:") if match else text
    location, time = _split(rest)
    both = bool(match and match["both"])
    return Heading(
        text, location, time, bool(match and match["int"]) or both, bool(match and match["ext"]) or both, number
    )


def _split(rest: str) -> tuple[str, str]:
    rest = _TIGHT.sub(r" - \1", rest)  # as letters are recognised on a scan
    parts = [part for part in _DASH.split(rest) if part]
    time: list[str] = []
    while len(parts) > 1 and _is_time(parts[-1]):
        time.insert(0, _ASIDE.sub("", parts.pop()).strip(" ()").upper())
    location = rest
    if time:
        at = max(rest.rfind(dash) for dash in (" - ", "–", "—", "--"))
        for _ in time[1:]:
            at = max(rest.rfind(dash, 0, at) for dash in (" - ", "–", "—", "--"))
        location = rest[:at]
    return location.strip(" -–—."), " - ".join(time)


def _is_time(text: str) -> bool:
    words = re.findall(r"[A-Z]+", text.upper())
    return len(words) <= 4 and any(word in _TIMES for word in words)


def is_cue(line: str) -> bool:
    """A name in capitals, perhaps with something in brackets after it, which may be in small letters."""
    if not 0 < len(line) <= LONGEST_CUE:
        return False
    name = _ASIDE.sub("", line.rstrip("^ ")).strip()
    return any(sign.isalpha() for sign in name) and name == name.upper() and "(" not in name


def bare_name(cue: str) -> tuple[str, Literal["dialogue", "voice-over", "off-screen"]]:
    """JIM (V.O.) (CONT'D) → JIM, voice-over."""
    cue = cue[: 2 * LONGEST_CUE]
    manner: Literal["dialogue", "voice-over", "off-screen"] = "dialogue"
    for aside in _ASIDE.findall(cue):
        words = {re.sub(r"[^A-Z]", "", word) for word in re.split(r"[\s,/]+", aside.upper())}
        if words & _OVER or words >= {"VOICE", "OVER"}:
            manner = "voice-over"
        elif words & _OFF:
            manner = "off-screen"
    name = re.sub(r"[-–—]? ?\bCONT['’]?D\b\.?", "", _ASIDE.sub("", cue), flags=re.IGNORECASE)
    return " ".join(name.replace("^", " ").split()), manner
