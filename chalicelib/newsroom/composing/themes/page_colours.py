"""The colours of a page of ours in a theme, in light and in dark, each word readable on its ground. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from chalicelib.newsroom.composing.themes.colour import WHITE, Rgba, contrast, parsed
from chalicelib.newsroom.composing.themes.theme import Theme

_AA: Final = 4.5
_AAA: Final = 7.0
"""Contrast that WCAG 2.2 asks of text, usually and at best."""
_BLACK: Final = Rgba(0, 0, 0)
_STEP: Final = 0.02


class PageColours(NamedTuple):
    """Colours as CSS writes them."""

    page: str
    """The ground of the page."""
    card: str
    """The ground of what stands on it."""
    tint: str
    """The ground of what stands out on a card."""
    line: str
    text: str
    quiet: str
    link: str
    """Links, and lines that stand out."""
    head: str
    """The ground of the page's head."""
    on_head: str


class _Ground(NamedTuple):
    page: Rgba
    card: Rgba
    text: Rgba
    quiet: Rgba
    lines: float
    """Share of the main colour in a thin line."""


_DARK: Final = _Ground(
    Rgba(17, 17, 17), Rgba(28, 28, 30), Rgba(228, 228, 231), Rgba(168, 168, 174), 0.35
)


def page_colours(theme: Theme, *, dark: bool = False, strong: bool = False) -> PageColours:
    """The colours of a page; ``strong`` are those for people who see badly."""
    least = _AAA if strong else _AA
    main = _known(theme.main)
    ground = (
        _DARK
        if dark
        else _Ground(
            main._replace(alpha=0.05).over(WHITE),
            WHITE,
            _BLACK if strong else _known(theme.text),
            _known(theme.quiet),
            theme.line / 100,
        )
    )
    tint = main._replace(alpha=0.12 if dark else 0.08).over(ground.card)
    grounds = [_known(one.written()) for one in (ground.page, ground.card, tint)]
    base = main.lit(min(main.hsl[2], 0.25)) if dark else main
    lighter = contrast(WHITE, base) >= contrast(_BLACK, base)
    on_head = (WHITE if lighter else _BLACK) if strong else _known(theme.on_main)
    return PageColours(
        page=ground.page.written(),
        card=ground.card.written(),
        tint=tint.written(),
        line=main._replace(alpha=ground.lines).over(ground.card).written(),
        text=_readable(ground.text, grounds, least).written(),
        quiet=_readable(ground.quiet, grounds, least).written(),
        link=_readable(main, grounds, least).written(),
        head=_readable(base, (on_head,), least).written(),
        on_head=on_head.written(),
    )


def _readable(colour: Rgba, others: Sequence[Rgba], least: float) -> Rgba:
    """A colour, or the nearest of its hue, that stands out from each of the others; black or white where none does."""
    step = _STEP if contrast(WHITE, others[0]) > contrast(_BLACK, others[0]) else -_STEP
    found, lightness = colour, colour.hsl[2]
    while min(contrast(found, one) for one in others) < least and 0 < lightness + step < 1:
        lightness += step
        found = _known(colour.lit(lightness).written())
    if min(contrast(found, one) for one in others) < least:
        return WHITE if step > 0 else _BLACK
    return found


def _known(colour: str) -> Rgba:
    return parsed(colour) or _BLACK
