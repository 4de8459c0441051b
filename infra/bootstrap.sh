#!/bin/sh
# Makes .venv from requirements/dev.lock with any Python that is new enough: sh infra/bootstrap.sh
set -eu
cd "$(dirname "$0")/.."
for python in "${PYTHON:-}" python3.13 python3.12 python3.11 python3 python; do
    # A pyenv shim can be on the PATH for a version that is not there, so each one is tried.
    if [ -n "$python" ] && "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
        exec "$python" infra/bootstrap.py
    fi
done
echo "Aladdin needs Python 3.11 or newer, and none of python3.13, python3.12, python3.11 and python3 is one that runs." >&2
exit 1
