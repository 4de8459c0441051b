"""A scripted upstream: a real HTTP server that speaks the model protocol and fails in every way on request.

The last user message carries the script: ``[[reset after=5 times=1]] Tell me a story``; see ``script.py``.
Run alone with ``python -m tests.upstream --port 9000``.
"""
