"""Colours as numbers: mixing, contrast, brightness. Pure."""

from __future__ import annotations

import colorsys
import re
from typing import Final, NamedTuple

_HEX: Final = re.compile(r"#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})", re.IGNORECASE)
_SHORT: Final = re.compile(r"#([0-9a-f])([0-9a-f])([0-9a-f])", re.IGNORECASE)
_RGBA: Final = re.compile(r"rgba?\(([\d.]+),([\d.]+),([\d.]+)(?:,([\d.]+))?\)")


class Rgba(NamedTuple):
    """Red, green and blue from 0 to 255, alpha from 0 to 1."""

    red: float
    green: float
    blue: float
    alpha: float = 1.0

    def over(self, ground: Rgba) -> Rgba:
        """This colour as it is seen on an opaque ``ground``."""
        share = self.alpha
        mixed = (share * top + (1 - share) * below for top, below in zip(self, ground, strict=True))
        red, green, blue, _ = mixed
        return Rgba(red, green, blue)

    @property
    def brightness(self) -> float:
        """Perceived brightness, 0 to 255 (W3C, AERT)."""
        return (self.red * 299 + self.green * 587 + self.blue * 114) / 1000

    @property
    def hsl(self) -> tuple[float, float, float]:
        """Hue, saturation and lightness, each from 0 to 1."""
        hue, lightness, saturation = colorsys.rgb_to_hls(
            self.red / 255, self.green / 255, self.blue / 255
        )
        return hue, saturation, lightness

    def lit(self, lightness: float) -> Rgba:
        """The same hue with another lightness (0 to 1)."""
        hue, saturation, _ = self.hsl
        return of_hsl(hue, saturation, lightness, self.alpha)

    def written(self) -> str:
        """As CSS writes it."""
        red, green, blue = (min(255, max(0, round(part))) for part in self[:3])
        if self.alpha >= 1:
            return f"#{red:02x}{green:02x}{blue:02x}"
        return f"rgba({red},{green},{blue},{f'{self.alpha:.3f}'.rstrip('0')})"


WHITE: Final = Rgba(255, 255, 255)


def of_hsl(hue: float, saturation: float, lightness: float, alpha: float = 1.0) -> Rgba:
    """A colour from hue, saturation and lightness, each from 0 to 1."""
    red, green, blue = colorsys.hls_to_rgb(hue, lightness, saturation)
    return Rgba(red * 255, green * 255, blue * 255, alpha)


def parsed(colour: str) -> Rgba | None:
    """A colour as our styles write it, ``#0b5cad``, ``#333`` or ``rgba(11,92,173,.06)``; None for any other word."""
    text = colour.replace(" ", "")
    if found := _HEX.fullmatch(text):
        red, green, blue = (int(part, 16) for part in found.groups())
        return Rgba(red, green, blue)
    if found := _SHORT.fullmatch(text):
        red, green, blue = (int(part * 2, 16) for part in found.groups())
        return Rgba(red, green, blue)
    if found := _RGBA.fullmatch(text):
        red_, green_, blue_, alpha = found.groups()
        return Rgba(float(red_), float(green_), float(blue_), float(alpha or 1))
    return None


def contrast(one: Rgba, other: Rgba) -> float:
    """The contrast of two opaque colours, 1 to 21 (WCAG 2.2)."""
    lights = sorted((_luminance(one), _luminance(other)))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def _luminance(colour: Rgba) -> float:
    return (
        0.2126 * _linear(colour.red)
        + 0.7152 * _linear(colour.green)
        + 0.0722 * _linear(colour.blue)
    )


def _linear(channel: float) -> float:
    part = channel / 255
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)
