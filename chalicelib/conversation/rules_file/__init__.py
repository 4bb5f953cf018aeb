"""Rules as operators keep them, in a spreadsheet or in YAML: read whole or not at all, written back unchanged."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import PurePath
from typing import Final

from chalicelib.clock import SHANGHAI
from chalicelib.conversation.errors import RulesFileErrors
from chalicelib.conversation.models import ReplyRules
from chalicelib.conversation.rules_file import checks, document, entries, export, rows, vocabulary
from chalicelib.conversation.rules_file.typed import (
    BadRule,
    ReplyText,
    RuleText,
    read_typed,
    text_of,
)
from chalicelib.conversation.rules_file.vocabulary import Trigger
from chalicelib.sheets import spreadsheets
from chalicelib.sheets.cells import valid_from as moment
from chalicelib.sheets.grid import Grid, grid_of
from chalicelib.sheets.headings import shown
from chalicelib.sheets.lists import SUFFIXES, Fix, read_list, refuse_sheets
from chalicelib.sheets.problems import Notes, Place, Problem, Severity

__all__ = [
    "SHANGHAI",
    "BadRule",
    "Fix",
    "Grid",
    "Problem",
    "ReplyText",
    "RuleText",
    "RulesFile",
    "RulesFileErrors",
    "Severity",
    "Trigger",
    "grid",
    "kind_name",
    "moment",
    "read",
    "read_typed",
    "template",
    "text_of",
    "type_name",
    "write",
]

MAX_BYTES: Final = 50 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class RulesFile:
    """A file that was read without an error."""

    rules: ReplyRules
    warnings: tuple[Problem, ...] = ()


def read(
    name: str, body: bytes, *, sheets: Collection[str] = (), fixes: Collection[Fix] = ()
) -> RulesFile:
    """The rules in a file.

    ``name`` tells its format (.xlsx, .csv, .yaml or .yml) and stands in the problems; ``body`` is its bytes. Of a
    workbook all ``sheets`` with a header are read, or those that are named; ``fixes`` are cells that were corrected
    since. Raises ``RulesFileErrors`` with every problem there is; nothing is read by halves.
    """
    notes = Notes(PurePath(name).name, RulesFileErrors)
    reader = _READERS.get(PurePath(name).suffix.lower())
    if reader is None:
        notes.error(Place(), _wrong_suffix(PurePath(name).suffix.lower()))
    elif len(body) > MAX_BYTES:
        notes.error(Place(), f"文件超过 {MAX_BYTES // 1024 // 1024} MB")
    elif not body.strip():
        notes.error(Place(), "文件是空的")
    notes.stop_on_errors()
    assert reader is not None  # noqa: S101 - noted above otherwise
    found = reader(body, notes, sheets, fixes)
    rules = entries.to_rules(found, notes)
    checks.check_together(rules, found, notes)
    notes.stop_on_errors()
    return RulesFile(rules, notes.sorted())


def write(name: str, rules: ReplyRules) -> bytes:
    """Rules as a file that ``read`` gives back the same; the name tells the format.

    Raises ``RulesFileErrors`` for a name of no known format.
    """
    suffix = PurePath(name).suffix.lower()
    if suffix in (".yaml", ".yml"):
        return export.to_yaml(rules).encode()
    if suffix == ".csv":
        return spreadsheets.write_csv(export.to_rows(rules))
    if suffix == ".xlsx":
        from chalicelib.conversation.rules_file import workbook

        return workbook.write(export.to_rows(rules))
    notes = Notes(PurePath(name).name, RulesFileErrors)
    notes.error(Place(), _wrong_suffix(suffix))
    raise RulesFileErrors(notes.sorted())


def template() -> bytes:
    """An empty .xlsx with headers, drop-downs and explanations."""
    from chalicelib.conversation.rules_file import workbook

    return workbook.write(export.to_rows(ReplyRules()))


def grid(name: str, body: bytes, fixes: Collection[Fix] = ()) -> list[Grid]:
    """The tables of a file as they stand there, to show its problems in place; none of a file without tables."""
    return grid_of(PurePath(name).suffix.lower(), body, rows.HEADS, fixes)


def kind_name(kind: Trigger) -> str:
    """The operators' name of an occasion: 关注 for ``follow``."""
    return shown(vocabulary.TRIGGERS, kind)


def type_name(kind: str) -> str:
    """The operators' name of a type of reply: 图文 for ``news``."""
    return shown(vocabulary.REPLY_TYPES, kind)


_Reader = Callable[[bytes, Notes, Collection[str], Collection[Fix]], list[entries.Entry]]


def _from_sheets(suffix: str) -> _Reader:
    def read_sheets(
        body: bytes, notes: Notes, sheets: Collection[str], fixes: Collection[Fix]
    ) -> list[entries.Entry]:
        return rows.to_entries(read_list(suffix, body, rows.HEADS, notes, sheets, fixes), notes)

    return read_sheets


def _from_yaml(
    body: bytes, notes: Notes, sheets: Collection[str], _: Collection[Fix]
) -> list[entries.Entry]:
    refuse_sheets(sheets, notes)
    text = spreadsheets.decode(body, notes)
    return [] if text is None else document.to_entries(text, notes)


_READERS: Final[dict[str, _Reader]] = {
    **{suffix: _from_sheets(suffix) for suffix in SUFFIXES},
    ".yaml": _from_yaml,
    ".yml": _from_yaml,
}


def _wrong_suffix(suffix: str) -> str:
    hint = "，请在表格软件里另存为 .xlsx" if suffix in (".xls", ".et", ".ods", ".xlsm") else ""
    return f"不支持 {suffix or '没有扩展名'} 的文件{hint}；可以是 .xlsx、.csv、.yaml"
