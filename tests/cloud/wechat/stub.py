"""WeChat's end of the wire: answers to expect, calls as they arrived."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import responses
from pydantic import SecretStr

from chalicelib.wechat.client import AccountClient
from chalicelib.wechat.error_codes import TOKEN_API

WECHAT = "https://api.weixin.qq.com"
APPID = "wx0123456789abcdef"
SECRET = "PLANTED-SECRET"
TOKEN = "PLANTED-TOKEN"


class WeChat:
    """A stub of the server API: ``answer`` a path, then look at ``calls``."""

    def __init__(self, mock: responses.RequestsMock, **client: Any) -> None:
        self.mock = mock
        self.client = AccountClient(APPID, SecretStr(SECRET), **client)
        self.tokens = [TOKEN]

        def stable_token(request: Any) -> tuple[int, dict[str, str], str]:
            self.token_calls.append(json.loads(request.body))
            token = self.tokens[min(len(self.token_calls), len(self.tokens)) - 1]
            return 200, {}, json.dumps({"access_token": token, "expires_in": 7200})

        self.token_calls: list[dict[str, Any]] = []
        mock.add_callback("POST", WECHAT + TOKEN_API, stable_token)

    def answer(self, path: str, answer: Any = None, *, method: str = "POST", **more: Any) -> None:
        """What WeChat says to ``path``; several answers come in turn, the last one stays."""
        if "body" not in more:
            more["json"] = {"errcode": 0, "errmsg": "ok"} if answer is None else answer
        self.mock.add(method, WECHAT + path, **more)

    @property
    def calls(self) -> list[Any]:
        """The requests but those for a token."""
        return [call.request for call in self.mock.calls if TOKEN_API not in str(call.request.url)]

    @property
    def body(self) -> Any:
        """The JSON of the last call."""
        return json.loads(self.calls[-1].body)


@contextmanager
def wechat_stub(**client: Any) -> Iterator[WeChat]:
    with responses.RequestsMock(assert_all_requests_are_fired=False) as mock:
        mock.add_passthru("http://127.0.0.1")
        yield WeChat(mock, **client)
