"""Files that come with a request, and what came of reading them."""

from __future__ import annotations

import base64
from collections.abc import Sequence

from pydantic import BaseModel, Field

from chalicelib.application.list_import import File, Outcome
from chalicelib.application.version_difference import Difference
from chalicelib.console.routes.knowledge_entries import PairSeen
from chalicelib.errors import Field as Wrong
from chalicelib.errors import Invalid
from chalicelib.sheets.grid import Grid
from chalicelib.sheets.lists import Fix
from chalicelib.sheets.problems import Problem, Severity


class MendedCell(BaseModel):
    """A cell that was mended in the page."""

    sheet: str = Field(default="", max_length=100)
    row: int = Field(ge=1, le=2_000_000)
    column: int = Field(ge=1, le=200)
    value: str = Field(max_length=25_000)


class SentFile(BaseModel):
    """A file of at most 4 MB."""

    name: str = Field(min_length=1, max_length=200)
    base64: str = Field(max_length=5_700_000)
    mended: list[MendedCell] = Field(default=[], max_length=2000)

    def file(self) -> File:
        """Its bytes. Raises ``Invalid``."""
        fixes = [Fix(one.sheet, one.row, one.column, one.value) for one in self.mended]
        return File(self.name, bytes_of(self.base64), fixes)


def bytes_of(text: str) -> bytes:
    """The bytes that a request carries as base64. Raises ``Invalid``."""
    try:
        return base64.b64decode(text, validate=True)
    except ValueError as error:  # binascii's own is one, too
        raise Invalid("文件没有传完整，请再选一次。", fields=[Wrong("file", "不完整")]) from error


class ImportedList(BaseModel):
    """A file to import, or to try."""

    file: SentFile
    dry_run: bool = True
    replace: bool = False
    """Whether the file is all there is; rules always are."""
    note: str = Field(default="", max_length=500)


class FileProblem(BaseModel):
    """One thing that is wrong, or should be known."""

    error: bool
    sheet: str
    row: int
    """From 1; 0: the whole file."""
    column: int
    """From 1; 0: the whole row, or a file without columns."""
    column_name: str
    reason: str


class GridRowSeen(BaseModel):
    """One row."""

    number: int
    cells: list[str]


class GridSeen(BaseModel):
    """One table of the file."""

    sheet: str
    rows: list[GridRowSeen]


class ImportOutcome(BaseModel):
    """What a file holds, and what came of it."""

    fits: bool
    """Whether it can be taken."""
    problems: list[FileProblem]
    errors: int
    grids: list[GridSeen]
    new: int
    changed: int
    removed: int
    changes: list[Difference]
    alike: list[PairSeen]
    version: int
    """The version that was made; 0: none."""
    before: int
    """Of rules: the version that was in force; restoring it undoes the import."""


def outcome_seen(done: Outcome) -> ImportOutcome:
    """An import as the API shows it."""
    return ImportOutcome(
        fits=done.fits,
        problems=[_problem(one, done.grids) for one in done.problems],
        errors=done.errors,
        grids=[_grid(one) for one in done.grids],
        **done.counts._asdict(),
        changes=done.changes,
        alike=[PairSeen(**one._asdict()) for one in done.alike],
        version=done.version,
        before=done.before,
    )


def _grid(one: Grid) -> GridSeen:
    rows = [GridRowSeen(number=row.number, cells=row.cells) for row in one.rows]
    return GridSeen(sheet=one.sheet, rows=rows)


def _problem(one: Problem, grids: Sequence[Grid]) -> FileProblem:
    heads = next((grid.heads for grid in grids if grid.sheet == one.sheet), {})
    return FileProblem(
        error=one.severity is Severity.ERROR,
        sheet=one.sheet,
        row=one.row or 0,
        column=heads.get(one.column or "", 0),
        column_name=one.column or "",
        reason=one.reason,
    )
