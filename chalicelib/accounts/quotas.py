"""Scarce quotas of WeChat, their usual limits and their periods (sheet §2.1, §2.5). Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from chalicelib.accounts.models import AccountKind, Limit, OfficialAccount, Period, Scarce
from chalicelib.clock import SHANGHAI

_SUBSCRIPTION, _SERVICE = AccountKind.SUBSCRIPTION, AccountKind.SERVICE


@dataclass(frozen=True, slots=True)
class Quota:
    """One scarce quota."""

    name: str
    """Its Chinese name."""
    usual: Mapping[AccountKind, Limit]
    """Without a grant; a kind that is missing does not have this limit."""
    path: str | None = None
    """The path that openapi/quota/get knows it by; None where WeChat does not tell."""


def _both(count: int, per: Period = Period.DAY) -> dict[AccountKind, Limit]:
    return dict.fromkeys(AccountKind, Limit(count=count, per=per))


QUOTAS: Final[Mapping[Scarce, Quota]] = {
    # A service account's follower gets at most four a month, and all of them together at most one a day.
    Scarce.MASS: Quota(
        "群发",
        {
            _SUBSCRIPTION: Limit(count=1, per=Period.DAY),
            _SERVICE: Limit(count=4, per=Period.MONTH),
        },
    ),
    Scarce.MASS_TO_ALL: Quota("群发给全部粉丝", {_SERVICE: Limit(count=1, per=Period.DAY)}),
    Scarce.MASS_CALL: Quota("群发接口调用", _both(100), "/cgi-bin/message/mass/sendall"),
    Scarce.PUBLISH_SUBMIT: Quota("发布", _both(100), "/cgi-bin/freepublish/submit"),
    Scarce.PUBLISH_POLL: Quota("发布结果查询", _both(100), "/cgi-bin/freepublish/get"),
    Scarce.PUBLISH_LIST: Quota("列出已发布", _both(100), "/cgi-bin/freepublish/batchget"),
    Scarce.DRAFT: Quota("新建草稿", _both(1000), "/cgi-bin/draft/add"),
    Scarce.PREVIEW: Quota("群发预览", _both(100), "/cgi-bin/message/mass/preview"),
    Scarce.MASS_DELETE: Quota("撤回群发", _both(10), "/cgi-bin/message/mass/delete"),
    Scarce.PUBLISH_DELETE: Quota("删除发布", _both(10), "/cgi-bin/freepublish/delete"),
    Scarce.KF: Quota("客服消息", _both(500_000), "/cgi-bin/message/custom/send"),
    # WeChat counts each of its statistics calls by itself; counted together they never pass what one of them may.
    Scarce.NUMBERS: Quota("微信统计查询", _both(500), "/datacube/getarticletotaldetail"),
    Scarce.MENU: Quota("发布菜单", _both(1000), "/cgi-bin/menu/create"),
    # The sheet has no figure for it: 2,000 is from memory, until quota/get tells this account's.
    Scarce.MENU_CONDITIONAL: Quota("新增个性化菜单", _both(2000), "/cgi-bin/menu/addconditional"),
    # The sheet has no figure for it either: that of template messages, until quota/get tells this account's.
    Scarce.NOTICE: Quota("订阅通知", _both(100_000), "/cgi-bin/message/subscribe/bizsend"),
    Scarce.FOLLOWERS: Quota("取粉丝名单", _both(500), "/cgi-bin/user/get"),
    # The sheet has no figure for tags: a cautious one, until quota/get tells this account's.
    Scarce.TAGGING: Quota("打标签", _both(50_000), "/cgi-bin/tags/members/batchtagging"),
    Scarce.QR_CODE: Quota("生成二维码", _both(100_000), "/cgi-bin/qrcode/create"),
    Scarce.CLEAR_QUOTA: Quota("清零接口次数", _both(10, Period.MONTH)),
}


class Claim(NamedTuple):
    """One of a quota in one period of time, with the limit as it is now."""

    scarce: Scarce
    period: str
    """``2026-12-01``, or ``2026-12`` for what is counted by the month."""
    limit: int

    @property
    def key(self) -> str:
        """Its place in the account's ledger: ``mass#2026-12-01``."""
        return f"{self.scarce.value}#{self.period}"

    def __str__(self) -> str:
        per = "当月" if len(self.period) == len("2026-12") else "当天"
        return f"{self.period} {per}的{QUOTAS[self.scarce].name}次数"


def limit_of(
    account: OfficialAccount, scarce: Scarce, seen: Mapping[Scarce, int] | None = None
) -> tuple[Limit, str] | None:
    """The limit in force and where it comes from; None if the account has no such limit.

    What WeChat itself said (``seen``) is what it will enforce; an operator may keep below it, never above.
    """
    given = account.limits.get(scarce)
    usual = QUOTAS[scarce].usual.get(account.kind)
    if scarce is Scarce.MASS_TO_ALL and given is None and _by_the_day(account):
        return None
    limit = given or usual
    if limit is None:
        return None
    told = (seen or {}).get(scarce)
    if told is not None and (given is None or told < given.count):
        return Limit(count=told, per=limit.per), "微信"
    return limit, "本号设置" if given else "默认"


def taken_by_mass(account: OfficialAccount, tag_id: int | None) -> tuple[Scarce, ...]:
    """The quotas that one mass send to all, or to a tag, uses up.

    A service account may send to tags as often as the API may be called: followers who had their four this
    month are left out by WeChat, the others get it (sheet §2.5).
    """
    if account.kind is _SERVICE and not _by_the_day(account):
        if tag_id is not None:
            return (Scarce.MASS_CALL,)
        return (Scarce.MASS, Scarce.MASS_TO_ALL, Scarce.MASS_CALL)
    return (Scarce.MASS, Scarce.MASS_CALL)


def claims_at(
    account: OfficialAccount,
    scarce: Iterable[Scarce],
    at: datetime,
    seen: Mapping[Scarce, int] | None = None,
) -> tuple[Claim, ...]:
    """One of each at ``at`` (aware); what the account has no limit of is left out."""
    found = []
    for one in scarce:
        limit = limit_of(account, one, seen)
        if limit is not None:
            found.append(Claim(one, period_of(limit[0].per, at), limit[0].count))
    return tuple(found)


def period_of(per: Period, at: datetime) -> str:
    """The day or month that a time belongs to, in Asia/Shanghai."""
    return at.astimezone(SHANGHAI).strftime("%Y-%m-%d" if per is Period.DAY else "%Y-%m")


def ends(period: str) -> datetime:
    """The moment a day or month is over (aware)."""
    if len(period) == len("2026-12"):
        first = datetime.fromisoformat(f"{period}-01").replace(tzinfo=SHANGHAI)
        return (first + timedelta(days=32)).replace(day=1)
    return datetime.fromisoformat(period).replace(tzinfo=SHANGHAI) + timedelta(days=1)


def _by_the_day(account: OfficialAccount) -> bool:
    """Whether the account has a grant that is counted by the day."""
    mass = account.limits.get(Scarce.MASS)
    return mass is not None and mass.per is Period.DAY
