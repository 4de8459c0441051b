"""Requests that nobody wrote by hand: what the API description allows, and query strings that mean harm."""
