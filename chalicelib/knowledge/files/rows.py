"""Rows found in a file, and the entries and documents that they make; every problem is noted with its place."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Sequence
from typing import Final, TypeVar

from chalicelib.errors import Invalid
from chalicelib.knowledge.columns import FAQ, POLICY
from chalicelib.knowledge.errors import KnowledgeError
from chalicelib.knowledge.models import FaqEntry, PolicyDocument, Standing
from chalicelib.knowledge.policies.numbers import canonical, folded_title
from chalicelib.sheets.cells import clean
from chalicelib.sheets.columns import Column
from chalicelib.sheets.layouts import FoundRow, layout_of, values_of
from chalicelib.sheets.literal_breaks import literal_break
from chalicelib.sheets.problems import BadCell, Cell, FileErrors, Notes, Place, Severity
from chalicelib.web_address import faults_in

Item = TypeVar("Item", FaqEntry, PolicyDocument)
Made = list[tuple[FoundRow, Item]]
"""Entries or documents, each with its row."""

_ANCHOR: Final = re.compile(r"</?a\b[^>]*>")
_TAG: Final = re.compile(r"</?([A-Za-z][A-Za-z0-9]{0,10})(?:\s[^<>]*)?/?>")


class KnowledgeFileErrors(FileErrors, KnowledgeError, Invalid):
    """A file of questions or documents that can't be imported; ``problems`` has every reason with its place."""


FAQ_LAYOUT: Final = layout_of(
    FAQ, "问答", "找不到表头：至少要有“问题”和“答案”两列，可以先生成模板再填写"
)
POLICY_LAYOUT: Final = layout_of(
    POLICY, "政策", "找不到表头：至少要有“文号”和“标题”两列，可以先生成模板再填写"
)


def to_entries(found: Iterable[FoundRow], notes: Notes) -> Made[FaqEntry]:
    """The entries of a file. Rows of one id (or question) without an answer are variants."""
    joined = _joined(found, notes)
    made = ((row, _entry(row, others, notes)) for row, others in joined)
    return _unique(made, lambda one: ("编号", f"编号“{one.id}”"), notes)


def to_documents(found: Iterable[FoundRow], notes: Notes) -> Made[PolicyDocument]:
    """The policy documents of a file."""
    made = ((row, _document(row, notes)) for row in found)
    return _unique(made, lambda one: ("文号", f"“{(one.number or one.title)[:40]}”"), notes)


def entry_id(question: str) -> str:
    """The id of an entry whose file gave it none: the same question has the same."""
    return f"q-{hashlib.sha256(folded_title(question).encode()).hexdigest()[:8]}"


def document_id(number: str, title: str) -> str:
    """The id of a document whose file gave it none: the same number (or else title) has the same."""
    named = canonical(number) if number else folded_title(title)
    return f"p-{hashlib.sha256(named.encode()).hexdigest()[:8]}"


def _unique(
    made: Iterable[tuple[FoundRow, Item | None]],
    named: Callable[[Item], tuple[str, str]],
    notes: Notes,
) -> Made[Item]:
    """The values of good rows, each id once; ``named`` gives the column and the name of a repeated one."""
    kept: Made[Item] = []
    rows: dict[str, FoundRow] = {}
    for found, value in made:
        if value is None:
            continue
        if value.id in rows:
            column, name = named(value)
            first = rows[value.id].place(column).named
            notes.error(found.place(column), f"{name}与{first}重复")
            continue
        rows[value.id] = found
        kept.append((found, value))
    return kept


def _joined(found: Iterable[FoundRow], notes: Notes) -> list[tuple[FoundRow, list[Cell]]]:
    """Rows, and with each the questions of later rows that only ask the same otherwise."""
    joined: list[tuple[FoundRow, list[Cell]]] = []
    by_id: dict[str, list[Cell]] = {}
    asked: dict[str, FoundRow] = {}
    for one in found:
        given = one.text("id")
        answers = one.text("answer") and not one.cells["answer"].filled
        if given in by_id and not answers and one.text("question"):
            by_id[given].append(one.cells["question"])
            continue
        question = folded_title(one.text("question"))
        if question and question in asked and not given:
            first = asked[question].place("问题").named
            notes.error(one.place("问题"), f"与{first}的问题相同")
            continue
        asked.setdefault(question, one)
        others: list[Cell] = []
        if given:
            by_id.setdefault(given, others)
        joined.append((one, others))
    return joined


def _entry(row: FoundRow, others: Sequence[Cell], notes: Notes) -> FaqEntry | None:
    before = len(notes.problems)
    values = values_of(row, FAQ, notes)
    if "answer" not in row.cells and values.get("standing") is not Standing.DRAFT:
        place = row.place(FAQ_LAYOUT.heads.shown["answer"])
        notes.error(place, "缺少答案；还没有写好的请把状态填为“草稿”")
    if tags := {found.lower() for found in _TAG.findall(values.get("answer", ""))} - {"a"}:
        shown = "、".join(f"<{tag}>" for tag in sorted(tags)[:3])
        place = row.cells["answer"].place
        notes.warn(place, f"微信会原样显示 {shown} 这样的网页标签，只有 <a> 是链接")
    _read_through(row, values.get("answer", ""), notes)
    start, end = values.get("valid_from"), values.get("valid_until")
    if start and end and start >= end:
        notes.error(row.cells["valid_until"].place, "失效时间要晚于生效时间")
    read_question = _column("question").form.read
    more = [asked for cell in others if (asked := notes.read(cell, read_question))]
    if "question" not in values or _new_errors(notes, before):
        return None
    question = values["question"]
    variants = dict.fromkeys([*values.get("variants", ()), *more])
    values["variants"] = tuple(asked for asked in variants if asked != question)
    return FaqEntry(**{"id": entry_id(question), **values})


def _read_through(row: FoundRow, answer: str, notes: Notes) -> None:
    """Note what followers would see of an answer that its author did not mean."""
    for wrong in faults_in(answer):
        notes.error(row.cells["answer"].place, wrong)
    if (written := literal_break(answer)) and not written.startswith("<"):
        notes.warn(
            row.cells["answer"].place, f"里面的 {written} 不会换行，粉丝会看到原样的 {written}"
        )


def _document(row: FoundRow, notes: Notes) -> PolicyDocument | None:
    before = len(notes.problems)
    values = values_of(row, POLICY, notes)
    if "title" not in values or _new_errors(notes, before):
        return None
    derived = document_id(values.get("number", ""), values["title"])
    return PolicyDocument(**{"id": derived, **values})


def _column(field: str) -> Column:
    return next(one for one in FAQ if one.field == field)


def _new_errors(notes: Notes, before: int) -> bool:
    return any(problem.severity is Severity.ERROR for problem in notes.problems[before:])


def pair(row: int, question: str, answer: str, notes: Notes) -> FoundRow:
    """A question and its answer as running text or a page has them; an empty one is left out, a bad one noted."""
    cells: dict[str, Cell] = {}
    for field, text in (("question", _ANCHOR.sub("", question)), ("answer", answer)):
        place = Place(row, FAQ_LAYOUT.heads.shown[field])
        try:
            if value := clean(text):
                cells[field] = Cell(value, place)
        except BadCell as bad:
            notes.error(place, str(bad))
            cells[field] = Cell("", place, spoiled=True)
    return FoundRow(row, cells)
