"""The studio's files as the gateway serves them."""

from __future__ import annotations

from pathlib import Path

import pytest

from infra.local.gateway.messages import Request, Response
from infra.local.gateway.site import Site


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    site = tmp_path / "dist"
    (site / "assets").mkdir(parents=True)
    (site / "index.html").write_text("<!doctype html><title>Studio</title>")
    (site / "assets" / "index-B1aKx9Qz.js").write_text("start()")
    (site / "assets" / "index-B1aKx9Qz.js.gz").write_bytes(b"packed")
    (site / "favicon.svg").write_text("<svg/>")
    (tmp_path / "secret.txt").write_text("secret")
    return site


def get(folder: Path, target: str, method: str = "GET", storage: str = "", **headers: str) -> Response:
    named = [(name.replace("_", "-"), value) for name, value in headers.items()]
    return Site(folder, storage).serve(Request(method, target, "1.1", named, b"", "127.0.0.1", "id"))


def header(response: Response, name: str) -> str | None:
    return dict(response.headers).get(name)


@pytest.mark.parametrize("path", ["/", "/projects/6650f0a1", "/login?next=%2F"])
def test_every_page_is_the_one_page_and_never_stale(folder: Path, path: str) -> None:
    response = get(folder, path)

    assert (response.status, header(response, "content-type")) == (200, "text/html; charset=utf-8")
    assert b"Studio" in response.body
    assert header(response, "cache-control") == "no-cache"


@pytest.mark.parametrize("path", ["/admin", "/admin/", "/admin/projects/6650f0a1/versions?page=2"])
def test_every_page_of_the_admin_is_the_admins(folder: Path, path: str) -> None:
    (folder / "admin").mkdir()
    (folder / "admin" / "index.html").write_text("<!doctype html><title>Admin</title>")

    response = get(folder, path)

    assert (response.status, header(response, "content-type")) == (200, "text/html; charset=utf-8")
    assert b"Admin" in response.body


def test_a_hashed_asset_is_kept_for_ever(folder: Path) -> None:
    response = get(folder, "/assets/index-B1aKx9Qz.js")

    assert (response.body, header(response, "content-type")) == (b"start()", "text/javascript; charset=utf-8")
    assert header(response, "cache-control") == "public, max-age=31536000, immutable"


def test_a_packed_copy_is_sent_to_whom_unpacks_it(folder: Path) -> None:
    response = get(folder, "/assets/index-B1aKx9Qz.js", accept_encoding="gzip, br")

    assert (response.body, header(response, "content-encoding")) == (b"packed", "gzip")
    assert header(response, "content-type") == "text/javascript; charset=utf-8"


@pytest.mark.parametrize(
    "path", ["/assets/gone-12345678.js", "/robots.txt", "/../secret.txt", "/%2e%2e/secret.txt", f"/{'a' * 5000}.js"]
)
def test_a_file_that_is_not_there_is_404(folder: Path, path: str) -> None:
    response = get(folder, path)

    assert response.status == 404
    assert b"secret" not in response.body


def test_an_unchanged_file_is_not_sent_again(folder: Path) -> None:
    tag = header(get(folder, "/favicon.svg"), "etag")
    assert tag is not None

    assert get(folder, "/favicon.svg", if_none_match=tag).status == 304


def test_pages_run_only_our_own_scripts_and_reach_only_us_and_the_storage(folder: Path) -> None:
    policy = header(get(folder, "/", storage="http://127.0.0.1:9000"), "content-security-policy") or ""
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))

    assert rules["script-src"] == "'self'"
    assert rules["connect-src"] == "'self' http://127.0.0.1:9000"
    assert rules["frame-ancestors"] == rules["object-src"] == rules["base-uri"] == "'none'"


def test_files_are_only_read(folder: Path) -> None:
    assert get(folder, "/", method="POST").status == 405
