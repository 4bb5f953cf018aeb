"""Tags and the blacklist of an account as people work with them."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Final, NamedTuple

from chalicelib import accounts, audit, followers, people
from chalicelib.actor import Actor
from chalicelib.application.deeds import deed, denied
from chalicelib.application.tagging import forget_rules
from chalicelib.transitions import Deed
from chalicelib.wechat.errors import WeChatError

READ: Final = "followers:roll:read"
EDIT: Final = "followers:tag:edit"
BLACKLIST: Final = "followers:blacklist:edit"
_MOST_RULES: Final = 100


class TagPage(NamedTuple):
    """Everything about an account's tags."""

    tags: tuple[followers.tags.Tag, ...]
    rules: tuple[followers.tags.TagRule, ...]
    waiting: int
    """Followers who wait to be tagged, up to a thousand."""
    problem: str
    """Why WeChat did not tell the tags; empty where it did."""
    actions: tuple[Deed, ...]


def page(account_id: str, *, by: Actor) -> TagPage:
    """The tags, with WeChat's numbers, and the rules. Raises ``UnknownAccount`` or ``PermissionDenied``."""
    unit = _unit(account_id, by, READ)
    tags: tuple[followers.tags.Tag, ...] = ()
    problem = ""
    try:
        tags = tuple(followers.tags.listed(account_id))
    except (WeChatError, accounts.SecretsMissing) as error:
        problem = str(error)
    most = followers.tags.MOST_TAGS
    full = f"一个公众号最多 {most} 个标签。" if len(tags) >= most else ""
    no = denied(by, EDIT, unit)
    return TagPage(
        tags=tags,
        rules=tuple(followers.tags.rules(account_id)),
        waiting=followers.tags.waiting(account_id),
        problem=problem,
        actions=(
            deed("create", "新建标签", no, problem, full),
            deed("rename", "改名", no, problem),
            deed("delete", "删除", no, problem),
            deed("add_rule", "加规则", no, problem),
            deed("remove_rule", "取消", no),
            deed("block", "拉黑", denied(by, BLACKLIST, unit)),
        ),
    )


def create(account_id: str, name: str, *, by: Actor, now: datetime) -> followers.tags.Tag:
    """Make a tag. Raises ``UnknownAccount``, ``PermissionDenied``, ``WeChatError``, ``BadTag``."""
    unit = _unit(account_id, by, EDIT)
    tag = followers.tags.create(account_id, name.strip())
    _log(EDIT, account_id, unit, by, now, f"新建标签“{tag.name}”（{tag.id}）")
    return tag


def rename(account_id: str, tag: int, name: str, *, by: Actor, now: datetime) -> None:
    """Give a tag another name. Raises ``UnknownAccount``, ``PermissionDenied``, ``WeChatError``, ``BadTag``."""
    unit = _unit(account_id, by, EDIT)
    followers.tags.rename(account_id, tag, name.strip())
    _log(EDIT, account_id, unit, by, now, f"标签 {tag} 改名为“{name.strip()}”")


def delete(account_id: str, tag: int, *, reason: str, by: Actor, now: datetime) -> None:
    """Delete a tag with its rules. Raises ``UnknownAccount``, ``PermissionDenied``, ``WeChatError``, ``BadTag``, ``ReasonMissing``."""
    unit = _unit(account_id, by, EDIT)
    _check_reason(reason)
    gone = followers.tags.delete(account_id, tag)
    for rule in followers.tags.rules(account_id):
        if rule.tag == tag:
            followers.tags.remove_rule(account_id, rule.id)
    forget_rules()
    note = f"删除标签“{gone.name}”（{gone.count} 位粉丝）：{reason.strip()}"
    _log(EDIT, account_id, unit, by, now, note)


def add_rule(
    account_id: str,
    kind: followers.tags.RuleKind,
    value: str,
    tag: int,
    *,
    by: Actor,
    now: datetime,
) -> followers.tags.TagRule:
    """From now on whoever does this gets that tag. Raises ``UnknownAccount``, ``PermissionDenied``, ``WeChatError``, ``BadTag``."""
    unit = _unit(account_id, by, EDIT)
    value = value.strip()
    if not 0 < len(value) <= 64:
        raise followers.BadTag("请写明场景值、办税厅、服务、问题或部门，最多 64 字。")
    there = followers.tags.rules(account_id)
    if any((one.kind, one.value, one.tag) == (kind, value, tag) for one in there):
        raise followers.BadTag("已经有同样的规则。")
    if len(there) >= _MOST_RULES:
        raise followers.BadTag(f"一个公众号最多 {_MOST_RULES} 条规则。")
    named = {one.id: one.name for one in followers.tags.listed(account_id)}
    if tag not in named:
        raise followers.BadTag(f"没有编号为 {tag} 的标签。")
    rule = followers.tags.TagRule(
        id=secrets.token_hex(4),
        kind=kind,
        value=value,
        tag=tag,
        tag_name=named[tag],
        by=by.person,
        made_at=now,
    )
    followers.tags.save_rule(account_id, rule)
    forget_rules()
    what = f"{followers.tags.KIND_NAMES[kind]}“{value}”"
    _log(EDIT, account_id, unit, by, now, f"标签规则：{what}的粉丝打上“{rule.tag_name}”")
    return rule


def remove_rule(account_id: str, rule: str, *, by: Actor, now: datetime) -> None:
    """Give a rule up; who was tagged stays so. Raises ``UnknownAccount``, ``PermissionDenied``, ``UnknownRule``."""
    unit = _unit(account_id, by, EDIT)
    gone = followers.tags.remove_rule(account_id, rule)
    if gone is None:
        raise followers.UnknownRule(rule)
    forget_rules()
    what = f"{followers.tags.KIND_NAMES[gone.kind]}“{gone.value}”"
    _log(EDIT, account_id, unit, by, now, f"取消标签规则：{what} → “{gone.tag_name}”")


def reach(account_id: str, tag: int | None, *, by: Actor) -> int:
    """About how many a push to a tag (None: to all) would reach: WeChat's count, or the last list's.

    Raises ``UnknownAccount``, ``PermissionDenied``, ``SecretsMissing``, ``WeChatError`` or ``BadTag``.
    """
    _unit(account_id, by, READ)
    if tag is None:
        roll = followers.roll.roll_of(account_id)
        return roll.number if roll else 0
    one = next((one for one in followers.tags.listed(account_id) if one.id == tag), None)
    if one is None:
        raise followers.BadTag(f"没有编号为 {tag} 的标签。")
    return one.count


def blacklist(account_id: str, after: str = "", *, by: Actor) -> tuple[int, tuple[str, ...], str]:
    """A page of those who are blocked, asked of WeChat: how many in all, openids, where to go on.

    Raises ``UnknownAccount``, ``PermissionDenied`` or ``WeChatError``.
    """
    _unit(account_id, by, BLACKLIST)
    return followers.tags.blacklisted(account_id, after)


def block(
    account_id: str,
    openids: Sequence[str],
    *,
    blocked: bool,
    reason: str,
    by: Actor,
    now: datetime,
) -> None:
    """Block up to twenty followers, or let them go, with a reason.

    The log names each by a digest. Raises ``UnknownAccount``, ``PermissionDenied``, ``WeChatError``, ``BadTag``, ``ReasonMissing``.
    """
    unit = _unit(account_id, by, BLACKLIST)
    _check_reason(reason)
    followers.tags.block(account_id, openids, blocked=blocked)
    what = "拉黑" if blocked else "解除拉黑"
    words = reason.strip()
    for openid in openids:
        words = words.replace(openid, "…")
    for openid in openids:
        person = followers.named(secrets.token_hex(8), account_id, openid)
        audit.record(
            audit.entry_of(
                by,
                BLACKLIST,
                unit=unit,
                object=person,
                at=now,
                note=f"公众号 {account_id}，{what}：{words}",
            )
        )


def _check_reason(reason: str) -> None:
    if not 0 < len(reason.strip()) <= 200:
        raise followers.ReasonMissing


def _unit(account_id: str, by: Actor, permission: str) -> str:
    unit = accounts.current(account_id).account.unit
    people.require(by, permission, unit)
    return unit


def _log(action: str, account_id: str, unit: str, by: Actor, now: datetime, note: str) -> None:
    audit.record(
        audit.entry_of(by, action, unit=unit, object=f"account:{account_id}", at=now, note=note)
    )
