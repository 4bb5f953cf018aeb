"""The plan of a day or a week: pushes, products by person, live streams, and what waits for a review. For paper."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Final

from pydantic import AwareDatetime

from chalicelib import newsroom, people, products, publishing, units
from chalicelib.accounts import OfficialAccount
from chalicelib.actor import Actor
from chalicelib.application import production
from chalicelib.application.account_reach import accounts_under
from chalicelib.application.production import ProductionState, ProductionThing
from chalicelib.clock import SHANGHAI
from chalicelib.cloud.at_once import side_by_side
from chalicelib.errors import DomainError, Field, Invalid
from chalicelib.newsroom import ArticleState
from chalicelib.values import Value

READ: Final = "topics:topic:read"
MOST_ACCOUNTS: Final = 20
WEEKDAYS: Final = "一二三四五六日"
_WEEK: Final = re.compile(r"^(\d{4})-?W(\d{1,2})$", re.IGNORECASE)


class PlanPush(Value):
    """A push that is planned."""

    at: AwareDatetime
    account: str
    titles: tuple[str, ...]
    state: str
    firm: bool
    """It is scheduled; otherwise an intention."""
    troubles: tuple[str, ...]


class PlanProduct(Value):
    """A product that is due."""

    person: str
    form: str
    topic: str
    due_at: AwareDatetime
    state: str
    late: bool
    when: str
    done: bool


class PlanLive(Value):
    """A live stream with its time."""

    at: AwareDatetime
    account: str
    title: str
    state: str


class PlanReview(Value):
    """Something that waits for a decision."""

    what: str
    title: str
    stage: str
    since: AwareDatetime


class PlanDay(Value):
    """One day."""

    day: date
    weekday: str
    """``周一``."""
    pushes: tuple[PlanPush, ...]
    products: tuple[PlanProduct, ...]
    """By person, then by time."""
    lives: tuple[PlanLive, ...]


class ProductionPlan(Value):
    """The plan of a unit."""

    unit: str
    unit_name: str
    title: str
    """``生产周计划``, ``生产日计划``."""
    span: str
    """``2026年第49周（11月30日至12月6日）``."""
    since: date
    until: date
    days: tuple[PlanDay, ...]
    late: tuple[PlanProduct, ...]
    """What is late now, the longest first."""
    reviews: tuple[PlanReview, ...]
    left_out: int
    """Accounts below that were not looked at."""
    made_at: AwareDatetime


def days_of(text: str, now: datetime) -> list[date]:
    """The days of a week, ``2026-W49``, or one day, ``2026-12-01``; empty: this week. Raises ``Invalid``."""
    given = text.strip()
    try:
        if found := _WEEK.match(given):
            monday = date.fromisocalendar(int(found[1]), int(found[2]), 1)
        elif given:
            return [date.fromisoformat(given)]
        else:
            today = now.astimezone(SHANGHAI).date()
            monday = today - timedelta(days=today.weekday())
    except ValueError as error:
        raise Invalid(
            f"看不懂“{given[:20]}”，应像 2026-W49 或 2026-12-01。",
            fields=[Field("days", "写法不对")],
        ) from error
    return [monday + timedelta(days=n) for n in range(7)]


def plan(unit: str, days: Sequence[date], *, by: Actor, now: datetime) -> ProductionPlan:
    """The plan of some days. Raises ``PermissionDenied`` or ``UnknownUnit``."""
    people.require(by, READ, unit)
    under = accounts_under(unit)
    looked_at = under[:MOST_ACCOUNTS]
    pushes: dict[date, list[PlanPush]] = {}
    for found in side_by_side(lambda one: _pushes(one, days, now), looked_at):
        for push in found:
            pushes.setdefault(_day(push.at), []).append(push)
    rows = production.board(unit, by=by, now=now).rows
    names = _names()
    due: dict[date, list[PlanProduct]] = {}
    for row in rows:
        due.setdefault(_day(row.due_at), []).append(_product(row, names))
    lives: dict[date, list[PlanLive]] = {}
    for live in _lives(unit, {one.id: one.name for one in under}):
        lives.setdefault(_day(live.at), []).append(live)
    week = len(days) > 1
    return ProductionPlan(
        unit=unit,
        unit_name=next((one.name for one in units.units() if one.id == unit), unit),
        title="融媒生产周计划" if week else "融媒生产日计划",
        span=_span(days),
        since=days[0],
        until=days[-1],
        days=tuple(
            PlanDay(
                day=day,
                weekday=f"周{WEEKDAYS[day.weekday()]}",
                pushes=tuple(sorted(pushes.get(day, ()), key=lambda one: (one.at, one.account))),
                products=tuple(sorted(due.get(day, ()), key=lambda one: (one.person, one.due_at))),
                lives=tuple(sorted(lives.get(day, ()), key=lambda one: one.at)),
            )
            for day in days
        ),
        late=tuple(_product(row, names) for row in rows if row.late),
        reviews=tuple(_reviews(unit)),
        left_out=len(under) - len(looked_at),
        made_at=now,
    )


def _pushes(account: OfficialAccount, days: Sequence[date], now: datetime) -> list[PlanPush]:
    calendar = publishing.calendar_of(account.id, days, now)
    return [
        PlanPush(
            at=entry.at,
            account=account.name,
            titles=tuple(story.title for story in entry.stories) or (entry.title,),
            state=entry.state,
            firm=entry.firm,
            troubles=tuple(trouble.what for trouble in entry.troubles),
        )
        for day in calendar.days
        for cell in day.cells
        for entry in cell.entries
    ]


def _product(row: ProductionThing, names: dict[str, str]) -> PlanProduct:
    return PlanProduct(
        person=names.get(row.person, row.person),
        form=row.form_name,
        topic=row.topic_title,
        due_at=row.due_at,
        state=row.state_name,
        late=row.late,
        when=row.when,
        done=row.state is ProductionState.OUT,
    )


def _lives(unit: str, accounts: dict[str, str]) -> Iterator[PlanLive]:
    for product in products.of_unit(unit):
        if product.form is not products.Form.LIVE:
            continue
        try:
            at: datetime | None = products.content_of(product).starts
        except DomainError:  # its content is gone
            continue
        if at is not None:
            yield PlanLive(
                at=at,
                account=accounts.get(product.account, product.account),
                title=product.title,
                state="已上线"
                if product.published_revision
                else newsroom.STATE_NAMES[product.state],
            )


def _reviews(unit: str) -> Iterator[PlanReview]:
    for waiting in newsroom.waiting_for(unit=unit):
        article = waiting.article
        yield PlanReview(
            what="稿件", title=article.title, stage=waiting.stage, since=article.waiting_since
        )
    for product in products.waiting():
        if product.unit == unit and product.state is ArticleState.IN_REVIEW:
            yield PlanReview(
                what=products.labels.FORM_NAMES[product.form],
                title=product.title,
                stage=product.stage.name if product.stage else "",
                since=product.waiting_since,
            )


def _names() -> dict[str, str]:
    return {one.id: one.name for one in people.list_staff() if one.name}


def _span(days: Sequence[date]) -> str:
    first, last = days[0], days[-1]
    if first == last:
        return f"{first.year}年{first.month}月{first.day}日（周{WEEKDAYS[first.weekday()]}）"
    year, week, _ = first.isocalendar()
    return f"{year}年第{week}周（{first.month}月{first.day}日至{last.month}月{last.day}日）"


def _day(at: datetime) -> date:
    return at.astimezone(SHANGHAI).date()
