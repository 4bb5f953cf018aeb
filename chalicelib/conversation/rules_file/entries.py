"""Entries of a file, whatever its format, to ``ReplyRules``; every cell is checked, none stops the others."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

from pydantic import ValidationError

from chalicelib.conversation.models import Hours, Pick, Replies, ReplyRules, Rule, Service
from chalicelib.conversation.rules_file import fields
from chalicelib.conversation.rules_file.reply_text import read_through
from chalicelib.conversation.rules_file.vocabulary import (
    ANSWER_WORDS,
    ANSWERS,
    EVENTS,
    HEADER,
    MESSAGE_TYPE_WORDS,
    MESSAGE_TYPES,
    PICK_WORDS,
    PICKS,
    REPLY_FIELDS,
    REPLY_TYPE_WORDS,
    REPLY_TYPES,
    REQUIRED,
    SERVICE_FIELDS,
    Trigger,
)
from chalicelib.sheets import cells as meaning
from chalicelib.sheets.headings import look_up, shown
from chalicelib.sheets.problems import Cell, Notes, Place
from chalicelib.values import reason_of
from chalicelib.wechat.customer_messages import MOST
from chalicelib.wechat.replies import Reply, TransferReply, reply_adapter

ReplyCells = dict[str, Cell]
"""The cells of one reply by field; ``type`` among them where it was written."""

AT_ONCE: Final = {True: 1 + MOST["event"], False: 1 + MOST["message"]}
"""The number of replies that reach a follower at once, after an event and after a message: one passive reply, and the
customer-service messages that WeChat allows (sheet §2.7)."""


@dataclass(slots=True)
class Entry:
    """One rule, or one of the special replies, as it stands in a file."""

    trigger: Trigger
    key: Cell
    """The rule's name, the scene, the menu key, the message type; its value is not used for 关注 and 默认."""
    place: Place
    exact: list[Cell] = field(default_factory=list)
    contains: list[Cell] = field(default_factory=list)
    of_rule: dict[str, Cell] = field(default_factory=dict)
    """Cells that belong to the rule as a whole (``RULE_FIELDS``)."""
    replies: list[tuple[Place, ReplyCells]] = field(default_factory=list)


def to_rules(entries: list[Entry], notes: Notes) -> ReplyRules:
    """All entries as one value. An unreadable part is noted and left out: look at the notes before use."""
    rules: list[Rule] = []
    services: list[Service] = []
    keyed: dict[Trigger, dict[str, Replies]] = {trigger: {} for trigger in Trigger}
    for entry in entries:
        if entry.trigger is Trigger.KEYWORD:
            rule = _rule(entry, notes)
            if rule is not None:
                rules.append(rule)
            continue
        if entry.trigger is Trigger.SERVICE:
            service = _service(entry, notes)
            if service is not None:
                services.append(service)
            continue
        key = _key(entry, notes)
        replies = _replies(entry, notes)
        for name in ("priority", "must_answer", "valid_from", "valid_until", "hours"):
            if name in entry.of_rule:
                notes.error(
                    entry.of_rule[name].place, f"只有关键词规则可以设置{HEADER[name]}，请清空"
                )
        if key is not None and key in keyed[entry.trigger]:
            notes.error(entry.key.place, f"“{key}”在文件里出现了两次")
        elif key is not None and replies is not None:
            keyed[entry.trigger][key] = replies
    return ReplyRules(
        rules=tuple(rules),
        follow=keyed[Trigger.FOLLOW].get(""),
        scenes=keyed[Trigger.SCAN],
        menu=keyed[Trigger.MENU],
        services=tuple(services),
        types=keyed[Trigger.TYPE],
        default=keyed[Trigger.DEFAULT].get(""),
    )


def message_type(word: str) -> str:
    """A message type's name in WeChat. Raises ``BadCell``."""
    return look_up(word, MESSAGE_TYPE_WORDS, MESSAGE_TYPES)


_KEYS: Final = {
    Trigger.SCAN: fields.scene,
    Trigger.MENU: fields.menu_key,
    Trigger.TYPE: message_type,
}


def _key(entry: Entry, notes: Notes) -> str | None:
    parse = _KEYS.get(entry.trigger)
    return "" if parse is None else notes.read(entry.key, parse)


def _rule(entry: Entry, notes: Notes) -> Rule | None:
    name = notes.read(entry.key, fields.rule_name)
    exact, contains = _keywords(entry.exact, notes), _keywords(entry.contains, notes)
    if not entry.exact and not entry.contains:
        notes.error(_at(entry.place, "keywords"), "缺少关键词")
    number = notes.read(entry.of_rule.get("priority"), fields.priority)
    must_answer = notes.read(
        entry.of_rule.get("must_answer"), lambda word: look_up(word, ANSWER_WORDS, ANSWERS)
    )
    hours = _hours(entry, notes)
    replies = _replies(entry, notes)
    if name is None or replies is None or not (exact or contains):
        return None
    return Rule(
        name=name,
        exact=exact,
        contains=contains,
        priority=number or 0,
        hours=hours,
        must_answer=must_answer == "yes",
        replies=replies.replies,
        pick=replies.pick,
    )


def _service(entry: Entry, notes: Notes) -> Service | None:
    name = notes.read(entry.key, fields.rule_name)
    aliases = tuple(word for word in _keywords(entry.exact, notes) if word != name)
    found: dict[str, str] = {}
    for place, cells in entry.replies:
        for column, cell in cells.items():
            if column not in SERVICE_FIELDS:
                notes.warn(cell.place, f"服务用不到“{HEADER[column]}”，不会导入这一格")
            elif column in found:
                notes.error(place, f"一个服务只能有一个{HEADER[column]}")
            else:
                if column == "reply":
                    read_through(cell, notes)
                found[column] = notes.read(cell, _SERVICE_PARSERS.get(column, fields.short)) or ""
    if not entry.key.value and not entry.key.spoiled:
        notes.error(_at(entry.place, "name"), "缺少服务的名称")
    if not found.keys() - {"path"}:
        notes.error(_at(entry.place, "url"), "服务要有链接、小程序、菜单项或说明")
    if not name or not any(value for column, value in found.items() if column != "path"):
        return None
    return Service(
        name=name,
        aliases=aliases,
        **{SERVICE_FIELDS[column]: value for column, value in found.items()},
    )


def _keywords(cells: list[Cell], notes: Notes) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for cell in cells:
        keyword = notes.read(cell, fields.keyword)
        if keyword is None:
            continue
        code = fields.invisible(keyword)
        if code:
            notes.warn(
                cell.place,
                f"关键词“{keyword}”里有看不见的字符（{code}），比对时会略去，建议重新输入",
            )
        found[keyword] = None
    return tuple(found)


def _hours(entry: Entry, notes: Notes) -> Hours | None:
    cells = entry.of_rule
    start = notes.read(cells.get("valid_from"), meaning.valid_from)
    end = notes.read(cells.get("valid_until"), meaning.valid_until)
    daily = notes.read(cells.get("hours"), fields.hours)
    if start is not None and end is not None and start >= end:
        notes.error(cells["valid_until"].place, "失效时间要晚于生效时间")
        return None
    if start is None and end is None and daily is None:
        return None
    first, last = daily or (None, None)
    return Hours(valid_from=start, valid_until=end, daily_from=first, daily_until=last)


def _replies(entry: Entry, notes: Notes) -> Replies | None:
    pick = notes.read(
        entry.of_rule.get("pick"), lambda word: Pick(look_up(word, PICK_WORDS, PICKS))
    )
    event = entry.trigger in EVENTS
    found = [(place, _reply(cells, place, event, notes)) for place, cells in entry.replies]
    replies = tuple(reply for _, reply in found if reply is not None)
    if not entry.replies:
        notes.error(_at(entry.place, "reply"), "缺少回复内容")
    if not replies:
        return None
    if pick is Pick.ALL and len(replies) > 1:
        for place, reply in found:
            if isinstance(reply, TransferReply):
                notes.error(
                    place, "转人工不能和别的回复一起“全部”发送，请改为“随机一条”或去掉其他回复"
                )
        if _messages(replies) > AT_ONCE[event]:
            notes.warn(entry.place, f"“全部”的条数太多，微信一次最多送达 {AT_ONCE[event]} 条")
    return Replies(replies=replies, pick=pick or Pick.ONE)


def _messages(replies: tuple[Reply, ...]) -> int:
    """The least number of messages they make: texts that stand together go as one."""
    kinds = [reply.type for reply in replies]
    return sum(
        kind != "text" or position == 0 or kinds[position - 1] != "text"
        for position, kind in enumerate(kinds)
    )


def _reply(cells: ReplyCells, place: Place, event: bool, notes: Notes) -> Reply | None:
    kind = "text"
    if "type" in cells:
        read = notes.read(cells["type"], lambda word: look_up(word, REPLY_TYPE_WORDS, REPLY_TYPES))
        if read is None:
            return None
        kind = read
    wanted, named = REPLY_FIELDS[kind], shown(REPLY_TYPES, kind)
    values: dict[str, Any] = {"type": kind}
    good = True
    for name, cell in cells.items():
        if name in wanted:
            values[wanted[name]] = notes.read(cell, _PARSERS.get((kind, name), fields.short))
            good = good and values[wanted[name]] is not None
        elif name != "type":
            notes.warn(cell.place, f"{named}回复用不到“{HEADER[name]}”，不会导入这一格")
    for name in REQUIRED[kind]:
        if name not in cells:
            notes.error(_at(place, name), f"{named}回复缺少{_called(kind, name)}")
            good = False
    if event and kind == "transfer_customer_service":
        notes.error(cells["type"].place, "关注、扫码、菜单是事件，微信不允许转人工；请改用文本")
        good = False
    if kind == "text" and good:
        read_through(cells["reply"], notes)
    return _made(values, place, notes) if good else None


_PARSERS: Final = {
    ("text", "reply"): meaning.clean,
    ("image", "reply"): fields.media_id,
    ("voice", "reply"): fields.media_id,
    ("video", "reply"): fields.media_id,
    ("music", "reply"): fields.media_id,
    ("music", "url"): meaning.url,
    ("music", "hq_url"): meaning.url,
    ("news", "url"): meaning.url,
    ("news", "pic_url"): meaning.url,
}


_SERVICE_PARSERS: Final = {
    "reply": meaning.clean,
    "url": meaning.url,
    "menu": fields.menu_key,
}


def _made(values: dict[str, Any], place: Place, notes: Notes) -> Reply | None:
    try:
        return reply_adapter.validate_python(values)
    except ValidationError as error:  # a rule of the model that this module does not know yet
        notes.error(place, reason_of(error.errors()[0]))
        return None


def _at(place: Place, field: str) -> Place:
    """A place of a whole row, narrowed to the column where something is missing."""
    return Place(place.row, place.column or HEADER[field], place.sheet)


def _called(kind: str, name: str) -> str:
    if name == "reply" and kind != "text":
        return " media_id" if kind != "music" else "封面的 media_id"
    return HEADER[name]
