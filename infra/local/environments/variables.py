"""The environment variables of a function's processes."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from infra.local.environments.function import REGION, Function

# What a program needs in order to run at all; everything else a function reads has to be declared in template.yaml.
_MACHINE = ("HOME", "LANG", "LC_ALL", "TMPDIR", "TZ", "SSL_CERT_FILE", "SSL_CERT_DIR", "SYSTEMROOT")


def variables(function: Function, root: Path, given: Mapping[str, str]) -> dict[str, str]:
    """All variables of ``function``: the machine's, Lambda's own and the declared ones.

    ``given`` (the gateway's own environment) wins over the template's value of every declared name.
    """
    declared = {name: given.get(name, value) for name, value in function.environment.items()}
    machine = {name: given[name] for name in _MACHINE if name in given}
    return {
        **machine,
        "PATH": os.pathsep.join((str(Path(sys.executable).parent), given.get("PATH", os.defpath))),
        "PYTHONUNBUFFERED": "1",
        "AWS_REGION": REGION,
        "AWS_DEFAULT_REGION": REGION,
        "AWS_ACCESS_KEY_ID": "local",
        "AWS_SECRET_ACCESS_KEY": "local",
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_LAMBDA_FUNCTION_NAME": function.name,
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(function.memory),
        "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
        "LAMBDA_TASK_ROOT": str(root),
        "_HANDLER": function.handler,
        "POWERTOOLS_TRACE_DISABLED": "1",
        **{name: value for name, value in declared.items() if value},
    }
