"""The page's files: nothing beside them is served, and browsers are told how to treat them."""

from __future__ import annotations

import gzip
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from chalicelib.console import page
from chalicelib.console.handler import handler


@pytest.fixture(autouse=True)
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / "page"
    (home / "assets").mkdir(parents=True)
    (home / "index.html").write_text("<!doctype html>页面")
    (home / "assets/a.js").write_text("1")
    (tmp_path / "secret.txt").write_text("SECRET")
    (tmp_path / "page-2").mkdir()
    (tmp_path / "page-2/secret.txt").write_text("SECRET")
    monkeypatch.setattr(page, "_HOME", home)
    page._read.cache_clear()


def get(path: str) -> dict[str, Any]:
    event = {"httpMethod": "GET", "path": path, "headers": {}, "requestContext": {}}
    answer: dict[str, Any] = handler(event, SimpleNamespace(aws_request_id="r"))
    return answer


def test_the_page_and_its_files_are_served_with_their_policy() -> None:
    for path, kept in (
        ("/console/", "no-cache"),
        ("/console/assets/a.js", "public, max-age=31536000, immutable"),
    ):
        answer = get(path)
        headers = {name: values[0] for name, values in answer["multiValueHeaders"].items()}
        assert answer["statusCode"] == 200
        assert headers["Cache-Control"] == kept
        policy = headers["Content-Security-Policy"].split("; ")
        assert "script-src 'self'" in policy and "frame-ancestors 'none'" in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["X-Frame-Options"] == "DENY"
        assert "max-age" in headers["Strict-Transport-Security"]


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.txt",
        "/assets/../../secret.txt",
        "/..%2fsecret.txt",
        "/%2e%2e/secret.txt",
        "/%2e%2e%2fsecret.txt",
        "/..\\secret.txt",
        "//etc/passwd",
        "/etc/passwd",
        "/../page-2/secret.txt",
        "/assets",
        "/assets/",
        "/a\0.js",
        "/\0",
        "/" + "a" * 5000,
        "/" + "a/" * 3000,
        "/\ud800",
        "/.",
        "/..",
    ],
)
def test_nothing_beside_the_page_is_served(path: str) -> None:
    answer = get(f"/console{path}")
    assert answer["statusCode"] == 404
    assert "SECRET" not in answer["body"] and "root:" not in answer["body"]


def test_a_text_that_the_bundle_keeps_packed_is_served_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "packed.js.gz").write_bytes(gzip.compress("说('你好')".encode(), mtime=0))
    monkeypatch.setattr("chalicelib.console.page._HOME", tmp_path)
    said = page.file("/packed.js")
    assert (said["statusCode"], said["body"]) == (200, "说('你好')")
    assert page.file("/other.js")["statusCode"] == 404
