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

    @property
    def address(self) -> str:
        """Where a link leads: an address with its part after ``#``; empty for a place in the document itself."""
        words = self.words
        if not words or words[0].upper() != "HYPERLINK":
            return ""
        address, at = "", 1
        place = ""
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

    @property
    def hidden(self) -> bool:
        """Whether words here are part of an instruction, or the result of a field that shows none."""
        return any(
            not one.showing or one.name in _SILENT or one.name in UNCARRIED for one in self._open
        )

    @property
    def link(self) -> str:
        """The address of the innermost link whose words stand here."""
        return next(
            (one.address for one in reversed(self._open) if one.showing and one.address), ""
        )

    def begin(self, form: Any = None) -> None:
        """A field begins."""
        self._open.append(Field(form))

    def instruct(self, text: str) -> None:
        """A piece of an instruction."""
        if self._open and not self._open[-1].showing:
            self._open[-1].parts.append(text)

    def separate(self) -> Field | None:
        """The instruction ends and the result begins."""
        if not self._open:
            return None
        self._open[-1].showing = True
        return self._open[-1]

    def end(self) -> Field | None:
        """A field ends; returned, if there was one."""
        return self._open.pop() if self._open else None


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
