"""The small picture of a cover that a collection's page shows; made where an editor chooses the cover."""

from __future__ import annotations

import hashlib
from pathlib import PurePosixPath
from typing import Final

from chalicelib import newsroom
from chalicelib.cloud import objects

_COVERS: Final = "works/covers/"
_WIDTH: Final = 640
"""Pixels: a telephone's width, at two for one, of a picture that is loaded with the first view."""
_QUALITY: Final = 72


def cover_key(cover: str) -> str:
    """The object key of the small picture of a cover."""
    name = PurePosixPath(cover).name
    return f"{_COVERS}{hashlib.sha256(name.encode()).hexdigest()[:32]}.jpg"


def keep_cover(cover: str) -> None:
    """Make the small picture that a page shows of a cover. Twice is once. Raises ``UnknownContent``."""
    if not cover:
        return
    from io import BytesIO

    from PIL import Image

    with Image.open(BytesIO(newsroom.picture_body(cover))) as opened:
        shown = opened.convert("RGB")
        shown.thumbnail((_WIDTH, _WIDTH))
        made = BytesIO()
        shown.save(made, "JPEG", quality=_QUALITY, optimize=True)
    objects.write(cover_key(cover), made.getvalue(), "image/jpeg")
