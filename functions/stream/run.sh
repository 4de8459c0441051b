#!/bin/bash
# The handler behind Lambda Web Adapter, in the cloud and on the laptop alike.
export PYTHONPATH="$LAMBDA_TASK_ROOT${PYTHONPATH:+:$PYTHONPATH}:/opt/python${LAMBDA_RUNTIME_DIR:+:$LAMBDA_RUNTIME_DIR}"
exec python -m uvicorn functions.stream.app:app --host 127.0.0.1 --port "${AWS_LWA_PORT:-8080}" \
    --loop uvloop --http httptools --no-access-log --no-server-header --log-level warning --timeout-keep-alive 900
