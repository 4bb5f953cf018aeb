"""Question lists and policy lists as departments keep them: read with every problem and its place, written back.

For the command line only: it brings openpyxl, python-docx, lxml and PyYAML.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import Final, Generic, TypeVar

from chalicelib.knowledge.errors import BadEntry, KnowledgeError
from chalicelib.knowledge.files import entries, export
from chalicelib.knowledge.files.columns import (
    FAQ,
    FAQ_HEADS,
    FAQ_SHEET,
    POLICY,
    POLICY_HEADS,
    POLICY_SHEET,
    Column,
)
from chalicelib.knowledge.files.found import Found
from chalicelib.knowledge.models import FaqEntry, PolicyDocument
from chalicelib.sheets import spreadsheets
from chalicelib.sheets.cells import Row, clean
from chalicelib.sheets.cells import join as joined
from chalicelib.sheets.problems import (
    BadCell,
    Cell,
    FileErrors,
    Notes,
    Place,
    Problem,
    Severity,
)
from chalicelib.sheets.tables import Heads, headed

__all__ = [
    "KnowledgeFileErrors",
    "Problem",
    "Read",
    "Severity",
    "document_of",
    "entry_of",
    "joined",
    "read_faq",
    "read_policies",
    "template",
    "write_faq",
    "write_policies",
]

MAX_BYTES: Final = 50 * 1024 * 1024
AskedMessage = TypeVar("AskedMessage", FaqEntry, PolicyDocument)


class KnowledgeFileErrors(FileErrors, KnowledgeError):
    """A file of questions or documents that can't be imported; ``problems`` has every reason with its place."""


@dataclass(frozen=True, slots=True)
class Read(Generic[AskedMessage]):
    """A file that was read: whole, or without the rows that ``problems`` tells were left out."""

    kept: tuple[AskedMessage, ...]
    problems: tuple[Problem, ...] = ()
    skipped: int = 0
    """Rows left out."""


def read_faq(name: str, body: bytes, *, skip_bad: bool = False) -> Read[FaqEntry]:
    """The entries in a file: .xlsx, .csv, .jsonl, .yaml, .docx or .html, as its ``name`` tells.

    With ``skip_bad`` rows with errors are left out. Raises ``KnowledgeFileErrors`` with every problem there is.
    """
    found, notes = _found(name, body, FAQ_HEADS, FAQ_SHEET, pages=True)
    return _kept(entries.to_entries(found, notes), notes, [one.row for one in found], skip_bad)


def read_policies(name: str, body: bytes, *, skip_bad: bool = False) -> Read[PolicyDocument]:
    """The policy documents in a file: .xlsx, .csv, .jsonl or .yaml. Raises like ``read_faq``."""
    found, notes = _found(name, body, POLICY_HEADS, POLICY_SHEET, pages=False)
    return _kept(entries.to_documents(found, notes), notes, [one.row for one in found], skip_bad)


def write_faq(name: str, kept: Iterable[FaqEntry]) -> bytes:
    """Entries as a file that ``read_faq`` gives back the same: .xlsx, .csv or .jsonl. Raises ``KnowledgeFileErrors``."""
    return _written(name, [export.faq_row(one) for one in kept], FAQ, FAQ_SHEET)


def write_policies(name: str, kept: Iterable[PolicyDocument]) -> bytes:
    """Documents as a file, as ``write_faq``."""
    return _written(name, [export.policy_row(one) for one in kept], POLICY, POLICY_SHEET)


def entry_of(cells: Mapping[str, str], known: FaqEntry | None = None) -> FaqEntry:
    """An entry from what a person typed, by field, as a sheet would have it; ``known`` has what was not typed.

    Raises ``BadEntry`` with every problem.
    """
    row = {**(export.faq_row(known) if known else {}), **cells}
    return _typed(row, FAQ_HEADS, entries.to_entries)


def document_of(cells: Mapping[str, str], known: PolicyDocument | None = None) -> PolicyDocument:
    """A policy document from what a person typed, as ``entry_of``."""
    row = {**(export.policy_row(known) if known else {}), **cells}
    return _typed(row, POLICY_HEADS, entries.to_documents)


def _typed(
    row: Mapping[str, str],
    heads: Heads,
    make: Callable[[Iterable[Found], Notes], list[tuple[int, AskedMessage]]],
) -> AskedMessage:
    notes = Notes("输入", KnowledgeFileErrors)
    cells: dict[str, Cell] = {}
    for field, typed in row.items():
        place = Place(None, heads.shown[field])
        try:
            if value := clean(typed):
                cells[field] = Cell(value, place)
        except BadCell as bad:
            notes.error(place, str(bad))
    made = make([Found(0, cells)], notes)
    errors = [one for one in notes.problems if one.severity is Severity.ERROR]
    if errors:
        raise BadEntry([f"{one.column}：{one.reason}" for one in errors])
    return made[0][1]


def template(kind: type[FaqEntry] | type[PolicyDocument]) -> bytes:
    """An empty .xlsx with headings, drop-downs and explanations."""
    if kind is FaqEntry:
        return export.to_xlsx([], FAQ, FAQ_SHEET)
    return export.to_xlsx([], POLICY, POLICY_SHEET)


def _found(
    name: str, body: bytes, heads: Heads, sheet: str, *, pages: bool
) -> tuple[list[Found], Notes]:
    notes = Notes(PurePath(name).name, KnowledgeFileErrors)
    suffix = PurePath(name).suffix.lower()
    reader = _readers(sheet, pages=pages).get(suffix)
    if reader is None:
        notes.error(Place(), _wrong_suffix(suffix, pages=pages))
    elif len(body) > MAX_BYTES:
        notes.error(Place(), f"文件超过 {MAX_BYTES // 1024 // 1024} MB")
    elif not body.strip():
        notes.error(Place(), "文件是空的")
    notes.stop_on_errors()
    assert reader is not None  # noqa: S101 - noted above otherwise
    found = list(reader(body, notes, heads))
    if not found and not notes.problems:
        notes.error(Place(), "文件里没有可以导入的内容")
    return found, notes


def _kept(
    made: Sequence[tuple[int, AskedMessage]], notes: Notes, rows: Sequence[int], skip_bad: bool
) -> Read[AskedMessage]:
    bad = {one.row for one in notes.problems if one.severity is Severity.ERROR}
    if not skip_bad or not bad <= set(rows):
        notes.stop_on_errors()
    return Read(
        tuple(one for row, one in made if row not in bad),
        tuple(_skipped(problem) for problem in notes.sorted()),
        sum(row in bad for row in rows),
    )


def _skipped(problem: Problem) -> Problem:
    if problem.severity is Severity.WARNING:
        return problem
    return replace(problem, severity=Severity.WARNING, reason=f"没有导入：{problem.reason}")


_Reader = Callable[[bytes, Notes, Heads], Iterable[Found]]


def _readers(sheet: str, *, pages: bool) -> dict[str, _Reader]:
    from chalicelib.knowledge.files import page, records, word

    def from_xlsx(body: bytes, notes: Notes, heads: Heads) -> Iterable[Found]:
        return _rows(spreadsheets.read_xlsx(body, notes, heads.words, sheet), notes, heads)

    def from_csv(body: bytes, notes: Notes, heads: Heads) -> Iterable[Found]:
        return _rows(spreadsheets.read_csv(body, notes, heads.words), notes, heads)

    lists: dict[str, _Reader] = {
        ".xlsx": from_xlsx,
        ".csv": from_csv,
        ".jsonl": records.from_jsonl,
        ".yaml": records.from_yaml,
        ".yml": records.from_yaml,
    }
    prose: dict[str, _Reader] = {
        ".docx": word.from_docx,
        ".html": page.from_html,
        ".htm": page.from_html,
    }
    return lists | prose if pages else lists


def _rows(rows: Iterable[Row], notes: Notes, heads: Heads) -> list[Found]:
    return [Found(row, cells) for row, cells in headed(rows, heads, notes)]


def _written(name: str, rows: list[dict[str, str]], columns: Sequence[Column], sheet: str) -> bytes:
    suffix = PurePath(name).suffix.lower()
    if suffix == ".xlsx":
        if long := _too_long(name, rows, columns):
            raise KnowledgeFileErrors(long)
        return export.to_xlsx(rows, columns, sheet)
    if suffix == ".csv":
        return export.to_csv(rows, columns)
    if suffix == ".jsonl":
        return export.to_jsonl(rows, columns)
    reason = f"不能写成 {suffix or '没有扩展名'} 的文件；可以是 .xlsx、.csv、.jsonl"
    raise KnowledgeFileErrors((Problem(Severity.ERROR, PurePath(name).name, None, None, reason),))


def _too_long(
    name: str, rows: Sequence[Mapping[str, str]], columns: Sequence[Column]
) -> tuple[Problem, ...]:
    """Cells that a workbook would cut: what is imported again must be what was written."""
    return tuple(
        Problem(
            Severity.ERROR,
            PurePath(name).name,
            at,
            one.header,
            f"有 {len(row[one.field]):,} 个字，.xlsx 的一格放不下；请写成 .csv 或 .jsonl",
        )
        for at, row in enumerate(rows, start=2)
        for one in columns
        if len(row[one.field]) > export.MOST_CELL
    )


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
