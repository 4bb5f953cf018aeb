"""A function finds the address of the API that calls it: on AWS by host and path, on the local cloud by the API's id besides."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from chalicelib.gateway import origin_of
from chalicelib.settings import settings


@pytest.fixture(autouse=True)
def _settings() -> Iterator[None]:
    settings.cache_clear()
    yield
    settings.cache_clear()


@pytest.mark.parametrize(
    ("stage", "context", "found"),
    [
        ("prod", {"path": "/api/wechat/province", "apiId": "a1"}, "https://host/api"),
        ("prod", {"path": "/wechat/province"}, "https://host"),
        ("local", {"path": "/api/wechat/province", "apiId": "a1"}, "http://host/_aws/execute-api/a1/api"),
        ("local", {"path": "/wechat/province"}, "http://host"),
    ],
)  # fmt: skip
def test_the_address_of_an_api(
    monkeypatch: pytest.MonkeyPatch, stage: str, context: dict[str, str], found: str
) -> None:
    monkeypatch.setenv("RONGMEI_STAGE", stage)
    assert origin_of(context, "host", "/wechat/") == found
