"""Entries and documents as files that reading gives back the same, and the empty template of each."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import PurePath

from chalicelib.knowledge.columns import cells_of
from chalicelib.knowledge.files.rows import (
    FAQ_LAYOUT,
    POLICY_LAYOUT,
    KnowledgeFileErrors,
)
from chalicelib.knowledge.models import FaqEntry, PolicyDocument
from chalicelib.sheets.columns import Column
from chalicelib.sheets.layouts import Layout
from chalicelib.sheets.problems import Problem, Severity
from chalicelib.sheets.spreadsheets import write_csv
from chalicelib.sheets.typed_workbook import Rows, table_of, too_long, workbook


def write_faq(name: str, kept: Iterable[FaqEntry]) -> bytes:
    """Entries as a file that ``read_faq`` gives back the same: .xlsx, .csv or .jsonl. Raises ``KnowledgeFileErrors``."""
    return _written(name, [cells_of(one) for one in kept], FAQ_LAYOUT)


def write_policies(name: str, kept: Iterable[PolicyDocument]) -> bytes:
    """Documents as a file, as ``write_faq``."""
    return _written(name, [cells_of(one) for one in kept], POLICY_LAYOUT)


def template(kind: type[FaqEntry] | type[PolicyDocument]) -> bytes:
    """An empty .xlsx with headings, drop-downs and explanations."""
    return workbook([], FAQ_LAYOUT if kind is FaqEntry else POLICY_LAYOUT)


def _written(name: str, rows: Rows, layout: Layout) -> bytes:
    suffix = PurePath(name).suffix.lower()
    if suffix == ".xlsx":
        if long := too_long(name, rows, layout.columns):
            raise KnowledgeFileErrors(long)
        return workbook(rows, layout)
    if suffix == ".csv":
        return write_csv(table_of(rows, layout.columns))
    if suffix == ".jsonl":
        return _jsonl(rows, layout.columns)
    reason = f"不能写成 {suffix or '没有扩展名'} 的文件；可以是 .xlsx、.csv、.jsonl"
    raise KnowledgeFileErrors((Problem(Severity.ERROR, PurePath(name).name, None, None, reason),))


def _jsonl(rows: Rows, columns: Sequence[Column]) -> bytes:
    """One object a line; keys are the headings of the sheet, empty cells are left out."""
    lines = ({one.label: row[one.field] for one in columns if row[one.field]} for row in rows)
    return "".join(f"{json.dumps(line, ensure_ascii=False)}\n" for line in lines).encode()
