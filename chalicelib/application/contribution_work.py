"""Contributions where domains join: orders that they answer, copies of articles that were adopted.

What follows a deed is done at once, and again by the sweep where it stopped half-way. Each step is found done by what
it left: a copy has a name that follows from the contribution, a report to an order names it.
"""

from __future__ import annotations

from datetime import datetime
from html import escape
from typing import Final

from chalicelib import contributions, newsroom, orders, units
from chalicelib.actor import Actor, KnownBy
from chalicelib.application import control_tasks
from chalicelib.application.control_tasks import Clock
from chalicelib.contributions import BadContribution, Contribution, ContributionState, Written
from chalicelib.errors import DomainError, Field, IllegalNow, Invalid, NotFound, NotPermitted
from chalicelib.newsroom import ArticleKind, Composed
from chalicelib.orders import OrderKind, ReceiptState, Report

KIND: Final = "contribution"
"""Of the message on the control centre's queue."""
_SOURCE_CHARS: Final = 60


def begin(unit: str, to: str, written: Written, *, by: Actor, now: datetime) -> Contribution:
    """Begin a contribution. Raises as ``contributions.begin`` does, and ``UnknownOrder`` for an order not given."""
    _check_order(unit, to, written)
    return contributions.begin(unit, to, written, by=by, now=now)


def edit(
    contribution: str,
    to: str,
    written: Written,
    *,
    by: Actor,
    now: datetime,
    seen: int | None = None,
) -> Contribution:
    """Change one that was not sent, or was returned. Raises as ``contributions.edit`` does."""
    _check_order(contributions.get(contribution).unit, to, written)
    return contributions.edit(contribution, to, written, by=by, now=now, seen=seen)


def send(contribution: str, *, by: Actor, now: datetime) -> Contribution:
    """Send it; an order of kind 报送 that it answers is reported to. Raises as ``contributions.send`` does."""
    return carry_out(contributions.send(contribution, by=by, now=now), now)


def adopt(contribution: str, words: str = "", *, by: Actor, now: datetime) -> Contribution:
    """Adopt it: a lead is a topic, an article a draft of the receiver's newsroom.

    Raises as ``contributions.adopt`` does.
    """
    source = _name_of(contributions.get(contribution).unit)
    adopted = contributions.adopt(contribution, words, source=source, by=by, now=now)
    return carry_out(adopted, now)


def carry_out(one: Contribution, now: datetime) -> Contribution:
    """Do what is left of a contribution, as far as it can be done; what cannot says why on it. Twice is once."""
    if not one.pending:
        return one
    try:
        if _needs_copy(one):
            one = _copied(one, now)
        if one.written.order and not one.reported:
            one = _reported(one, now)
    except (Invalid, IllegalNow, NotFound, NotPermitted) as error:
        return contributions.following.given_up(one.id, str(error))
    except DomainError as error:
        return contributions.following.put_off(one.id, str(error), now)
    return one


def look(contribution: str, clock: Clock) -> None:
    """Carry out what is left of a contribution (a step of the control centre's queue). Running it twice is harmless."""
    try:
        one = contributions.get(contribution)
    except contributions.UnknownContribution:
        return
    carry_out(one, clock())


def sweep(now: datetime) -> int:
    """Queue one step for every contribution of which something is left; returns how many."""
    found = contributions.store.due(now)
    control_tasks.send(KIND, found)
    return len(found)


def worker_for(person: str) -> Actor:
    """The worker, which carries out what this person has decided."""
    return Actor(person=person, known_by=KnownBy.SYSTEM, on_behalf=True)


def _needs_copy(one: Contribution) -> bool:
    return (
        one.state is ContributionState.ADOPTED
        and one.written.article != ""
        and one.answer is not None
        and not one.answer.article
    )


def _copied(one: Contribution, now: datetime) -> Contribution:
    """Make the copy in the receiver's newsroom: the same pictures, and the sender as its source."""
    name = _name_of(one.unit)
    revision = newsroom.revision(newsroom.get_article(one.written.article).id, one.written.revision)
    before = newsroom.read_content(revision.key)
    source = f"{before.source}（{name}供稿）" if before.source else name
    label = "供稿" if before.source else "来源"
    changes: dict[str, object] = {"source": source[:_SOURCE_CHARS]}
    if before.kind is ArticleKind.NEWS:
        changes["html"] = f"{before.html}<section><p>{label}：{escape(name)}</p></section>"
    article = before.model_copy(update=changes)
    written = newsroom.read_written(revision.written) if revision.written else None
    if written is not None:
        fields = {**written.fields, "source": source[:_SOURCE_CHARS]}
        written = written.model_copy(update={"fields": fields})
    _check_size(article)
    decider = one.answer.by if one.answer else "system"
    copy = newsroom.create(
        Composed(article, {}, written=written),
        unit=one.to,
        by=worker_for(decider),
        now=now,
        source=f"{one.written.article} 第 {one.written.revision} 版",
        note=f"采用 {name} 的报送 {one.id}",
        known_as=f"contribution:{one.id}",
    )
    return contributions.following.copied(one.id, copy.id, now)


def _check_size(article: newsroom.Article) -> None:
    over = [one for one in newsroom.measures(article) if one.value > one.limit]
    if over:
        said = "、".join(f"{one.name} {one.value:,} {one.unit}" for one in over)
        raise BadContribution(f"加上供稿单位后超过微信的限制：{said}。请自行转为稿件。")


def _reported(one: Contribution, now: datetime) -> Contribution:
    """Report to the order, as its unit's answer; what the order wants beyond words is left to persons."""
    order_id, worker = one.written.order, worker_for(one.sent_by)
    receipt = orders.receipt(order_id, one.unit)
    if not receipt.report or one.id not in receipt.report.text:
        if receipt.state is ReceiptState.SENT:
            orders.sign(order_id, one.unit, by=worker, now=now)
        text = f"已报送“{one.written.title}”（{one.id}）。"
        orders.report(order_id, one.unit, Report(text=text), by=worker, now=now)
    return contributions.following.reported(one.id, now)


def _check_order(unit: str, to: str, written: Written) -> None:
    if not written.order:
        return
    receipt = orders.receipt(written.order, unit)
    if receipt.kind is not OrderKind.SUBMISSION or not receipt.open:
        raise BadContribution(
            "只能答复还没有办结的报送类指令。", fields=[Field("order", "不是在办的报送指令")]
        )
    if to not in (receipt.issuer, receipt.above):
        raise BadContribution(
            "答复指令要报送给下达指令的单位。", fields=[Field("to", "不是下达指令的单位")]
        )


def _name_of(unit: str) -> str:
    return units.lineage(unit)[0].name
