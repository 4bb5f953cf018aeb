"""The house style, as data: WeChat keeps no stylesheet, so every tag carries its own.

Kept short on purpose: the styles count towards the 20,000 characters of a body.
"""

from __future__ import annotations

from typing import Final

STYLES: Final[dict[str, str]] = {
    "p": "margin:0 0 1em;line-height:1.8",
    "h1": "margin:1.2em 0 .6em;font-size:22px;font-weight:bold",
    "h2": "margin:1.2em 0 .6em;font-size:20px;font-weight:bold;color:#0b5cad",
    "h3": "margin:1em 0 .5em;font-size:18px;font-weight:bold",
    "h4": "margin:1em 0 .5em;font-size:16px;font-weight:bold",
    "h5": "margin:1em 0 .5em;font-weight:bold",
    "h6": "margin:1em 0 .5em;font-weight:bold;color:#666",
    "ul": "margin:0 0 1em;padding-left:1.5em",
    "ol": "margin:0 0 1em;padding-left:1.5em",
    "li": "line-height:1.8",
    "blockquote": "margin:0 0 1em;padding:.6em 1em;border-left:4px solid #0b5cad;background:#f4f7fb",
    "table": "margin:0 0 1em;width:100%;border-collapse:collapse;font-size:14px",
    "th": "padding:6px;border:1px solid #ccc;background:#f4f7fb",
    "td": "padding:6px;border:1px solid #ccc",
    "code": "padding:0 4px;background:#f4f4f4;font-family:monospace",
    "pre": "margin:0 0 1em;padding:1em;overflow-x:auto;background:#f4f4f4",
    "hr": "margin:1.5em 0;border:0;border-top:1px solid #ddd",
    "img": "max-width:100%",
    "a": "color:#0b5cad",
}

BODY: Final = "font-size:16px;color:#333"
"""Around the whole body."""

TAGS: Final = frozenset(
    {*STYLES, "br", "em", "s", "del", "section", "span", "strong", "b", "i", "u", "sub", "sup"}
    | {"tbody", "thead", "tr"}
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
    {
        "background",
        "background-color",
        "border",
        "border-bottom",
        "border-collapse",
        "border-left",
        "border-radius",
        "border-right",
        "border-top",
        "color",
        "font-family",
        "font-size",
        "font-style",
        "font-weight",
        "line-height",
        "margin",
        "margin-bottom",
        "margin-left",
        "margin-right",
        "margin-top",
        "max-width",
        "overflow-x",
        "padding",
        "padding-bottom",
        "padding-left",
        "padding-right",
        "padding-top",
        "text-align",
        "text-decoration",
        "vertical-align",
        "width",
    }
)
"""Style properties that may stay; nothing that positions, hides or fetches."""
