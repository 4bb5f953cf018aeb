"""Files by their content: their keys, and what their bytes say they are. A file's name proves nothing."""

from __future__ import annotations

import hashlib
from typing import Final

from chalicelib.newsroom.models import Picture

PREFIX: Final = "articles/pictures/"
MEDIA_PREFIX: Final = "articles/media/"

SUFFIXES: Final = {
    "image/png": "png",
    "image/jpeg": "jpg",
    "video/mp4": "mp4",
    "audio/mpeg": "mp3",
    "audio/amr": "amr",
}
"""What is kept, once it was made ready for WeChat."""


def kept(body: bytes, media_type: str) -> Picture:
    """A file under the name of its content."""
    prefix = PREFIX if media_type.startswith("image/") else MEDIA_PREFIX
    key = f"{prefix}{hashlib.sha256(body).hexdigest()}.{SUFFIXES[media_type]}"
    return Picture(key=key, media_type=media_type, size=len(body))
