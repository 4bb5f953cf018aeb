"""Whether the words of a theme can be read: each text on each ground, in light and in WeChat's dark mode. Pure."""

from __future__ import annotations

from typing import Final, NamedTuple

from chalicelib.newsroom.composing.themes import dark
from chalicelib.newsroom.composing.themes.colour import WHITE, Rgba, contrast, parsed
from chalicelib.newsroom.composing.themes.look import share
from chalicelib.newsroom.composing.themes.theme import Heading, TableHead, Theme

LEAST: Final = 4.5
"""Contrast that WCAG 2.2 asks of text (AA)."""
LEAST_DARK: Final = 3.0
"""In dark mode WeChat moves the colours itself; below this nobody can read them."""


class Measured(NamedTuple):
    """The contrast of one token on one ground."""

    token: str
    ground: str
    light: float
    dark: float

    @property
    def refused(self) -> bool:
        """Nobody may publish in it."""
        return round(self.light, 2) < LEAST or round(self.dark, 2) < LEAST_DARK

    @property
    def weak(self) -> bool:
        """It can be read, but in dark mode not as well as WCAG asks."""
        return not self.refused and round(self.dark, 2) < LEAST

    def __str__(self) -> str:
        where = f"“{self.token}”写在{self.ground}上"
        if round(self.light, 2) < LEAST:
            return f"{where}，对比度只有 {self.light:.1f}，至少要 {LEAST}"
        return f"{where}，微信深色模式下的对比度只有 {self.dark:.1f}，应有 {LEAST}"


def measured(theme: Theme) -> list[Measured]:
    """Every pair of text and ground that articles in ``theme`` have."""
    tint = share(theme.main, theme.tint)
    head = share(theme.main, theme.tint + 6)
    pairs = [
        _pair("正文", theme.text, "白底", "#ffffff"),
        _pair("正文", theme.text, "浅底", tint),
        _pair("次要文字", theme.quiet, "白底", "#ffffff"),
        _pair("次要文字", theme.quiet, "浅底", tint),
        _pair("主色", theme.main, "白底", "#ffffff"),
        _pair("主色", theme.main, "浅底", tint),
        _pair("主色上的字", theme.on_main, "主色", theme.main),
    ]
    if theme.table_head is TableHead.LIGHT or theme.heading is Heading.PILL:
        pairs.append(_pair("主色", theme.main, "浅色表头和圆角小标题", head))
    return pairs


def _pair(token: str, words: str, ground: str, below: str) -> Measured:
    text, under = _known(words), _known(below)
    dark_under = dark.ground(under)
    dark_text = dark.words(text, dark_under)
    return Measured(
        token,
        ground,
        contrast(text, under.over(WHITE)),
        contrast(dark_text, dark_under.over(dark.PAGE)),
    )


def _known(colour: str) -> Rgba:
    return parsed(colour) or Rgba(0, 0, 0)
