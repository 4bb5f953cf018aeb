"""The text of a file in one of the encodings that Chinese offices use: UTF-8, UTF-16 with its mark, GBK."""

from __future__ import annotations

import re
from typing import Final

from chalicelib.foreign_files.refusal import FileRefused

_UTF_16: Final = (b"\xff\xfe", b"\xfe\xff")
_CHARSET: Final = re.compile(rb"""charset\s*=\s*["']?\s*([A-Za-z0-9_-]{3,20})""", re.IGNORECASE)
_GBK: Final = frozenset({b"gb2312", b"gbk", b"gb18030"})
_HEAD: Final = 4096
"""Bytes within which a page names its encoding."""


def decoded(body: bytes) -> str:
    """The text of a file, without its mark. Raises ``FileRefused``."""
    return _first(body, ["utf-8-sig", "gb18030"])


def decoded_page(body: bytes) -> str:
    """The text of an HTML page. The encoding that it names is tried first: pages of Word name ``unicode`` and others.

    Raises ``FileRefused``.
    """
    named = _CHARSET.search(body[:_HEAD])
    if named and named.group(1).lower() in _GBK:
        return _first(body, ["gb18030", "utf-8-sig"])
    return decoded(body)


def _first(body: bytes, encodings: list[str]) -> str:
    if body.startswith(_UTF_16):
        encodings = ["utf-16"]
    for encoding in encodings:
        try:
            return body.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise FileRefused("文字编码既不是 UTF-8 也不是 GBK，请另存为 UTF-8")
