"""Posters (海报): what stands on one, drawn as a picture in a few designs, with a QR code that is read back."""

from typing import TYPE_CHECKING

from chalicelib.door import opens
from chalicelib.posters.errors import BadPoster, PosterError
from chalicelib.posters.models import (
    Colours,
    Poster,
    PosterCode,
    PosterDesign,
    Target,
    is_known,
    words_of,
)

# A page shows the picture's words; who draws needs Pillow.
if TYPE_CHECKING:
    from chalicelib.posters import qr as qr
    from chalicelib.posters.drawing import SIZES as SIZES
    from chalicelib.posters.drawing import cover as cover
    from chalicelib.posters.drawing import drawn as drawn
else:
    __getattr__ = opens(__name__, {"": ["qr"], "drawing": ["SIZES", "cover", "drawn"]})

__all__ = [
    "BadPoster",
    "Colours",
    "Poster",
    "PosterCode",
    "PosterDesign",
    "PosterError",
    "Target",
    "is_known",
    "words_of",
]
