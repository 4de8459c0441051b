"""``python -m infra.openapi`` writes ``docs/openapi.json``, ``docs/api.md`` and the web app's types.

``--check`` says if the first two are stale; the web app's own check compares its types.
"""

from __future__ import annotations

import sys

from infra.openapi.document import as_json, build
from infra.openapi.reference import as_markdown
from infra.steps import ROOT, Step


def main(arguments: list[str]) -> int:
    document = build()
    wanted = {ROOT / "docs" / "openapi.json": as_json(document), ROOT / "docs" / "api.md": as_markdown(document)}
    if arguments == ["--check"]:
        stale = [path.name for path, text in wanted.items() if not path.exists() or path.read_text() != text]
        print(f"Stale: {', '.join(stale)}. Run: make openapi" if stale else "The API description is fresh.")
        return 1 if stale else 0
    for path, text in wanted.items():
        path.write_text(text)
    types = Step("types of the web app", [["{bin}/npm", "--prefix", "web", "run", "--silent", "types"]])
    return 0 if types.run() else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
