"""Every text of a body with its colour and the colours behind it, read from the finished HTML as a browser would."""

from __future__ import annotations

from dataclasses import dataclass
from html.parser import HTMLParser

_VOID = {"br", "hr", "img"}


def rgba(colour: str) -> tuple[float, float, float, float]:
    """A colour as four numbers."""
    text = colour.strip()
    if text.startswith("#"):
        figures = text[1:] if len(text) == 7 else "".join(one * 2 for one in text[1:])
        red, green, blue = (int(figures[at : at + 2], 16) for at in (0, 2, 4))
        return red, green, blue, 1.0
    assert text.startswith("rgba("), colour
    red, green, blue, alpha = (float(part) for part in text[5:-1].split(","))
    return red, green, blue, alpha


def over(top: tuple[float, ...], below: tuple[float, ...]) -> tuple[float, float, float, float]:
    """A colour that is not opaque, on one that is."""
    red, green, blue = (top[3] * top[n] + (1 - top[3]) * below[n] for n in range(3))
    return red, green, blue, 1.0


def ratio(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    """Contrast as WCAG defines it."""

    def luminance(colour: tuple[float, ...]) -> float:
        parts = [part / 255 for part in colour[:3]]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@dataclass
class _Level:
    tag: str
    words: tuple[float, ...]
    ground: tuple[float, ...]


class _Reader(HTMLParser):
    def __init__(self, page: str, words: str) -> None:
        super().__init__()
        self.levels = [_Level("page", rgba(words), rgba(page))]
        self.found: list[tuple[str, float]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _VOID:
            return
        styles = {
            name.strip(): value.strip()
            for name, _, value in (
                part.partition(":") for part in (dict(attrs).get("style") or "").split(";")
            )
        }
        around = self.levels[-1]
        ground, words = around.ground, around.words
        if "background" in styles:
            ground = over(rgba(styles["background"]), ground)
        if "color" in styles:
            words = rgba(styles["color"])
        self.levels.append(_Level(tag, words, ground))

    def handle_endtag(self, tag: str) -> None:
        if tag not in _VOID:
            assert self.levels.pop().tag == tag

    def handle_data(self, data: str) -> None:
        if data.strip():
            level = self.levels[-1]
            seen = over(level.words, level.ground)
            self.found.append((data.strip(), ratio(seen, level.ground)))


def contrasts(html: str, page: str = "#ffffff", words: str = "#191919") -> list[tuple[str, float]]:
    """Every text with its contrast."""
    reader = _Reader(page, words)
    reader.feed(html)
    reader.close()
    assert len(reader.levels) == 1
    return reader.found
