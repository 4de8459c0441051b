"""No secret is committed, and no file tells whose machine it was written on."""

from __future__ import annotations

import re

import pytest

from tests.house import files, text_of

SECRETS = {
    "a private key": r"-----BEGIN (?:RSA |EC |OPENSSH |)PRIVATE KEY-----",
    "an AWS access key": r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b",
    "an OpenRouter key": r"\bsk-or-v1-[0-9a-f]{32,}",
    "an OpenAI key": r"\bsk-(?:proj-)?[A-Za-z0-9]{32,}",
    "a GitHub token": r"\bgh[pousr]_[A-Za-z0-9]{30,}",
    "a Modal token": r"\ba[ks]-[A-Za-z0-9]{20,}",
    "a JWT": r"\beyJ[A-Za-z0-9_-]{15,}\.eyJ[A-Za-z0-9_-]{15,}\.[A-Za-z0-9_-]{20,}",
    "a database with its password": r"mongodb(?:\+srv)?://[^\s:/@{}<$]+:[^\s@/{}<$*]+@(?!127\.|db\.example)[\w-]+\.",
}
A_MACHINE = re.compile(r"/home/(?!me\b|you\b)[a-z]+/|/Users/[a-z]+/|/root/|/work/")
BINARY = {".png", ".jpg", ".woff2", ".ico", ".jar", ".mp4", ".wav", ".pdf", ".svg"}


def lines() -> list[tuple[str, str]]:
    return [
        (f"{path}:{number}", line)
        for path in files()
        if path.suffix not in BINARY and path.name not in {"test_house_secrets.py", "package-lock.json"}
        if path.suffix != ".lock"
        for number, line in enumerate(text_of(path).splitlines(), 1)
    ]


@pytest.mark.parametrize("kind", SECRETS)
def test_no_secret_is_committed(kind: str) -> None:
    pattern = re.compile(SECRETS[kind])

    assert [where for where, line in lines() if pattern.search(line)] == []


def test_no_file_tells_whose_machine_it_was_written_on() -> None:
    assert [where for where, line in lines() if A_MACHINE.search(line)] == []


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("an AWS access key", "AKIA" + "IOSFODNN7EXAMPLE"),
        ("an OpenRouter key", "sk-or-v1-" + "0123456789abcdef" * 4),
        ("a database with its password", "mongodb+srv://root:" + "hunter22@cluster0.mongodb.net/"),
    ],
)
def test_a_secret_would_be_found(kind: str, text: str) -> None:
    assert re.search(SECRETS[kind], text)
