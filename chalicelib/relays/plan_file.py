"""The steps of a relay as offices keep them, in a spreadsheet: read whole, or every fault at its row."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from pathlib import PurePath
from typing import Any, Final

from chalicelib.errors import Invalid
from chalicelib.relays.errors import RelayError
from chalicelib.relays.models import (
    MOST_STEPS,
    NOTE_CHARS,
    STEP_TITLE_CHARS,
    TEXT_CHARS,
    PlannedStep,
    RelayStep,
)
from chalicelib.relays.rules import Place as AccountPlace
from chalicelib.sheets.columns import line, long_text, moment, start
from chalicelib.sheets.headers import TableColumns
from chalicelib.sheets.headings import words
from chalicelib.sheets.lists import SUFFIXES, read_list
from chalicelib.sheets.problems import BadCell, Cell, FileErrors, Notes, Place

MAX_BYTES: Final = 2 * 1024 * 1024
HEADS: Final = ("序号", "标题", "公众号", "负责人", "时限", "要点", "备注")
_SHOWN: Final = {
    "title": "标题",
    "account": "公众号",
    "owner": "负责人",
    "due_at": "时限",
    "text": "要点",
    "note": "备注",
}
_COLUMNS: Final = TableColumns(
    words=words(
        {
            "number": ("序号", "棒次", "number"),
            "title": ("标题", "题目", "计名", "title"),
            "account": ("公众号", "账号", "单位公众号", "account"),
            "owner": ("负责人", "责任人", "owner"),
            "due_at": ("时限", "截止时间", "完成时限", "due"),
            "text": ("要点", "内容要点", "内容", "text"),
            "note": ("备注", "说明", "note"),
        }
    ),
    shown={"number": "序号", **_SHOWN},
    missing="找不到表头：要有“标题”和“公众号”两列",
    marks=frozenset({"title", "account"}),
    dates=frozenset({"due_at"}),
)


class PlanFileErrors(FileErrors, RelayError, Invalid):
    """A table of steps that can't be taken; ``problems`` has every reason with its row."""


def read(
    name: str,
    body: bytes,
    places: Mapping[str, AccountPlace],
) -> tuple[PlannedStep, ...]:
    """The steps in a file (.xlsx or .csv, as its ``name`` tells), in its order.

    ``places`` are the accounts that a step may be given to, by id; a file may name one by its name, or by its unit where that
    has one. Raises ``PlanFileErrors``.
    """
    notes = Notes(PurePath(name).name, PlanFileErrors)
    suffix = PurePath(name).suffix.lower()
    if suffix not in SUFFIXES:
        notes.error(Place(), f"不支持 {suffix or '没有扩展名'} 的文件；可以是 .xlsx、.csv")
    elif len(body) > MAX_BYTES:
        notes.error(Place(), f"文件超过 {MAX_BYTES // 1024 // 1024} MB")
    elif not body.strip():
        notes.error(Place(), "文件是空的")
    notes.stop_on_errors()
    known = _by_word(places)
    steps = [
        step
        for sheet, table in read_list(suffix, body, _COLUMNS, notes)
        for row, cells in table
        if (step := _step(cells, Place(row, sheet=sheet), known, notes)) is not None
    ]
    if not steps and not notes.has_errors:
        notes.error(Place(), "文件里没有一棒；要有“标题”和“公众号”两列")
    if len(steps) > MOST_STEPS:
        notes.error(Place(), f"有 {len(steps)} 棒，一场接龙最多 {MOST_STEPS} 棒")
    notes.stop_on_errors()
    return tuple(steps)


def rows_of(steps: Collection[RelayStep]) -> list[list[str]]:
    """Steps as the rows of such a file, under ``HEADS``."""
    return [
        [
            str(one.number),
            one.title,
            one.account,
            one.owner or "",
            moment(one.due_at) if one.due_at else "",
            one.text,
            one.note,
        ]
        for one in steps
    ]


def _step(
    cells: Mapping[str, Cell], row: Place, known: Mapping[str, str], notes: Notes
) -> PlannedStep | None:
    for field in ("title", "account"):
        if field not in cells:
            notes.error(Place(row.row, _SHOWN[field], row.sheet), f"缺少{_SHOWN[field]}")
    parses: dict[str, Any] = {
        "title": line(STEP_TITLE_CHARS).read,
        "account": lambda value: _account(value, known),
        "owner": line(60).read,
        "due_at": _due,
        "text": long_text(TEXT_CHARS, "请删短").read,
        "note": long_text(NOTE_CHARS, "请删短").read,
    }
    values = {field: notes.read(cells.get(field), parse) for field, parse in parses.items()}
    if values["title"] is None or values["account"] is None:
        return None
    return PlannedStep.model_validate(
        {field: value for field, value in values.items() if value is not None}
    )


def _due(value: str) -> datetime:
    """A time; a day without one ends at 18:00."""
    at = start(value)
    if ":" not in value and "：" not in value:
        at += timedelta(hours=18)
    return at


def _account(value: str, known: Mapping[str, str]) -> str:
    found = known.get(value.strip())
    if found is None:
        raise BadCell(f"“{value.strip()[:20]}”不是本单位和下级单位登记的公众号")
    if not found:
        raise BadCell(f"“{value.strip()[:20]}”有几个公众号，请写公众号的短名")
    return found


def _by_word(places: Mapping[str, AccountPlace]) -> dict[str, str]:
    """Id, name and unit of accounts → id; empty where a word means several."""
    known: dict[str, str] = {}
    for account, place in places.items():
        for word in (place.account_name, place.unit_name):
            known[word] = "" if known.get(word, account) != account else account
    return known | {account: account for account in places}
