"""One rule, or one of the special replies, as a form holds it: read and refused like the rows of a sheet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pydantic import Field as Bound

from chalicelib.conversation.errors import ConversationError
from chalicelib.conversation.models import Pick, Replies, ReplyRules, Rule, Service
from chalicelib.conversation.rules_file import export, rows
from chalicelib.conversation.rules_file.entries import to_rules
from chalicelib.conversation.rules_file.vocabulary import (
    ANSWERS,
    HEADER,
    MATCHES,
    MESSAGE_TYPES,
    PICKS,
    REPLY_FIELDS,
    REPLY_TYPES,
    SERVICE_FIELDS,
    TRIGGERS,
    Match,
    Trigger,
)
from chalicelib.errors import Field, Invalid
from chalicelib.sheets.cells import clean, join
from chalicelib.sheets.headings import shown
from chalicelib.sheets.problems import BadCell, Cell, Notes, Place, Problem, Severity
from chalicelib.values import LateValue


class ReplyText(LateValue):
    """One reply as it is typed; of a service the way to it."""

    type: str = Bound(default="text", max_length=40)
    reply: str = Bound(default="", max_length=25_000)
    """Text, or the id of the material."""
    title: str = Bound(default="", max_length=2000)
    description: str = Bound(default="", max_length=4000)
    pic_url: str = Bound(default="", max_length=1024)
    url: str = Bound(default="", max_length=1024)
    hq_url: str = Bound(default="", max_length=1024)
    appid: str = Bound(default="", max_length=60)
    path: str = Bound(default="", max_length=1024)
    menu: str = Bound(default="", max_length=128)


class RuleText(LateValue):
    """A rule, or a special reply, as it is typed."""

    kind: Trigger = Trigger.KEYWORD
    name: str = Bound(default="", max_length=128)
    """Of a rule or service; the scene, the menu key, the type of message; empty for 关注 and 默认."""
    exact: tuple[str, ...] = Bound(default=(), max_length=2000)
    """Of a service its other names."""
    contains: tuple[str, ...] = Bound(default=(), max_length=2000)
    priority: int = 0
    must_answer: bool = False
    pick: Pick = Pick.ONE
    valid_from: str = Bound(default="", max_length=40)
    valid_until: str = Bound(default="", max_length=40)
    hours: str = Bound(default="", max_length=40)
    replies: tuple[ReplyText, ...] = Bound(default=(), max_length=20)


class BadRule(ConversationError, Invalid):
    """A rule that cannot be as it was typed."""


Said = Rule | Replies | Service


def read_typed(text: RuleText) -> tuple[ReplyRules, tuple[Problem, ...]]:
    """The one thing that was typed, alone in rules of its own, and what should be known about it. Raises ``BadRule``."""
    notes = Notes("输入")
    table = [(number, _cells(number, row, notes)) for number, row in enumerate(_rows(text), 1)]
    rules = to_rules(rows.to_entries([("", table)], notes), notes)
    errors = [one for one in notes.problems if one.severity is Severity.ERROR]
    if errors:
        raise BadRule(
            "没有保存：" + "；".join(dict.fromkeys(_told(one) for one in errors)) + "。",
            fields=[Field(_field(one), one.reason) for one in errors],
        )
    return rules, notes.sorted()


def text_of(kind: Trigger, name: str, said: Said) -> RuleText:
    """A thing of the rules as the form shows it."""
    if isinstance(said, Service):
        way = {column: getattr(said, at) for column, at in SERVICE_FIELDS.items()}
        return RuleText(
            kind=kind, name=name, exact=said.aliases, replies=(ReplyText(type="text", **way),)
        )
    replies = tuple(_reply_text(one) for one in said.replies)
    if not isinstance(said, Rule):
        return RuleText(kind=kind, name=name, pick=said.pick, replies=replies)
    return RuleText(
        kind=kind,
        name=name,
        exact=said.exact,
        contains=said.contains,
        priority=said.priority,
        must_answer=said.must_answer,
        pick=said.pick,
        replies=replies,
        **export.hours_of(said.hours),
    )


def _reply_text(reply: object) -> ReplyText:
    kind: str = reply.type  # type: ignore[attr-defined]
    fields = {column: getattr(reply, at) or "" for column, at in REPLY_FIELDS[kind].items()}
    return ReplyText(type=kind, **fields)


def _rows(text: RuleText) -> Iterator[dict[str, str]]:
    """The rows that a sheet would have for it: one a reply, keywords in the first two."""
    kind = text.kind
    about = {"trigger": shown(TRIGGERS, kind)}
    keywords: list[dict[str, str]] = []
    if kind is Trigger.KEYWORD:
        about["name"] = text.name
        keywords = [
            {"keywords": join(words), "match": shown(MATCHES, match)}
            for match, words in ((Match.EXACT, text.exact), (Match.CONTAINS, text.contains))
            if words
        ]
    elif kind is Trigger.SERVICE:
        about["name"] = text.name
        keywords = [{"keywords": join(text.exact)}]
    elif text.name:
        named = shown(MESSAGE_TYPES, text.name) if text.name in MESSAGE_TYPES else text.name
        about["keywords"] = join((named,))
    for number in range(max(len(text.replies), len(keywords), 1)):
        row = dict(about)
        if number < len(keywords):
            row |= keywords[number]
        if number == 0:
            row |= _of_rule(text)
        if number < len(text.replies):
            row |= _of_reply(text.replies[number], kind)
        yield row


def _of_rule(text: RuleText) -> dict[str, str]:
    several = text.pick is Pick.ALL or len(text.replies) > 1
    return {
        "priority": str(text.priority) if text.priority else "",
        "must_answer": shown(ANSWERS, "yes") if text.must_answer else "",
        "pick": shown(PICKS, text.pick) if several else "",
        "valid_from": text.valid_from,
        "valid_until": text.valid_until,
        "hours": text.hours,
    }


def _of_reply(reply: ReplyText, kind: Trigger) -> dict[str, str]:
    written = reply.model_dump(exclude={"type"})
    if kind is not Trigger.SERVICE:
        # What a form still holds of another type is not of this reply.
        wanted = REPLY_FIELDS.get(reply.type, {})
        written = {name: value for name, value in written.items() if name in wanted}
        written["type"] = (
            shown(REPLY_TYPES, reply.type) if reply.type in REPLY_TYPES else reply.type
        )
    return written


def _cells(number: int, row: Mapping[str, str], notes: Notes) -> dict[str, Cell]:
    cells = {}
    for field, typed in row.items():
        place = Place(number, HEADER[field])
        try:
            if value := clean(typed):
                cells[field] = Cell(value, place)
        except BadCell as bad:
            notes.error(place, str(bad))
            cells[field] = Cell("", place, spoiled=True)
    return cells


_FIELDS = {header: field for field, header in HEADER.items()}
_REPLY = frozenset(ReplyText.model_fields)


def _field(problem: Problem) -> str:
    """The field of the form: those of a reply with its number from 0."""
    field = _FIELDS.get(problem.column or "", "")
    at = (problem.row or 1) - 1
    return f"replies.{at}.{field}" if field in _REPLY else field


def _told(problem: Problem) -> str:
    return f"{problem.column}：{problem.reason}" if problem.column else problem.reason
