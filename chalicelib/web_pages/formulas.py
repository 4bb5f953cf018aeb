"""Formulas in MathML → a line of text, as far as a line can say them."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from bs4 import Tag

_WORDS: Final = frozenset("x-mi x-mn x-mo x-mtext x-ms".split())
_ROWS: Final = frozenset("x-mrow x-mstyle x-semantics x-mpadded x-menclose".split())
_EMPTY: Final = frozenset("x-mspace x-none x-mprescripts".split())
_PAIRS: Final = frozenset("x-mfrac x-msup x-msub x-msubsup x-msqrt x-mroot x-mfenced".split())
_UNCLEAR: Final = frozenset(
    "x-mtable x-mtr x-mtd x-munder x-mover x-munderover x-mmultiscripts x-mphantom".split()
)
"""What stands above, below or in rows: a line would say something else."""
_FORMS: Final = {
    "x-mfrac": "{}/{}",
    "x-msup": "{}<sup>{}</sup>",
    "x-msub": "{}<sub>{}</sub>",
    "x-msubsup": "{}<sub>{}</sub><sup>{}</sup>",
}
FORMULA: Final = _WORDS | _ROWS | _EMPTY | _PAIRS | _UNCLEAR


def formula(tag: Tag) -> str | None:
    """The HTML of a formula in one line: (a+b)/c, x<sup>2</sup>, √(x). None where one line can't say it."""
    parts = [_piece(child) for child in tag.children]
    return None if None in parts else "".join(part or "" for part in parts)


def _piece(node: object) -> str | None:
    name = getattr(node, "name", None)
    if name is None:
        return escape(str(node).strip(), quote=False)
    tag: Tag = node  # type: ignore[assignment]
    if name in _WORDS:
        return escape(" ".join(tag.get_text().split()), quote=False)
    if name in _EMPTY:
        return ""
    if name in _PAIRS:
        return _pair(tag)
    return None if name in _UNCLEAR or name not in FORMULA else formula(tag)


def _pair(tag: Tag) -> str | None:
    parts = [_piece(child) for child in tag.children if getattr(child, "name", None)]
    words = [part for part in parts if part is not None]
    if len(words) < len(parts):
        return None
    if tag.name == "x-mfenced":
        return f"({','.join(words)})"
    if tag.name == "x-msqrt":
        return f"√{_grouped(''.join(words))}"
    form = _FORMS.get(tag.name)
    if form is None or len(words) != form.count("{"):
        return None
    # What is raised or lowered is set apart already.
    apart = 2 if tag.name == "x-mfrac" else 1
    return form.format(*map(_grouped, words[:apart]), *words[apart:])


def _grouped(words: str) -> str:
    """In brackets, if it is more than a name or a number."""
    plain = words.replace(".", "").isalnum() or len(words) < 2
    return words if plain else f"({words})"
