"""What is wrong with an account as a whole: it says nothing, hears nothing, answers nobody. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import pairwise
from typing import Final, NamedTuple

from chalicelib.inspection.models import Fault, Indicator, Place, PlaceKind, Rules


class Activity(NamedTuple):
    """What is known of an account; None: that could not be seen, and is not judged."""

    today: date
    published: tuple[date, ...] = ()
    """Days with a publication, of any way, as far as they are known; newest first."""
    since: date | None = None
    """The day on which the account came here."""
    asleep: bool = False
    """It is closing or closed: nothing is asked of it."""
    can_write: bool | None = None
    """Whether followers have a working way to write in."""
    why_not: str = ""
    welcome: bool | None = None
    default: bool | None = None
    asked: int | None = None
    """Questions that are older than the threshold's days, of the last month."""
    unanswered: int | None = None
    late_reprints: tuple[str, ...] | None = None
    """What had to be reprinted and was not in time."""
    registered: bool | None = None
    in_charge: bool | None = None
    stand_in: bool | None = None
    publications: int = 0
    """Of the quarter."""
    originals: int | None = None
    jumps: tuple[tuple[date, int, int], ...] = ()
    """Days with net growth and followers before, that nobody explained."""


Judge = Callable[[Activity, Indicator], "tuple[str, str] | None"]
"""What is wrong: what it is (it names the finding) and a sentence; None: nothing."""


def _last(known: Activity, one: Indicator) -> tuple[str, str] | None:
    days, newest = one.params.get("days", 14), max(known.published, default=None)
    if newest is None:
        if known.since is None or (known.today - known.since).days <= days:
            return None
        return "没有更新", f"没有看到任何发布，超过 {days} 天"
    idle = (known.today - newest).days
    return (
        ("没有更新", f"最近一次发布是 {newest}，已 {idle} 天没有更新（要求 {days} 天内）")
        if idle > days
        else None
    )


def _often(known: Activity, one: Indicator) -> tuple[str, str] | None:
    wanted, first = one.params.get("per_month", 4), known.today - timedelta(days=30)
    if known.since is None or known.since > first:
        return None
    count = sum(day > first for day in known.published)
    return (
        ("更新少", f"最近 30 天有发布的日子 {count} 天，要求至少 {wanted} 天")
        if count < wanted
        else None
    )


def _gap(known: Activity, one: Indicator) -> tuple[str, str] | None:
    allowed = one.params.get("days", 10)
    first = known.today - timedelta(days=90)
    days = sorted({day for day in known.published if day > first})
    for before, after in pairwise(days):
        if (after - before).days > allowed:
            return (
                f"间断 {before}",
                f"{before} 至 {after} 之间 {(after - before).days} 天没有发布（要求不超过 {allowed} 天）",
            )
    return None


def _way_in(known: Activity, one: Indicator) -> tuple[str, str] | None:
    if known.can_write is not False:
        return None
    return "不能互动", f"粉丝没有可用的互动方式：{known.why_not}"


def _welcome(known: Activity, one: Indicator) -> tuple[str, str] | None:
    missing = [
        name
        for name, there in (("关注回复", known.welcome), ("默认回复", known.default))
        if there is False
    ]
    return ("、".join(missing), f"没有设置{'、'.join(missing)}") if missing else None


def _unanswered(known: Activity, one: Indicator) -> tuple[str, str] | None:
    if not known.asked or known.unanswered is None or known.asked < one.params.get("least", 10):
        return None
    share = round(100 * known.unanswered / known.asked)
    if share <= one.params.get("share", 20):
        return None
    return (
        "没有答复",
        f"{known.asked} 条提问里 {known.unanswered} 条没有答好（{share}%，要求不超过 {one.params.get('share', 20)}%）",
    )


def _reprints(known: Activity, one: Indicator) -> tuple[str, str] | None:
    late = known.late_reprints or ()
    return ("没有转载", "没有按时转载：" + "、".join(late[:10])) if late else None


def _registered(known: Activity, one: Indicator) -> tuple[str, str] | None:
    return ("没有备案", "没有备案记录，或备案还没有批准") if known.registered is False else None


def _in_charge(known: Activity, one: Indicator) -> tuple[str, str] | None:
    missing = [
        name
        for name, there in (("负责人", known.in_charge), ("替补人员", known.stand_in))
        if there is False
    ]
    return ("、".join(missing), f"没有登记{'、'.join(missing)}") if missing else None


def _originals(known: Activity, one: Indicator) -> tuple[str, str] | None:
    if known.originals is None or known.publications < one.params.get("least", 6):
        return None
    share = round(100 * known.originals / known.publications)
    wanted = one.params.get("percent", 30)
    if share >= wanted:
        return None
    return (
        "原创率低",
        f"本季度发布 {known.publications} 篇，原创 {known.originals} 篇（{share}%，要求不低于 {wanted}%）",
    )


def _jumps(known: Activity, one: Indicator) -> tuple[str, str] | None:
    for day, net, before in known.jumps:
        if net >= one.params.get("least", 1000) and net * 100 > before * one.params.get(
            "percent", 30
        ):
            return f"突增 {day}", f"{day} 净增粉丝 {net} 人（前一日 {before} 人），没有标记原因"
    return None


CHECKS: Final[dict[str, Judge]] = {
    "last-published": _last,
    "publications": _often,
    "gap": _gap,
    "way-in": _way_in,
    "welcome": _welcome,
    "unanswered": _unanswered,
    "reprints": _reprints,
    "registered": _registered,
    "in-charge": _in_charge,
    "originals": _originals,
    "follower-jump": _jumps,
}
"""Name of the check → its judgement."""


def place_of(name: str) -> Place:
    """The account as a whole."""
    return Place(kind=PlaceKind.ACCOUNT, label=name)


def activity_faults(known: Activity, rules: Rules, name: str) -> Iterator[Fault]:
    """What is wrong with an account; nothing of one that closes."""
    if known.asleep:
        return
    for check, judge in CHECKS.items():
        for one in rules.of_check(check):
            met = judge(known, one)
            if met is not None:
                yield Fault(indicator=one.id, place=place_of(name), what=met[0], said=met[1])


def activity_covers(rules: Rules) -> Iterator[tuple[str, str]]:
    """The indicators that ``activity_faults`` looks at."""
    for check in CHECKS:
        yield from ((one.id, place_of("").key) for one in rules.of_check(check))
