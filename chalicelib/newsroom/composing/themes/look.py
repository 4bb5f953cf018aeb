"""A theme → inline styles by tag and by role: WeChat keeps no stylesheet, so every element carries its own.

The styles are short on purpose: they count towards the 20,000 characters of a body. What can be inherited stands once,
around the body. Thin colours are a share of ``main`` in alpha: WeChat's dark mode leaves those in place, while it turns
an opaque pale blue into a bright grey (docs/decisions/0057).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from chalicelib.newsroom.composing.themes.colour import Rgba, parsed
from chalicelib.newsroom.composing.themes.theme import (
    Align,
    Divider,
    Foot,
    Heading,
    Marker,
    Quote,
    TableHead,
    Theme,
)

GREY: Final = "rgba(127,127,127,.1)"
"""The ground of code: WeChat's dark mode mirrors a pure grey."""

CALLOUT_COLOURS: Final = {"tip": "#1a7038", "note": "#7a4a05", "important": "#a30008"}
"""The colour of a callout's head; its ground is a share of it. ``law`` takes the theme's own."""

_MARKERS: Final = {Marker.DISC: "disc", Marker.SQUARE: "square", Marker.CIRCLE: "circle"}


@dataclass(frozen=True)
class Look:
    """Styles of one theme."""

    theme: Theme
    body: str
    """Around the whole body."""
    styles: dict[str, str]
    """By tag."""
    roles: dict[str, str]
    """By role, where the tag alone does not say what an element is."""


def share(colour: str, percent: float) -> str:
    """A colour at ``percent`` per cent of its strength."""
    red, green, blue = (parsed(colour) or Rgba(0, 0, 0))[:3]
    part = f"{percent / 100:.2f}".removeprefix("0").rstrip("0")
    return f"rgba({red:.0f},{green:.0f},{blue:.0f},{part})"


@lru_cache(maxsize=64)
def look_of(theme: Theme) -> Look:
    """The styles of ``theme``."""
    body = (
        f"padding:0 {theme.margin}px;font-size:{theme.size}px;line-height:{theme.leading:g};"
        f"letter-spacing:{theme.spacing:g}px;color:{theme.text}"
    )
    if theme.justified:
        body += ";text-align:justify"
    styles = {**_words(theme), **_headings(theme), **_blocks(theme), **_table(theme)}
    roles = {
        **_heading_roles(theme),
        **_callouts(theme),
        **_frames(theme),
        **_official(theme),
        **_questions(theme),
        **_rest(theme),
        **_foot(theme),
    }
    return Look(theme, body, styles, roles)


def _words(theme: Theme) -> dict[str, str]:
    styles = {
        "p": f"margin:0 0 {theme.paragraph:g}em",
        "a": f"color:{theme.main}",
        "code": f"padding:1px 4px;border-radius:3px;background:{GREY};font-family:monospace;"
        "font-size:14px;letter-spacing:0",
        "img": "max-width:100%",
    }
    if theme.strong_in_main:
        styles["strong"] = f"color:{theme.main}"
    return styles


def _headings(theme: Theme) -> dict[str, str]:
    at = "center" if theme.heading_at is Align.CENTRE else "left"
    second = f"margin:2.2em 0 1.1em;font-size:{theme.size + 2}px;font-weight:bold;line-height:1.5;text-align:{at};"
    shapes = {
        Heading.BAR: f"{second}padding-left:10px;border-left:4px solid {theme.accent};color:{theme.main}",
        Heading.BLOCK: second.removesuffix(";"),
        Heading.LINE: f"{second}padding-bottom:.4em;border-bottom:2px solid {theme.accent};color:{theme.main}",
        Heading.BADGE: f"{second}padding-bottom:.45em;border-bottom:1px solid {share(theme.main, 45)};"
        f"color:{theme.main}",
        Heading.PILL: f"{second}color:{theme.main}",
        Heading.NUMERAL: f"{second}color:{theme.main}",
    }
    own = f"margin:1.6em 0 .8em;font-size:{theme.size + 1}px;font-weight:bold;line-height:1.6;text-align:left"
    third = {
        Heading.BAR: f"{own};color:{theme.main}",
        Heading.BADGE: f"{own};padding-left:8px;border-left:3px solid {theme.accent}",
        Heading.NUMERAL: f"{own};padding-left:8px;border-left:3px solid {theme.accent};color:{theme.main}",
    }.get(theme.heading, f"{own};color:{theme.main}")
    return {
        "h1": f"margin:1.4em 0 1.2em;font-size:{theme.size + 5}px;font-weight:bold;line-height:1.5;text-align:center;"
        f"color:{theme.main}",
        "h2": shapes[theme.heading],
        "h3": third,
        "h4": f"margin:1.4em 0 .6em;font-size:{theme.size}px;font-weight:bold;text-align:left;color:{theme.main}",
        "h5": f"margin:1.2em 0 .5em;font-size:{theme.size}px;font-weight:bold;text-align:left",
        "h6": f"margin:1.2em 0 .5em;font-size:{theme.size}px;font-weight:bold;text-align:left;color:{theme.quiet}",
    }


def _heading_roles(theme: Theme) -> dict[str, str]:
    """Parts inside a second-level heading: its words, its number, the mark after a number."""
    filled = f"background:{theme.main};color:{theme.on_main}"
    number = {
        Heading.BADGE: f"display:inline-block;margin-right:8px;padding:0 8px;border-radius:4px;{filled}",
        Heading.NUMERAL: f"display:block;padding:0 0 6px;font-size:{theme.size + 14}px;line-height:1.1;color:{theme.main}",
        Heading.PILL: f"display:inline-block;margin-right:8px;padding:0 9px;border-radius:14px;{filled}",
    }.get(theme.heading, "margin-right:6px")
    title = {
        Heading.BLOCK: f"display:inline-block;padding:5px 18px;border-radius:6px;{filled};"
        f"border-bottom:3px solid {theme.accent}",
        Heading.PILL: f"display:inline-block;padding:5px 14px;border-radius:18px;"
        f"background:{share(theme.main, theme.tint + 4)};border:1px solid {share(theme.main, theme.line)}",
        Heading.NUMERAL: f"display:inline-block;padding:0 6px 3px;border-bottom:3px solid {theme.accent}",
    }
    small = "font-size:60%;" if theme.heading is Heading.NUMERAL else ""
    roles = {"number": number, "stop": f"{small}letter-spacing:-.5em"}
    if theme.heading in title:
        roles["title-words"] = title[theme.heading]
    return roles


def _blocks(theme: Theme) -> dict[str, str]:
    tint, thin = share(theme.main, theme.tint), share(theme.main, theme.line)
    around = f"margin:0 0 {theme.paragraph + 0.2:g}em"
    quotes = {
        Quote.BAR: f"{around};padding:.8em 1em;border-left:4px solid {share(theme.main, 60)};background:{tint}",
        Quote.BOX: f"{around};padding:.9em 1em;border:1px solid {thin};border-radius:8px;background:{tint}",
        Quote.LINES: f"{around};padding:.9em .6em;border-top:1px solid {theme.accent};"
        f"border-bottom:1px solid {theme.accent};background:{tint}",
    }
    rules = {
        Divider.THIN: f"margin:2em 0;border:0;border-top:1px solid {thin}",
        Divider.DASHED: f"margin:2em 0;border:0;border-top:1px dashed {share(theme.main, 60)}",
        Divider.SHORT: f"margin:2em auto;width:5em;border:0;border-top:3px solid {theme.accent}",
        Divider.DOTTED: f"margin:2em auto;width:50%;border:0;border-top:3px dotted {theme.accent}",
    }
    marked = f";color:{theme.main}" if theme.marker_in_main else ""
    list_ = f"margin:0 0 {theme.paragraph:g}em;padding-left:1.4em"
    # WeChat's page has a colour of its own for quotations: pale, and no theme's.
    return {
        "ul": f"{list_};list-style-type:{_MARKERS[theme.marker]}",
        "ol": list_,
        "li": f"margin:0 0 .4em{marked}",
        "blockquote": f"{quotes[theme.quote]};font-size:{theme.size - 1}px;color:{theme.text}",
        "pre": f"{around};padding:.8em 1em;border-radius:6px;overflow-x:auto;white-space:nowrap;"
        f"background:{GREY};font-family:monospace;font-size:13px;line-height:1.7;letter-spacing:0;text-align:left",
        "hr": rules[theme.divider],
    }


def _table(theme: Theme) -> dict[str, str]:
    thin = share(theme.main, theme.line + 6)
    cell = f"padding:7px 8px;border:1px solid {thin}"
    heads = {
        TableHead.DARK: f"background:{theme.main};color:{theme.on_main}",
        TableHead.LIGHT: f"background:{share(theme.main, theme.tint + 6)};color:{theme.main}",
    }
    return {
        "table": f"width:100%;border-collapse:collapse;font-size:{theme.size - 2}px;line-height:1.6;"
        "letter-spacing:0;text-align:left",
        "th": f"{cell};{heads[theme.table_head]};text-align:left",
        "td": cell,
    }


def _callouts(theme: Theme) -> dict[str, str]:
    roles = {}
    for name, colour in {**CALLOUT_COLOURS, "law": theme.main}.items():
        roles[name] = (
            f"margin:0 0 {theme.paragraph + 0.2:g}em;padding:.9em 1em;border-radius:8px;"
            f"border:1px solid {share(colour, 25)};background:{share(colour, 6)};font-size:{theme.size - 1}px"
        )
        roles[f"{name}-head"] = f"margin:0 0 .4em;font-weight:bold;color:{colour}"
    return roles


def _frames(theme: Theme) -> dict[str, str]:
    """Frames of the style library."""
    around = f"margin:0 0 {theme.paragraph + 0.2:g}em"
    thin = share(theme.main, theme.line + 16)
    filled = f"background:{theme.main};color:{theme.on_main}"
    title = f"margin:2em 0 1.2em;font-size:{theme.size + 2}px;font-weight:bold;line-height:1.5;text-align:center"
    head = f"margin:0 0 .6em;font-weight:bold;color:{theme.main}"
    return {
        "title-frame": f"{title};padding:.6em 1em;border-radius:8px;{filled}",
        "title-lines": f"{title};padding:.6em 0;border-top:2px solid {theme.accent};"
        f"border-bottom:2px solid {theme.accent};color:{theme.main}",
        "divider-words": f"margin:2.2em 0 1.4em;padding:.3em 0 0;border-top:1px solid {theme.accent};"
        f"font-size:{theme.size - 2}px;text-align:center;color:{theme.main}",
        "frame": f"{around};padding:1em;border:1px solid {thin};border-radius:8px",
        "frame-head": head,
        "dashed-frame": f"{around};padding:1em;border:1px dashed {theme.accent};border-radius:8px;"
        f"background:{share(theme.main, theme.tint)}",
        "dashed-frame-head": head,
        "saying": f"margin:1.8em 0;padding:.9em 1em;border-top:1px solid {theme.accent};"
        f"border-bottom:1px solid {theme.accent};font-size:{theme.size + 1}px;font-weight:bold;text-align:center;"
        f"color:{theme.main}",
        "saying-head": f"margin:0 0 .4em;font-size:{theme.size - 2}px",
        "picture-frame": f"{around};padding:8px;border:1px solid {thin};border-radius:8px;text-align:center",
        "picture-frame-head": head,
    }


def _official(theme: Theme) -> dict[str, str]:
    """Parts of an official document: its title, its number, who signs and when."""
    return {
        "document-title": f"margin:.6em 0 1.2em;font-size:{theme.size + 4}px;font-weight:bold;line-height:1.5;"
        f"text-align:center;color:{theme.main}",
        "document-number": f"margin:-.6em 0 1.6em;font-size:{theme.size - 1}px;text-align:center;color:{theme.quiet}",
        "signature": "margin:0 0 .3em;text-align:right",
        "first-signature": "margin:1.8em 0 .3em;text-align:right",
    }


def _questions(theme: Theme) -> dict[str, str]:
    """Paragraphs 问： and 答：, and the marks they begin with."""
    chip = "display:inline-block;margin-right:6px;padding:0 7px;border-radius:4px;font-weight:bold;"
    return {
        "question": f"margin:1.6em 0 .7em;padding:.6em .8em;border-radius:8px;font-weight:bold;"
        f"background:{share(theme.main, theme.tint)};color:{theme.main}",
        "question-mark": f"{chip}background:{theme.main};color:{theme.on_main}",
        "answer-mark": f"{chip}border:1px solid {theme.main};color:{theme.main}",
    }


def _rest(theme: Theme) -> dict[str, str]:
    thin = share(theme.main, theme.line)
    return {
        "scroll": f"margin:0 0 {theme.paragraph + 0.2:g}em;overflow-x:auto",
        "figure": f"margin:0 0 {theme.paragraph:g}em;text-align:center",
        "caption": f"margin:-{theme.paragraph - 0.3:g}em 0 1.4em;font-size:13px;color:{theme.quiet};text-align:center;"
        "line-height:1.5",
        "mark": f"font-size:12px;color:{theme.main}",
        "item": f"color:{theme.text}",
        "stripe": f"background:{share(theme.main, theme.tint - 1)}",
        "inner-quote": f"margin:.6em 0;padding:0 0 0 .8em;border-left:3px solid {thin};color:{theme.text}",
        "video": "margin:0 0 1.2em;padding:1.6em 1em;border-radius:8px;background:#22262c;text-align:center",
        "video-title": "margin:0;color:#fff;font-weight:bold",
        "video-source": "margin:.4em 0 0;font-size:12px;color:#b8bfc8;word-break:break-all",
        "references": f"margin:2.2em 0 0;padding:1em 0 0;border-top:1px solid {thin}",
        "references-head": f"margin:0 0 .5em;font-size:14px;font-weight:bold;color:{theme.quiet}",
        "reference": f"margin:0 0 .3em;font-size:13px;color:{theme.quiet};line-height:1.6;letter-spacing:0;"
        "text-align:left;word-break:break-all",
        "tight": "margin:0 0 .5em",
        "missing": "",
    }


def _foot(theme: Theme) -> dict[str, str]:
    thin = share(theme.main, theme.line)
    words = f"font-size:{theme.size - 2}px;line-height:1.9;color:{theme.quiet}"
    shapes = {
        Foot.LINE: f"margin:2.4em 0 0;padding:1em 0 0;border-top:1px solid {thin};text-align:left;{words}",
        Foot.BOX: f"margin:2.4em 0 0;padding:.9em 1.1em;border-left:4px solid {theme.accent};"
        f"background:{share(theme.main, theme.tint)};text-align:left;{words}",
        Foot.CENTRE: f"margin:2.4em 0 0;padding:1.1em 0 0;border-top:2px solid {theme.accent};text-align:center;{words}",
    }
    return {"foot": shapes[theme.foot], "foot-line": "margin:0"}
