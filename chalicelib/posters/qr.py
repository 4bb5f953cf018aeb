"""The QR code of a poster: drawn by whole pixels, and read back from the finished picture, module by module."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from chalicelib.posters.errors import BadPoster

if TYPE_CHECKING:
    from PIL.Image import Image

QUIET: Final = 4
"""Light modules around the code, as the standard (ISO/IEC 18004) asks."""
LEAST: Final = 5
"""Pixels of a module: a telephone reads it from a screen as wide as the poster's third."""
_LIGHT: Final = 160
_DARK: Final = 96
"""Grey values, 0 to 255, between which nothing of a code may lie."""


class Placed(NamedTuple):
    """A code on a picture."""

    rows: tuple[tuple[bool, ...], ...]
    """Dark modules, by row."""
    left: int
    top: int
    module: int
    """Pixels of one."""

    @property
    def side(self) -> int:
        """Pixels with the quiet zone."""
        return (len(self.rows) + 2 * QUIET) * self.module


def placed(url: str, left: int, top: int, room: int) -> Placed:
    """The code of an address in a square of ``room`` pixels. Raises ``BadPoster`` for an address that is too long."""
    import segno

    made = segno.make_qr(url, error="m", boost_error=False)
    rows = tuple(tuple(bool(one) for one in row) for row in made.matrix)
    module = room // (len(rows) + 2 * QUIET)
    if module < LEAST:
        raise BadPoster("二维码的网址太长，印出来扫不清。请换一个短一些的网址。")
    return Placed(rows, left, top, module)


def draw(picture: Image, code: Placed) -> None:
    """Draw a code with its quiet zone."""
    from PIL import ImageDraw

    pen = ImageDraw.Draw(picture)
    side = code.side
    pen.rectangle((code.left, code.top, code.left + side - 1, code.top + side - 1), fill="#ffffff")
    for y, row in enumerate(code.rows):
        for x, dark in enumerate(row):
            if dark:
                left = code.left + (x + QUIET) * code.module
                top = code.top + (y + QUIET) * code.module
                pen.rectangle(
                    (left, top, left + code.module - 1, top + code.module - 1), fill="#000000"
                )


def check(picture: Image, code: Placed) -> None:
    """Raises ``BadPoster`` unless every module of the code, and the light around it, stands on the picture as it should."""
    grey = picture.convert("L")
    many = len(code.rows)
    for y in range(-QUIET, many + QUIET):
        for x in range(-QUIET, many + QUIET):
            inside = 0 <= x < many and 0 <= y < many
            dark = inside and code.rows[y][x]
            if not _is(grey, code, x, y, dark=dark):
                raise BadPoster("二维码被挡住或看不清，海报没有做成。请换一种版式。")


def _is(grey: Image, code: Placed, x: int, y: int, *, dark: bool) -> bool:
    """Whether a module is dark, or light, in its middle and near its corners."""
    left = code.left + (x + QUIET) * code.module
    top = code.top + (y + QUIET) * code.module
    inset = code.module // 4
    for across in (inset, code.module // 2, code.module - 1 - inset):
        for down in (inset, code.module // 2, code.module - 1 - inset):
            place = (left + across, top + down)
            if not (0 <= place[0] < grey.width and 0 <= place[1] < grey.height):
                return False
            seen = grey.getpixel(place)
            if not isinstance(seen, int | float) or (seen > _DARK if dark else seen < _LIGHT):
                return False
    return True
