"""The four importers of lists behind one face: two columns of each, the first a name and the second a text."""

from __future__ import annotations

import io
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from chalicelib import conversation, desk, knowledge
from chalicelib.sheets.problems import FileErrors, Problem, Severity

Rows = Sequence[Sequence[Any]]
Dress = Callable[[Worksheet], None]


@dataclass(frozen=True)
class Read:
    """What came of a file: names with their texts, and everything said of it."""

    kept: dict[str, str]
    problems: tuple[Problem, ...]

    @property
    def errors(self) -> list[str]:
        """As people read them, without the file's name."""
        return [_bare(one) for one in self.problems if one.severity is Severity.ERROR]

    @property
    def warnings(self) -> list[str]:
        """As people read them, without the file's name."""
        return [_bare(one) for one in self.problems if one.severity is Severity.WARNING]


@dataclass(frozen=True)
class Importer:
    """One importer: the headings of its name and its text, and how it reads."""

    name: str
    heads: tuple[str, str]
    read_file: Callable[[str, bytes, Collection[str]], tuple[dict[str, str], tuple[Problem, ...]]]

    def read(self, file: str, body: bytes, sheets: Collection[str] = ()) -> Read:
        """The file as it is imported; nothing is kept where there is an error."""
        try:
            return Read(*self.read_file(file, body, sheets))
        except FileErrors as refused:
            return Read({}, refused.problems)


def _rules(
    file: str, body: bytes, sheets: Collection[str]
) -> tuple[dict[str, str], tuple[Problem, ...]]:
    read = conversation.rules_file.read(file, body, sheets=sheets)
    return {
        one.contains[0]: " / ".join(getattr(reply, "content", "") for reply in one.replies)
        for one in read.rules.rules
    }, read.warnings


def _faq(
    file: str, body: bytes, sheets: Collection[str]
) -> tuple[dict[str, str], tuple[Problem, ...]]:
    read = knowledge.files.read_faq(file, body, sheets=sheets)
    return {one.question: one.answer for one in read.kept}, read.problems


def _policies(
    file: str, body: bytes, sheets: Collection[str]
) -> tuple[dict[str, str], tuple[Problem, ...]]:
    read = knowledge.files.read_policies(file, body, sheets=sheets)
    return {
        one.title: "\n".join(f"{link.title} {link.url}".strip() for link in one.interpretations)
        for one in read.kept
    }, read.problems


def _canned(
    file: str, body: bytes, sheets: Collection[str]
) -> tuple[dict[str, str], tuple[Problem, ...]]:
    read = desk.canned_file.read(file, body, sheets=sheets)
    return read.replies, read.warnings


RULES = Importer("规则", ("关键词", "回复内容"), _rules)
FAQ = Importer("问答", ("问题", "答案"), _faq)
POLICIES = Importer("政策", ("标题", "解读"), _policies)
CANNED = Importer("快捷回复", ("名称", "内容"), _canned)
ALL = (RULES, FAQ, POLICIES, CANNED)


def workbook(*sheets: tuple[str, Rows, Dress | None]) -> bytes:
    """An .xlsx of these sheets, each with what is done to it."""
    book = Workbook()
    for spare in book.worksheets:
        book.remove(spare)
    for title, rows, dress in sheets:
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
        if dress:
            dress(sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def one_sheet(rows: Rows, dress: Dress | None = None) -> bytes:
    """An .xlsx of one sheet."""
    return workbook(("表", rows, dress))


def _bare(problem: Problem) -> str:
    return str(problem).removeprefix(problem.file).lstrip("： ")
