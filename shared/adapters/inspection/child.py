"""The process that opens one hostile file: ``python -m shared.adapters.inspection.child``.

It gets a signed address and nothing else, may write into no file, and has limits of memory and of time that the kernel
keeps. One JSON object goes in on standard input, one comes out on standard output.
"""

from __future__ import annotations

import base64
from dataclasses import asdict
from typing import Any

from shared.adapters.bounded import answer_with, limit
from shared.adapters.inspection.documents import inspect_pdf, inspect_text
from shared.adapters.inspection.films import inspect_film
from shared.adapters.inspection.pictures import inspect_picture
from shared.adapters.inspection.ranges import RangeFile, TooMuchRead
from shared.adapters.inspection.word import inspect_word
from shared.domain.media import FileRefused, Inspected

MEMORY = 1280 * 1024 * 1024
CPU_SECONDS = 60
_BUDGET = 128 * 1024 * 1024


def look(job: dict[str, Any]) -> Inspected:
    file = RangeFile(job["url"], job["size"], job["etag"], _BUDGET)
    family, kind = job["family"], job["kind"]
    if family == "image":
        return inspect_picture(file, kind)
    if family == "pdf":
        return inspect_pdf(file)
    if family == "text":
        return inspect_text(file, kind)
    if family == "word":
        return inspect_word(file)
    return inspect_film(file, kind, with_picture=family == "video")


def answer(job: dict[str, Any]) -> dict[str, Any]:
    try:
        found = look(job)
    except FileRefused as error:
        return {"refused": error.reason}
    except MemoryError:
        return {"refused": "Opening this file takes too much memory."}
    except TooMuchRead:
        return {"refused": "This file is built so that it cannot be looked into with reasonable effort."}
    except RecursionError:
        return {"refused": "This file is nested too deeply."}
    previews = [{**asdict(one), "body": base64.b64encode(one.body).decode()} for one in found.previews]
    return {"facts": asdict(found.facts), "previews": previews, "text": found.text}


if __name__ == "__main__":
    limit(MEMORY, CPU_SECONDS)
    answer_with(answer)
