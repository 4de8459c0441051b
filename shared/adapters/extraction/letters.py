"""Letters on pictures, recognised with the PP-OCR models that the package rapidocr carries.

Its own code is not used: it needs OpenCV, with which a function would not fit into Lambda's 250 MB. A page that lies
askew, on its side or on its head is turned first; on one page all lines go the same way.
"""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from shared.adapters.extraction.turning import lean, on_its_side, turned

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PIL import Image

    Pixels = NDArray[np.float32]

_DETECT, _RECOGNISE = "PP-OCRv6_det_small.onnx", "PP-OCRv6_rec_small.onnx"
_LONGEST_SIDE = 960  # pixels, of what lines are looked for in
_INK, _SURE = 0.3, 0.5  # of a pixel to belong to a line; of a line to be one
_GROW = 1.6  # the models find the middle of lines: this much of their area is around it
_HEIGHT, _WIDEST = 48, 2_400
_SAMPLE = 6  # lines that tell whether a page stands on its head
_MOST_LINES = 600
_READS_WELL, _READS_BETTER = 0.85, 0.1  # how sure the model is of letters that stand upright; of a difference


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a line, in pixels of the picture."""

    left: int
    top: int
    right: int
    bottom: int
    text: str = ""


def read_letters(picture: Image.Image) -> list[Piece]:
    """From top to bottom, pieces of the same line from left to right: in pixels of the picture turned upright."""
    picture, boxes = _level(picture.convert("RGB"))
    found = [piece for piece in _texts(picture, boxes[:_MOST_LINES]) if piece.text.strip()]
    return sorted(found, key=lambda piece: (piece.top + piece.bottom, piece.left))


@cache
def _session(name: str) -> Any:
    """Once per process: loading takes longer than reading a line."""
    import onnxruntime  # pyright: ignore[reportMissingTypeStubs]

    api: Any = onnxruntime
    found = importlib.util.find_spec("rapidocr")
    assert found is not None
    assert found.submodule_search_locations
    options = api.SessionOptions()
    options.log_severity_level = 4
    options.enable_cpu_mem_arena = False
    options.intra_op_num_threads = min(2, os.cpu_count() or 1)
    options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    model = Path(found.submodule_search_locations[0]) / "models" / name
    return api.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])


@cache
def _alphabet() -> list[str]:
    """By the number that the model says: 0 is nothing, the last is a space."""
    said: dict[str, str] = _session(_RECOGNISE).get_modelmeta().custom_metadata_map
    return ["", *said["character"].splitlines(), " "]


def _pixels(picture: Image.Image) -> Pixels:
    """Blue, green, red, from −1 to 1, as the models know them."""
    import numpy as np

    values = np.asarray(picture, dtype=np.float32)[:, :, ::-1] / 127.5 - 1.0
    return np.ascontiguousarray(values.transpose(2, 0, 1))


def _level(picture: Image.Image) -> tuple[Image.Image, list[Piece]]:
    """The picture with its lines level, and where they are. They are looked for once: what was found turns along."""
    from PIL import Image

    ink = _ink_of(picture)
    islands = _islands(ink > _INK)
    if on_its_side(islands):
        picture, ink = picture.transpose(Image.Transpose.ROTATE_90), turned(ink, 90)
        islands = _islands(ink > _INK)
    if askew := lean(ink > _INK):
        picture = picture.rotate(askew, Image.Resampling.BICUBIC, fillcolor=_paper(picture))
        ink = turned(ink, askew)
        islands = _islands(ink > _INK)
    return picture, _lines_of(picture, ink, islands)


def _paper(picture: Image.Image) -> tuple[int, int, int]:
    """The shade of what nothing is written on."""
    shades = picture.convert("L").histogram()
    most = max(range(256), key=lambda shade: shades[shade])
    return most, most, most


def _ink_of(picture: Image.Image) -> Pixels:
    """How much each pixel of a smaller picture belongs to a line, from 0 to 1."""
    scale = min(1.0, _LONGEST_SIDE / max(picture.size))
    width, height = (max(32, round(side * scale / 32) * 32) for side in picture.size)
    small = _pixels(picture.resize((width, height)))
    session = _session(_DETECT)
    return session.run(None, {session.get_inputs()[0].name: small[None]})[0][0, 0]


def _lines_of(picture: Image.Image, ink: Pixels, islands: Sequence[tuple[int, int, int, int]]) -> list[Piece]:
    height, width = ink.shape
    across, down = picture.width / width, picture.height / height
    boxes: list[Piece] = []
    for left, top, right, bottom in islands:
        if min(right - left, bottom - top) < 3 or float(ink[top:bottom, left:right].mean()) < _SURE * 0.8:
            continue
        more = (right - left) * (bottom - top) * _GROW / (2 * (right - left + bottom - top))
        boxes.append(
            Piece(
                max(0, round((left - more) * across)),
                max(0, round((top - more) * down)),
                min(picture.width, round((right + more) * across)),
                min(picture.height, round((bottom + more) * down)),
            )
        )
    return boxes


def _islands(mask: Any) -> list[tuple[int, int, int, int]]:
    """The boxes (left, top, right, bottom) of what hangs together, row by row."""
    import numpy as np

    parent: list[int] = []
    boxes: list[list[int]] = []

    def root(one: int) -> int:
        while parent[one] != one:
            parent[one] = parent[parent[one]]
            one = parent[one]
        return one

    before: list[tuple[int, int, int]] = []
    edges = np.diff(np.pad(mask, ((0, 0), (1, 1))).astype(np.int8), axis=1)
    for row in range(mask.shape[0]):
        runs: list[tuple[int, int, int]] = []
        starts, ends = np.flatnonzero(edges[row] == 1).tolist(), np.flatnonzero(edges[row] == -1).tolist()
        for start, end in zip(starts, ends, strict=True):
            touching = [root(one) for begin, stop, one in before if begin <= end and start <= stop]
            if touching:
                mine = min(touching)
                for one in touching:
                    parent[one] = mine
            else:
                mine = len(parent)
                parent.append(mine)
                boxes.append([start, row, end, row + 1])
            boxes[mine] = _joined([boxes[mine], *(boxes[one] for one in touching), [start, row, end, row + 1]])
            runs.append((start, end, mine))
        before = runs
    return [(box[0], box[1], box[2], box[3]) for one, box in enumerate(boxes) if parent[one] == one]


def _joined(boxes: Sequence[Sequence[int]]) -> list[int]:
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return [min(lefts), min(tops), max(rights), max(bottoms)]


def _texts(picture: Image.Image, boxes: Sequence[Piece]) -> list[Piece]:
    """Where the longest lines read badly, and better upside down, all of the page is read so."""
    from PIL import Image

    wide = sorted(boxes, key=lambda box: (box.left - box.right) / max(1, box.bottom - box.top))
    first, rest = wide[:_SAMPLE], wide[_SAMPLE:]
    found, sure = _read(picture, first)
    if first and sure < _READS_WELL:
        over = picture.transpose(Image.Transpose.ROTATE_180)
        standing, surer = _read(over, [_upside_down(box, picture) for box in first])
        if surer > sure + _READS_BETTER:
            picture, found, rest = over, standing, [_upside_down(box, picture) for box in rest]
    return found + _read(picture, rest)[0]


def _upside_down(box: Piece, picture: Image.Image) -> Piece:
    return Piece(
        picture.width - box.right, picture.height - box.bottom, picture.width - box.left, picture.height - box.top
    )


def _read(picture: Image.Image, boxes: Sequence[Piece]) -> tuple[list[Piece], float]:
    """What stands in these boxes, and how sure that is on the whole (0 to 1). One line after another: side by side
    they would be filled up to the same length, which costs more and reads worse."""
    session = _session(_RECOGNISE)
    name: str = session.get_inputs()[0].name
    found: list[Piece] = []
    total = 0.0
    for box in boxes:
        steps: Pixels = session.run(None, {name: _pixels(_strip(picture, box))[None]})[0][0]
        text, sure = _spelled(steps)
        total += sure
        found.append(replace(box, text=text if sure >= _SURE else ""))
    return found, total / max(1, len(boxes))


def _strip(picture: Image.Image, box: Piece) -> Image.Image:
    cut = picture.crop((box.left, box.top, box.right, box.bottom))
    width = min(_WIDEST, max(16, round(cut.width * _HEIGHT / max(1, cut.height))))
    return cut.resize((width, _HEIGHT))


def _spelled(steps: Pixels) -> tuple[str, float]:
    """What is said twice in a row is said once, unless nothing was said between (CTC); and how sure its letters are."""
    letters, chosen = _alphabet(), [int(one) for one in steps.argmax(axis=1)]
    kept = [at for at, one in enumerate(chosen) if one and (at == 0 or chosen[at - 1] != one)]
    if not kept:
        return "", 0.0
    return "".join(letters[chosen[at]] for at in kept), float(steps.max(axis=1)[kept].mean())
