"""What WeChat's dark mode makes of a colour.

The rules are those that WeChat publishes of its conversion (github.com/wechatjs/mp-darkmode, doc/cn/principle.md): a
ground that is nearly white becomes nearly black, another bright one is dimmed; words are then moved away from
their ground until their perceived brightness differs enough. Hues stay.
"""

from __future__ import annotations

from typing import Final

from chalicelib.newsroom.composing.themes.colour import Rgba, of_hsl

PAGE: Final = Rgba(25, 25, 25)
"""The page in dark mode."""
TEXT: Final = Rgba(163, 163, 163)
"""Words of the page in dark mode."""

_NEARLY_WHITE: Final = 250
_BRIGHTEST_GROUND: Final = 190
_LEAST_OFFSET: Final = 65
_BRIGHT_GROUND: Final = 100
_GREY: Final = 0.40
_DARKEST_GROUND: Final = 0.22
_MIRROR: Final = 0.90
_MOST_OFFSET: Final = TEXT.brightness - PAGE.brightness


def ground(colour: Rgba) -> Rgba:
    """A background in dark mode."""
    _, saturation, lightness = colour.hsl
    if (saturation == 0 and lightness > _GREY) or colour.brightness > _NEARLY_WHITE:
        return of_hsl(0, 0, min(1, 1 + PAGE.hsl[2] - lightness), colour.alpha)
    if colour.brightness > _BRIGHTEST_GROUND:
        return _at_brightness(colour, _BRIGHTEST_GROUND)
    return colour.lit(_DARKEST_GROUND) if lightness < _DARKEST_GROUND else colour


def words(colour: Rgba, on: Rgba) -> Rgba:
    """A text's or border's colour in dark mode, on a background that is dark already."""
    below = on.brightness * on.alpha + PAGE.brightness * (1 - on.alpha)
    offset = abs(below - colour.brightness)
    if colour.brightness >= _NEARLY_WHITE:
        return colour
    if offset > _MOST_OFFSET and below <= PAGE.brightness + 2:
        return _at_brightness(colour, _MOST_OFFSET + below)
    return colour if offset >= _LEAST_OFFSET else _moved(colour, on, below)


def _moved(colour: Rgba, on: Rgba, below: float) -> Rgba:
    """Away from a ground of the brightness ``below``: mirrored where the colour stands on the wrong side, else scaled."""
    lightness = colour.hsl[2]
    bright = below >= _BRIGHT_GROUND
    if lightness > _MIRROR - _GREY if bright else lightness <= _GREY:
        return words(colour.lit(_MIRROR - lightness), on)
    target = below - _LEAST_OFFSET if bright else below + _LEAST_OFFSET
    return _at_brightness(colour, min(_MOST_OFFSET, target))


def _at_brightness(colour: Rgba, target: float) -> Rgba:
    """The colour scaled to a perceived brightness; what one channel cannot give, another does."""
    ratio = target / colour.brightness if colour.brightness else 0
    red, green, blue = (min(255.0, part * ratio) for part in colour[:3])
    if green == 0 or red == 255 or blue == 255:
        green = (target * 1000 - red * 299 - blue * 114) / 587
    elif red == 0:
        red = (target * 1000 - green * 587 - blue * 114) / 299
    elif blue == 0 or green == 255:
        blue = (target * 1000 - red * 299 - green * 587) / 114
    red, green, blue = (min(255.0, max(0.0, part)) for part in (red, green, blue))
    return Rgba(red, green, blue, colour.alpha)
