"""The page's files, as its build leaves them: names with a hash are kept by browsers for ever, the rest is asked for again."""

from __future__ import annotations

import base64
import gzip
import mimetypes
from functools import lru_cache
from pathlib import Path
from typing import Final

from chalicelib.gateway import Answer, answer

ROOT: Final = "/console"
"""All paths of this function begin so."""
_HOME: Final = Path(__file__).parent / "page"
_START: Final = "index.html"
_FOR_EVER: Final = "public, max-age=31536000, immutable"
_ASK_AGAIN: Final = "no-cache"
_TEXT: Final = ("text/", "application/javascript", "application/json", "image/svg+xml")
_TYPES: Final = {".js": "text/javascript", ".svg": "image/svg+xml", ".woff2": "font/woff2"}
POLICY: Final = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self'",
        # Element Plus and the article's preview set styles on elements.
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob: https: http://127.0.0.1:*",
        "media-src 'self' blob: https: http://127.0.0.1:*",
        "connect-src 'self' https: wss: http://127.0.0.1:* ws://127.0.0.1:*",
        "frame-src 'self' blob:",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "object-src 'none'",
    )
)


def file(path: str) -> Answer:
    """The file at ``path`` (below ``/console``, with a leading slash); the page itself for ``/``."""
    name = path.lstrip("/") or _START
    body = _read(name)
    if body is None:
        return answer(404, "没有这个文件。")
    kind = (
        _TYPES.get(Path(name).suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
    )
    text = kind.startswith(_TEXT)
    return answer(
        200,
        body.decode() if text else base64.b64encode(body).decode(),
        content_type=f"{kind}; charset=utf-8" if text else kind,
        headers={
            "Cache-Control": _FOR_EVER if name.startswith("assets/") else _ASK_AGAIN,
            "Content-Security-Policy": POLICY,
        },
        binary=not text,
    )


@lru_cache(maxsize=256)
def _read(name: str) -> bytes | None:
    try:
        found = (_HOME / name).resolve()
        if not found.is_relative_to(_HOME.resolve()):
            return None
        if found.is_file():
            return found.read_bytes()
        # The bundle keeps texts packed.
        packed = found.with_name(f"{found.name}.gz")
        return gzip.decompress(packed.read_bytes()) if packed.is_file() else None
    except (OSError, ValueError):  # a name that no file can have
        return None
