"""The bare app and the libraries that a function of ours cannot do without, unused: what is left to compare is us."""

from __future__ import annotations

import aws_lambda_powertools
import httpx
import jwt
import pydantic_settings
import pymongo

from bench.bare import app, handler

CARRIED = (aws_lambda_powertools, httpx, jwt, pydantic_settings, pymongo)
__all__ = ["CARRIED", "app", "handler"]
