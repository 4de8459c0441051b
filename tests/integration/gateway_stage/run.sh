#!/bin/bash
exec python -m uvicorn tests.integration.gateway_stage.streams:app --host 127.0.0.1 --port "$AWS_LWA_PORT" \
    --loop uvloop --http httptools --no-access-log --log-level warning --timeout-keep-alive 900
