"""The calendar of an account, gathered from issues, deliveries, articles and the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from chalicelib import accounts, newsroom, units
from chalicelib.accounts import OfficialAccount, Scarce
from chalicelib.clock import SHANGHAI
from chalicelib.publishing import description
from chalicelib.publishing.calendar.layout import (
    RECENTLY,
    Agenda,
    Calendar,
    CalendarEntry,
    Story,
    calendar,
    checked,
    counted,
    day_of,
)
from chalicelib.publishing.deliveries import store
from chalicelib.publishing.deliveries.models import Delivery, DeliveryState, Way
from chalicelib.publishing.deliveries.transitions import OUT, UNSENT
from chalicelib.publishing.issues import store as issue_store
from chalicelib.publishing.issues.labels import ISSUE_STATES
from chalicelib.publishing.issues.models import Issue, IssueState
from chalicelib.publishing.issues.possible import issue_refusal
from chalicelib.publishing.issues.transitions import IssueAction


def calendar_of(account_id: str, days: Sequence[date], now: datetime) -> Calendar:
    """One account's calendar for these days (in order). Raises ``UnknownAccount``."""
    account = accounts.state(account_id).account
    entries, sent = _gathered(account, days)
    return calendar(
        account_id,
        account.name,
        days,
        account.slots,
        entries,
        sent=sent,
        room=_room(account, days),
        now=now,
    )


def read_ahead(several: Iterable[OfficialAccount], day: date) -> None:
    """Ask in one call for what the calendar of this one day needs to know of each account's allowances."""
    wanted = [(account, _scarce(account)) for account in several]
    accounts.ledger.read_ahead(wanted, _midnight(day))


def agenda_of(account_id: str, days: Sequence[date], now: datetime) -> Agenda:
    """What one account pushes within these days (in order), without the days. Raises ``UnknownAccount``."""
    account = accounts.state(account_id).account
    entries, sent = _gathered(account, days)
    # A day's allowance matters to intentions alone; three months of it are much reckoning, for most accounts of nothing.
    claimed = sorted({day_of(one.at) for one in entries if counted(one)})
    room = _room(account, claimed) if claimed else {}
    return Agenda(
        account=account_id, name=account.name, entries=tuple(checked(entries, sent, room, now))
    )


def _gathered(
    account: OfficialAccount, days: Sequence[date]
) -> tuple[list[CalendarEntry], dict[str, datetime]]:
    """Entries of these days, and when each article last went out."""
    since = _midnight(days[0])
    until = _midnight(days[-1]) + timedelta(days=1, seconds=-1)
    pushes = _pushes(account.id, since - RECENTLY)
    planned = list(issue_store.between(account.id, since, until))
    entries = [_of_issue(one, pushes.get(one.delivery or "")) for one in planned]
    entries += [
        _of_delivery(one)
        for one in pushes.values()
        if one.issue is None and since <= one.at <= until and _shown(one)
    ]
    return entries, _last_sent(pushes.values())


def accounts_of(*, account: str | None = None, unit: str | None = None) -> list[str]:
    """Ids of the accounts whose calendars are asked for: this one, or those of a unit and of all units below it, or all.

    Raises ``UnknownAccount`` or ``UnknownUnit``.
    """
    if account is not None:
        return [accounts.state(account).account.id]
    if unit is not None:
        units.lineage(unit)
    return [
        state.account.id
        for state in accounts.states()
        if unit is None or any(above.id == unit for above in units.lineage(state.account.unit))
    ]


def _pushes(account_id: str, since: datetime) -> dict[str, Delivery]:
    """Deliveries with a slot from ``since`` on."""
    found = {}
    for delivery in store.of_account(account_id):  # latest slot first
        if delivery.at < since:
            break
        found[str(delivery.id)] = delivery
    return found


def _last_sent(pushes: Iterable[Delivery]) -> dict[str, datetime]:
    sent: dict[str, datetime] = {}
    for push in pushes:
        if push.state in OUT:
            for piece in push.pieces:
                mark = piece.article_id or piece.article
                sent[mark] = max(push.at, sent.get(mark, push.at))
    return sent


def _of_issue(issue: Issue, delivery: Delivery | None) -> CalendarEntry:
    firm = issue.state is IssueState.SCHEDULED
    carried = delivery if firm else None
    return CalendarEntry(
        id=issue.id,
        at=issue.at,
        title=issue.title,
        state=description.state(carried) if carried else ISSUE_STATES[issue.state],
        state_code=(carried or issue).state.value,
        firm=firm,
        open=carried is None or carried.state in UNSENT,
        mass=issue.way is Way.MASS and issue.tag_id is None,
        movable=not issue_refusal(issue, carried, IssueAction.MOVE),
        version=issue.version,
        stories=tuple(_story(one.article_id, one.revision) for one in issue.entries),
    )


def _of_delivery(delivery: Delivery) -> CalendarEntry:
    return CalendarEntry(
        id=delivery.id,
        at=delivery.at,
        title=" / ".join(piece.title for piece in delivery.pieces),
        state=description.state(delivery),
        state_code=delivery.state.value,
        firm=True,
        open=delivery.state in UNSENT,
        mass=delivery.way is Way.MASS and delivery.tag_id is None,
        version=delivery.version,
        stories=tuple(
            Story(
                article_id=piece.article_id,
                key=piece.article,
                title=piece.title,
                valid_until=_valid_until(piece.article),
            )
            for piece in delivery.pieces
        ),
    )


def _shown(delivery: Delivery) -> bool:
    return delivery.state is not DeliveryState.CANCELLED


def _story(article_id: str, revision: int | None) -> Story:
    stored = newsroom.get_article(article_id)
    return Story(
        article_id=article_id,
        key=stored.key,
        title=stored.title,
        revision=revision,
        latest=stored.revision,
        approved=stored.state is newsroom.ArticleState.APPROVED,
        valid_until=_valid_until(stored.key),
    )


def _valid_until(key: str) -> date | None:
    written = newsroom.read_content(key).valid_until
    try:
        return date.fromisoformat(written) if written else None
    except ValueError:
        return None


def _room(account: OfficialAccount, days: Sequence[date]) -> dict[date, tuple[int, int]]:
    """How many mass sends to all each day has left, and how many it may have; the scarcest limit counts."""
    scarce = _scarce(account)
    if len(days) == 1:
        of_day = accounts.ledger.room_at(account, scarce, _midnight(days[0]))
        return {days[0]: min(of_day)} if of_day else {}
    gone, seen = accounts.ledger.taken(account.id, scarce), accounts.ledger.seen_limits(account.id)
    room = {}
    for day in days:
        claims = accounts.claims_at(account, scarce, _midnight(day), seen)
        room[day] = min(
            (max(0, claim.limit - gone.get(claim.key, 0)), claim.limit) for claim in claims
        )
    return room


def _scarce(account: OfficialAccount) -> tuple[Scarce, ...]:
    return tuple(
        one for one in accounts.taken_by_mass(account, None) if one is not Scarce.MASS_CALL
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, datetime.min.time(), SHANGHAI)
