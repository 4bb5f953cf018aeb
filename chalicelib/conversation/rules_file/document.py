"""YAML to entries, and rules to YAML.

The tree of nodes is read, not the values that YAML would make of it: so 10086, 0123, yes and 2026-03-01 stay
what was written, a key that stands twice is seen, and every problem has its line.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from chalicelib.conversation.rules_file import fields
from chalicelib.conversation.rules_file.entries import Entry, ReplyCells
from chalicelib.conversation.rules_file.vocabulary import (
    FIELD_WORDS,
    MATCHES,
    REPLY_FIELDS,
    REPLY_TYPE_WORDS,
    RULE_FIELDS,
    Match,
    Trigger,
)
from chalicelib.foreign_files.refusal import FileRefused
from chalicelib.foreign_files.yaml_text import check_yaml, yaml_fault
from chalicelib.sheets.cells import clean, split
from chalicelib.sheets.headings import Words, folded, words
from chalicelib.sheets.problems import BadCell, Cell, Notes, Place

if TYPE_CHECKING:
    from yaml.nodes import Node

MOST_VALUES: Final = 500_000
RULES: Final = "rules"
SERVICES: Final = "services"
SECTIONS: Final = {
    RULES: ("规则",),
    Trigger.FOLLOW: ("关注",),
    "scenes": ("扫码", Trigger.SCAN),
    Trigger.MENU: ("菜单",),
    SERVICES: ("服务", "服务入口", Trigger.SERVICE),
    "types": ("消息类型", Trigger.TYPE),
    Trigger.DEFAULT: ("默认", "默认回复"),
}
KEYED: Final = {"scenes": Trigger.SCAN, Trigger.MENU: Trigger.MENU, "types": Trigger.TYPE}

_SECTION_WORDS: Final = words(SECTIONS)
_SAID_WORDS: Final = {
    **REPLY_TYPE_WORDS,
    **words({"replies": ("回复", "reply"), "pick": ("多条回复",)}),
}
_RULE_WORDS: Final = {
    **_SAID_WORDS,
    **words(MATCHES),
    **{word: field for word, field in FIELD_WORDS.items() if field in ("name", *RULE_FIELDS)},
}
_SERVICE_WORDS: Final = {
    **words({"name": ("名称",), "aliases": ("别名", "关键词"), "reply": ("text", "说明")}),
    **{word: field for word, field in FIELD_WORDS.items() if field in ("appid", "path", "menu")},
    **words({"url": ("link", "链接")}),
}
_INSIDE: Final = {
    kind: {
        **{word: field for word, field in FIELD_WORDS.items() if field in wanted},
        **{attribute: field for field, attribute in wanted.items()},
    }
    for kind, wanted in REPLY_FIELDS.items()
}
"""Names of the parts of a reply that is written out: the columns' names, or WeChat's."""


def to_entries(text: str, notes: Notes) -> list[Entry]:
    """The entries of a YAML document, in its order."""
    root = _compose(text, notes)
    if root is None:
        return []
    return list(_Document(notes).entries(root))


def _compose(text: str, notes: Notes) -> Node | None:
    import yaml

    try:
        check_yaml(text, most=MOST_VALUES)
    except FileRefused as refused:
        notes.error(Place(), f"YAML 格式不对：{refused}")
        return None
    loader = getattr(
        yaml, "CSafeLoader", yaml.SafeLoader
    )  # libyaml's, ten times as fast, where it is built in
    try:
        root: Node | None = yaml.compose(text, Loader=loader)
    except (yaml.YAMLError, RecursionError) as error:
        line, why = yaml_fault(error)
        notes.error(Place(line), f"YAML 格式不对：{why}；请检查缩进、冒号和引号")
    else:
        if root is None:
            notes.error(Place(), "文件是空的")
        return root
    return None


class _Document:
    """Walks the nodes; what it does not expect is noted, with its line and path."""

    def __init__(self, notes: Notes) -> None:
        self.notes = notes

    def entries(self, root: Node) -> Iterator[Entry]:
        for section, node, path in self._pairs(root, "", _SECTION_WORDS):
            if section == RULES:
                for item, inner in self._items(node, path):
                    if self._is_mapping(item, inner):
                        yield self._rule(item, inner)
            elif section == SERVICES:
                for item, inner in self._items(node, path):
                    if self._is_mapping(item, inner):
                        yield self._service(item, inner)
            elif section in KEYED:
                for key, value, inner in self._pairs(node, path, None):
                    yield self._special(KEYED[section], key, value, inner)
            else:
                yield self._special(Trigger(section), "", node, path)

    def _special(self, trigger: Trigger, key: str, node: Node, path: str) -> Entry:
        place = _place(node, path)
        entry = Entry(trigger, Cell(key, place), place)
        if _is(node, "mapping"):
            self._fill(entry, node, path, _SAID_WORDS)
        else:
            self._add_replies(entry, node, path)
        return entry

    def _rule(self, node: Node, path: str) -> Entry:
        place = _place(node, path)
        entry = Entry(Trigger.KEYWORD, Cell("", place), place)
        self._fill(entry, node, path, _RULE_WORDS)
        keywords = [*entry.exact, *entry.contains]
        if not entry.key.value and keywords:
            spoiled = entry.key.spoiled or keywords[0].spoiled
            entry.key = Cell(keywords[0].value[: fields.NAME_CHARS], place, spoiled)
        return entry

    def _service(self, node: Node, path: str) -> Entry:
        place = _place(node, path)
        entry = Entry(Trigger.SERVICE, Cell("", place), place)
        cells: ReplyCells = {}
        for name, value, inner in self._pairs(node, path, _SERVICE_WORDS):
            if name == "aliases":
                entry.exact.extend(self._scalars(value, inner))
            elif (cell := self._scalar(value, inner)) is None:
                continue
            elif name == "name":
                entry.key = cell
            else:
                cells[name] = cell
        if cells:
            entry.replies.append((place, cells))
        return entry

    def _fill(self, entry: Entry, node: Node, path: str, known: Words) -> None:
        for name, value, inner in self._pairs(node, path, known):
            if name == "replies":
                self._add_replies(entry, value, inner)
            elif name in REPLY_FIELDS:
                entry.replies.append((_place(value, inner), self._written_out(name, value, inner)))
            elif name in (Match.EXACT, Match.CONTAINS):
                words_ = entry.exact if name == Match.EXACT else entry.contains
                words_.extend(self._scalars(value, inner))
            elif (cell := self._scalar(value, inner)) is None:
                continue
            elif name == "name":
                entry.key = cell
            else:
                entry.of_rule[name] = cell

    def _add_replies(self, entry: Entry, node: Node, path: str) -> None:
        for item, inner in self._items(node, path) if _is(node, "sequence") else [(node, path)]:
            reply = self._reply(item, inner)
            if reply:
                entry.replies.append((_place(item, inner), reply))

    def _reply(self, node: Node, path: str) -> ReplyCells:
        """A text alone, or one type with what belongs to it."""
        if not _is(node, "mapping"):
            cell = self._scalar(node, path)
            return {"reply": cell} if cell else {}
        pairs = list(self._pairs(node, path, REPLY_TYPE_WORDS))
        if len(pairs) > 1:
            self.notes.error(_place(node, path), "一条回复只能有一种类型；多条回复请写成列表")
        if len(pairs) != 1:
            return {"reply": Cell("", _place(node, path), spoiled=True)}
        return self._written_out(*pairs[0])

    def _written_out(self, kind: str, node: Node, path: str) -> ReplyCells:
        cells = {"type": Cell(kind, _place(node, path))}
        if _is(node, "mapping"):
            for name, value, inner in self._pairs(node, path, _INSIDE[kind]):
                cell = self._scalar(value, inner)
                if cell:
                    cells[name] = cell
        elif kind == "news":
            self.notes.error(_place(node, path), "图文要写明 title（标题）和 url（链接）")
            cells |= {name: Cell("", _place(node, path), spoiled=True) for name in ("title", "url")}
        elif not (kind == "transfer_customer_service" and node.tag.endswith(":bool")):
            cell = self._scalar(node, path)
            if cell:
                cells["reply"] = cell
        return cells

    def _pairs(self, node: Node, path: str, known: Words | None) -> Iterator[tuple[str, Node, str]]:
        """Keys (as ``known`` calls them, where there are such) with values and paths."""
        if _empty(node):
            return
        if not self._is_mapping(node, path):
            return
        seen: set[str] = set()
        for key_node, value in node.value:
            key = self._scalar(key_node, path)
            if key is None or key.spoiled:
                continue
            name = key.value if known is None else known.get(folded(key.value))
            inner = f"{path} › {key.value}" if path else key.value
            if name is None:
                self.notes.error(_place(key_node, inner), f"没有“{key.value[:20]}”这一项")
            elif name in seen:
                self.notes.error(_place(key_node, inner), f"“{key.value[:20]}”出现了两次")
            else:
                seen.add(name)
                yield name, value, inner

    def _is_mapping(self, node: Node, path: str) -> bool:
        if not _is(node, "mapping"):
            self.notes.error(_place(node, path), "这里应是“名称: 值”的形式")
        return _is(node, "mapping")

    def _items(self, node: Node, path: str) -> Iterator[tuple[Node, str]]:
        if _empty(node):
            return
        if not _is(node, "sequence"):
            self.notes.error(_place(node, path), "这里应是列表，每一项以“- ”开头")
            return
        for number, item in enumerate(node.value, start=1):
            yield item, f"{path} › {number}"

    def _scalars(self, node: Node, path: str) -> Iterator[Cell]:
        """Keywords: a list, or several in one line as in a sheet's cell."""
        if _is(node, "sequence"):
            for item, inner in self._items(node, path):
                cell = self._scalar(item, inner)
                if cell:
                    yield cell
            return
        cell = self._scalar(node, path)
        if cell is not None and cell.spoiled:
            yield cell
        elif cell is not None:
            yield from (Cell(word, cell.place) for word in split(cell.value))

    def _scalar(self, node: Node, path: str) -> Cell | None:
        """One value as it was written; None for an empty one."""
        place = _place(node, path)
        if not _is(node, "scalar"):
            self.notes.error(place, "这里应是一个值，不是列表或“名称: 值”")
            return Cell("", place, spoiled=True)
        if _empty(node):
            return None
        try:
            cell = Cell(clean(node.value), place)
        except BadCell as bad:
            self.notes.error(place, str(bad))
            return Cell("", place, spoiled=True)
        return cell if cell.value else None


def _empty(node: Node) -> bool:
    return _is(node, "scalar") and str(node.tag).endswith(":null")


def _is(node: Node, kind: str) -> bool:
    """Whether a node is a ``scalar``, a ``sequence`` or a ``mapping``."""
    return bool(getattr(node, "id", None) == kind)


def _place(node: Node, path: str) -> Place:
    return Place(node.start_mark.line + 1, path or None)
