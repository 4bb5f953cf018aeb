"""Types that all calls share: the error, the call, and one line of the path table."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from starlette.datastructures import UploadFile

from wechat_simulator.world.platform import Platform
from wechat_simulator.world.state import Account


class ApiError(Exception):
    """An answer with errcode ≠ 0; `extra` stands beside it, as msg_id does in 45065."""

    def __init__(self, code: int, text: str, **extra: Any) -> None:
        super().__init__(f"{code} {text}")
        self.code = code
        self.text = text
        self.extra = extra


@dataclass
class File:
    """An answer that is no JSON: a picture, a voice."""

    content: bytes
    mime: str
    name: str = ""


@dataclass
class Call:
    """One API call with its token already checked.

    Attributes:
        account: whose token it is; for calls without a token, None.
        query: the query string.
        body: the JSON object of a POST, {} where there is none.
        files: the uploaded parts of a multipart POST.
        base_url: how the caller reaches the simulator, for URLs in answers.
    """

    platform: Platform
    account: Account
    query: dict[str, str]
    body: dict[str, Any]
    files: dict[str, UploadFile]
    form: dict[str, str]
    client_ip: str
    base_url: str

    def text(self, name: str) -> str:
        """A string from the body; WeChat accepts a number in its place in several calls."""
        value = self.body.get(name, "")
        return str(value) if isinstance(value, str | int) else ""

    def number(self, name: str, default: int = 0) -> int:
        try:
            return int(self.body.get(name, default))
        except (TypeError, ValueError):
            raise ApiError(47001, "data format error") from None


Handler = Callable[[Call], Awaitable[dict[str, Any] | File]]


@dataclass(frozen=True)
class Endpoint:
    """A path, how it is called, and what a day allows (sheet §2.1; None: not counted).

    `also` is a second method that WeChat takes; `per_minute` is the short-time limit (45011).
    """

    method: str
    path: str
    handle: Handler
    daily: int | None = None
    needs_token: bool = True
    upload: bool = False
    also: str = ""
    per_minute: int | None = None


OK = {"errcode": 0, "errmsg": "ok"}
