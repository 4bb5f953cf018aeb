"""Parts of a table that are not imported, gathered so that each kind is told in one sentence."""

from __future__ import annotations

from dataclasses import dataclass, field

from chalicelib.sheets.problems import Notes, Place, rows_named

_MOST_NAMED = 8


@dataclass
class LeftOut:
    """What one table has beside its values."""

    sheet: str
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: dict[str, None] = field(default_factory=dict)
    """Their headings, where something stands below."""
    struck_rows: list[int] = field(default_factory=list)
    struck_cells: list[tuple[int, str, str, bool]] = field(default_factory=list)
    """Row, heading, the words struck through, and whether others stay."""
    sections: list[int] = field(default_factory=list)
    headers: list[int] = field(default_factory=list)
    headless: dict[int, list[int]] = field(default_factory=dict)
    """Column (from 1) without a heading → the rows that are filled there."""
    links: list[tuple[int, str, str]] = field(default_factory=list)
    """Row, heading and address."""

    def note(self, notes: Notes) -> None:
        """Warn of each kind once."""

        def warn(rows: list[int], reason: str) -> None:
            if rows:
                notes.warn(Place(sheet=self.sheet), f"第 {rows_named(rows)}{reason}")

        warn(self.hidden_rows, "是隐藏的（或被筛选掉），没有导入；要导入请取消隐藏或筛选")
        if self.hidden_columns:
            named = "".join(f"“{head}”" for head in self.hidden_columns)
            notes.warn(Place(sheet=self.sheet), f"没有导入隐藏的列：{named}；要导入请取消隐藏")
        warn(self.struck_rows, "有删除线，没有导入")
        for row, head, words, others in self.struck_cells[:_MOST_NAMED]:
            what = f"没有导入有删除线的“{words[:40]}”" if others else "这一格有删除线，没有导入"
            notes.warn(Place(row, head, self.sheet), what)
        rest = [row for row, *_ in self.struck_cells[_MOST_NAMED:]]
        warn(rest, "里有删除线的文字也没有导入")
        warn(self.sections, "是合并成一格的小标题，没有导入")
        warn(self.headers, "重复了表头，没有导入")
        for column, rows in self.headless.items():
            warn(rows, f"第 {column} 列有内容，但这一列没有表头，没有导入")
        for row, head, address in self.links[:_MOST_NAMED]:
            notes.warn(Place(row, head, self.sheet), f"没有导入这一格的链接：{address[:120]}")
        warn([row for row, *_ in self.links[_MOST_NAMED:]], "的链接也没有导入")
