"""Elements of office files, counted one by one against limits."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final
from xml.parsers import expat

from chalicelib.foreign_files.refusal import FileRefused

DEEPEST: Final = 200
"""Nesting of elements; libraries go down by recursion, and lxml ends at 256."""
MOST_SHEETS: Final = 200
MERGED_CELLS: Final = 500_000
SPAN: Final = 200
"""Columns of one cell, and cells of one row. Word has 63 at most."""
COPIED_FORMULAS: Final = 2_000_000
"""Characters of all formulas, those that are copied from another cell among them."""
LOOKED_UP: Final = 200_000
"""Steps upward from cells that continue the one above: each looks for its beginning."""

_AREA: Final = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})")


@dataclass(frozen=True, slots=True)
class Limits:
    """How many elements a file may have, over all its parts."""

    elements: int
    paragraphs: int
    rows: int
    cells: int
    advice: str = "请拆成几个文件"
    """What to do about a file with more, as a Chinese phrase."""


OFFICE: Final = Limits(elements=2_000_000, paragraphs=50_000, rows=200_000, cells=500_000)
"""Lists of a whole office. Libraries take about ten seconds and half a gigabyte for so many."""


@dataclass(slots=True)
class _Table:
    """An open table of Word: cells of the open row, and rows above it that continue others without a gap."""

    cells: int = 0
    continued: int = 0
    run: int = 0


@dataclass
class Census:
    """The counts of one file, in the making. Whatever exceeds ``limits`` raises ``FileRefused``."""

    limits: Limits
    markup: int = 0
    elements: int = 0
    depth: int = 0
    merged: int = 0
    formulas: int = 0
    looked_up: int = 0
    counts: dict[str, int] = field(default_factory=dict)
    _tables: list[_Table] = field(default_factory=list)
    _shared: dict[str, int] = field(default_factory=dict)
    _formula: list[str] | None = None

    def weigh(self, chunk: bytes) -> None:
        """Count the tags of a chunk at once, so that a file of millions is refused before each is looked at."""
        self.markup += chunk.count(b"<")
        if self.markup > 2 * self.limits.elements:
            self._refuse("元素", self.limits.elements)

    def parser(self) -> expat.XMLParserType:
        """A parser of one part that counts into here."""
        made = expat.ParserCreate()
        special = self._special(made)
        self.depth = 0
        self._tables.clear()
        self._shared.clear()

        def start(name: str, attributes: dict[str, str]) -> None:
            self.elements += 1
            self.depth += 1
            if self.elements > self.limits.elements:
                self._refuse("元素", self.limits.elements)
            if self.depth > DEEPEST:
                raise FileRefused(f"里面的内容嵌套超过 {DEEPEST} 层，不是正常的 Office 文件")
            look = special.get(name.rpartition(":")[2])
            if look is not None:
                look({key.rpartition(":")[2]: value for key, value in attributes.items()})

        def end(name: str) -> None:
            self.depth -= 1
            if self._formula is not None or self._tables:
                self._end(made, name.rpartition(":")[2])

        made.StartElementHandler = start
        made.EndElementHandler = end
        made.StartDoctypeDeclHandler = _refuse_doctype
        return made

    def _special(self, parser: Any) -> dict[str, Callable[[dict[str, str]], None]]:
        """Elements with a limit of their own."""

        def formula(attributes: dict[str, str]) -> None:
            self._formula = [attributes.get("si", "") if attributes.get("t") == "shared" else ""]
            parser.CharacterDataHandler = self._formula.append

        return {
            "worksheet": self._counted("工作表", MOST_SHEETS),
            "p": self._counted("段落", self.limits.paragraphs),
            "row": self._counted("行", self.limits.rows),
            "c": self._counted("单元格", self.limits.cells),
            "mergeCell": self._merged_area,
            "f": formula,
            "tbl": lambda _: self._tables.append(_Table()),
            "tr": lambda _: self._row(),
            "tc": lambda _: self._cell(),
            "gridSpan": self._span,
            "vMerge": self._continued,
        }

    def _counted(self, name: str, most: int) -> Callable[[dict[str, str]], None]:
        def count(_: dict[str, str]) -> None:
            self.counts[name] = found = self.counts.get(name, 0) + 1
            if found > most:
                self._refuse(name, most)

        return count

    def _merged_area(self, attributes: dict[str, str]) -> None:
        reference = attributes.get("ref", "")
        found = _AREA.fullmatch(reference)
        if found is None:
            self.merged += MERGED_CELLS + 1 if ":" in reference else 1
        else:
            left, top, right, bottom = found.groups()
            wide, high = _column(right) - _column(left), int(bottom) - int(top)
            self.merged += (abs(wide) + 1) * (abs(high) + 1)
        if self.merged > MERGED_CELLS:
            raise FileRefused(f"合并的单元格超过 {MERGED_CELLS:,} 个；请取消整行整列的合并")

    def _row(self) -> None:
        if not self._tables:
            return
        table = self._tables[-1]
        table.run = table.run + 1 if table.continued else 0
        self.looked_up += table.continued * table.run
        table.cells = table.continued = 0
        if self.looked_up > LOOKED_UP:
            raise FileRefused("表格里上下合并的单元格太多；请取消合并，在每一行填写")

    def _cell(self) -> None:
        if self._tables:
            self._tables[-1].cells += 1
            if self._tables[-1].cells > SPAN:
                raise FileRefused(f"表格的一行超过 {SPAN} 格；请改成表格软件的文件")

    def _span(self, attributes: dict[str, str]) -> None:
        wide = attributes.get("val", "1")
        if not wide.isascii() or not wide.isdigit() or int(wide[:9]) > SPAN:
            raise FileRefused(f"表格里有一格横跨超过 {SPAN} 列，不是正常的 Word 文件")

    def _continued(self, attributes: dict[str, str]) -> None:
        if self._tables and attributes.get("val", "continue") == "continue":
            self._tables[-1].continued += 1

    def _end(self, parser: Any, name: str) -> None:
        if name == "tbl" and self._tables:
            self._row()
            self._tables.pop()
        if name != "f" or self._formula is None:
            return
        shared, length = self._formula[0], sum(map(len, self._formula[1:]))
        if shared:
            length = self._shared.setdefault(shared, length)
        self._formula, parser.CharacterDataHandler = None, None
        self.formulas += length
        if self.formulas > COPIED_FORMULAS:
            raise FileRefused("公式太多；请复制后“粘贴为数值”")

    def _refuse(self, name: str, most: int) -> None:
        raise FileRefused(f"里面的{name}超过 {most:,} 个；{self.limits.advice}")


def _refuse_doctype(*_: object) -> None:
    raise FileRefused("里面有文档类型声明（DTD），不是正常的 Office 文件；请用 Word 或表格软件另存")


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
