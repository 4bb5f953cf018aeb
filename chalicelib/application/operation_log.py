"""The audit log as people read it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from pydantic import AwareDatetime

from chalicelib import accounts, audit, matrix, newsroom, orders, people
from chalicelib.actor import Actor, KnownBy
from chalicelib.application.invite_person import LOGIN_NAMES
from chalicelib.audit import AuditEntry, Place
from chalicelib.people import PERMISSIONS
from chalicelib.sign_in import Claim
from chalicelib.units import LEVELS
from chalicelib.values import Value

READ: Final = "audit:log:read"
LOOKED_AT: Final = 1000
"""Entries that one answer looks through for those that a filter wants."""

OBJECT_NAMES: Final = {
    "account": "公众号",
    "article": "稿件",
    "assistant": "语言模型",
    "audit": "操作日志",
    "delivery": "群发",
    "duties": "责任分工",
    "finding": "巡检问题",
    "follower": "粉丝",
    "hall": "办税厅",
    "indicators": "巡检指标",
    "inspection": "巡检",
    "inspection-notice": "通报和自查报告",
    "inspection-texts": "通报的文字",
    "issue": "期",
    "knowledge": "知识库",
    "offer": "分发",
    "order": "指令",
    "person": "人员",
    "queue": "队列",
    "separation": "三员分立",
    "reply_book": "自动回复",
    "takedown": "撤稿",
    "token": "接口令牌",
    "topic": "选题",
    "unit": "单位",
    "webhook": "事件推送",
    "workflow": "审核流程",
}
"""Kinds of things that the log speaks of."""
_HOW: Final = {
    KnownBy.LOCAL: "本机命令行",
    KnownBy.AWS: "命令行",
    KnownBy.SIGN_IN: "控制台",
    KnownBy.TOKEN: "接口",
    KnownBy.SYSTEM: "系统",
}
_OLDER: Final = {
    "staff_add": "登记人员",
    "staff_remove": "取消登记",
    "workflow_set": "设定审核流程",
    "workflow_unset": "取消审核流程",
    "finding_check": "巡检",
    "sign_in": "登录",
    "sign_out": "退出全部登录",
    "invitation_accept": "接受邀请",
}
_FIELDS: Final = {
    "title": "标题",
    "accounts": "公众号",
    "order": "指令",
    "ticked": "勾选",
    "threshold": "相似度界线",
    "file": "文件",
    "sha256": "SHA-256",
    "roles": "角色",
    "separated": "三员分立",
    "rows": "条数",
    "appid": "AppID",
    "name": "姓名或名称",
    "stages": "环节",
    "permissions": "权限",
    "ends_at": "有效期至",
    "url": "地址",
    "kinds": "事件",
    "active": "启用",
    "secret": "密钥",
    "after_return": "退回后",
    "after_edit": "修改后",
    "emergency": "应急签发",
    "slots": "时段",
    "limits": "配额",
    "mode": "加解密方式",
    "unit": "单位",
    "level": "级别",
    "parent": "上级",
    "retention_days": "保留天数",
    "erase_after_days": "取消关注后保留天数",
    "agents": "人工",
    "app_secret": "AppSecret",
    "token": "Token",
    "aes_key": "EncodingAESKey",
    "previous_aes_key": "上一个 EncodingAESKey",
    "kind": "类型",
    "original_id": "原始 ID",
    "mass_protection": "API 群发保护",
    "second_look": "二次查找",
    "tell_answers": "有答复时告知",
    "oauth": "网页授权",
    "place": "地址",
    "phone": "电话",
    "note": "说明",
    "week": "每周时间",
    "holidays": "随国家节假日",
    "closed": "停办的日子",
    "extra": "另行安排的日子",
    "services": "业务",
    "opens_days": "提前几天放号",
    "opens_at": "几点放号",
    "change_until": "可改可退到几分钟前",
    "per_person": "每人最多",
    "per_day": "每人每天最多",
    "waiting": "候补名额",
    "early": "可提前签到的分钟",
    "late": "可迟到的分钟",
    "no_show": "爽约规则",
    "asks": "实名信息",
    "remind_at": "提醒时间",
    "paused": "暂停预约",
    **matrix.labels.FIELDS,
    **orders.labels.FIELDS,
}


_VALUES: Final[dict[str, dict[str, str]]] = {
    "kind": {one.value: name for one, name in accounts.labels.KINDS.items()},
    "mode": {one.value: name for one, name in accounts.labels.MODES.items()},
    "agents": {one.value: name for one, name in accounts.labels.AGENTS.items()},
    "level": {one.value: name for one, name in LEVELS.items()},
}
_ANY: Final = {"True": "是", "False": "否"}
"""What values are called, those of a field before those of any."""


class Filter(Value):
    """Which entries somebody wants; empty: all."""

    since: AwareDatetime | None = None
    until: AwareDatetime | None = None
    person: str = ""
    kind: str = ""
    """Of the object: ``account``, ``person`` …"""
    object: str = ""
    """Its id."""
    action: str = ""

    def wants(self, entry: AuditEntry) -> bool:
        """Whether an entry is among them; its time is not looked at."""
        kind, _, thing = object_of(entry).partition(":")
        return (
            (not self.person or self.person == entry.by)
            and (not self.kind or self.kind == kind)
            and (not self.object or self.object == thing)
            and (not self.action or self.action == entry.action)
        )


class ChangeSeen(Value):
    """One field that was changed."""

    field: str
    field_name: str
    before: str
    after: str
    hidden: bool
    """Whether the log names the field alone: it is a secret."""


class EntrySeen(Value):
    """One line of the log."""

    at: AwareDatetime
    by: str
    how: str
    identity: str
    on_behalf: bool
    action: str
    action_name: str
    kind: str
    kind_name: str
    object: str
    note: str
    changes: tuple[ChangeSeen, ...]
    request: str


class LogPage(Value):
    """Some lines, newest first."""

    entries: tuple[EntrySeen, ...]
    next: Place | None
    """Where the list goes on; None at its end."""
    looked_back_to: AwareDatetime | None
    """How far the log was looked through."""


def read_log(unit: str, wanted: Filter, *, after: Place | None, limit: int, by: Actor) -> LogPage:
    """What was done in a unit, newest first. Raises ``PermissionDenied`` or ``UnknownUnit``.

    A filter that hits seldom ends an answer early, with the place to go on from: no answer reads a whole log.
    """
    people.require(by, READ, unit)
    found: list[EntrySeen] = []
    last: tuple[AuditEntry, Place] | None = None
    for number, (entry, place) in enumerate(entries_of(unit, wanted, after)):
        if len(found) == limit or number == LOOKED_AT:
            return LogPage(
                entries=tuple(found),
                next=last[1] if last else None,
                looked_back_to=last[0].at if last else None,
            )
        last = (entry, place)
        if wanted.wants(entry):
            found.append(seen(entry))
    return LogPage(entries=tuple(found), next=None, looked_back_to=last[0].at if last else None)


@lru_cache(maxsize=1)
def action_names() -> dict[str, str]:
    """Every action that the log may name, with its Chinese name."""
    return {
        **{name: row.label for name, row in PERMISSIONS.items()},
        **{action.value: name for action, name in newsroom.ACTION_NAMES.items()},
        **_OLDER,
    }


def object_of(entry: AuditEntry) -> str:
    """Kind and id of the thing that an entry speaks of."""
    return entry.object or (f"article:{entry.article}" if entry.article else "")


def entries_of(
    unit: str, wanted: Filter, after: Place | None
) -> Iterator[tuple[AuditEntry, Place]]:
    """The entries of a unit in the time that a filter wants, newest first, whatever else it wants."""
    return audit.newest_of_unit(unit, since=wanted.since, until=wanted.until, after=after)


def seen(entry: AuditEntry) -> EntrySeen:
    """An entry as people read it."""
    kind, _, thing = object_of(entry).partition(":")
    name = action_names().get(entry.action, entry.action)
    return EntrySeen(
        at=entry.at,
        by=entry.by,
        how=entry.identity if entry.known_by is KnownBy.TOKEN else _HOW[entry.known_by],
        identity=entry.identity,
        on_behalf=entry.on_behalf,
        action=entry.action,
        action_name=f"{name}（{entry.stage}）" if entry.stage else name,
        kind=kind,
        kind_name=OBJECT_NAMES.get(kind, kind),
        object=thing,
        note=entry.note,
        changes=tuple(_changes(entry)),
        request=entry.request,
    )


def _changes(entry: AuditEntry) -> Iterator[ChangeSeen]:
    for one in entry.changes:
        secret = one.field in accounts.labels.SECRETS or one.field not in _FIELDS
        empty = not one.before and not one.after
        if empty and not secret:
            continue
        values = _ANY | _VALUES.get(one.field, {})
        yield ChangeSeen(
            field=one.field,
            field_name=_field_name(one.field),
            before=values.get(one.before, one.before),
            after=values.get(one.after, one.after),
            hidden=empty,
        )


def _field_name(field: str) -> str:
    if field.startswith("invited:"):
        _, claim, login = field.split(":", 2)
        return f"邀请（{LOGIN_NAMES[Claim(claim)]} {login}）"
    if field.startswith(("http://", "https://", "arn:")):
        return f"登录身份 {field}"
    return _FIELDS.get(field, field)
