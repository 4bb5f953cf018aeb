"""The tags, attributes and style properties of a finished body: all that WeChat keeps, and nothing that runs."""

from __future__ import annotations

from typing import Final

TAGS: Final = frozenset(
    "a blockquote br code em h1 h2 h3 h4 h5 h6 hr img li ol p pre s section span strong sub sup"
    " table tbody td tfoot th thead tr u ul".split()
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
    "background border border-bottom border-collapse border-left border-radius border-top color display"
    " font-family font-size font-weight letter-spacing line-height list-style-type margin margin-right max-width"
    " min-width overflow-x padding padding-bottom padding-left text-align white-space width word-break".split()
)
"""Style properties that may stay; nothing that positions or fetches. Only themes write them: an author's own style is
reduced to a colour and an alignment before."""
