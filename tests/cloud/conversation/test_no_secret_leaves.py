"""No secret and no token in an error, in what it hangs on, in a log or a repr."""

from __future__ import annotations

import logging
import traceback
from typing import Any

import pytest
import requests

from chalicelib.cloud import parameters
from chalicelib.wechat.errors import WeChatError
from tests.cloud.wechat.stub import SECRET, TOKEN, WECHAT, WeChat

DRAFT = "/cgi-bin/draft/add"
TOKEN_PATH = "/cgi-bin/stable_token"
URL = f"{WECHAT}{DRAFT}?access_token={TOKEN}&secret={SECRET}"


def all_that_is_told(error: BaseException | None) -> str:
    """Everything that can be read off an error and its chain, attributes included."""
    told = ""
    while error is not None:
        told += (
            f"{error} {error!r} {error.args!r} {vars(error)!r} {getattr(error, '__notes__', '')}"
        )
        told += "".join(traceback.format_exception(error))
        for value in vars(error).values():
            told += repr(getattr(value, "url", "")) + repr(getattr(value, "body", ""))
        error = error.__cause__ or error.__context__
    return told


def exceptions() -> list[requests.RequestException]:
    request = requests.Request("POST", URL, data=f'{{"secret":"{SECRET}"}}').prepare()
    return [
        kind(f"HTTPSConnectionPool: {URL}", request=request)
        for kind in (
            requests.ReadTimeout,
            requests.ConnectTimeout,
            requests.ConnectionError,
            requests.exceptions.SSLError,
            requests.exceptions.ProxyError,
            requests.exceptions.ChunkedEncodingError,
            requests.exceptions.ContentDecodingError,
            requests.exceptions.InvalidURL,
            requests.TooManyRedirects,
        )
    ]


FAILURES: list[dict[str, Any]] = [
    *({"body": error} for error in exceptions()),
    {"body": f"<html>{URL}</html>", "status": 500},
    {"body": f"not json {URL}"},
    {"json": {"errcode": 40013, "errmsg": f"invalid appid, secret {SECRET} token {TOKEN}"}},
    {"json": {"errcode": -1, "errmsg": f"busy {TOKEN} {SECRET}"}},
    {"json": {"errcode": 40001, "errmsg": f"invalid credential {TOKEN}"}},
]


@pytest.mark.parametrize("failure", FAILURES)
@pytest.mark.parametrize("path", [DRAFT, TOKEN_PATH])
def test_an_error_tells_no_secret(
    wechat: WeChat, path: str, failure: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    if path == DRAFT:
        wechat.mock.add("POST", WECHAT + DRAFT, **failure)
    else:
        wechat.mock.replace("POST", WECHAT + TOKEN_PATH, **failure)
    with pytest.raises(WeChatError) as caught:
        wechat.client.draft.add([{"title": "a"}])
    told = all_that_is_told(caught.value) + caplog.text
    assert SECRET not in told
    if path == DRAFT:  # of the token call nobody has a token to hide yet
        assert TOKEN not in told


def test_reading_and_writing_secrets_leaves_none_in_the_log(
    cloud: None, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    parameters.write("/rongmei/test/account/x", SECRET)
    assert parameters.read("/rongmei/test/account/x") == SECRET
    assert caplog.text
    assert SECRET not in caplog.text


def test_urllib3_logs_no_token(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    logging.getLogger("urllib3.connectionpool").debug(
        '%s://%s:%s "%s %s HTTP/1.1" %s',
        "https",
        "api",
        443,
        "POST",
        f"/x?access_token={TOKEN}&a=1",
        200,
    )
    assert TOKEN not in caplog.text
    assert "access_token=***&a=1" in caplog.text


def test_a_client_shows_no_secret(wechat: WeChat) -> None:
    wechat.answer("/cgi-bin/draft/count", {"total_count": 1}, method="GET")
    wechat.client.draft.count()
    client = wechat.client
    told = (
        repr(client)
        + str(client)
        + repr(vars(client))
        + repr(vars(client._tokens))
        + repr(vars(client._transport))
    )
    assert SECRET not in told
    assert TOKEN not in told
