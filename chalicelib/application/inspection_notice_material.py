"""What a notice of an inspection or a self-check is made of: accounts, what inspection found at them, earlier papers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, time, timedelta
from itertools import islice
from typing import Final, NamedTuple

from chalicelib import insight, inspection, inspection_notices, units
from chalicelib.accounts import OfficialAccount
from chalicelib.actor import Actor
from chalicelib.application.account_reach import readable
from chalicelib.application.report_material import name_of
from chalicelib.clock import SHANGHAI
from chalicelib.cloud.at_once import side_by_side
from chalicelib.inspection import ACTIVE, Ended, Finding, FindingSeverity, FindingState, Inspected
from chalicelib.inspection_notices import (
    AccountChecked,
    Activity,
    Choice,
    FindingTold,
    Made,
    Material,
    NoticeTexts,
    PaperKind,
    Past,
    Source,
    Span,
)
from chalicelib.jobs import Tells
from chalicelib.units import OrgUnit

_CLOSED: Final = frozenset({FindingState.CLOSED, FindingState.GONE})
_BEFORE: Final = timedelta(days=184)
"""What was found earlier than this before the period, and is not closed yet, is not told again."""
_MOST_RUNS: Final = 8
"""Runs that are looked through for the last inspection of each account in a period that is over."""
_PAST: Final = 7
"""Earlier papers in the trend."""


class Wanted(NamedTuple):
    """A paper as somebody wants it."""

    kind: PaperKind
    unit: str
    span: Span
    choice: Choice
    texts: NoticeTexts


def material_of(
    wanted: Wanted, permission: str, *, by: Actor, now: datetime, told: Tells
) -> Material:
    """All that a paper is made of.

    Raises ``NothingToTell``, ``UnknownUnit`` or ``PermissionDenied``.
    """
    every = existing(wanted.kind, wanted.unit, permission, by=by)
    chosen = set(inspection_notices.drawn((one.id for one in every), wanted.choice))
    told(0, 4, "正在读取公众号")
    tree = {one.id: one for _, one in units.tree()}
    since, until = _bounds(wanted.span)
    told(1, 4, "正在读取问题")
    found = _findings(wanted.unit, since, until, chosen)
    told(2, 4, "正在读取巡检记录")
    seen = _inspected(chosen, since, until)
    told(3, 4, "正在汇总")
    asked = _questions(sorted(chosen), wanted.span) if wanted.kind is PaperKind.SELF_CHECK else {}
    accounts = [
        _account(one, wanted.unit, tree, found.get(one.id, ()), seen.get(one.id), asked.get(one.id), since, now)
        for one in every
        if one.id in chosen
    ]  # fmt: skip
    papers = list(inspection_notices.of(wanted.unit))
    lineage = [one.id for one in units.lineage(wanted.unit)]
    return Material(
        kind=wanted.kind,
        unit=wanted.unit,
        unit_name=tree[wanted.unit].name,
        span=wanted.span,
        choice=wanted.choice,
        existing=len(every),
        accounts=tuple(accounts),
        activity=_activity(wanted, accounts, papers, since, until),
        past=past_of(papers, wanted.kind, wanted.span),
        pass_mark=inspection.known().rules(lineage).pass_line,
        texts=wanted.texts,
        sources=_sources(wanted, seen.values(), now),
        at=now,
        by=name_of(by, wanted.unit),
    )


def existing(kind: PaperKind, unit: str, permission: str, *, by: Actor) -> list[OfficialAccount]:
    """The accounts that a paper can tell of: of a self-check the unit's own, of a notice those below, too.

    Raises ``NothingToTell``, ``UnknownUnit`` or ``PermissionDenied``.
    """
    every = readable(by, permission, unit, "")
    if kind is PaperKind.SELF_CHECK:
        every = [one for one in every if one.unit == unit]
    if not every:
        raise inspection_notices.NothingToTell
    return every


def past_of(papers: Iterable[Made], kind: PaperKind, span: Span | None) -> tuple[Past, ...]:
    """Papers of the kind of periods before ``span``, the newest of each period, oldest first."""
    found: dict[str, Past] = {}
    for one in papers:  # the newest of a period comes first
        if one.kind is kind and (span is None or one.span.until < span.since):
            found.setdefault(
                one.period_name,
                Past(
                    name=one.period_name,
                    since=one.span.since,
                    checked=one.checked,
                    passed=one.passed,
                    vetoed=one.vetoed,
                ),
            )
    return tuple(sorted(found.values(), key=lambda one: one.since)[-_PAST:])


def _bounds(span: Span) -> tuple[datetime, datetime]:
    since = datetime.combine(span.since, time(), SHANGHAI)
    return since, datetime.combine(span.until + timedelta(days=1), time(), SHANGHAI)


def _findings(
    unit: str, since: datetime, until: datetime, chosen: set[str]
) -> dict[str, list[Finding]]:
    """What stood in the period: found in it, or before and not closed when it began. What was revoked is no fault."""
    found: dict[str, list[Finding]] = {}
    for one in inspection.findings(unit, since=since - _BEFORE, until=until):
        stood = one.found_at >= since or one.state in ACTIVE or one.state_at >= since
        if one.account in chosen and stood and one.state is not FindingState.REVOKED:
            found.setdefault(one.account, []).append(one)
    return found


def _inspected(chosen: set[str], since: datetime, until: datetime) -> dict[str, Inspected]:
    """The last inspection of each account in the period."""
    found = {
        account: one
        for account, one in inspection.last_of_each().items()
        if account in chosen and since <= one.at < until
    }
    for run in islice(inspection.runs(since, until), _MOST_RUNS):
        if len(found) == len(chosen):
            break
        for one in inspection.of_run(run.id):
            if one.account in chosen:
                found.setdefault(one.account, one)
    return found


class _Asked(NamedTuple):
    questions: int
    unanswered: int


def _questions(chosen: Sequence[str], span: Span) -> dict[str, _Asked | None]:
    """What followers asked of each account, and what nobody answered."""

    def of(account: str) -> _Asked | None:
        days = [one.messages for one in insight.day_numbers(account, span.since, span.until)]
        known = [one for one in days if one is not None]
        if not known:
            return None
        asked = sum(one.messages for one in known)
        return _Asked(asked, sum(one.unanswered for one in known))

    return dict(zip(chosen, side_by_side(of, chosen), strict=True))


def _account(
    account: OfficialAccount,
    top: str,
    tree: Mapping[str, OrgUnit],
    findings: Iterable[Finding],
    seen: Inspected | None,
    asked: _Asked | None,
    since: datetime,
    now: datetime,
) -> AccountChecked:
    unit = tree.get(account.unit)
    below = _below(account.unit, top, tree)
    told = tuple(_told(one, now) for one in findings)
    by_run = seen is not None and seen.ended is not Ended.FAILED
    # Who found something there in the period has looked, too.
    looked = by_run or any(one.found_at >= since for one in told)
    why = seen.unread if seen else ("这个时期没有巡检过",)
    return AccountChecked(
        id=account.id,
        name=account.name,
        unit=account.unit,
        unit_name=unit.name if unit else account.unit,
        level_name=units.LEVELS[unit.level] if unit else "",
        city=below.id if below else account.unit,
        city_name=below.name if below else account.unit,
        publications=seen.publications if seen else None,
        originals=seen.originals if seen else None,
        last_published=seen.last_published if seen else None,
        questions=asked.questions if asked else None,
        unanswered=asked.unanswered if asked else None,
        filed=None
        if not by_run
        else not any(one.indicator == "unregistered" and not one.closed for one in told),
        looked=looked,
        unlooked=why if not looked else (),
        findings=told,
    )


def _told(one: Finding, now: datetime) -> FindingTold:
    return FindingTold(
        id=one.id,
        indicator=one.indicator,
        indicator_name=one.indicator_name,
        group=inspection.labels.GROUPS[one.group],
        veto=one.severity is FindingSeverity.VETO,
        points=one.points,
        what=one.said,
        place="" if one.place.label in one.said else one.place.label,
        found_at=one.found_at,
        deadline=one.deadline,
        state_name=inspection.labels.STATES[one.state],
        closed=one.state in _CLOSED,
        overdue=one.overdue(now),
    )


def _below(unit: str, top: str, tree: Mapping[str, OrgUnit]) -> OrgUnit | None:
    """The unit right below ``top`` that a unit belongs to; ``top`` itself for its own accounts."""
    one = tree.get(unit)
    while one is not None and top not in (one.id, one.parent):
        one = tree.get(one.parent or "")
    return one


def _activity(
    wanted: Wanted,
    accounts: Iterable[AccountChecked],
    papers: Iterable[Made],
    since: datetime,
    until: datetime,
) -> Activity:
    """What was done in the period. What a person has filled in counts; else what is known here."""
    texts = wanted.texts
    new = [one for each in accounts for one in each.findings if since <= one.found_at < until]
    alarms = sum(one.veto for one in new)
    reminders = sum(not one.veto for one in new)
    reports = sum(since <= one.at < until for one in papers)
    return Activity(
        alarms=alarms if texts.alarms is None else texts.alarms,
        reminders=reminders if texts.reminders is None else texts.reminders,
        reports=reports if texts.reports is None else texts.reports,
    )


def _sources(wanted: Wanted, seen: Iterable[Inspected], now: datetime) -> tuple[Source, ...]:
    last = max((one.at for one in seen), default=None)
    by_hand = [
        name
        for name, many in (("预警", wanted.texts.alarms), ("提醒", wanted.texts.reminders), ("专报", wanted.texts.reports))
        if many is not None
    ]  # fmt: skip
    filled = f"；{'、'.join(by_hand)}是人工填报的" if by_hand else ""
    return (
        Source(
            name="巡检记录",
            what="每日巡检、全面检查、抽查和人工检查",
            how="时期内发现的，和以前发现、到时期开始没有整改的问题；申诉成立的不算。复查通过和复查时已消失的算已整改",
            at=now,
        ),
        Source(
            name="公众号的发布",
            what="时期内最后一次巡检读到的图文",
            how="发布和原创按篇计，从季度第一天到那次巡检",
            at=last,
        ),
        Source(
            name="日常监管",
            what="巡检记录和本系统制作的通报、自查报告",
            how=f"发现一处单项否决问题即一次预警，一处扣分问题即一次提醒，一份通报或自查报告即一期专报{filled}",
            at=now,
        ),
        Source(name="已制作的通报", what="本系统制作的各期通报", how="各期制作当时的数", at=now),
    )
