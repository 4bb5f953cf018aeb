"""Addresses that lead to the same page, made alike. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit

_IN_TEXT: Final = re.compile(r"https?://[^\s\"'<>“”〔〕（），。；、！？]+", re.IGNORECASE)
_ARTICLE: Final = ("__biz", "mid", "idx", "sn")
"""What names an article on mp.weixin.qq.com; all else tells where somebody came from."""
_WAYS: Final = re.compile(r"^(utm_.*|spm|from|scene|isappinstalled|share_.*|sharer_.*|chksm|clicktime|enterid|timestamp|sessionid|subscene|ascene|devicetype|version|nettype|abtest_cookie|lang|exportkey|pass_ticket|wx_header|poc_token)$")  # fmt: skip


def same_address(address: str) -> str:
    """An address as it is compared: without the way by which somebody came to it. Empty for what is no web address."""
    try:
        parts = urlsplit(unescape(address.strip()))
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError:
        return ""
    if parts.scheme.lower() not in ("http", "https") or not host:
        return ""
    where = host if port in (None, 80, 443) else f"{host}:{port}"
    asked = parse_qsl(parts.query, keep_blank_values=True)
    if host == "mp.weixin.qq.com" and any(name == "sn" for name, _ in asked):
        asked = [pair for pair in asked if pair[0] in _ARTICLE]
    kept = sorted(pair for pair in asked if not _WAYS.match(pair[0].lower()))
    path = parts.path.rstrip("/")
    return f"{where}{path}" + (f"?{urlencode(kept)}" if kept else "")


def addresses_in(text: str) -> Iterator[str]:
    """The web addresses of a text or of HTML, as they are compared."""
    for found in _IN_TEXT.findall(text):
        if known := same_address(found):
            yield known
