"""WeChat's statistics (datacube) as it gives them today: which calls there are, how long a span each takes, and the
rows of an answer (sheet §2.8).

Calls that WeChat gave up in November 2025 are not here. A row is kept as it came, since fields differ by WeChat's
version and are added without notice; ``UserRow`` and the others read from it what is known.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from chalicelib.wechat.statistics_rows import Row, day_of

if TYPE_CHECKING:
    from chalicelib.wechat.client import AccountClient


class StatCall(StrEnum):
    """A call below ``/datacube/``, under a short name of our own; the first ones are asked first on one day."""

    ARTICLES = "articles"
    """getarticletotaldetail: what was published on a day, figures of up to 30 days."""
    ACCOUNT = "account"
    """getbizsummary: the account as a whole."""
    USERS = "users"
    """getusersummary: who came and who left, by source."""
    USERS_TOTAL = "users_total"
    """getusercumulate: how many there are."""
    READS = "reads"
    """getarticleread: readers of each article on one day, however old it is."""
    SHARES = "shares"
    """getarticleshare: the same of sharers."""
    MESSAGES = "messages"
    """getupstreammsg: messages of followers by type."""
    CALLBACKS = "callbacks"
    """getinterfacesummary: how our callback did, as WeChat saw it."""


class Terms(NamedTuple):
    """What WeChat takes of one call."""

    name: str
    """Its name below ``/datacube/``."""
    longest: int
    """Days of one span at most, first and last included."""
    earliest: date
    """There is nothing before."""


_ALWAYS: Final = date(2014, 12, 1)
_CALLS_OF_2025: Final = date(2025, 11, 1)

CALLS: Final[Mapping[StatCall, Terms]] = {
    StatCall.ARTICLES: Terms("getarticletotaldetail", 1, _CALLS_OF_2025),
    StatCall.ACCOUNT: Terms("getbizsummary", 30, _CALLS_OF_2025),
    StatCall.USERS: Terms("getusersummary", 7, _ALWAYS),
    StatCall.USERS_TOTAL: Terms("getusercumulate", 7, _ALWAYS),
    StatCall.READS: Terms("getarticleread", 1, _CALLS_OF_2025),
    StatCall.SHARES: Terms("getarticleshare", 1, _CALLS_OF_2025),
    StatCall.MESSAGES: Terms("getupstreammsg", 7, _ALWAYS),
    StatCall.CALLBACKS: Terms("getinterfacesummary", 30, _ALWAYS),
}


class Told(NamedTuple):
    """What WeChat said of some days."""

    days: dict[date, tuple[Row, ...]]
    """Every day that was asked for; one without rows has none."""
    delayed: bool
    """``is_delay``: figures are not final yet."""


def ask(client: AccountClient, call: StatCall, begin: date, end: date) -> Told:
    """The statistics of ``begin`` to ``end``, both included.

    Raises ``ValueError`` for a span that WeChat does not take, and errors of ``wechat.errors``: ``Busy`` with 61503
    while a day is not counted yet, ``QuotaUsedUp`` with 45009. Reading may be repeated whatever the error.
    """
    terms = CALLS[call]
    if not terms.earliest <= begin <= end or (end - begin).days >= terms.longest:
        raise ValueError(f"{terms.name} takes {terms.longest} days from {terms.earliest} on")
    return told(client.datacube.ask(terms.name, begin, end), begin, end)


def told(answer: Mapping[str, Any], begin: date, end: date) -> Told:
    """An answer sorted by day. Rows of other days, or of none, are left out: nobody asked for them."""
    wanted = [begin + timedelta(days=number) for number in range((end - begin).days + 1)]
    days: dict[date, list[Row]] = {day: [] for day in wanted}
    rows = answer.get("list")
    for row in rows if isinstance(rows, list) else ():
        if isinstance(row, dict) and (day := day_of(row.get("ref_date"))) in days:
            days[day].append(row)
    delayed = answer.get("is_delay")
    return Told({day: tuple(found) for day, found in days.items()}, delayed in (True, 1, "true"))
