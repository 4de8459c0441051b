"""Everything that can be said about the code without running it: ``make check``.

Needs no cloud account and no credentials; the SAM CLI gets an environment of its own from its own lock file.
"""

from __future__ import annotations

import sys
import time

from infra.isolated import ensure
from infra.steps import ROOT, Step, run_all

SAM_HOME = ".venv-sam"
SAM = str(ROOT / SAM_HOME / "bin" / "sam")
OFFLINE_AWS = {"AWS_DEFAULT_REGION": "eu-central-1", "AWS_EC2_METADATA_DISABLED": "true", "SAM_CLI_TELEMETRY": "0"}
PYTHON = "{bin}/python"


def python_steps() -> list[Step]:
    return [
        Step("types (pyright)", [["{bin}/pyright"]]),
        Step("lint (ruff)", [["{bin}/ruff", "check", "."]]),
        Step("format (ruff)", [["{bin}/ruff", "format", "--check", "."]]),
        Step("who may import whom (import-linter)", [["{bin}/lint-imports"]]),
        Step("lock files", [[PYTHON, "-m", "infra.locks", "--check"]]),
        Step("API description is fresh", [[PYTHON, "-m", "infra.openapi", "--check"]]),
    ]


def template_steps() -> list[Step]:
    """Both ``sam validate`` and its linter, because each lets pass what the other refuses."""
    return [
        Step("template (cfn-lint)", [["{bin}/cfn-lint", "template.yaml"]], env=OFFLINE_AWS),
        Step(
            "template (sam validate, twice)",
            [[PYTHON, "-m", "infra.check", "--sam"], [SAM, "validate"], [SAM, "validate", "--lint"]],
            env=OFFLINE_AWS,
        ),
    ]


def web_steps() -> list[Step]:
    """One after the other: they share what is installed and built."""
    npm = ["{bin}/npm", "--prefix", "web", "run", "--silent"]
    return [
        Step(
            "web app (build, types of the API, check)",
            [[PYTHON, "-m", "infra.local.web"], [*npm, "types", "--", "--check"], [*npm, "check"]],
        )
    ]


def web_tests() -> Step:
    return Step("web app (vitest)", [[PYTHON, "-m", "infra.local.web"], ["{bin}/npm", "--prefix", "web", "test"]])


def main(arguments: list[str]) -> int:
    if arguments == ["--sam"]:
        ensure("sam", SAM_HOME)
        return 0
    started = time.monotonic()
    steps = [*web_steps(), *template_steps(), *python_steps()]
    failed = run_all(steps)
    said = f"{len(steps) - len(failed)} checks passed" + (f", {len(failed)} failed" if failed else "")
    print(f"== {said} in {time.monotonic() - started:.1f} s ==")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
