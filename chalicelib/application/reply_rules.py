"""自动回复 as people look at it and change it: keyword rules, special replies, services; one by one or by a file."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Final, NamedTuple

from chalicelib import accounts, conversation, people
from chalicelib.actor import Actor
from chalicelib.application.account_reach import account_for
from chalicelib.application.deeds import deeds
from chalicelib.application.version_difference import Difference, FieldDifference
from chalicelib.conversation import (
    BookVersion,
    Replies,
    ReplyRules,
    Rule,
    RuleText,
    Service,
    Trigger,
)
from chalicelib.errors import Conflict, NotFound
from chalicelib.transitions import Deed

READ: Final = "conversation:rules:read"
EDIT: Final = "conversation:rules:import"
RESTORE: Final = "conversation:rules:restore"
KEYED: Final = {Trigger.SCAN: "scenes", Trigger.MENU: "menu", Trigger.TYPE: "types"}
ALONE: Final = {Trigger.FOLLOW: "follow", Trigger.DEFAULT: "default"}
_DEEDS: Final = {
    "edit": ("修改", EDIT),
    "import": ("导入", EDIT),
    "restore": ("恢复旧版本", RESTORE),
}

Said = Rule | Replies | Service


class NoSuchRule(conversation.ConversationError, NotFound):
    """No rule, service or special reply of that name."""

    def __init__(self) -> None:
        super().__init__("没有这条规则，可能刚被别人删除或改名。")


class RuleExists(conversation.ConversationError, Conflict):
    """Another rule, service or special reply has that name."""

    def __init__(self, kind: Trigger, name: str) -> None:
        what = conversation.rules_file.kind_name(kind)
        super().__init__(f"已有{what}“{name}”，没有保存。请换一个名称，或修改那一条。")


class Row(NamedTuple):
    """One thing of the rules."""

    kind: Trigger
    name: str
    said: Said

    @property
    def mark(self) -> int:
        """Tells one content from another. For ``If-Match``."""
        body = f"{self.kind}#{self.name}#{self.said.model_dump_json()}"
        return int(hashlib.sha256(body.encode()).hexdigest()[:12], 16)


class RuleList(NamedTuple):
    """The rules in force, and what this person may do with them."""

    rows: list[Row]
    version: int
    deeds: tuple[Deed, ...]


class Saved(NamedTuple):
    """What a change made."""

    before: int
    """The version that was in force, to go back to."""
    version: int


def rows_of(rules: ReplyRules) -> Iterator[Row]:
    """Everything in the rules: what greets, what keywords call, services, what menus call, the default."""
    if rules.follow:
        yield Row(Trigger.FOLLOW, "", rules.follow)
    yield from (Row(Trigger.KEYWORD, one.name, one) for one in rules.rules)
    yield from (Row(Trigger.SERVICE, one.name, one) for one in rules.services)
    for kind, at in KEYED.items():
        yield from (Row(kind, name, said) for name, said in getattr(rules, at).items())
    if rules.default:
        yield Row(Trigger.DEFAULT, "", rules.default)


def rules_for(account_id: str, *, by: Actor) -> RuleList:
    """The rules in force. Raises ``UnknownAccount`` or ``PermissionDenied``."""
    account = account_for(by, READ, account_id)
    version = accounts.state(account_id, consistent=True).book_version
    held = people.permissions_of(by, account.unit)
    return RuleList(
        list(rows_of(conversation.rules_in_force(account_id))), version, deeds(held, _DEEDS)
    )


def rule_for(account_id: str, kind: Trigger, name: str, *, by: Actor) -> Row:
    """One thing of the rules in force. Raises ``NoSuchRule`` and like ``rules_for``."""
    account_for(by, READ, account_id)
    return _found(conversation.rules_in_force(account_id), kind, name)


def save_rule(
    account_id: str,
    text: RuleText,
    *,
    name: str | None,
    seen: int,
    by: Actor,
    now: datetime,
) -> Saved:
    """Put a rule in force as it was typed, in the place of the one called ``name`` (None: it is new).

    ``seen`` is the mark of what was edited. Raises ``BadRule``, ``RuleExists``, ``NoSuchRule``, ``Conflict`` where
    it is another one by now, ``BookConflict``, ``UnknownAccount`` or ``PermissionDenied``.
    """
    account_for(by, EDIT, account_id)
    rules = conversation.rules_in_force(account_id)
    if name is not None and _found(rules, text.kind, name).mark != seen:
        raise Conflict("刚刚有人改过这条规则，您的修改还没有保存。请对照后再保存。")
    return _put(account_id, with_typed(rules, text, name), text.name or name or "", by, now)


def with_typed(rules: ReplyRules, text: RuleText, name: str | None) -> ReplyRules:
    """The rules with one thing as it was typed. Raises ``BadRule``, ``RuleExists`` or ``NoSuchRule``."""
    made, _ = conversation.rules_file.read_typed(text)
    [new] = rows_of(made)
    taken = {one.name for one in rows_of(rules) if one.kind is new.kind}
    if new.name in taken and new.name != name:
        raise RuleExists(new.kind, new.name)
    if name is not None:
        _found(rules, new.kind, name)
    return _with(rules, new, name)


def remove_rule(
    account_id: str, kind: Trigger, name: str, *, seen: int, by: Actor, now: datetime
) -> Saved:
    """Take a rule out. Raises like ``save_rule``."""
    account_for(by, EDIT, account_id)
    rules = conversation.rules_in_force(account_id)
    if _found(rules, kind, name).mark != seen:
        raise Conflict("刚刚有人改过这条规则，没有删除。请看过后再删除。")
    return _put(account_id, _without(rules, kind, name), name, by, now)


def versions_for(account_id: str, *, by: Actor) -> tuple[list[BookVersion], int, tuple[Deed, ...]]:
    """Every version, the newest first, with the one in force and this person's deeds. Raises like ``rules_for``."""
    account = account_for(by, READ, account_id)
    in_force = accounts.state(account_id, consistent=True).book_version
    held = people.permissions_of(by, account.unit)
    return list(conversation.rule_versions(account_id)), in_force, deeds(held, _DEEDS)


def compare_for(account_id: str, older: int, newer: int, *, by: Actor) -> list[Difference]:
    """How the rules of two versions differ; 0 is the empty book. Raises ``NoSuchVersion`` and like ``rules_for``."""
    account_for(by, READ, account_id)
    before, after = (
        conversation.rules_of(account_id, one) if one else ReplyRules() for one in (older, newer)
    )
    return differences(before, after)


def restore(account_id: str, number: int, *, by: Actor, now: datetime) -> Saved:
    """Put an old version's rules in force again. Raises like ``conversation.restore_rules``."""
    before = accounts.state(account_id, consistent=True).book_version
    made = conversation.restore_rules(account_id, number, by=by, now=now)
    return Saved(before, made.version)


def differences(before: ReplyRules, after: ReplyRules) -> list[Difference]:
    """What is new, changed and gone, field by field as people read it."""
    old = {(one.kind, one.name): one for one in rows_of(before)}
    now = {(one.kind, one.name): one for one in rows_of(after)}
    return [
        *(_difference("new", None, one) for key, one in now.items() if key not in old),
        *(
            _difference("changed", old[key], one)
            for key, one in now.items()
            if key in old and old[key].said != one.said
        ),
        *(_difference("removed", one, None) for key, one in old.items() if key not in now),
    ]


def called(row: Row) -> str:
    """A thing of the rules as people speak of it."""
    kind = conversation.rules_file.kind_name(row.kind)
    return row.name if row.kind is Trigger.KEYWORD else f"{kind}：{row.name}" if row.name else kind


def _put(account_id: str, rules: ReplyRules, name: str, by: Actor, now: datetime) -> Saved:
    before = accounts.state(account_id, consistent=True).book_version
    made = conversation.import_rules(
        account_id, rules, source=f"rule edit {name}".strip(), by=by, now=now
    )
    return Saved(before, made.version)


def _found(rules: ReplyRules, kind: Trigger, name: str) -> Row:
    for one in rows_of(rules):
        if one.kind is kind and one.name == name:
            return one
    raise NoSuchRule


def _with(rules: ReplyRules, new: Row, name: str | None) -> ReplyRules:
    if new.kind in ALONE:
        return rules.model_copy(update={ALONE[new.kind]: new.said})
    if new.kind in KEYED:
        at = KEYED[new.kind]
        kept = {key: said for key, said in getattr(rules, at).items() if key != name}
        return rules.model_copy(update={at: kept | {new.name: new.said}})
    at = "rules" if new.kind is Trigger.KEYWORD else "services"
    kept = getattr(rules, at)
    if name is None:
        return rules.model_copy(update={at: (*kept, new.said)})
    return rules.model_copy(
        update={at: tuple(new.said if one.name == name else one for one in kept)}
    )


def _without(rules: ReplyRules, kind: Trigger, name: str) -> ReplyRules:
    if kind in ALONE:
        return rules.model_copy(update={ALONE[kind]: None})
    if kind in KEYED:
        at = KEYED[kind]
        kept = {key: said for key, said in getattr(rules, at).items() if key != name}
        return rules.model_copy(update={at: kept})
    at = "rules" if kind is Trigger.KEYWORD else "services"
    return rules.model_copy(
        update={at: tuple(one for one in getattr(rules, at) if one.name != name)}
    )


def _difference(kind: str, before: Row | None, after: Row | None) -> Difference:
    row = after or before
    assert row is not None  # noqa: S101 - one of them is there
    old, new = (_facts(one) if one else {} for one in (before, after))
    return Difference(
        kind=kind,
        id=f"{row.kind}/{row.name}",
        name=called(row),
        fields=tuple(
            FieldDifference(
                label=label, before=old.get(label, ""), after=new.get(label, ""), several=False
            )
            for label in dict.fromkeys([*old, *new])
            if old.get(label, "") != new.get(label, "")
        ),
    )


def _facts(row: Row) -> Mapping[str, str]:
    """Label → value, as people read it; what is empty is left out."""
    text = conversation.rules_file.text_of(row.kind, row.name, row.said)
    several = {"one": "随机一条", "all": "全部"}[text.pick] if len(text.replies) > 1 else ""
    facts = {
        "别名" if row.kind is Trigger.SERVICE else "全匹配": "、".join(text.exact),
        "半匹配": "、".join(text.contains),
        "优先级": str(text.priority) if text.priority else "",
        "必答": "是" if text.must_answer else "",
        "生效时间": text.valid_from,
        "失效时间": text.valid_until,
        "每日时段": text.hours,
        "多条回复": several,
    }
    for number, reply in enumerate(text.replies, 1):
        named = conversation.rules_file.type_name(reply.type)
        written = [one for one in reply.model_dump(exclude={"type"}).values() if one]
        label = f"回复 {number}" if len(text.replies) > 1 else "回复"
        facts[label] = (f"〔{named}〕" if reply.type != "text" else "") + "\n".join(written)
    return {label: value for label, value in facts.items() if value}
