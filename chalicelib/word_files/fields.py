"""Fields of Word: an instruction that nobody sees, and the result that stands for it (ECMA-376 part 1, 17.16)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from chalicelib.word_files.names import inner, number, on, q, val
from chalicelib.word_files.symbols import symbol

_WORDS: Final = re.compile(r'"([^"]*)"|(\\\S)|(\S+)')
_SILENT: Final = frozenset("SET ASK XE TC TA RD PRIVATE NEXT NEXTIF SKIPIF".split())
"""Fields that show nothing, whatever result is stored."""
UNCARRIED: Final = {
    "EQ": "域公式（EQ 域，如分数、带圈字、拼音）",
    "LISTNUM": "列表编号域（LISTNUM）",
    "AUTONUM": "自动编号域（AUTONUM）",
    "AUTONUMLGL": "自动编号域（AUTONUMLGL）",
    "AUTONUMOUT": "自动编号域（AUTONUMOUT）",
    "BARCODE": "条形码域（BARCODE）",
    "DISPLAYBARCODE": "条形码域（DISPLAYBARCODE）",
    "MERGEBARCODE": "条形码域（MERGEBARCODE）",
}
"""Fields that Word draws from their instruction, with their Chinese names."""


@dataclass(slots=True)
class Field:
    """One field that is open."""

    form: Any = None
    """The ``w:ffData`` of a form field."""
    parts: list[str] = field(default_factory=list)
    showing: bool = False
    """Its result has begun."""
    silent: bool = False
    """Its result is not shown."""
    address: str = ""
    """Where its result leads."""

    @property
    def words(self) -> list[str]:
        """The instruction in words: name, arguments, switches."""
        found = _WORDS.findall("".join(self.parts))
        return [quoted or switch or bare for quoted, switch, bare in found]

    @property
    def name(self) -> str:
        """What kind of field it is, in capitals."""
        words = self.words
        return words[0].upper() if words else ""


def _address(words: list[str]) -> str:
    """Where a link leads: an address with its part after ``#``; empty for a place in the document itself."""
    if not words or words[0].upper() != "HYPERLINK":
        return ""
    address, place, at = "", "", 1
    while at < len(words):
        if words[at] in ("\\l", "\\o", "\\t"):
            if words[at] == "\\l" and at + 1 < len(words):
                place = words[at + 1]
            at += 2
            continue
        if not words[at].startswith("\\") and not address:
            address = words[at]
        at += 1
    return f"{address}#{place}" if address and place else address


class Fields:
    """The fields that are open at a place of a story."""

    def __init__(self) -> None:
        self._open: list[Field] = []
        self._hiding = 0
        self._links: list[str] = []

    @property
    def hidden(self) -> bool:
        """Whether words here are part of an instruction, or the result of a field that shows none."""
        return self._hiding > 0

    @property
    def link(self) -> str:
        """The address of the innermost link whose words stand here."""
        return self._links[-1] if self._links else ""

    def begin(self, form: Any = None) -> None:
        """A field begins."""
        self._open.append(Field(form))
        self._hiding += 1

    def instruct(self, text: str) -> None:
        """A piece of an instruction."""
        if self._open and not self._open[-1].showing:
            self._open[-1].parts.append(text)

    def separate(self) -> Field | None:
        """The instruction ends and the result begins."""
        if not self._open:
            return None
        last = self._open[-1]
        if not last.showing:
            last.showing = True
            last.silent = last.name in _SILENT or last.name in UNCARRIED
            last.address = _address(last.words)
            self._hiding -= not last.silent
            self._links += [last.address] if last.address else []
        return last

    def end(self) -> Field | None:
        """A field ends; returned, if there was one."""
        if not self._open:
            return None
        last = self._open.pop()
        self._hiding -= not last.showing or last.silent
        if last.address:
            self._links.pop()
        return last


def drawn(ended: Field) -> str:
    """What Word draws for a field of which no result is stored: boxes and choices of forms, a button's words."""
    if ended.name == "FORMCHECKBOX":
        return "☒" if _ticked(ended.form) else "☐"
    if ended.name == "FORMDROPDOWN":
        return _chosen(ended.form)
    draw = _DRAWN.get(ended.name)
    return "" if draw is None or ended.showing else draw(ended.words)


def _ticked(form: Any) -> bool:
    box = inner(form, "w:checkBox")
    checked = on(box, "w:checked")
    return bool(on(box, "w:default") if checked is None else checked)


def _chosen(form: Any) -> str:
    listed = inner(form, "w:ddList")
    if listed is None:
        return ""
    entries = [one.get(q("w:val")) or "" for one in listed.iterchildren(q("w:listEntry"))]
    given = val(listed, "w:result") or val(listed, "w:default")
    at = number(given)
    return entries[at] if 0 <= at < len(entries) else ""


def _symbol(words: list[str]) -> str:
    code = words[1] if len(words) > 1 else ""
    font = words[words.index("\\f") + 1] if "\\f" in words[:-1] else ""
    value = int(code, 16) if re.fullmatch(r"0[xX][0-9a-fA-F]{1,4}", code) else number(code, -1)
    if value < 0x20:
        return ""
    found = symbol(font, value)
    return found if found is not None else chr(value) if value < 0xD800 else ""


_DRAWN: Final[dict[str, Callable[[list[str]], str]]] = {
    "MACROBUTTON": lambda words: " ".join(words[2:]),
    "GOTOBUTTON": lambda words: " ".join(words[2:]),
    "QUOTE": lambda words: " ".join(words[1:2]),
    "SYMBOL": _symbol,
}
"""Fields that may stand without a result, by what Word draws from their instruction."""
