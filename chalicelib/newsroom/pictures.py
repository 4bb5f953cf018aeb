"""Image files, judged by their bytes: a file's name proves nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Set
from typing import Final

from chalicelib.newsroom.models import Picture

PREFIX: Final = "articles/pictures/"

_SIGNATURES: Final = (
    (b"\x89PNG\r\n\x1a\n", "image/png", "png"),
    (b"\xff\xd8\xff", "image/jpeg", "jpg"),
    (b"GIF87a", "image/gif", "gif"),
    (b"GIF89a", "image/gif", "gif"),
    (b"BM", "image/bmp", "bmp"),
)
_NAMES: Final = {"image/png": "PNG", "image/jpeg": "JPG", "image/gif": "GIF", "image/bmp": "BMP"}


def picture(body: bytes) -> Picture | None:
    """What the bytes are; None if they are no image that WeChat knows."""
    for signature, media_type, suffix in _SIGNATURES:
        if body.startswith(signature):
            key = f"{PREFIX}{hashlib.sha256(body).hexdigest()}.{suffix}"
            return Picture(key=key, media_type=media_type, size=len(body))
    return None


def objection(found: Picture | None, types: Set[str], most: int) -> str | None:
    """Why WeChat would refuse this picture, in one sentence; None if it would not."""
    wanted = "、".join(sorted(_NAMES[name] for name in types))
    if found is None:
        return f"不是图片，或不是微信支持的格式（可用：{wanted}）"
    if found.media_type not in types:
        return f"是 {_NAMES[found.media_type]} 图片，这里只能用 {wanted}"
    if found.size > most:
        return f"有 {found.size:,} 字节，最多 {most:,} 字节"
    return None
