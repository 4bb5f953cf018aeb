"""A drawing as PNG, for a message that is a picture."""

from __future__ import annotations

import io
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from chalicelib.mindmaps.colours import BACK, WORDS, colour_of
from chalicelib.mindmaps.layout import Box, Drawing, Joint
from chalicelib.mindmaps.svg import bend
from chalicelib.printing import Weight, path_of, substituted

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

_SCALE: Final = 2.0
MOST_PIXELS: Final = 24_000_000
_STEPS: Final = 24


def png(drawing: Drawing, style: str, foot: str = "") -> bytes:
    """The picture, twice as fine as the page's unless that is too large; ``foot`` stands below. Raises ``FontsMissing``."""
    from PIL import Image, ImageDraw

    below = 44 if foot else 0
    size = drawing.width * (drawing.height + below)
    scale = min(_SCALE, (MOST_PIXELS / size) ** 0.5)
    image = Image.new(
        "RGB", (round(drawing.width * scale), round((drawing.height + below) * scale)), BACK
    )
    draw = ImageDraw.Draw(image)
    for joint in drawing.joints:
        _joint(draw, joint, style, scale)
    for box in drawing.boxes:
        _box(draw, box, style, scale)
    if foot:
        font = _font(Weight.REGULAR, round(14 * scale))
        at = (28 * scale, (drawing.height + 10) * scale)
        draw.text(at, substituted(foot), font=font, fill="#566275")
    body = io.BytesIO()
    image.quantize(64, dither=Image.Dither.NONE).save(body, "PNG", optimize=True)
    return body.getvalue()


def _joint(draw: ImageDraw, joint: Joint, style: str, scale: float) -> None:
    points = [_curve(joint, step / _STEPS) for step in range(_STEPS + 1)]
    scaled = [(x * scale, y * scale) for x, y in points]
    width = round((3 if joint.depth == 1 else 2) * scale)
    draw.line(scaled, fill=colour_of(style, joint.branch), width=width, joint="curve")


def _curve(joint: Joint, t: float) -> tuple[float, float]:
    b, c = bend(joint)
    shares = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
    points = (joint.start, b, c, joint.end)
    return (
        sum(share * point[0] for share, point in zip(shares, points, strict=True)),
        sum(share * point[1] for share, point in zip(shares, points, strict=True)),
    )


def _box(draw: ImageDraw, box: Box, style: str, scale: float) -> None:
    colour = colour_of(style, box.branch)
    left, top = box.x * scale, box.y * scale
    right, bottom = (box.x + box.width) * scale, (box.y + box.height) * scale
    if box.depth < 2:
        radius = (8 if box.depth else 14) * scale
        draw.rounded_rectangle((left, top, right, bottom), radius, fill=colour)
    else:
        draw.line((left, bottom, right, bottom), fill=colour, width=round(2 * scale))
    font = _font(Weight.BOLD if box.depth < 2 else Weight.REGULAR, round(box.size * scale))
    for number, line in enumerate(box.lines):
        x, y = box.line_at(number)
        at = (x * scale, y * scale)
        words = BACK if box.depth < 2 else WORDS
        draw.text(at, substituted(line), font=font, fill=words, anchor="ls")


@lru_cache(maxsize=16)
def _font(weight: Weight, size: int) -> FreeTypeFont:
    from PIL import ImageFont

    return ImageFont.truetype(str(path_of(weight)), size)
