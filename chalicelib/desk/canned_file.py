"""Canned replies as agents keep them, in a spreadsheet: read whole or not at all. For the command line."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import PurePath
from typing import Final

from chalicelib.desk.canned_reply import name_of, text_of
from chalicelib.desk.errors import DeskError
from chalicelib.errors import Invalid
from chalicelib.sheets.headers import TableColumns
from chalicelib.sheets.headings import words
from chalicelib.sheets.links import LinkForm
from chalicelib.sheets.lists import SUFFIXES, read_list
from chalicelib.sheets.literal_breaks import literal_break
from chalicelib.sheets.problems import BadCell, Cell, FileErrors, Notes, Place, Problem

MAX_BYTES: Final = 5 * 1024 * 1024

_SHOWN: Final = {"name": "名称", "text": "内容"}
_HEADS: Final = TableColumns(
    words=words(
        {
            "name": ("名称", "快捷回复", "快捷名称", "常用语", "标题", "name"),
            "text": ("内容", "回复内容", "快捷回复内容", "话术", "正文", "回复", "text", "content"),
        }
    ),
    shown=_SHOWN,
    missing="找不到表头：要有“名称”和“内容”两列",
    marks=frozenset({"text"}),
    links={"text": LinkForm.ANCHOR},
    headless=("name", "text"),
)


class CannedFileErrors(FileErrors, DeskError, Invalid):
    """A file of canned replies that can't be imported; ``problems`` has every reason with its place."""


@dataclass(frozen=True, slots=True)
class CannedFile:
    """A file that was read without an error."""

    replies: dict[str, str]
    """Name without its slash → text."""
    warnings: tuple[Problem, ...] = ()


def read(name: str, body: bytes, *, sheets: Collection[str] = ()) -> CannedFile:
    """The canned replies in a file (.xlsx or .csv, as its ``name`` tells), of all its ``sheets`` or of those named.

    A file without a header has names in its first column and texts in its second. Raises ``CannedFileErrors``.
    """
    notes = Notes(PurePath(name).name, CannedFileErrors)
    suffix = PurePath(name).suffix.lower()
    if suffix not in SUFFIXES:
        notes.error(Place(), f"不支持 {suffix or '没有扩展名'} 的文件；可以是 .xlsx、.csv")
    elif len(body) > MAX_BYTES:
        notes.error(Place(), f"文件超过 {MAX_BYTES // 1024 // 1024} MB")
    elif not body.strip():
        notes.error(Place(), "文件是空的")
    notes.stop_on_errors()
    replies: dict[str, str] = {}
    places: dict[str, Place] = {}
    for sheet, table in read_list(suffix, body, _HEADS, notes, sheets):
        for row, cells in table:
            _add(cells, Place(row, sheet=sheet), replies, places, notes)
    if not replies and not notes.has_errors:
        notes.error(Place(), "文件里没有快捷回复；要有“名称”和“内容”两列")
    notes.stop_on_errors()
    return CannedFile(replies, notes.sorted())


def _add(
    cells: dict[str, Cell],
    row: Place,
    replies: dict[str, str],
    places: dict[str, Place],
    notes: Notes,
) -> None:
    for field, heading in _SHOWN.items():
        if field not in cells:
            notes.error(Place(row.row, heading, row.sheet), f"缺少{heading}")
    name, text = notes.read(cells.get("name"), _name), notes.read(cells.get("text"), _text)
    if name is None or text is None:
        return
    if name in replies:
        notes.error(cells["name"].place, f"“{name}”与{places[name].named}重复")
        return
    replies[name], places[name] = text, cells["name"].place
    if written := literal_break(text):
        notes.warn(
            cells["text"].place,
            f"里面的 {written} 不会换行，粉丝会看到原样的 {written}；要换行请直接换行（表格里按 Alt+Enter）",
        )


def _name(value: str) -> str:
    try:
        return name_of(value)
    except ValueError as error:
        raise BadCell(str(error)) from error


def _text(value: str) -> str:
    try:
        return text_of(value)
    except ValueError as error:
        raise BadCell(str(error)) from error
