"""When two values of an attribute say the same, and which attributes can have one value only."""

from __future__ import annotations

import re
import unicodedata

from shared.domain.brain import folded

_SAME = {
    "age": ("years", "years old", "age in years", "how old", "current age"),
    "birthday": ("birth date", "birthdate", "date of birth", "dob", "born", "born on"),
    "birth year": ("year of birth", "born in year"),
    "birthplace": ("place of birth", "born in", "hometown", "home town"),
    "occupation": ("job", "profession", "works as", "career", "work"),
    "eye color": ("eye colour", "eyes", "eye"),
    "hair color": ("hair colour", "hair"),
    "gender": ("sex",),
    "full name": ("legal name", "real name"),
    "height": ("tall", "body height"),
    "weight": ("body weight",),
    "nationality": ("citizenship",),
    "marital status": ("civil status",),
    "father": ("dad", "father s name"),
    "mother": ("mom", "mum", "mother s name"),
}
_ONE = {
    *_SAME, "blood type", "species", "cause of death", "date of death", "year", "date", "year built", "license plate",
    "number of children", "alive",
}  # fmt: skip
_CALLED = {other: name for name, others in _SAME.items() for other in others}
_WORDY = frozenset(("occupation", "full name", "birthplace", "hair color", "eye color", "father", "mother"))
"""Of these, a value that only says more than another agrees with it: a scientist, a nuclear scientist."""

_ONES: dict[str, int] = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
_TENS: dict[str, int] = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_MONTHS = tuple(month[:3] for month in MONTHS)
_NORMAL_DATE = re.compile(r"(\d{4}|----)-(0[1-9]|1[0-2])-(\d{2})")
_MONTH = r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_DATES = (
    (re.compile(rf"(?:the )?(\d{{1,2}})(?:st|nd|rd|th)? (?:of )?{_MONTH}(?: (\d{{4}}))?"), (0, 1, 2)),
    (re.compile(rf"{_MONTH} (\d{{1,2}})(?:st|nd|rd|th)?(?: (\d{{4}}))?"), (1, 0, 2)),
)
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_UNITS = {
    "m": ("cm", 100.0), "meter": ("cm", 100.0), "metre": ("cm", 100.0), "meters": ("cm", 100.0),
    "metres": ("cm", 100.0), "cm": ("cm", 1.0), "centimeters": ("cm", 1.0), "centimetres": ("cm", 1.0),
    "kg": ("kg", 1.0), "kilo": ("kg", 1.0), "kilos": ("kg", 1.0), "kilograms": ("kg", 1.0),
    "lb": ("kg", 0.45359237), "lbs": ("kg", 0.45359237), "pounds": ("kg", 0.45359237),
    "months": ("months", 1.0), "month": ("months", 1.0), "weeks": ("days", 7.0), "week": ("days", 7.0),
    "days": ("days", 1.0), "day": ("days", 1.0), "hours": ("hours", 1.0), "hour": ("hours", 1.0),
    "km": ("km", 1.0), "kilometers": ("km", 1.0), "kilometres": ("km", 1.0), "miles": ("km", 1.609344),
    "years": ("", 1.0), "year": ("", 1.0), "yrs": ("", 1.0), "yo": ("", 1.0), "years old": ("", 1.0),
    "year old": ("", 1.0), "years of age": ("", 1.0), "y o": ("", 1.0), "": ("", 1.0),
}  # fmt: skip
_QUANTITY = re.compile(r"(?:about |circa |age |aged |now )?(\d+(?:\.\d+)?) ?([a-z][a-z ]*)?")
_FEET = re.compile(r"(\d)\s*(?:'|ft\.?|feet|foot)\s*(\d{1,2})?\s*(?:\"|''|in\.?|inches)?")


def attribute_of(name: str) -> str:
    """The attribute as it is compared: lower case, its usual name where it has several. May be empty."""
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name)
    plain = folded(words)[:60]
    return _CALLED.get(plain, plain)


def has_one_value(attribute: str, value: str) -> bool:
    """Likes, traits and the like may have any number, and never contradict each other. Whatever is told as a quantity,
    such as how long somebody has been away, is told as one."""
    return attribute in _ONE or _amount(digits(value).replace("-", " ")) is not None


def normal(attribute: str, value: str) -> str:
    """Equal for values that say the same: 28, "28 years old", "twenty-eight"; 1.8 m and 180 cm; two ways to date."""
    text = unicodedata.normalize("NFKC", value).casefold().strip().strip(".")
    if attribute == "height" and (feet := _FEET.fullmatch(text.replace("’", "'").replace("”", '"'))):
        return f"{round(int(feet[1]) * 30.48 + int(feet[2] or 0) * 2.54)} cm"
    if iso := _ISO.fullmatch(text):
        return f"{int(iso[1]):04d}-{int(iso[2]):02d}-{int(iso[3]):02d}"
    words = digits(text)
    if dated := _date(re.sub(r"[^\w ]+", " ", words)):
        return dated
    return _amount(words.replace("-", " ")) or folded(words)


def agree(attribute: str, one: str, other: str) -> bool:
    """Whether two normal values can both be true."""
    if one == other:
        return True
    if "----" in (one[:4], other[:4]) and one[4:] == other[4:]:
        return True  # a birthday, once with its year
    if attribute not in _WORDY:
        return False
    left, right = set(one.split()), set(other.split())
    return bool(left and right) and (left <= right or right <= left)


def written_dates(normal_date: str) -> list[str]:
    """A normal date with a day, as texts have it, folded; none for what is no date."""
    if not (found := _NORMAL_DATE.fullmatch(normal_date)):
        return []
    year, month, day = found[1], MONTHS[int(found[2]) - 1], int(found[3])
    ending = {1: "st", 2: "nd", 3: "rd"}.get(day % 10 if day not in (11, 12, 13) else 0, "th")
    days = (f"{day}", f"{day}{ending}")
    said = [f"{one} {of}{name}" for one in days for of in ("", "of ") for name in (month, month[:3])]
    said += [f"{name} {one}" for one in days for name in (month, month[:3])]
    return said if year == "----" else [f"{one} {year}" for one in said]


def digits(text: str) -> str:
    """``twenty-eight`` → ``28``, up to 999; what is no number stays."""
    words = re.sub(r"(?<=[a-z])-(?=[a-z])", " ", text.casefold()).split()
    said: list[str] = []
    at = 0
    while at < len(words):
        number, used = _number(words[at : at + 5])
        said.append(words[at] if number is None else str(number))
        at += used
    return " ".join(said)


def in_digits(text: str) -> str:
    """As it is compared, with numbers in digits, whatever stands around them."""
    return digits(folded(text))


def _number(words: list[str]) -> tuple[int | None, int]:
    total, used = 0, 0
    if len(words) > 1 and words[0] in _ONES and words[1] == "hundred":
        total, used = 100 * _ONES[words[0]], 2
        if len(words) > 3 and words[2] == "and" and (words[3] in _ONES or words[3] in _TENS):
            used = 3
    rest = words[used:]
    if rest and rest[0] in _TENS:
        total, used = total + _TENS[rest[0]], used + 1
        rest = rest[1:]
        if rest and 0 < _ONES.get(rest[0], 0) < 10:
            return total + _ONES[rest[0]], used + 1
        return total, used
    if rest and rest[0] in _ONES:
        return total + _ONES[rest[0]], used + 1
    return (total, used) if used else (None, 1)


def _amount(words: str) -> str | None:
    """A number with a unit that we know, or none; in one unit of its kind."""
    found = _QUANTITY.fullmatch(words)
    unit = _UNITS.get((found[2] or "").strip()) if found else None
    if found is None or unit is None:
        return None
    amount = float(found[1]) * unit[1]
    rounded = round(amount) if unit[0] in ("cm", "kg") else round(amount, 2)
    return f"{rounded:g} {unit[0]}".strip()


def _date(text: str) -> str | None:
    text = " ".join(text.split())
    for pattern, (day, month, year) in _DATES:
        if found := pattern.fullmatch(text):
            parts = found.groups()
            number = _MONTHS.index(parts[month]) + 1
            return f"{parts[year] or '----'}-{number:02d}-{int(parts[day]):02d}"
    return None
