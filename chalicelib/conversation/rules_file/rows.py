"""Rows of a spreadsheet to entries: find the header, then one row after the other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from chalicelib.conversation.rules_file import fields
from chalicelib.conversation.rules_file.entries import Entry
from chalicelib.conversation.rules_file.problems import BadCell, Cell, Notes, Place
from chalicelib.conversation.rules_file.vocabulary import (
    COLUMNS,
    FIELD_WORDS,
    HEADER,
    MATCH_WORDS,
    MATCHES,
    RULE_FIELDS,
    TRIGGER_WORDS,
    TRIGGERS,
    Match,
    Trigger,
    did_you_mean,
    folded,
    look_up,
    shown,
)

HEADER_WITHIN: Final = 10
"""How many filled rows may stand above the header (a title, a note)."""

REPLY_COLUMNS: Final[tuple[str, ...]] = (
    "type",
    "reply",
    "title",
    "description",
    "pic_url",
    "url",
    "hq_url",
)
_FIELD_HEADERS: Final = {column.field: (column.header,) for column in COLUMNS}


class Kind(StrEnum):
    """What a spreadsheet program made of what was typed."""

    TEXT = "text"
    DATE = "date"
    FORMULA = "formula"
    BROKEN = "broken"
    PERCENT = "percent"
    ROUNDED = "rounded"
    MERGED = "merged"
    """Part of a merged area; the first cell has its text, the others none."""


@dataclass(frozen=True, slots=True)
class Raw:
    """A cell as a sheet holds it."""

    text: str
    kind: Kind = Kind.TEXT


Row = tuple[int, list[Raw]]
"""A row's number as shown, and its cells."""

_SPOILED: Final = {
    Kind.FORMULA: "是公式，而且没有保存计算结果；请复制后“粘贴为数值”",
    Kind.BROKEN: "是出错的公式；请填写文字",
    Kind.PERCENT: "被表格软件当成了百分比；请把这一格设为文本格式后重新输入",
    Kind.ROUNDED: "是超过 15 位的数字，表格软件已丢失后几位；请把这一格设为文本格式后重新输入",
    Kind.MERGED: "是合并单元格；请取消合并，并在每一行填写",
    Kind.DATE: "被表格软件变成了日期或时间；请把这一格设为文本格式后重新输入",
}
_DATES_ALLOWED: Final = frozenset({"valid_from", "valid_until", "hours"})


def to_entries(rows: Iterable[Row], notes: Notes) -> list[Entry]:
    """The entries of a sheet, in the order in which they start."""
    filled = [(number, cells) for number, cells in rows if any(cell.text.strip() for cell in cells)]
    header = _header(filled, notes)
    if header is None:
        return []
    at, columns = header
    sheet = _Sheet(notes)
    for number, raw in filled[at + 1 :]:
        sheet.add(number, dict(_cells(number, raw, columns, notes)))
    return list(sheet.entries.values())


def _header(rows: list[Row], notes: Notes) -> tuple[int, dict[int, tuple[str, str]]] | None:
    """Which row is the header, and which field and heading each column has. Notes what is wrong with it."""
    if not rows:
        if not notes.problems:
            notes.error(Place(), "文件是空的")
        return None
    heads = [[_heading(cell.text) for cell in cells] for _, cells in rows[:HEADER_WITHIN]]
    known = [sum(folded(head) in FIELD_WORDS for head in line) for line in heads]
    at = known.index(max(known))
    if known[at] < 2:
        notes.error(
            Place(rows[0][0]),
            "找不到表头：至少要有“关键词”和“回复内容”两列，用 `rule template` 可以生成模板",
        )
        return None
    columns: dict[int, tuple[str, str]] = {}
    row = rows[at][0]
    for index, head in enumerate(heads[at]):
        if not head:
            continue
        field = FIELD_WORDS.get(folded(head))
        if field is None:
            notes.error(
                Place(row, head), f"没有这一列{did_you_mean(head, FIELD_WORDS, _FIELD_HEADERS)}"
            )
        elif field in (taken for taken, _ in columns.values()):
            notes.error(Place(row, head), f"“{HEADER[field]}”列出现了两次")
        else:
            columns[index] = (field, head)
    return at, columns


def _heading(text: str) -> str:
    """A heading without the marks that operators add: ``关键词 *``, ``标题(必填)``."""
    return re.split("[(\uff08]", text, maxsplit=1)[0].strip().rstrip("*").strip()


def _cells(
    number: int, raw: list[Raw], columns: dict[int, tuple[str, str]], notes: Notes
) -> Iterator[tuple[str, Cell]]:
    for index, cell in enumerate(raw):
        empty = not cell.text.strip()
        if empty and (cell.kind is not Kind.MERGED or index not in columns):
            continue
        if index not in columns:
            notes.error(
                Place(number, f"第 {index + 1} 列"), "这一格有内容，但所在的列没有可用的表头"
            )
            continue
        field, head = columns[index]
        place = Place(number, head)
        if cell.kind is not Kind.TEXT and not (cell.kind is Kind.DATE and field in _DATES_ALLOWED):
            if cell.text:
                notes.error(place, _SPOILED[cell.kind])
            yield field, Cell("", place, spoiled=True)
            continue
        try:
            yield field, Cell(fields.clean(cell.text), place)
        except BadCell as bad:
            notes.error(place, str(bad))
            yield field, Cell("", place, spoiled=True)


class _Sheet:
    """Entries as they grow: rows of one name are one rule."""

    def __init__(self, notes: Notes) -> None:
        self.entries: dict[tuple[Trigger, str], Entry] = {}
        self.notes = notes

    def add(self, number: int, cells: dict[str, Cell]) -> None:
        """Take one row in."""
        trigger = Trigger.KEYWORD
        if "trigger" in cells:
            read = self.notes.read(
                cells["trigger"], lambda word: look_up(word, TRIGGER_WORDS, TRIGGERS)
            )
            if read is None:
                return
            trigger = Trigger(read)
        keywords = self._keywords(cells.get("keywords"))
        if trigger is not Trigger.KEYWORD and "match" in cells:
            self.notes.warn(cells["match"].place, "只有关键词规则有匹配方式，不会导入这一格")
        for key in self._keys(trigger, number, cells, keywords):
            self._extend(trigger, key, number, cells, keywords)

    def _keywords(self, cell: Cell | None) -> list[Cell]:
        if cell is None or cell.spoiled:
            return [cell] if cell else []
        keywords = [Cell(word, cell.place) for word in fields.split(cell.value)]
        if not keywords:
            self.notes.error(cell.place, "只有分隔符，没有关键词")
            return [Cell("", cell.place, spoiled=True)]
        return keywords

    def _keys(
        self, trigger: Trigger, number: int, cells: dict[str, Cell], keywords: list[Cell]
    ) -> list[Cell]:
        """What the row is about: one rule, or the scenes, menu keys or types that it names."""
        here = Place(number, HEADER["keywords"])
        if trigger in (Trigger.FOLLOW, Trigger.DEFAULT):
            if keywords:
                name = shown(TRIGGERS, trigger)
                self.notes.warn(keywords[0].place, f"“{name}”不需要关键词，不会导入这一格")
            return [Cell("", here)]
        if trigger is Trigger.KEYWORD and "name" in cells:
            return [] if cells["name"].spoiled else [cells["name"]]
        if not keywords:
            self.notes.error(here, _KEY_MISSING[trigger])
        keys = [word for word in keywords if not word.spoiled]
        if trigger is not Trigger.KEYWORD or not keys:
            return keys
        named = Cell(keys[0].value[: fields.NAME_CHARS], keys[0].place)
        if (trigger, named.value) in self.entries:
            self.notes.error(named.place, f"已有名为“{named.value}”的规则，请给这一行填写规则名称")
            return []
        return [named]

    def _extend(
        self,
        trigger: Trigger,
        key: Cell,
        number: int,
        cells: dict[str, Cell],
        keywords: list[Cell],
    ) -> None:
        new = Entry(trigger, key, Place(number))
        entry = self.entries.setdefault((trigger, key.value), new)
        if trigger is Trigger.KEYWORD:
            match = self.notes.read(
                cells.get("match"), lambda word: look_up(word, MATCH_WORDS, MATCHES)
            )
            (entry.exact if match == Match.EXACT else entry.contains).extend(keywords)
        for field in RULE_FIELDS:
            if field not in cells:
                continue
            kept = entry.of_rule.setdefault(field, cells[field])
            if kept.value != cells[field].value:
                self.notes.error(
                    cells[field].place,
                    f"同一条规则只能有一个{HEADER[field]}，第 {kept.place.row} 行写的是“{kept.value[:20]}”",
                )
        reply = {field: cells[field] for field in REPLY_COLUMNS if field in cells}
        if reply:
            entry.replies.append((Place(number), reply))


_KEY_MISSING: Final = {
    Trigger.KEYWORD: "缺少关键词；如果这是一条规则的又一条回复，请在“规则名称”里写那条规则的名称",
    Trigger.SCAN: "请填写二维码的场景值",
    Trigger.MENU: "请填写菜单的 key",
    Trigger.TYPE: "请填写消息类型：图片、语音、视频、小视频、位置或链接",
}
