"""The house style, as data: WeChat keeps no stylesheet, so every tag carries its own.

The styles are short on purpose: they count towards the 20,000 characters of a body.
"""

from __future__ import annotations

from typing import Final

BLUE: Final = "#0b5cad"

STYLES: Final[dict[str, str]] = {
    "p": "margin:0 0 1em;line-height:1.8",
    "h1": "margin:1.4em 0 .7em;font-size:20px;font-weight:bold;text-align:center",
    "h2": f"margin:1.6em 0 .8em;padding-left:10px;border-left:4px solid {BLUE};font-size:18px;"
    f"font-weight:bold;color:{BLUE};line-height:1.4",
    "h3": "margin:1.3em 0 .6em;font-size:17px;font-weight:bold",
    "h4": f"margin:1.2em 0 .5em;font-weight:bold;color:{BLUE}",
    "h5": "margin:1em 0 .5em;font-weight:bold",
    "h6": "margin:1em 0 .5em;font-weight:bold;color:#666",
    "ul": "margin:0 0 1em;padding-left:1.4em",
    "ol": "margin:0 0 1em;padding-left:1.4em",
    "li": "line-height:1.8",
    "blockquote": "margin:0 0 1em;padding:.7em 1em;border-left:4px solid #cfd8e3;background:#f7f8fa;color:#555",
    "table": "width:100%;border-collapse:collapse;font-size:14px;line-height:1.6",
    "th": "padding:6px 8px;border:1px solid #d5dce5;background:#eaf1f9;text-align:left",
    "td": "padding:6px 8px;border:1px solid #d5dce5",
    "code": "padding:1px 4px;background:#f2f4f7;font-family:monospace;font-size:14px",
    "pre": "margin:0 0 1em;padding:.8em 1em;overflow-x:auto;white-space:nowrap;background:#f2f4f7;"
    "font-family:monospace;font-size:13px;line-height:1.7",
    "hr": "margin:1.6em 0;border:0;border-top:1px solid #e3e6ea",
    "img": "max-width:100%",
    "a": f"color:{BLUE}",
}

_BOX: Final = "margin:0 0 1em;padding:.8em 1em .1em;border-radius:4px;background:"
_HEAD: Final = "margin:0 0 .4em;font-weight:bold;color:"

ROLES: Final[dict[str, str]] = {
    "scroll": "margin:0 0 1em;overflow-x:auto",
    "figure": "margin:0 0 1em;text-align:center",
    "caption": "margin:-.6em 0 1.2em;font-size:13px;color:#888;text-align:center;line-height:1.5",
    "mark": f"font-size:12px;color:{BLUE}",
    "tip": f"{_BOX}#eef7f0",
    "tip-head": f"{_HEAD}#1b7a3d",
    "note": f"{_BOX}#fdf6e7",
    "note-head": f"{_HEAD}#96600a",
    "important": f"{_BOX}#fdf0ef",
    "important-head": f"{_HEAD}#b3261e",
    "law": f"{_BOX}#eef3fa",
    "law-head": f"{_HEAD}{BLUE}",
    "video": "margin:0 0 1em;padding:1.6em 1em;border-radius:4px;background:#22262c;text-align:center",
    "video-title": "margin:0;color:#fff;font-weight:bold",
    "video-source": "margin:.4em 0 0;font-size:12px;color:#b8bfc8;word-break:break-all",
    "references": "margin:2em 0 0;padding:1em 0 0;border-top:1px solid #e3e6ea",
    "references-head": "margin:0 0 .5em;font-size:14px;font-weight:bold;color:#666",
    "reference": "margin:0 0 .3em;font-size:13px;color:#888;line-height:1.6;word-break:break-all",
    "tight": "margin:0 0 .5em",
}
"""Styles of elements whose tag alone does not say what they are."""

BODY: Final = "font-size:16px;color:#333"
"""Around the whole body."""

TAGS: Final = frozenset(
    {*STYLES, "br", "em", "s", "section", "span", "strong", "u", "sub", "sup"}
    | {"tbody", "thead", "tfoot", "tr"}
)

ATTRIBUTES: Final[dict[str, frozenset[str]]] = {
    "*": frozenset({"style"}),
    "a": frozenset({"href"}),
    "img": frozenset({"src", "alt"}),
    "ol": frozenset({"start"}),
    "td": frozenset({"colspan", "rowspan"}),
    "th": frozenset({"colspan", "rowspan"}),
}

PROPERTIES: Final = frozenset(
    "background border border-collapse border-left border-radius border-top color font-family font-size"
    " font-weight line-height margin max-width min-width overflow-x padding padding-left text-align"
    " white-space width word-break".split()
)
"""Style properties that may stay; nothing that positions, hides or fetches."""
