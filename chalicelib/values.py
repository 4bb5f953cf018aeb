"""The immutable base of all models, and the short texts that people type: names and addresses."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Annotated, Final
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

SLUG: Final = r"^[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?$"
Slug = Annotated[str, StringConstraints(pattern=SLUG)]
"""A short name of a unit or an account, as people type it."""

_LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})
"""The same names as in ``web_address``, which stands above."""


def _is_private(url: str) -> str:
    address = urlsplit(url)
    if not address.hostname or "@" in address.netloc or address.query or address.fragment:
        raise ValueError("an address such as https://service.example/v1")
    if address.scheme != "https" and not (
        address.scheme == "http" and address.hostname in _LOOPBACK
    ):
        raise ValueError("https, or http on this machine")
    return url.rstrip("/")


ServiceAddress = Annotated[str, AfterValidator(_is_private)]
"""The address of a service that is neither WeChat nor AWS; paths are appended to it, it ends without a slash.

Texts of followers go there: unencrypted only where they do not leave the machine.
"""


class Value(BaseModel):
    """A value: it never changes, and an error in it shows none of its content.

    Unknown fields are ignored, so that a function of the version before can read what the next one wrote.
    """

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)


class LateValue(Value):
    """A value whose validator is built at its first use: a cold start that never meets it pays nothing."""

    model_config = ConfigDict(defer_build=True)


def reason_of(found: ErrorDetails) -> str:
    """What a validator found wrong, as people are told it: our own words where they are ours, never a library's."""
    kind, context = found["type"], found.get("ctx", {})
    if kind in ("value_error", "assertion_error"):
        own = str(context.get("error", found["msg"]))
        return own if not own.isascii() else "填得不对"
    reason = next((told for sign, told in _REASONS.items() if sign in kind), "填得不对")
    return reason.format_map(defaultdict(lambda: "…", context))


_REASONS: Final = {
    "missing": "没有填写",
    "extra_forbidden": "没有这个字段",
    "url": "不是正确的网址，应像 https://example.com",
    "string_too_long": "太长，最多 {max_length} 个字",
    "string_too_short": "太短，至少 {min_length} 个字",
    "string_pattern": "写法不对",
    "string": "应是文字",
    "too_long": "太多，最多 {max_length} 个",
    "too_short": "太少，至少 {min_length} 个",
    "greater_than_equal": "不能小于 {ge}",
    "greater_than": "要大于 {gt}",
    "less_than_equal": "不能大于 {le}",
    "less_than": "要小于 {lt}",
    "enum": "没有这个选项",
    "literal": "没有这个选项",
    "int": "应是整数",
    "float": "应是数字",
    "decimal": "应是数字",
    "bool": "应是“是”或“否”",
    "date": "应是日期，例如 2026-12-31",
    "time": "应是时间，例如 09:00",
}
"""A part of the kind of a validator's finding → what people are told; the first that fits."""
