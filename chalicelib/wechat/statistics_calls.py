"""The statistics calls (datacube) that WeChat offers today, and the spans that each takes (sheet §2.8). Values only."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Final, NamedTuple


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
