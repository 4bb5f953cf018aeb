"""A function finds the address of the API that calls it: on AWS by host and path, on the local cloud by the API's id besides."""

from __future__ import annotations

import pytest

from chalicelib.gateway import origin_of


@pytest.mark.parametrize(
    ("local", "context", "found"),
    [
        (False, {"path": "/api/wechat/province", "apiId": "a1"}, "https://host/api"),
        (False, {"path": "/wechat/province"}, "https://host"),
        (True, {"path": "/api/wechat/province", "apiId": "a1"}, "http://host/_aws/execute-api/a1/api"),
        (True, {"path": "/wechat/province"}, "http://host"),
    ],
)  # fmt: skip
def test_the_address_of_an_api(local: bool, context: dict[str, str], found: str) -> None:
    assert origin_of(context, "host", "/wechat/", local=local) == found
