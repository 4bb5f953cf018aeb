"""Versions of what can be edited: ``ETag`` in an answer, ``If-Match`` in the edit that follows from it."""

from __future__ import annotations

from typing import Final, TypeVar

from aws_lambda_powertools.event_handler import Response
from pydantic import BaseModel

from chalicelib.console.caller import header
from chalicelib.errors import Conflict, Field, Invalid

Body = TypeVar("Body", bound=BaseModel)
_DIGITS: Final = 100
"""Python reads no number of thousands of digits."""


def etag(version: int) -> str:
    """The header's value for a version."""
    return f'"{version}"'


def expected() -> int:
    """The version that this edit starts from. Raises ``Invalid`` where the request names none."""
    given = header("If-Match").strip().removeprefix("W/").strip('"')
    if not given.isdecimal() or len(given) > _DIGITS:
        raise Invalid(
            "请求里要写明从哪一版改起（If-Match）。", fields=[Field("If-Match", "没有填写")]
        )
    return int(given)


def require_match(version: int, by: str = "") -> None:
    """Refuse an edit that starts from another version than the present one. Raises ``Conflict`` or ``Invalid``."""
    if expected() != version:
        who = f"{by} 刚刚" if by else "刚刚有人"
        raise Conflict(f"{who}改过这里，您的修改还没有保存。请对照后再保存。", by=by)


def tagged(body: Body, version: int) -> Response[Body]:
    """An answer that says its version."""
    return Response(
        status_code=200,
        content_type="application/json",
        body=body,
        headers={"ETag": etag(version)},
    )
