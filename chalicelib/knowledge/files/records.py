"""Lists that programs write: one JSON object a line, or a YAML list. Keys are the headings of a sheet."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

import yaml

from chalicelib.foreign_files.refusal import FileRefused
from chalicelib.foreign_files.yaml_text import check_yaml, yaml_fault
from chalicelib.knowledge.columns import FAQ, POLICY
from chalicelib.sheets.cells import clean, join
from chalicelib.sheets.headings import folded
from chalicelib.sheets.layouts import FoundRow
from chalicelib.sheets.problems import BadCell, Cell, Notes, Place
from chalicelib.sheets.spreadsheets import decode
from chalicelib.sheets.tables import TableColumns

MAX_ROWS: Final = 200_000
MOST_VALUES: Final = 500_000
LONGEST_LINE: Final = 1_000_000
MOST_KEYS: Final = 200
"""Keys of a file that are not known; each is told of."""
_LISTS: Final = ("entries", "policies", "faq", "问答", "政策")
"""Keys under which a YAML file may hold its list."""
_JOINS: Final = {one.field: one.form.join for one in (*FAQ, *POLICY) if one.form.join}


def from_jsonl(body: bytes, notes: Notes, heads: TableColumns) -> Iterator[FoundRow]:
    """One object a line; blank lines are passed over."""
    text = decode(body, notes)
    unknown: set[str] = set()
    for row, line in enumerate((text or "").split("\n"), start=1):
        if not line.strip():
            continue
        if row > MAX_ROWS or len(line) > LONGEST_LINE or len(unknown) > MOST_KEYS:
            notes.error(
                Place(row),
                f"文件太大，从这一行起没有读：最多 {MAX_ROWS} 行，每行 {LONGEST_LINE} 个字符，"
                f"{MOST_KEYS} 种不认识的项；请拆成几个文件",
            )
            return
        try:
            value = json.loads(line)
        except (ValueError, RecursionError):
            notes.error(Place(row), "这一行不是 JSON 对象")
            continue
        if not isinstance(value, dict):
            notes.error(Place(row), '这一行不是 JSON 对象，应像 {"问题": "…", "答案": "…"}')
            continue
        yield _found(row, value, heads, notes, unknown)


def from_yaml(body: bytes, notes: Notes, heads: TableColumns) -> Iterator[FoundRow]:
    """A list of mappings, alone or under one key."""
    text = decode(body, notes)
    if text is None:
        return
    try:
        check_yaml(text, most=MOST_VALUES)
    except FileRefused as refused:
        notes.error(Place(), f"不是正确的 YAML：{refused}")
        return
    try:
        # libyaml's, ten times as fast, where it is built in.
        root = yaml.compose(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        line, why = yaml_fault(error)
        notes.error(Place(line), f"不是正确的 YAML，请检查缩进和冒号：{why}")
        return
    if isinstance(root, yaml.MappingNode):
        listed = [value for key, value in root.value if getattr(key, "value", "") in _LISTS]
        root = listed[0] if listed else root
    if not isinstance(root, yaml.SequenceNode):
        notes.error(Place(1), "应当是一个列表，每一项以“- ”开头")
        return
    unknown: set[str] = set()
    for node in root.value:
        row = node.start_mark.line + 1
        if not isinstance(node, yaml.MappingNode):
            notes.error(Place(row), "这一项应当有“问题: …”这样的字段")
            continue
        pairs = {str(key.value): _plain(value) for key, value in node.value}
        yield _found(row, pairs, heads, notes, unknown)


def _plain(node: Any) -> Any:
    """A node as text, or a list of texts and small mappings; deeper is not looked at, so nothing can explode."""
    if isinstance(node, yaml.ScalarNode):
        return "" if node.tag.endswith(":null") else node.value
    if isinstance(node, yaml.SequenceNode):
        return [
            {str(key.value): str(value.value) for key, value in one.value}
            if isinstance(one, yaml.MappingNode)
            else str(one.value)
            for one in node.value[:MAX_ROWS]
        ]
    return None


def _found(
    row: int, value: Mapping[str, Any], heads: TableColumns, notes: Notes, unknown: set[str]
) -> FoundRow:
    """The cells of one record; a key that is ``unknown`` is told of once a file, as a column is."""
    cells: dict[str, Cell] = {}
    for key, held in value.items():
        if held is None or held == "":
            continue
        field, place = heads.words.get(folded(str(key))), Place(row, str(key))
        if field is None:
            if key not in unknown:
                unknown.add(key)
                notes.warn(place, "不认识这一项，不会导入")
            continue
        if field in cells:
            notes.error(place, f"“{heads.shown[field]}”在这一条里写了两次")
            continue
        try:
            cells[field] = Cell(clean(_text(field, held)), place)
        except BadCell as bad:
            notes.error(place, str(bad))
            cells[field] = Cell("", place, spoiled=True)
    return FoundRow(row, cells)


def _text(field: str, held: object) -> str:
    """A value as the cell of a sheet would have it."""
    if isinstance(held, list):
        if any(isinstance(one, dict) for one in held):
            return "\n".join(_link(one) for one in held)
        return _JOINS.get(field, join)(str(one) for one in held)
    if isinstance(held, (str, int, float)):
        return str(held)
    raise BadCell("要填文字，或文字的列表")


def _link(one: object) -> str:
    if isinstance(one, dict):
        return f"{one.get('title', '')} {one.get('url', '')}".strip()
    return str(one)
