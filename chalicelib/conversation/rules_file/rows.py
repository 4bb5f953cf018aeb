"""Rows of a spreadsheet to entries, one row after the other."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from chalicelib.conversation.rules_file import fields
from chalicelib.conversation.rules_file.entries import Entry
from chalicelib.conversation.rules_file.vocabulary import (
    FIELD_WORDS,
    HEADER,
    MATCH_WORDS,
    MATCHES,
    RULE_FIELDS,
    TRIGGER_WORDS,
    TRIGGERS,
    TYPES_NAMED,
    Match,
    Trigger,
)
from chalicelib.sheets.cells import split
from chalicelib.sheets.headers import TableColumns
from chalicelib.sheets.headings import look_up, shown
from chalicelib.sheets.links import LinkForm
from chalicelib.sheets.lists import Table
from chalicelib.sheets.problems import Cell, Notes, Place

REPLY_COLUMNS: Final[tuple[str, ...]] = (
    "type",
    "reply",
    "title",
    "description",
    "pic_url",
    "url",
    "hq_url",
    "appid",
    "path",
    "menu",
)
HEADS: Final = TableColumns(
    words=FIELD_WORDS,
    shown=HEADER,
    missing="找不到表头：至少要有“关键词”和“回复内容”两列",
    marks=frozenset({"name", "trigger", "keywords", "reply"}),
    dates=frozenset({"valid_from", "valid_until", "hours"}),
    links={
        "reply": LinkForm.ANCHOR,
        "url": LinkForm.ADDRESS,
        "pic_url": LinkForm.ADDRESS,
        "hq_url": LinkForm.ADDRESS,
    },
    leads={"title": "url"},
)


def to_entries(tables: Iterable[tuple[str, Table]], notes: Notes) -> list[Entry]:
    """The entries of the sheets of a file, in the order in which they start. A rule stands in one sheet."""
    entries: list[Entry] = []
    for name, rows in tables:
        sheet = _Sheet(notes, name)
        for number, cells in rows:
            sheet.add(number, cells)
        entries += sheet.entries.values()
    return entries


class _Sheet:
    """Entries as they grow: rows of one name are one rule."""

    def __init__(self, notes: Notes, name: str) -> None:
        self.entries: dict[tuple[Trigger, str], Entry] = {}
        self.notes = notes
        self.name = name

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
        keywords = [Cell(word, cell.place, filled=cell.filled) for word in split(cell.value)]
        if not keywords:
            self.notes.error(cell.place, "只有分隔符，没有关键词")
            return [Cell("", cell.place, spoiled=True)]
        return keywords

    def _keys(
        self, trigger: Trigger, number: int, cells: dict[str, Cell], keywords: list[Cell]
    ) -> list[Cell]:
        """The keys of the row: one rule, or the scenes, menu keys or types that it names."""
        here = Place(number, HEADER["keywords"], self.name)
        if trigger in (Trigger.FOLLOW, Trigger.DEFAULT):
            if keywords:
                name = shown(TRIGGERS, trigger)
                self.notes.warn(keywords[0].place, f"“{name}”不需要关键词，不会导入这一格")
            return [Cell("", here)]
        if trigger in _NAMED and "name" in cells:
            return [] if cells["name"].spoiled else [cells["name"]]
        if not keywords:
            self.notes.error(here, _KEY_MISSING[trigger])
        keys = [word for word in keywords if not word.spoiled]
        if trigger not in _NAMED or not keys:
            return keys
        named = Cell(keys[0].value[: fields.NAME_CHARS], keys[0].place)
        if (trigger, named.value) in self.entries and not keys[0].filled:
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
        new = Entry(trigger, key, Place(number, sheet=self.name))
        entry = self.entries.setdefault((trigger, key.value), new)
        if trigger is Trigger.KEYWORD:
            match = self.notes.read(
                cells.get("match"), lambda word: look_up(word, MATCH_WORDS, MATCHES)
            )
            (entry.exact if match == Match.EXACT else entry.contains).extend(keywords)
        elif trigger is Trigger.SERVICE:
            entry.exact.extend(keywords)
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
        # One reply in a merged cell is one reply, however many rows of keywords it stands beside.
        if reply and (entry is new or not all(cell.filled for cell in reply.values())):
            entry.replies.append((Place(number, sheet=self.name), reply))


_NAMED: Final = (Trigger.KEYWORD, Trigger.SERVICE)
"""Triggers whose entries have names; without a name the first keyword is it."""
_KEY_MISSING: Final = {
    Trigger.KEYWORD: "缺少关键词；如果这是一条规则的又一条回复，请在“规则名称”里写那条规则的名称",
    Trigger.SCAN: "请填写二维码的场景值",
    Trigger.MENU: "请填写菜单的 key",
    Trigger.SERVICE: "请在“规则名称”里填写服务的名称",
    Trigger.TYPE: f"请填写消息类型：{TYPES_NAMED}",
}
