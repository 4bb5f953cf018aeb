"""Rules to the rows of a sheet or to YAML, so that reading what was written gives the same rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, time
from typing import Any, Final

from chalicelib.clock import SHANGHAI
from chalicelib.conversation.models import Hours, Pick, Replies, ReplyRules, Rule, Service
from chalicelib.conversation.rules_file.vocabulary import (
    ANSWERS,
    COLUMNS,
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
from chalicelib.sheets.cells import join
from chalicelib.sheets.headings import shown
from chalicelib.wechat.replies import Reply, TextReply, TransferReply

OPTIONAL: Final = frozenset({"hq_url", "appid", "path", "menu"})
"""Columns left out where no row has a value."""


def to_rows(rules: ReplyRules) -> list[list[str]]:
    """Header and rows of a sheet."""
    filled = list(_rows(rules))
    columns = [
        column
        for column in COLUMNS
        if column.field not in OPTIONAL or any(column.field in row for row in filled)
    ]
    header = [column.header for column in columns]
    return [header, *([row.get(column.field, "") for column in columns] for row in filled)]


def _rows(rules: ReplyRules) -> Iterator[dict[str, str]]:
    if rules.follow:
        yield from _said({"trigger": shown(TRIGGERS, Trigger.FOLLOW)}, rules.follow)
    for trigger, keyed in (
        (Trigger.SCAN, rules.scenes),
        (Trigger.MENU, rules.menu),
        (Trigger.TYPE, rules.types),
    ):
        for key, said in keyed.items():
            word = shown(MESSAGE_TYPES, key) if trigger is Trigger.TYPE else join((key,))
            yield from _said({"trigger": shown(TRIGGERS, trigger), "keywords": word}, said)
    for rule in rules.rules:
        yield from _rule_rows(rule)
    for service in rules.services:
        named = {"name": service.name, "keywords": join(service.aliases)}
        yield {"trigger": shown(TRIGGERS, Trigger.SERVICE)} | named | _of_service(service)
    if rules.default:
        yield from _said({"trigger": shown(TRIGGERS, Trigger.DEFAULT)}, rules.default)


def _of_service(service: Service) -> dict[str, str]:
    values = {column: getattr(service, name) for column, name in SERVICE_FIELDS.items()}
    return {column: value for column, value in values.items() if value}


def _rule_rows(rule: Rule) -> Iterator[dict[str, str]]:
    """One row a reply; the first two carry the keywords, as a row has one way of matching."""
    lines = list(_said({}, rule))
    matches = [
        {"keywords": join(keywords), "match": shown(MATCHES, match)}
        for match, keywords in ((Match.EXACT, rule.exact), (Match.CONTAINS, rule.contains))
        if keywords
    ]
    for index in range(max(len(lines), len(matches))):
        row = {"name": rule.name, "trigger": shown(TRIGGERS, Trigger.KEYWORD)}
        if index < len(matches):
            row |= matches[index]
        if index < len(lines):
            row |= lines[index]
        if index == 0:
            row |= hours_of(rule.hours)
            row |= {"priority": str(rule.priority)} if rule.priority else {}
            row |= {"must_answer": shown(ANSWERS, "yes")} if rule.must_answer else {}
        yield row


def _said(about: Mapping[str, str], said: Replies) -> Iterator[dict[str, str]]:
    for index, reply in enumerate(said.replies):
        row = dict(about)
        row["type"] = shown(REPLY_TYPES, reply.type)
        row |= _fields(reply)
        if index == 0 and (said.pick is Pick.ALL or len(said.replies) > 1):
            row["pick"] = shown(PICKS, said.pick)
        yield row


def _fields(reply: Reply) -> dict[str, str]:
    values = {name: getattr(reply, at) for name, at in REPLY_FIELDS[reply.type].items()}
    return {name: value for name, value in values.items() if value}


def hours_of(hours: Hours | None) -> dict[str, str]:
    """When a rule speaks, as the cells of its columns; what is open is left out."""
    if hours is None:
        return {}
    written: dict[str, str] = {}
    if hours.valid_from:
        written["valid_from"] = _moment(hours.valid_from)
    if hours.valid_until:
        written["valid_until"] = _moment(hours.valid_until)
    if hours.daily_from is not None and hours.daily_until is not None:
        written["hours"] = f"{_clock(hours.daily_from)}-{_clock(hours.daily_until)}"
    return written


def _moment(at: datetime) -> str:
    local = at.astimezone(SHANGHAI).replace(tzinfo=None)
    return local.isoformat(" ", "minutes" if not (local.second or local.microsecond) else "auto")


def _clock(at: time) -> str:
    return at.isoformat("minutes" if not at.second else "seconds")


def to_yaml(rules: ReplyRules) -> str:
    """A YAML document that reads well: several lines of text stand as such."""
    import yaml

    class Dumper(yaml.SafeDumper):
        """Texts of several lines as blocks, lists indented under what they belong to."""

        def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
            super().increase_indent(flow, False)

    def text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
        style = "|" if "\n" in value else None
        return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)

    Dumper.add_representer(str, text)
    return yaml.dump(
        _document(rules), Dumper=Dumper, allow_unicode=True, sort_keys=False, width=100
    )


def _document(rules: ReplyRules) -> dict[str, Any]:
    document: dict[str, Any] = {}
    if rules.follow:
        document["follow"] = _value(rules.follow)
    if rules.rules:
        document["rules"] = [_rule(rule) for rule in rules.rules]
    if rules.services:
        document["services"] = [_service(service) for service in rules.services]
    for name in ("scenes", "menu", "types"):
        keyed = getattr(rules, name)
        if keyed:
            document[name] = {key: _value(said) for key, said in keyed.items()}
    if rules.default:
        document["default"] = _value(rules.default)
    return document


def _rule(rule: Rule) -> dict[str, Any]:
    written: dict[str, Any] = {"name": rule.name}
    if rule.exact:
        written["exact"] = list(rule.exact)
    if rule.contains:
        written["contains"] = list(rule.contains)
    if rule.priority:
        written["priority"] = rule.priority
    if rule.must_answer:
        written["must_answer"] = True
    written |= hours_of(rule.hours)
    said = _value(rule)
    return written | (said if isinstance(said, dict) else {"reply": said})


def _service(service: Service) -> dict[str, Any]:
    written: dict[str, Any] = {"name": service.name}
    if service.aliases:
        written["aliases"] = list(service.aliases)
    of = _of_service(service)
    return written | {SERVICE_FIELDS[column]: value for column, value in of.items()}


def _value(said: Replies) -> Any:
    """The shortest way to write replies: a text alone, one reply, or a list with how to pick."""
    replies = [_reply(reply) for reply in said.replies]
    if said.pick is Pick.ALL:
        return {"pick": "all", "replies": replies}
    return replies[0] if len(replies) == 1 else {"replies": replies}


def _reply(reply: Reply) -> Any:
    if isinstance(reply, TextReply):
        return reply.content
    if isinstance(reply, TransferReply):
        return {"transfer": reply.kf_account or True}
    written = {REPLY_FIELDS[reply.type][name]: value for name, value in _fields(reply).items()}
    if list(written) == ["media_id"]:
        return {reply.type: written["media_id"]}
    return {reply.type: written}
