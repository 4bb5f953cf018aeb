"""Equations of Word as one line of text, where that says the same."""

from __future__ import annotations

import re
from typing import Any, Final

from chalicelib.word_files.names import inner, q

_ONE: Final = re.compile(r"[\w.%％]+")
_VALUE: Final = q("m:val")


def linear(formula: Any) -> str | None:
    """An equation of runs, brackets and fractions in one line; None for any other, whose line would read otherwise."""
    parts = []
    for child in formula:
        part = _part(child)
        if part is None:
            return None
        parts.append(part)
    return "".join(parts)


def letters(formula: Any) -> str:
    """All signs of an equation, in no certain order: enough to recognise it by."""
    return "".join(one.text or "" for one in formula.iter(q("m:t")))


def _part(element: Any) -> str | None:
    tag = element.tag
    if tag == q("m:r"):
        return "".join(one.text or "" for one in element.iterchildren(q("m:t")))
    if tag in (q("m:oMath"), q("m:e"), q("m:num"), q("m:den"), q("w:ins"), q("w:moveTo")):
        return linear(element)
    made = {q("m:box"): _boxed, q("m:d"): _bracketed, q("m:f"): _fraction}.get(tag)
    if made is not None:
        return made(element)
    silent = next(element.iter(q("m:t")), None) is None
    return "" if silent or tag in (q("w:del"), q("w:moveFrom")) else None


def _boxed(element: Any) -> str | None:
    inside = inner(element, "m:e")
    return "" if inside is None else linear(inside)


def _bracketed(element: Any) -> str | None:
    signs = inner(element, "m:dPr")
    begin, end, between = (
        "" if given is None else str(given)
        for given in (
            _sign(signs, "m:begChr", "("), _sign(signs, "m:endChr", ")"), _sign(signs, "m:sepChr", "|"),
        )
    )  # fmt: skip
    inside = [linear(one) for one in element.iterchildren(q("m:e"))]
    if any(one is None for one in inside):
        return None
    return begin + between.join(one or "" for one in inside) + end


def _sign(signs: Any, name: str, usual: str) -> str | None:
    found = inner(signs, name)
    return usual if found is None else found.get(_VALUE)


def _fraction(element: Any) -> str | None:
    kind = inner(element, "m:fPr", "m:type")
    if kind is not None and kind.get(_VALUE) == "noBar":
        return None
    above, below = inner(element, "m:num"), inner(element, "m:den")
    if above is None or below is None:
        return None
    texts = linear(above), linear(below)
    if texts[0] is None or texts[1] is None:
        return None
    return "/".join(text if _ONE.fullmatch(text) else f"({text})" for text in (texts[0], texts[1]))
