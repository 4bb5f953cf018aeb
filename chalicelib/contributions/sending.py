"""What the sending unit does: begin, change, send, withdraw, take note of an answer."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from chalicelib import newsroom, people, units
from chalicelib.actor import Actor
from chalicelib.contributions import logged, rules, store
from chalicelib.contributions.errors import BadContribution, ContributionChanged
from chalicelib.contributions.models import (
    Contribution,
    ContributionAction,
    ContributionKind,
    Step,
    Written,
)
from chalicelib.contributions.setting import settings_of
from chalicelib.contributions.transitions import Who
from chalicelib.errors import Field
from chalicelib.units import OrgUnit


def begin(unit: str, to: str, written: Written, *, by: Actor, now: datetime) -> Contribution:
    """Begin a contribution of a unit to a unit above it.

    Raises ``BadContribution``, ``PermissionDenied`` or ``UnknownUnit``.
    """
    people.require(by, logged.SEND, unit)
    written = _checked(unit, to, written)
    one = Contribution(
        id=rules.contribution_id(now),
        unit=unit,
        to=to,
        written=written,
        by=by.person,
        at=now,
        steps=(Step(action="begin", by=by.person, at=now),),
    )
    entry = logged.entry(
        by, logged.SEND, unit, f"contribution:{one.id}", at=now, after=facts(to, written)
    )
    store.add(one, entry)
    return one


def edit(
    contribution: str,
    to: str,
    written: Written,
    *,
    by: Actor,
    now: datetime,
    seen: int | None = None,
) -> Contribution:
    """Change what was not sent yet, or was returned; ``seen`` is the version that the person saw.

    Raises ``UnknownContribution``, ``NotDecidable``, ``ContributionChanged``, ``BadContribution`` or
    ``PermissionDenied``.
    """

    def decide(one: Contribution) -> Any:
        people.require(by, logged.SEND, one.unit)
        if seen is not None and seen != one.version:
            raise ContributionChanged("刚刚有人改过这件报送，您的修改还没有保存。请对照后再保存。")
        if one.sent_at is not None and to != one.to:
            raise BadContribution(
                "已报送过的不能改报送单位，请撤回后另建。", fields=[Field("to", "不能改")]
            )
        checked = _checked(one.unit, to, written)
        after = rules.after(one, ContributionAction.EDIT, Who.SENDER, by=by.person, at=now)
        if (to, checked) == (one.to, one.written):
            return None
        entry = logged.entry(
            by,
            logged.SEND,
            one.unit,
            f"contribution:{one.id}",
            at=now,
            before=facts(one.to, one.written),
            after=facts(to, checked),
        )
        return after.model_copy(update={"to": to, "written": checked}), entry, ()

    return store.change(contribution, decide)


def send(contribution: str, *, by: Actor, now: datetime) -> Contribution:
    """Send it, or send it again after it was returned. An article's revision is fixed from now on.

    Raises ``UnknownContribution``, ``NotDecidable``, ``BadContribution`` or ``PermissionDenied``.
    """

    def decide(one: Contribution) -> Any:
        people.require(by, logged.SEND, one.unit)
        settings = settings_of(one.to)
        after = rules.sent(one, settings, by=by.person, at=now)
        sender = units.lineage(one.unit)[0]
        if one.written.call:
            rules.check_call(
                store.call(one.written.call), sender.level.value, one.written.kind, now
            )
        _check_receiver(one.unit, one.to, one.written)
        entry = logged.state_entry(by, logged.SEND, one.unit, one, after, at=now)
        return after, entry, ()

    return store.change(contribution, decide, due=now)


def withdraw(contribution: str, reason: str, *, by: Actor, now: datetime) -> Contribution:
    """Take it back, as long as nothing is decided.

    Raises ``UnknownContribution``, ``NotDecidable`` or ``PermissionDenied``.
    """

    def decide(one: Contribution) -> Any:
        people.require(by, logged.SEND, one.unit)
        after = rules.after(
            one,
            ContributionAction.WITHDRAW,
            Who.SENDER,
            by=by.person,
            at=now,
            note=reason.strip(),
            pending=False,
            known=True,
        )
        entry = logged.state_entry(
            by, logged.SEND, one.unit, one, after, at=now, note=reason.strip()
        )
        return after, entry, ()

    return store.change(contribution, decide)


def acknowledge(contribution: str, *, by: Actor, now: datetime) -> Contribution:
    """The sender has seen the answer. Twice is once. Raises ``UnknownContribution`` or ``PermissionDenied``."""

    def decide(one: Contribution) -> Any:
        people.require(by, logged.SEND, one.unit)
        if one.known:
            return None
        after = rules.after(
            one, ContributionAction.ACKNOWLEDGE, Who.SENDER, by=by.person, at=now, known=True
        )
        return after, logged.state_entry(by, logged.SEND, one.unit, one, after, at=now), ()

    return store.change(contribution, decide)


def may_send_to(unit: str) -> list[OrgUnit]:
    """The units that a unit may send to without being asked, the nearest first. Raises ``UnknownUnit``."""
    return rules.receivers(units.lineage(unit), store.all_settings())


def facts(to: str, written: Written) -> dict[str, Any]:
    """A contribution as it is logged: each field as one short text."""
    return {
        "to": to,
        "title": written.title,
        "text": f"{len(written.text)} 字：{written.text[:60]}" if written.text else "",
        "article": written.article,
        "revision": str(written.revision or ""),
        "order": written.order,
        "call": written.call,
    }


def _checked(unit: str, to: str, written: Written) -> Written:
    """What was written, with the revision of its article. Raises ``BadContribution``."""
    _check_receiver(unit, to, written)
    if written.kind is ContributionKind.LEAD:
        return written.model_copy(update={"article": "", "revision": 0})
    if not written.article:
        return written
    article = newsroom.get_article(written.article)
    if article.unit != unit:
        raise BadContribution(
            "只能报送本单位的稿件。", fields=[Field("article", "不是本单位的稿件")]
        )
    number = written.revision or article.revision
    newsroom.revision(article.id, number)
    return written.model_copy(update={"revision": number})


def _check_receiver(unit: str, to: str, written: Written) -> None:
    above = units.lineage(unit)
    if to not in {one.id for one in above[1:]}:
        raise BadContribution("只能报送给本单位的上级单位。", fields=[Field("to", "不是上级单位")])
    if written.order or (written.call and store.call(written.call).unit == to):
        return  # who asks for it takes it; the order itself is looked at by the use case that knows orders
    if to not in {one.id for one in rules.receivers(above, store.all_settings())}:
        raise BadContribution(
            "这个单位没有开放越级直报，请报送给直接上级。",
            fields=[Field("to", "没有开放直报")],
        )
