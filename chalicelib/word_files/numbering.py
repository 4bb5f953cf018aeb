"""Automatic numbers: what Word shows before a paragraph of a list (ECMA-376 part 1, 17.9)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final

from chalicelib.word_files.model import Label
from chalicelib.word_files.names import inner, number, on, q, val
from chalicelib.word_files.number_text import written
from chalicelib.word_files.symbols import symbols

LEVELS: Final = 9
_PLACE: Final = re.compile(r"%([1-9])")


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list, as it is defined."""

    form: str = "decimal"
    text: str = ""
    start: int = 1
    restart: int | None = None
    """Starts anew after a paragraph of this level or a higher one, counted from 1; 0: never; None: after any higher."""
    legal: bool = False
    """Numbers of higher levels are in figures."""
    gap: str = "tab"
    style: str = ""
    """The paragraph style that stands for this level."""
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class _List:
    """A ``w:num``: the abstract list that counts, and what this one does otherwise."""

    counts: str
    levels: dict[int, Level]
    starts: dict[int, int]


class Numbering:
    """The lists of a document, and how far each has counted. One pass over the document, in its order."""

    def __init__(self, root: Any, style_list: Callable[[str], str | None]) -> None:
        """``root`` is the part, or None; ``style_list`` gives the ``w:numId`` of a style."""
        self._lists = _Definitions(root, style_list)
        self._counters: dict[str, list[int | None]] = {}
        self._begun: set[tuple[str, int]] = set()
        self.unknown: set[str] = set()
        """Formats that were met and are not known here."""

    def level_of(self, list_id: str, style: str) -> int | None:
        """The level that a paragraph style stands for in a list."""
        known = self._lists.get(list_id)
        levels = known.levels.items() if known is not None else ()
        return next((at for at, level in levels if style and level.style == style), None)

    def count(self, list_id: str, level: int) -> Label | None:
        """Count one paragraph, and return what Word shows before it; None for a list that is not defined."""
        known = self._lists.get(list_id)
        if known is None:
            return None
        level = min(max(level, 0), LEVELS - 1)
        counters = self._counters.setdefault(known.counts, [None] * LEVELS)
        # A higher level that no paragraph has yet counts as one that had its first.
        for higher in range(level):
            if counters[higher] is None:
                counters[higher] = _level(known, higher).start
        before = counters[level]
        if level in known.starts and (list_id, level) not in self._begun:
            counters[level] = known.starts[level]
        elif before is None:
            counters[level] = _level(known, level).start
        else:
            counters[level] = before + 1
        self._begun.add((list_id, level))
        for deeper in range(level + 1, LEVELS):
            restart = _level(known, deeper).restart
            if restart is None or level < restart:
                counters[deeper] = None
        return self._label(known, level, counters)

    def _label(self, known: _List, level: int, counters: list[int | None]) -> Label | None:
        shown = _level(known, level)
        if shown.hidden:
            return None
        if shown.form == "bullet":
            return Label(shown.text, " " if shown.text else "", level, bullet=True)

        def place(found: re.Match[str]) -> str:
            at = int(found.group(1)) - 1
            higher = _level(known, at)
            value = counters[at]
            value = higher.start if value is None else value
            form = "decimal" if shown.legal and higher.form != "none" else higher.form
            if form == "bullet":
                return ""
            text = written(value, form)
            if text is None:
                self.unknown.add(form)
            return str(value) if text is None else text

        text = _PLACE.sub(place, shown.text)
        if not text:
            return None
        value = counters[level]
        plain = shown.text == f"%{level + 1}." and text == f"{value}."
        return Label(text, _gap(text, shown.gap), level, value=value if plain else None)


def _level(known: _List, at: int) -> Level:
    return known.levels.get(at, Level())


def _gap(text: str, gap: str) -> str:
    """One blank for Word's tab or blank: none after Chinese punctuation, a wide one after a Chinese character."""
    if gap == "nothing" or text[-1].isspace():
        return ""
    if text[-1] in "、，。．：；）】》」』〕":
        return ""
    return "\u3000" if unicodedata.east_asian_width(text[-1]) in "WF" else " "


class _Definitions:
    """What a document says of its lists; each is read when a paragraph asks for it."""

    def __init__(self, root: Any, style_list: Callable[[str], str | None]) -> None:
        def by(name: str, key: str) -> dict[str, Any]:
            found = () if root is None else root.iter(q(name))
            return {one.get(q(key)): one for one in found}

        self._drafts = by("w:abstractNum", "w:abstractNumId")
        self._given = by("w:num", "w:numId")
        self._style_list = style_list
        self._levels: dict[str, dict[int, Level]] = {}
        self._made: dict[str, _List | None] = {}

    def get(self, name: str) -> _List | None:
        """A list by its ``w:numId``; None if there is none."""
        if name not in self._made:
            self._made[name] = self._read(self._given[name]) if name in self._given else None
        return self._made[name]

    def _read(self, one: Any) -> _List | None:
        counts = _abstract(one, self._drafts, self._given, self._style_list)
        if counts is None:
            return None
        if counts not in self._levels:
            self._levels[counts] = _levels(self._drafts[counts])
        levels, starts = dict(self._levels[counts]), {}
        for override in one.iter(q("w:lvlOverride")):
            at = number(override.get(q("w:ilvl")))
            own = inner(override, "w:lvl")
            if own is not None:
                levels[at] = _read_level(own, levels.get(at))
            start = val(override, "w:startOverride")
            if start is not None:
                starts[at] = number(start)
                levels[at] = replace(levels.get(at, Level()), start=starts[at])
        return _List(counts, levels, starts)


def _abstract(
    one: Any, drafts: dict[str, Any], given: dict[str, Any], style_list: Callable[[str], str | None]
) -> str | None:
    """The id of the abstract list behind a list; one may refer to a style, and that to another list."""
    for _ in range(5):
        counts = val(one, "w:abstractNumId")
        if counts is None or counts not in drafts:
            return None
        link = val(drafts[counts], "w:numStyleLink")
        behind = given.get(style_list(link) or "") if link else None
        if behind is None:
            return counts
        one = behind
    return None


def _levels(draft: Any) -> dict[int, Level]:
    return {
        number(one.get(q("w:ilvl"))): _read_level(one) for one in draft.iterchildren(q("w:lvl"))
    }


def _read_level(element: Any, known: Level | None = None) -> Level:
    at = number(element.get(q("w:ilvl")))
    form = _form(element)
    bullet = form == "bullet"
    given = inner(element, "w:lvlText")
    text = None if given is None else given.get(q("w:val"))
    if text is None:
        # Programs that write no text of a level mean the usual one.
        text = "•" if bullet else f"%{at + 1}."
    fonts = inner(element, "w:rPr", "w:rFonts")
    if fonts is not None and text:
        text = symbols(text, str(fonts.get(q("w:ascii")) or fonts.get(q("w:hAnsi")) or ""))
    if bullet:
        text = text if all(ord(sign) < 0xE000 or ord(sign) > 0xF8FF for sign in text) else "•"
    start = val(element, "w:start")
    restart = val(element, "w:lvlRestart")
    return Level(
        form=form,
        text=text,
        start=number(start) if start is not None else known.start if known is not None else 1,
        restart=None if restart is None else number(restart),
        legal=bool(on(element, "w:isLgl")),
        gap=val(element, "w:suff") or "tab",
        style=val(element, "w:pStyle") or "",
        hidden=bool(on(element, "w:rPr", "w:vanish")),
    )


def _form(element: Any) -> str:
    """The format; Word's own ones stand in a choice, with the usual one as its fallback."""
    for one in element.iter(q("w:numFmt")):
        form = one.get(q("w:val")) or "decimal"
        return str(one.get(q("w:format")) or form) if form == "custom" else str(form)
    return "decimal"
