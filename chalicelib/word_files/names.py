"""Names of Office Open XML, and the reading of its small values."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Final

_NAMESPACES: Final = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "cx": "http://schemas.microsoft.com/office/drawing/2014/chartex",
    "dgm": "http://schemas.openxmlformats.org/drawingml/2006/diagram",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "pr": "http://schemas.openxmlformats.org/package/2006/relationships",
}

STRICT: Final = {
    "http://purl.oclc.org/ooxml/wordprocessingml/main": _NAMESPACES["w"],
    "http://purl.oclc.org/ooxml/officeDocument/relationships": _NAMESPACES["r"],
    "http://purl.oclc.org/ooxml/officeDocument/math": _NAMESPACES["m"],
    "http://purl.oclc.org/ooxml/drawingml/main": _NAMESPACES["a"],
    "http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing": _NAMESPACES["wp"],
    "http://purl.oclc.org/ooxml/drawingml/chart": _NAMESPACES["c"],
    "http://purl.oclc.org/ooxml/drawingml/diagram": _NAMESPACES["dgm"],
}
"""Namespaces of "Strict Open XML documents", and the usual ones that mean the same."""

_OFF: Final = frozenset({"0", "false", "off"})


@lru_cache(maxsize=512)
def q(name: str) -> str:
    """``w:p`` as lxml writes it, with its namespace in braces."""
    prefix, _, local = name.partition(":")
    return f"{{{_NAMESPACES[prefix]}}}{local}"


def inner(element: Any, *path: str) -> Any:
    """The first element down a path of names, or None; ``element`` may be None."""
    for name in path:
        if element is None:
            return None
        element = element.find(q(name))
    return element


def val(element: Any, *path: str) -> str | None:
    """The ``w:val`` of the element down a path; None without element or value."""
    found = inner(element, *path)
    given = None if found is None else found.get(q("w:val"))
    return None if given is None else str(given)


def on(element: Any, *path: str) -> bool | None:
    """Whether a property is switched on; None where it is not given."""
    found = inner(element, *path)
    return None if found is None else is_on(found.get(q("w:val")))


def is_on(given: str | None) -> bool:
    """The value of a switch; without one it is on."""
    return given is None or given.lower() not in _OFF


def number(given: str | None, otherwise: int = 0) -> int:
    """A whole number as XML has it; ``otherwise`` for none and for what is no number."""
    text = (given or "").strip()
    digits = text.removeprefix("-")
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 9):
        return otherwise
    return int(text)
