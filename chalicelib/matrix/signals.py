"""What an account's health is told from: a table of signals, and one loop over it. Pure.

Each signal is a figure; the thresholds say from which on it counts. The State Council's check asks for a publication
within the two weeks before it (国办秘函〔2019〕19号), so fourteen days are 异常, and seven a 提醒 unless a unit says otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Final, NamedTuple

from chalicelib.clock import SHANGHAI
from chalicelib.matrix.models import RANK, AccountHealth, LifeState, SignalName, SignalThreshold


class Facts(NamedTuple):
    """What is known of an account, as the last look found it."""

    since: str = ""
    """The day on which the matrix saw the account first (``2026-11-30``)."""
    life: str = ""
    """A ``LifeState``; empty where nothing is on file."""
    in_charge: str = ""
    """The name that is shown."""
    in_charge_id: str = ""
    stand_in: str = ""
    stand_in_id: str = ""
    left: tuple[str, ...] = ()
    """Those of them who hold no role here any more."""
    verified_until: str = ""
    published: str = ""
    """The day of the last publication, of any way."""
    heard: str = ""
    """The last day on which WeChat's callback brought anything."""
    messages: int = 0
    """Of the last seven days."""
    unanswered: int = 0
    answered: str = ""
    """The last day on which a question was answered."""
    refused: str = ""
    """Why WeChat refuses a token; empty where it gives one."""
    failed: tuple[str, ...] = ()
    """What the last check-up found broken."""
    dead_links: int = 0
    veto: int = 0
    deduction: int = 0
    late_findings: int = 0
    late_orders: int = 0


class Signal(NamedTuple):
    """One row."""

    label: str
    measure: str
    """What the figure counts, for the page that sets thresholds."""
    usual: SignalThreshold
    figure: Callable[[Facts, date], int | None]
    """None: nothing can be said."""
    said: Callable[[Facts, int], str]
    remedy: str
    """What helps, as a phrase for a button."""
    path: str
    """Where it is dealt with, as a page's address; ``{account}`` and ``{unit}`` are filled in."""
    falling: bool = False
    """Whether the figure counts down: from the threshold downward it counts."""
    asleep: bool = False
    """Whether it still counts for an account that closes."""


class Shown(NamedTuple):
    """A signal that counts now."""

    name: SignalName
    health: AccountHealth
    figure: int
    said: str


def evaluate(
    facts: Facts, limits: Mapping[SignalName, SignalThreshold], now: datetime
) -> tuple[AccountHealth, tuple[Shown, ...]]:
    """How an account is, and why: the signals that count, the worst first."""
    if facts.life == LifeState.CLOSED:
        return AccountHealth.GOOD, ()
    today, closing = now.astimezone(SHANGHAI).date(), facts.life == LifeState.CLOSING
    found = []
    for name, signal in SIGNALS.items():
        if closing and not signal.asleep:
            continue
        figure = signal.figure(facts, today)
        if figure is None:
            continue
        health = _health(figure, limits.get(name, signal.usual), falling=signal.falling)
        if health is not AccountHealth.GOOD:
            found.append(Shown(name, health, figure, signal.said(facts, figure)))
    found.sort(key=lambda one: -RANK[one.health])
    return (found[0].health if found else AccountHealth.GOOD), tuple(found)


def _health(figure: int, limit: SignalThreshold, *, falling: bool) -> AccountHealth:
    for health, bound in ((AccountHealth.BAD, limit.bad), (AccountHealth.REMIND, limit.remind)):
        if bound is not None and (figure <= bound if falling else figure >= bound):
            return health
    return AccountHealth.GOOD


def days_since(day: str, today: date, otherwise: str = "") -> int | None:
    """Days from ``day`` (or, where that is empty, ``otherwise``) to today; None where neither is known."""
    known = day or otherwise
    return (today - date.fromisoformat(known)).days if known else None


MINIMUM: Final = 20
"""Of fewer messages in seven days no share is told."""


def _unanswered(facts: Facts, _: date) -> int | None:
    return round(100 * facts.unanswered / facts.messages) if facts.messages >= MINIMUM else None


def _until(facts: Facts, today: date) -> int | None:
    if not facts.verified_until:
        return None
    return (date.fromisoformat(facts.verified_until) - today).days


def _verification(facts: Facts, figure: int) -> str:
    if figure < 0:
        return f"认证已于 {facts.verified_until} 到期"
    return f"认证还有 {figure} 天到期（{facts.verified_until}）"


def _since(day: str, what: str, figure: int) -> str:
    return f"{figure} 天{what}，上次是 {day}" if day else f"纳入矩阵 {figure} 天以来{what}"


SIGNALS: Final[dict[SignalName, Signal]] = {
    SignalName.TOKEN_REFUSED: Signal(
        "微信拒绝凭证",
        "是否被拒绝（1 为是）",
        SignalThreshold(bad=1),
        lambda facts, _: int(bool(facts.refused)),
        lambda facts, _: f"微信不给接口凭证：{facts.refused}",
        "检查公众号",
        "/accounts/{account}",
        asleep=True,
    ),
    SignalName.CHECK_FAILED: Signal(
        "体检不通过",
        "不通过的项数",
        SignalThreshold(bad=1),
        lambda facts, _: len(facts.failed),
        lambda facts, _: f"最近一次体检不通过：{'、'.join(facts.failed)}",
        "查看体检结果",
        "/accounts/{account}",
    ),
    SignalName.NOT_PUBLISHED: Signal(
        "长期未发布",
        "没有发布的天数",
        SignalThreshold(remind=7, bad=14),
        lambda facts, today: days_since(facts.published, today, facts.since),
        lambda facts, figure: _since(facts.published, "没有发布", figure),
        "安排推送",
        "/calendar?account={account}",
    ),
    SignalName.CALLBACK_SILENT: Signal(
        "回调没有消息",
        "没有收到消息的天数",
        SignalThreshold(remind=7, bad=30),
        lambda facts, today: days_since(facts.heard, today, facts.since),
        lambda facts, figure: _since(facts.heard, "没有收到粉丝的消息", figure),
        "检查公众号",
        "/accounts/{account}",
    ),
    SignalName.UNANSWERED: Signal(
        "提问没有答复",
        f"近 7 天未答复的百分比（满 {MINIMUM} 条消息才算）",
        SignalThreshold(remind=30, bad=60),
        _unanswered,
        lambda facts, figure: f"近 7 天 {facts.messages} 条消息有 {figure}% 没有答复",
        "处理没答好的问题",
        "/questions?account={account}",
    ),
    SignalName.DEAD_LINKS: Signal(
        "链接打不开",
        "打不开的链接数",
        SignalThreshold(remind=1, bad=5),
        lambda facts, _: facts.dead_links,
        lambda _, figure: f"服务目录有 {figure} 个链接打不开",
        "查看服务目录",
        "/services?unit={unit}",
    ),
    SignalName.VETO_FINDINGS: Signal(
        "单项否决",
        "未销号的单项否决问题数",
        SignalThreshold(bad=1),
        lambda facts, _: facts.veto,
        lambda _, figure: f"巡检有 {figure} 个单项否决问题未整改",
        "查看巡检问题",
        "/inspection/findings?account={account}",
    ),
    SignalName.LATE_FINDINGS: Signal(
        "整改超期",
        "超期未整改的问题数",
        SignalThreshold(bad=1),
        lambda facts, _: facts.late_findings,
        lambda _, figure: f"{figure} 个问题超过整改期限",
        "查看巡检问题",
        "/inspection/findings?account={account}",
    ),
    SignalName.OPEN_FINDINGS: Signal(
        "扣分问题",
        "未整改的扣分问题数",
        SignalThreshold(remind=1),
        lambda facts, _: facts.deduction,
        lambda _, figure: f"巡检有 {figure} 个扣分问题未整改",
        "查看巡检问题",
        "/inspection/findings?account={account}",
    ),
    SignalName.LATE_ORDERS: Signal(
        "指令超期",
        "本单位超期的指令数",
        SignalThreshold(remind=1, bad=3),
        lambda facts, _: facts.late_orders,
        lambda _, figure: f"{figure} 件指令超期",
        "查看指令",
        "/orders?unit={unit}",
    ),
    SignalName.VERIFICATION: Signal(
        "认证到期",
        "距认证到期的天数（不多于）",
        SignalThreshold(remind=30, bad=-1),
        _until,
        _verification,
        "更新认证日期",
        "/control/matrix?of={account}",
        falling=True,
    ),
    SignalName.UNREGISTERED: Signal(
        "未备案",
        "是否未备案（1 为是）",
        SignalThreshold(remind=1),
        lambda facts, _: int(not facts.life),
        lambda _, __: "没有备案登记",
        "登记备案",
        "/control/matrix?of={account}",
    ),
    SignalName.NOBODY: Signal(
        "没有负责人",
        "是否没有负责人（1 为是）",
        SignalThreshold(remind=1),
        lambda facts, _: int(bool(facts.life) and not facts.in_charge),
        lambda _, __: "没有登记负责人",
        "登记负责人",
        "/control/matrix?of={account}",
    ),
    SignalName.NO_STAND_IN: Signal(
        "没有代理人",
        "是否没有代理人（1 为是）",
        SignalThreshold(),
        lambda facts, _: int(bool(facts.life) and not facts.stand_in),
        lambda _, __: "没有登记代理人",
        "登记代理人",
        "/control/matrix?of={account}",
    ),
    SignalName.PERSON_LEFT: Signal(
        "负责人已离岗",
        "已没有任何角色的负责人、代理人数",
        SignalThreshold(remind=1),
        lambda facts, _: len(facts.left),
        lambda facts, _: f"{'、'.join(facts.left)}已没有任何角色",
        "移交工作",
        "/control/matrix?of={account}",
        asleep=True,
    ),
}
"""The order is that in which equally bad ones are told."""


def is_idle(facts: Facts, days: int, today: date) -> bool:
    """Whether an account is a 僵尸号: for so long nothing was published and no question answered.

    Only of accounts that run; one that closes, or is closed, has said so.
    """
    if facts.life in (LifeState.CLOSING, LifeState.CLOSED, LifeState.FILING):
        return False
    published = days_since(facts.published, today, facts.since)
    answered = days_since(facts.answered, today, facts.since)
    return (published or 0) >= days and (answered or 0) >= days


assert set(SIGNALS) == set(SignalName)  # noqa: S101 - a signal without a row here
