"""What was found in a file, as entries and documents; every problem is noted with its place."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Any, Final, TypeVar

from chalicelib.knowledge.files.columns import (
    FAQ_HEADS,
    POLICY_HEADS,
    POLICY_STATUS_WORDS,
    POLICY_STATUSES,
    STANDING_WORDS,
    STANDINGS,
)
from chalicelib.knowledge.files.found import Found
from chalicelib.knowledge.models import FaqEntry, Link, PolicyDocument, PolicyStatus, Standing
from chalicelib.knowledge.policies.numbers import folded_title
from chalicelib.knowledge.versions.changes import document_id, entry_id
from chalicelib.sheets import cells as meaning
from chalicelib.sheets.headings import look_up
from chalicelib.sheets.problems import BadCell, Cell, Notes, Severity

T = TypeVar("T")

QUESTION_CHARS: Final = 200
VARIANTS: Final = 200
ANSWER_CHARS: Final = 20_000
"""Some thirty pages of a reply; more is a document, not an answer."""
NAME_CHARS: Final = 60
TITLE_CHARS: Final = 300

_ID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,31}")
_TAG: Final = re.compile(r"</?([A-Za-z][A-Za-z0-9]{0,10})(?:\s[^<>]*)?/?>")
_ADDRESS: Final = re.compile(r"https?://\S+")


def to_entries(found: Iterable[Found], notes: Notes) -> list[tuple[int, FaqEntry]]:
    """The entries of a file, each with its row. Rows of one id (or question) without an answer are variants."""
    joined = _joined(found, notes)
    made: list[tuple[int, FaqEntry]] = []
    rows: dict[str, int] = {}
    for one, others in joined:
        entry = _entry(one, others, notes)
        if entry is None:
            continue
        if entry.id in rows:
            notes.error(one.place("编号"), f"编号“{entry.id}”与第 {rows[entry.id]} 行重复")
            continue
        rows[entry.id] = one.row
        made.append((one.row, entry))
    return made


def to_documents(found: Iterable[Found], notes: Notes) -> list[tuple[int, PolicyDocument]]:
    """The policy documents of a file, each with its row."""
    made: list[tuple[int, PolicyDocument]] = []
    rows: dict[str, int] = {}
    for one in found:
        document = _document(one, notes)
        if document is None:
            continue
        if document.id in rows:
            named = document.number or document.title
            notes.error(one.place("文号"), f"“{named[:40]}”与第 {rows[document.id]} 行重复")
            continue
        rows[document.id] = one.row
        made.append((one.row, document))
    return made


def _joined(found: Iterable[Found], notes: Notes) -> list[tuple[Found, list[Cell]]]:
    """Rows, and with each the questions of later rows that only ask the same otherwise."""
    joined: list[tuple[Found, list[Cell]]] = []
    by_id: dict[str, list[Cell]] = {}
    asked: dict[str, int] = {}
    for one in found:
        given = _value(one, "id")
        if given in by_id and not _value(one, "answer") and _value(one, "question"):
            by_id[given].append(one.cells["question"])
            continue
        question = folded_title(_value(one, "question"))
        if question and question in asked and not given:
            notes.error(one.place("问题"), f"与第 {asked[question]} 行的问题相同")
            continue
        asked.setdefault(question, one.row)
        others: list[Cell] = []
        if given:
            by_id.setdefault(given, others)
        joined.append((one, others))
    return joined


def _entry(one: Found, others: Sequence[Cell], notes: Notes) -> FaqEntry | None:
    before = len(notes.problems)
    cells = one.cells
    question = _wanted(one, "question", _line(QUESTION_CHARS), notes)
    standing = _read(
        one, "standing", lambda word: Standing(look_up(word, STANDING_WORDS, STANDINGS)), notes
    )
    answer = _read(one, "answer", _long(ANSWER_CHARS), notes) or ""
    if "answer" not in cells and standing is not Standing.DRAFT:
        notes.error(
            one.place(FAQ_HEADS.shown["answer"]), "缺少答案；还没有写好的请把状态填为“草稿”"
        )
    if tags := {found.lower() for found in _TAG.findall(answer)} - {"a"}:
        shown = "、".join(f"<{tag}>" for tag in sorted(tags)[:3])
        notes.warn(cells["answer"].place, f"微信会原样显示 {shown} 这样的网页标签，只有 <a> 是链接")
    start = _read(one, "valid_from", _from, notes)
    end = _read(one, "valid_until", _until, notes)
    if start and end and start >= end:
        notes.error(cells["valid_until"].place, "失效时间要晚于生效时间")
    given = _read(one, "id", _id, notes)
    variants = [
        *(_read(one, "variants", _several(QUESTION_CHARS), notes) or ()),
        *(asked for cell in others if (asked := notes.read(cell, _line(QUESTION_CHARS)))),
    ]
    fields: dict[str, Any] = {
        "basis": _read(one, "basis", links, notes) or (),
        "owner": _read(one, "owner", _line(NAME_CHARS), notes) or "",
        "audience": _read(one, "audience", _line(NAME_CHARS), notes) or "",
        "region": _read(one, "region", _line(NAME_CHARS), notes) or "",
    }
    if question is None or _new_errors(notes, before):
        return None
    return FaqEntry(
        id=given or entry_id(question),
        question=question,
        variants=tuple(dict.fromkeys(asked for asked in variants if asked != question)),
        answer=answer,
        valid_from=start,
        valid_until=end,
        standing=standing or Standing.LIVE,
        **fields,
    )


def _document(one: Found, notes: Notes) -> PolicyDocument | None:
    before = len(notes.problems)
    title = _wanted(one, "title", _line(TITLE_CHARS), notes, POLICY_HEADS.shown)
    number = _read(one, "number", _line(NAME_CHARS), notes) or ""
    status = _read(
        one,
        "status",
        lambda word: PolicyStatus(look_up(word, POLICY_STATUS_WORDS, POLICY_STATUSES)),
        notes,
    )
    fields: dict[str, Any] = {
        "issuer": _read(one, "issuer", _line(NAME_CHARS), notes) or "",
        "issued": _read(one, "issued", _day, notes),
        "replaced_by": _read(one, "replaced_by", _line(TITLE_CHARS), notes) or "",
        "link": _read(one, "link", meaning.url, notes) or "",
        "interpretations": _read(one, "interpretations", links, notes) or (),
        "topics": _read(one, "topics", _several(NAME_CHARS), notes) or (),
        "questions": _read(one, "questions", _several(QUESTION_CHARS), notes) or (),
    }
    given = _read(one, "id", _id, notes)
    if title is None or _new_errors(notes, before):
        return None
    return PolicyDocument(
        id=given or document_id(number, title),
        title=title,
        number=number,
        status=status or PolicyStatus.EFFECTIVE,
        **fields,
    )


def links(value: str) -> tuple[Link, ...]:
    """One link a line: words, then perhaps an address."""
    return tuple(_link(line) for line in value.split("\n") if line.strip())


def _link(line: str) -> Link:
    found = _ADDRESS.search(line)
    if found is None:
        return Link(title=_line(TITLE_CHARS)(line.strip()))
    address = meaning.url(found.group())
    words = (line[: found.start()] + line[found.end() :]).strip(" \t　|，,：:()（）")
    return Link(title=_line(TITLE_CHARS)(words or address), url=address)


def _id(value: str) -> str:
    if not _ID.fullmatch(value):
        raise BadCell(
            f"编号“{value[:20]}”只能有英文字母、数字、- 和 _，最多 32 位，以字母或数字开头"
        )
    return value


def _line(most: int) -> Callable[[str], str]:
    def parse(value: str) -> str:
        flat = " ".join(value.split())
        if len(flat) > most:
            raise BadCell(f"有 {len(flat)} 个字，最多 {most} 个")
        return flat

    return parse


def _long(most: int) -> Callable[[str], str]:
    def parse(value: str) -> str:
        if len(value) > most:
            raise BadCell(f"有 {len(value):,} 个字，最多 {most:,} 个；请放到网页上，答案里给链接")
        return value

    return parse


def _several(most: int) -> Callable[[str], tuple[str, ...]]:
    one = _line(most)

    def parse(value: str) -> tuple[str, ...]:
        found = tuple(dict.fromkeys(one(part) for part in meaning.split(value)))
        if len(found) > VARIANTS:
            raise BadCell(f"有 {len(found)} 个，最多 {VARIANTS} 个")
        return found

    return parse


def _from(value: str) -> datetime:
    return meaning.valid_from(value).astimezone(UTC)


def _until(value: str) -> datetime:
    return meaning.valid_until(value).astimezone(UTC)


def _day(value: str) -> date:
    return meaning.valid_from(value).date()


def _read(one: Found, field: str, parse: Callable[[str], T], notes: Notes) -> T | None:
    return notes.read(one.cells.get(field), parse)


def _wanted(
    one: Found,
    field: str,
    parse: Callable[[str], T],
    notes: Notes,
    shown: Any = FAQ_HEADS.shown,
) -> T | None:
    if field not in one.cells:
        notes.error(one.place(shown[field]), f"缺少{shown[field]}")
    return _read(one, field, parse, notes)


def _value(one: Found, field: str) -> str:
    return one.cells[field].value if field in one.cells else ""


def _new_errors(notes: Notes, before: int) -> bool:
    return any(problem.severity is Severity.ERROR for problem in notes.problems[before:])
