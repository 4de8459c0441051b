"""The process that reads one document: ``python -m shared.adapters.extraction.child``.

It gets a signed address and nothing else, may write into no file, and has limits of memory and of time that the kernel
keeps. One JSON object goes in on standard input, one comes out on standard output.
"""

from __future__ import annotations

from typing import Any

from shared.adapters.bounded import answer_with, limit
from shared.adapters.extraction.reading import MOST_FILE, read
from shared.adapters.extraction.wire import scans_from_wire, to_wire
from shared.adapters.inspection.ranges import RangeFile
from shared.domain.media import FileRefused

MEMORY = 1792 * 1024 * 1024  # of addresses, of which the recognition of letters maps many that it never uses
CPU_SECONDS = 560


def answer(job: dict[str, Any]) -> dict[str, Any]:
    try:
        if job["size"] > MOST_FILE:
            raise FileRefused(f"This document is larger than {MOST_FILE // 1024**2} MB.")
        body = RangeFile(job["url"], job["size"], job["etag"], MOST_FILE).readall()
        return {
            "found": to_wire(
                read(body, job["filename"], scans_from_wire(job.get("scans", ())), last=job.get("last", False))
            )
        }
    except FileRefused as error:
        return {"refused": error.reason}
    except MemoryError:
        return {"refused": "Reading this document takes too much memory."}
    except RecursionError:
        return {"refused": "This document is nested too deeply."}


if __name__ == "__main__":
    limit(MEMORY, CPU_SECONDS)
    answer_with(answer)
