"""Question lists and policy lists as departments keep them: read with every problem and its place."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import Final, Generic

from chalicelib.errors import Field
from chalicelib.knowledge.columns import cells_of
from chalicelib.knowledge.errors import BadEntry
from chalicelib.knowledge.files.rows import (
    FAQ_LAYOUT,
    POLICY_LAYOUT,
    Item,
    KnowledgeFileErrors,
    Made,
    to_documents,
    to_entries,
)
from chalicelib.knowledge.models import FaqEntry, PolicyDocument
from chalicelib.sheets.cells import clean
from chalicelib.sheets.grid import Grid, grid_of
from chalicelib.sheets.headers import TableColumns
from chalicelib.sheets.layouts import FoundRow, Layout
from chalicelib.sheets.lists import SUFFIXES, Fix, read_list, refuse_sheets
from chalicelib.sheets.problems import BadCell, Cell, Notes, Place, Problem, Severity

MAX_BYTES: Final = 50 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class ReadFile(Generic[Item]):
    """A file that was read: whole, or without the rows that ``problems`` tells were left out."""

    kept: tuple[Item, ...]
    problems: tuple[Problem, ...] = ()
    skipped: int = 0
    """Rows left out."""


def read_faq(
    name: str,
    body: bytes,
    *,
    skip_bad: bool = False,
    sheets: Collection[str] = (),
    fixes: Collection[Fix] = (),
) -> ReadFile[FaqEntry]:
    """The entries in a file: .xlsx, .csv, .jsonl, .yaml, .docx or .html, as its ``name`` tells.

    With ``skip_bad`` rows with errors are left out. Of a workbook all ``sheets`` with a header are read, or those that
    are named; ``fixes`` are cells that were corrected since. Raises ``KnowledgeFileErrors`` with every problem there is.
    """
    found, notes = _found(name, body, FAQ_LAYOUT, sheets, fixes, pages=True)
    return _kept(to_entries(found, notes), notes, found, skip_bad)


def read_policies(
    name: str,
    body: bytes,
    *,
    skip_bad: bool = False,
    sheets: Collection[str] = (),
    fixes: Collection[Fix] = (),
) -> ReadFile[PolicyDocument]:
    """The policy documents in a file: .xlsx, .csv, .jsonl or .yaml. Raises like ``read_faq``."""
    found, notes = _found(name, body, POLICY_LAYOUT, sheets, fixes, pages=False)
    return _kept(to_documents(found, notes), notes, found, skip_bad)


def grid(
    kind: type[FaqEntry] | type[PolicyDocument],
    name: str,
    body: bytes,
    fixes: Collection[Fix] = (),
) -> list[Grid]:
    """The tables of a file as they stand there, to show its problems in place; none of a file without tables."""
    layout = FAQ_LAYOUT if issubclass(kind, FaqEntry) else POLICY_LAYOUT
    return grid_of(PurePath(name).suffix.lower(), body, layout.heads, fixes)


def entry_of(cells: Mapping[str, str], known: FaqEntry | None = None) -> FaqEntry:
    """An entry from what a person typed, by field, as a sheet would have it; ``known`` has what was not typed.

    Raises ``BadEntry`` with every problem.
    """
    row = {**(cells_of(known) if known else {}), **cells}
    return _typed(row, FAQ_LAYOUT.heads, to_entries)


def document_of(cells: Mapping[str, str], known: PolicyDocument | None = None) -> PolicyDocument:
    """A policy document from what a person typed, as ``entry_of``."""
    row = {**(cells_of(known) if known else {}), **cells}
    return _typed(row, POLICY_LAYOUT.heads, to_documents)


def _typed(
    row: Mapping[str, str],
    heads: TableColumns,
    make: Callable[[Iterable[FoundRow], Notes], Made[Item]],
) -> Item:
    notes = Notes("输入", KnowledgeFileErrors)
    cells: dict[str, Cell] = {}
    for field, typed in row.items():
        place = Place(None, heads.shown[field])
        try:
            if value := clean(typed):
                cells[field] = Cell(value, place)
        except BadCell as bad:
            notes.error(place, str(bad))
    made = make([FoundRow(0, cells)], notes)
    errors = [one for one in notes.problems if one.severity is Severity.ERROR]
    if errors:
        fields = {label: field for field, label in heads.shown.items()}
        raise BadEntry(
            [f"{one.column}：{one.reason}" for one in errors],
            fields=[Field(fields.get(one.column or "", ""), one.reason) for one in errors],
        )
    return made[0][1]


def _found(
    name: str,
    body: bytes,
    layout: Layout,
    sheets: Collection[str],
    fixes: Collection[Fix],
    *,
    pages: bool,
) -> tuple[list[FoundRow], Notes]:
    notes = Notes(PurePath(name).name, KnowledgeFileErrors)
    suffix = PurePath(name).suffix.lower()
    reader = _readers(sheets, fixes, pages=pages).get(suffix)
    if reader is None:
        notes.error(Place(), _wrong_suffix(suffix, pages=pages))
    elif len(body) > MAX_BYTES:
        notes.error(Place(), f"文件超过 {MAX_BYTES // 1024 // 1024} MB")
    elif not body.strip():
        notes.error(Place(), "文件是空的")
    if suffix not in SUFFIXES:
        refuse_sheets(sheets, notes)
    notes.stop_on_errors()
    assert reader is not None  # noqa: S101 - noted above otherwise
    found = list(reader(body, notes, layout.heads))
    if not found and not notes.has_errors:
        notes.error(Place(), "文件里没有可以导入的内容")
    return found, notes


def _kept(
    made: Made[Item], notes: Notes, found: Sequence[FoundRow], skip_bad: bool
) -> ReadFile[Item]:
    bad = {(one.sheet, one.row) for one in notes.problems if one.severity is Severity.ERROR}
    if not skip_bad or not bad <= {(one.sheet, one.row) for one in found}:
        notes.stop_on_errors()
    return ReadFile(
        tuple(one for row, one in made if (row.sheet, row.row) not in bad),
        tuple(_skipped(problem) for problem in notes.sorted()),
        sum((one.sheet, one.row) in bad for one in found),
    )


def _skipped(problem: Problem) -> Problem:
    if problem.severity is Severity.WARNING:
        return problem
    return replace(problem, severity=Severity.WARNING, reason=f"没有导入：{problem.reason}")


_Reader = Callable[[bytes, Notes, TableColumns], Iterable[FoundRow]]


def _readers(sheets: Collection[str], fixes: Collection[Fix], *, pages: bool) -> dict[str, _Reader]:
    from chalicelib.knowledge.files import page, records, word

    lists: dict[str, _Reader] = {
        **{suffix: _from_sheets(suffix, sheets, fixes) for suffix in SUFFIXES},
        ".jsonl": records.from_jsonl,
        ".yaml": records.from_yaml,
        ".yml": records.from_yaml,
    }
    prose: dict[str, _Reader] = {
        ".docx": word.from_docx,
        ".docm": word.from_docx,
        ".html": page.from_html,
        ".htm": page.from_html,
    }
    return lists | prose if pages else lists


def _from_sheets(suffix: str, sheets: Collection[str], fixes: Collection[Fix]) -> _Reader:
    def rows(body: bytes, notes: Notes, heads: TableColumns) -> Iterable[FoundRow]:
        for sheet, table in read_list(suffix, body, heads, notes, sheets, fixes):
            yield from (FoundRow(row, cells, sheet) for row, cells in table)

    return rows


def _wrong_suffix(suffix: str, *, pages: bool) -> str:
    another = {
        ".doc": "，请在 Word 里另存为 .docx",
        ".wps": "，请另存为 .docx",
        ".xls": "，请在表格软件里另存为 .xlsx",
        ".et": "，请另存为 .xlsx",
        ".pdf": "，请复制到 Word 里另存为 .docx",
    }
    kinds = ".xlsx、.csv、.jsonl、.yaml" + ("、.docx、.html" if pages else "")
    return f"不支持 {suffix or '没有扩展名'} 的文件{another.get(suffix, '')}；可以是 {kinds}"
