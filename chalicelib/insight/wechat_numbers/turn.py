"""Fetch WeChat's statistics of one account: plan, ask, keep, until nothing is due or the time is over."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

from chalicelib import accounts
from chalicelib.accounts import AllowanceUsedUp, Scarce, SecretsMissing
from chalicelib.clock import SHANGHAI, utc_now
from chalicelib.insight.wechat_numbers import day_store, observe, parking, schedule, store
from chalicelib.insight.wechat_numbers.errors import FetchedElsewhere
from chalicelib.insight.wechat_numbers.models import ArticleNumbers, Progress
from chalicelib.insight.wechat_numbers.schedule import Ask, Seen
from chalicelib.wechat import statistics
from chalicelib.wechat.errors import QuotaUsedUp, UnknownOutcome, WeChatError
from chalicelib.wechat.statistics_calls import StatCall
from chalicelib.wechat.statistics_rows import ArticleRow, Row

if TYPE_CHECKING:
    from chalicelib.wechat.client import AccountClient

_MOST_NOT_READY: Final = 4
"""Days of one call that WeChat has not counted, after which the others of this round are not tried."""


_MOST_UNANSWERED: Final = 3
"""Calls in a row without an answer, after which WeChat is taken to be down: each costs its time-out."""


class Fetched(NamedTuple):
    """What came of it."""

    calls: int
    days: int
    """Days that WeChat said something about."""
    news: int
    """Days of which it said something new."""
    left: bool
    """Whether there is more to ask for just now, and only the time was over."""
    progress: Progress


def fetch(
    account_id: str,
    *,
    since: date | None = None,
    until: datetime | None = None,
    clock: Callable[[], datetime] = utc_now,
    client: Callable[[str], AccountClient] = accounts.wechat_client,
) -> Fetched:
    """Ask WeChat for all that is due of an account, newest days first, and keep what it says.

    ``since`` moves the first day back (``schedule.EARLIEST`` at most); ``until`` is when to stop. Running it
    twice asks nothing twice: a day is written before the next one is asked for, and one that was seen today is not
    due. Raises ``FetchedElsewhere`` while another function fetches the account, or ``UnknownAccount``.
    """
    accounts.state(account_id)
    now, mark = clock(), secrets.token_hex(8)
    if not store.claim(account_id, mark, now):
        raise FetchedElsewhere(account_id)
    run = _Run(account_id, mark, clock, client, _begun(account_id, since, now))
    return run.work(until)


class _Run:
    """One function's turn at one account."""

    def __init__(
        self,
        account_id: str,
        mark: str,
        clock: Callable[[], datetime],
        client: Callable[[str], AccountClient],
        known: Progress,
    ) -> None:
        self.account, self.mark, self.clock, self.client = account_id, mark, clock, client
        self.progress = known
        now = clock()
        self.parked = {key: at for key, at in known.parked.items() if at > now}
        self.problem = known.problem if self.parked else ""
        self.calls = self.days = self.news = 0
        self.not_ready: dict[StatCall, int] = {}
        self.unanswered = 0
        self.waiting: list[Ask] = []
        """Calls that are put off."""
        self.used_up = False
        """Whether a day's quota is."""

    def work(self, until: datetime | None) -> Fetched:
        now, clear = self.clock(), self.progress.clear_until
        last = schedule.last_ready(now)
        starts = {call: schedule.start_of(call, self.progress.first, clear) for call in StatCall}
        known = {call: self._known(call, starts[call], last) for call in StatCall}
        todo = list(schedule.plan(known, self.progress.first, now, clear=clear, parked=self.parked))
        self._note_left(todo)
        while todo and (until is None or self.clock() < until):
            ask = todo.pop(0)
            if self._held(ask):
                self.waiting.append(ask)
                continue
            todo[:0] = self._ask(ask, known[ask.call])
            self._note_left(todo)
            if not self._keep():
                raise FetchedElsewhere(self.account)
        cleared = {
            call: schedule.clear_until(call, known[call], starts[call], now) for call in StatCall
        }
        left = any(not self._held(ask) for ask in todo)
        # What is refused never comes; what a quota leaves is asked for tomorrow.
        self._note_left([*todo, *(self.waiting if self.used_up else ())])
        self.progress = self.progress.model_copy(
            update={
                "clear_until": cleared,
                "next_at": None if left else schedule.next_look(self.parked, self.clock()),
            }
        )
        self._keep(done=True)
        return Fetched(self.calls, self.days, self.news, left, self.progress)

    def _known(self, call: StatCall, since: date, until: date) -> dict[date, Seen]:
        return {
            one.day: observe.seen_of(one) for one in store.days(self.account, call, since, until)
        }

    def _held(self, ask: Ask) -> bool:
        keys = {parking.EVERYTHING, ask.call.value, *(f"{ask.call.value}#{d}" for d in ask.days)}
        return not keys.isdisjoint(self.parked)

    def _ask(self, ask: Ask, known: dict[date, Seen]) -> list[Ask]:
        """Make one call and keep its answer; returns what is to be asked in its place."""
        try:
            # Counted before it is made: who is killed in between has counted one too many.
            accounts.ledger.spend(self.account, Scarce.NUMBERS, self.clock())
            self.calls += 1
            told = statistics.ask(self.client(self.account), ask.call, ask.begin, ask.end)
        except (WeChatError, AllowanceUsedUp, SecretsMissing) as error:
            return self._put_off(error, ask)
        self.unanswered = 0
        self.progress = self.progress.model_copy(update={"last_at": self.clock()})
        if told.delayed and ask.begin < ask.end:
            # It is said of the answer, not of a day: the days are asked about apart until it is known which they are.
            newest = self.clock().astimezone(SHANGHAI).date() - timedelta(days=1)
            return _parts(ask, 1 if ask.end >= newest else len(ask.days) // 2)
        for day, rows in told.days.items():
            known[day] = self._save(ask.call, day, rows, delayed=told.delayed)
        return []

    def _put_off(self, error: Exception, ask: Ask) -> list[Ask]:
        if parking.is_not_ready(error) and ask.begin < ask.end:
            # One day that is missing must not hide the others.
            return _parts(ask, len(ask.days) // 2)
        self.waiting.append(ask)
        self.used_up = self.used_up or isinstance(error, AllowanceUsedUp | QuotaUsedUp)
        off = parking.parked(error, ask, self.clock())
        self.parked |= dict.fromkeys(off.keys, off.until)
        self.problem = off.why
        self.unanswered = self.unanswered + 1 if isinstance(error, UnknownOutcome) else 0
        if self.unanswered >= _MOST_UNANSWERED:
            self.parked[parking.EVERYTHING] = off.until
        if parking.is_not_ready(error):
            self.not_ready[ask.call] = self.not_ready.get(ask.call, 0) + 1
            if self.not_ready[ask.call] >= _MOST_NOT_READY:
                self.parked[ask.call.value] = off.until
        return []

    def _save(self, call: StatCall, day: date, rows: tuple[Row, ...], *, delayed: bool) -> Seen:
        now = self.clock()
        before = store.day(self.account, call, day)
        record = observe.observed(before, call, day, rows, delayed=delayed, now=now)
        if before is not None and before.latest.digest == record.latest.digest:
            store.prolong(self.account, record)
        else:
            # First: who is killed in between has a day added up that is as it was.
            day_store.mark_day(self.account, day, now)
            store.save(self.account, record, rows, self._articles(call, day, rows, now))
        self.days += 1
        self.news += before is None or len(before.observations) < len(record.observations)
        return observe.seen_of(record)

    def _articles(
        self, call: StatCall, day: date, rows: tuple[Row, ...], now: datetime
    ) -> list[ArticleNumbers]:
        if call is not StatCall.ARTICLES:
            return []
        read = (ArticleRow.of(row) for row in rows)
        return [observe.article_of(self.account, day, one, now) for one in read if one]

    def _note_left(self, todo: Sequence[Ask]) -> None:
        """How much is still to be asked for, and how much it was when this began."""
        left = sum(len(one.days) for one in todo)
        began = max(self.progress.planned, left) if self.progress.left else left
        self.progress = self.progress.model_copy(update={"planned": began, "left": left})

    def _keep(self, *, done: bool = False) -> bool:
        self.progress = self.progress.model_copy(
            update={"parked": dict(self.parked), "problem": self.problem}
        )
        return store.keep(self.account, self.mark, self.progress, self.clock(), done=done)


def _parts(ask: Ask, newest: int) -> list[Ask]:
    """A call as two: the ``newest`` days of it, and those before."""
    last = ask.end - timedelta(days=newest)
    return [Ask(ask.call, last + timedelta(days=1), ask.end), Ask(ask.call, ask.begin, last)]


def _begun(account_id: str, since: date | None, now: datetime) -> Progress:
    """How far an account is; one that was never fetched begins some weeks back."""
    today = now.astimezone(SHANGHAI).date()
    known = store.progress(account_id) or Progress(
        connected=today, first=today - timedelta(days=schedule.BACK_DAYS)
    )
    if since is None or since >= known.first:
        return known
    first = max(since, schedule.EARLIEST)
    # What was clear was so from the later day on.
    return known.model_copy(update={"first": min(first, known.first), "clear_until": {}})
