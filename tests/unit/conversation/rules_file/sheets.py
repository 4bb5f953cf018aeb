"""Sheets as tests write them."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from chalicelib.conversation import rules_file
from chalicelib.conversation.rules_file import Problem, RulesFileErrors, Severity

HEAD = ("规则名称", "触发", "关键词", "匹配", "优先级", "必答", "回复类型", "回复内容", "标题", "链接", "多条回复", "生效时间", "失效时间", "每日时段")  # fmt: skip


def row(**cells: str) -> list[str]:
    """A row by its headers."""
    return [cells.get(head, "") for head in HEAD]


def csv(*rows: list[str], head: tuple[str, ...] = HEAD) -> bytes:
    """A .csv of these rows."""
    quoted = [",".join(f'"{cell}"' for cell in line) for line in (head, *rows)]
    return "\r\n".join(quoted).encode()


def xlsx(rows: list[list[Any]], dress: Callable[[Worksheet], None] | None = None) -> bytes:
    """An .xlsx of these rows, with what ``dress`` does to its sheet."""
    book = Workbook()
    sheet = book.worksheets[0]
    for line in rows:
        sheet.append(line)
    if dress:
        dress(sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def errors(name: str, body: bytes) -> list[tuple[int | None, str | None, str]]:
    """Where a file is wrong and why; empty where it can be imported."""
    return [(one.row, one.column, one.reason) for one in problems(name, body) if _bad(one)]


def warnings(name: str, body: bytes) -> list[tuple[int | None, str | None, str]]:
    """What a file is warned of."""
    return [(one.row, one.column, one.reason) for one in problems(name, body) if not _bad(one)]


def problems(name: str, body: bytes) -> tuple[Problem, ...]:
    """All that is said about a file."""
    try:
        return rules_file.read(name, body).warnings
    except RulesFileErrors as refused:
        return refused.problems


def _bad(problem: Problem) -> bool:
    return problem.severity is Severity.ERROR
