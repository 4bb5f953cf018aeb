"""Search over everything that a person may see: units, accounts, people, sessions, articles, issues, questions, policies, services."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import chain, islice, product
from typing import Final

from chalicelib import accounts, catalogue, desk, knowledge, newsroom, people, publishing
from chalicelib.accounts import OfficialAccount
from chalicelib.actor import Actor
from chalicelib.clock import SHANGHAI
from chalicelib.cloud.at_once import side_by_side
from chalicelib.desk import ServiceSession
from chalicelib.errors import Invalid, NotFound
from chalicelib.people import Reach
from chalicelib.units import OrgUnit
from chalicelib.values import Value

MOST: Final = 20
"""Hits that are shown."""
_UNITS: Final = 60
"""Units and accounts whose articles and issues are looked through: each is a query of its own."""
_EACH: Final = 300
"""Articles of a unit that are looked through, the newest first."""


_KNOWLEDGE_OF: Final = 8
"""Accounts whose knowledge base is looked through: each is a file of its own."""
_DESKS: Final = 5
_DAYS: Final = 7
"""Desks, and days before today, whose sessions are looked through: each day of each is a query of its own."""


_SERVICES: Final = 6
"""Services that are shown: half a catalogue has the word 申报."""


_TICKET: Final = re.compile(r"t\d{4}-[a-z2-7]{5}$")


class HitKind(StrEnum):
    """The kinds of things that are found."""

    ARTICLE = "article"
    ISSUE = "issue"
    ACCOUNT = "account"
    UNIT = "unit"
    PERSON = "person"
    SESSION = "session"
    QUESTION = "question"
    POLICY = "policy"
    SERVICE = "service"


KIND_NAMES: Final = {
    HitKind.ARTICLE: "稿件",
    HitKind.ISSUE: "期",
    HitKind.ACCOUNT: "公众号",
    HitKind.UNIT: "单位",
    HitKind.PERSON: "人员",
    HitKind.SESSION: "会话",
    HitKind.QUESTION: "问答",
    HitKind.POLICY: "政策",
    HitKind.SERVICE: "服务",
}


class Hit(Value):
    """One thing that was found."""

    kind: HitKind
    title: str
    detail: str = ""
    path: str
    """Where it stands in the console."""


class Found(Value):
    """What was found."""

    hits: tuple[Hit, ...]
    left_out: int
    """Units whose articles and issues were not looked through, because there are so many."""


def search(words: str, by: Actor, unit: str = "", *, now: datetime) -> Found:
    """What has these words in its name or id; nothing of a unit that the person may not see.

    A session is found by its ticket, however old; by its request and the notes of agents where it is of the last days.

    Articles and issues are looked through in ``unit`` and below first, among the newest of each: a name that people
    remember is mostly a late one.
    """
    wanted = words.strip().casefold()
    if not wanted:
        return Found(hits=(), left_out=0)
    reach = people.reach(by)
    seen = _nearest(reach.where("units:unit:read"), unit)
    names = {one.id: one.name for one in seen}
    place = {one.id: nth for nth, one in enumerate(seen)}
    mine = sorted(
        (one.account for one in accounts.states() if one.account.unit in names),
        key=lambda one: place[one.unit],
    )
    hits = chain(
        _units(wanted, seen),
        _accounts(wanted, mine, names),
        _people(wanted, reach, names),
        islice(_services(wanted, reach, seen), _SERVICES),
        _sessions(wanted, reach, mine, now),
        _articles(wanted, reach, seen),
        _issues(wanted, reach, mine, names),
        _knowledge(wanted, reach, mine),
    )
    return Found(hits=tuple(islice(hits, MOST)), left_out=max(0, len(seen) - _UNITS))


def _nearest(seen: Sequence[OrgUnit], unit: str) -> list[OrgUnit]:
    """These units, ``unit`` and those below it first; else in their order, each after the one above it."""
    within = {unit}
    for one in seen:
        if one.parent in within:
            within.add(one.id)
    return sorted(seen, key=lambda one: one.id not in within)


def _units(wanted: str, seen: Iterable[OrgUnit]) -> Iterator[Hit]:
    for unit in seen:
        if wanted in unit.id or wanted in unit.name.casefold():
            yield Hit(
                kind=HitKind.UNIT, title=unit.name, detail=unit.id, path=f"/units?unit={unit.id}"
            )


def _accounts(
    wanted: str, mine: Iterable[OfficialAccount], names: Mapping[str, str]
) -> Iterator[Hit]:
    for account in mine:
        if wanted in account.id or wanted in account.name.casefold():
            yield Hit(
                kind=HitKind.ACCOUNT,
                title=account.name,
                detail=names[account.unit],
                path=f"/accounts/{account.id}",
            )


def _people(wanted: str, reach: Reach, names: Mapping[str, str]) -> Iterator[Hit]:
    for person in people.list_staff():
        if not reach.may("people:staff:read", person.unit):
            continue
        if wanted in person.id.casefold() or wanted in person.name.casefold():
            yield Hit(
                kind=HitKind.PERSON,
                title=person.name or person.id,
                detail=names[person.unit],
                path=f"/people?unit={person.unit}&person={person.id}",
            )


def _sessions(
    wanted: str, reach: Reach, mine: Iterable[OfficialAccount], now: datetime
) -> Iterator[Hit]:
    # Where no queue number was ever given out, nobody has ever asked for a person.
    used = [
        one
        for one in mine
        if reach.may("desk:session:read", one.unit) and accounts.state(one.id).desk.issued
    ][:_DESKS]
    today = now.astimezone(SHANGHAI).date()
    days = [None, *(today - timedelta(days=n) for n in range(_DAYS))]

    def of(place: tuple[OfficialAccount, date | None]) -> list[ServiceSession]:
        account, day = place
        if day is None:
            return desk.live_sessions(account.id)
        return list(desk.sessions_of_day(account.id, day))

    read = chain.from_iterable(side_by_side(of, list(product(used, days))))
    found = {one.id: one for one in read if desk.has_words(one, wanted)}
    for account in used if _TICKET.match(wanted) else ():
        with suppress(NotFound, Invalid):
            old = desk.find(account.id, wanted, now)
            found.setdefault(old.id, old)
    accounts_named = {one.id: one.name for one in used}
    for one in sorted(found.values(), key=lambda one: one.opened_at, reverse=True):
        at = one.opened_at.astimezone(SHANGHAI)
        yield Hit(
            kind=HitKind.SESSION,
            title=one.summary or one.ticket,
            detail=f"{one.ticket} · {accounts_named[one.account]} · {at:%m-%d %H:%M}",
            path=f"/desk?account={one.account}&session={one.id}"
            if one.live
            else f"/records/{one.account}/{one.id}",
        )


def _articles(wanted: str, reach: Reach, seen: Iterable[OrgUnit]) -> Iterator[Hit]:
    able = [one for one in seen if reach.may("newsroom:article:read", one.id)][:_UNITS]

    def of(unit: OrgUnit) -> list[Hit]:
        return [
            Hit(
                kind=HitKind.ARTICLE,
                title=article.title,
                detail=unit.name,
                path=f"/articles/{article.id}",
            )
            for article in islice(newsroom.list_articles(unit.id), _EACH)
            if wanted in article.title.casefold() or wanted == article.id
        ]

    yield from chain.from_iterable(side_by_side(of, able))


def _issues(
    wanted: str, reach: Reach, mine: Iterable[OfficialAccount], names: Mapping[str, str]
) -> Iterator[Hit]:
    able = [one for one in mine if reach.may("publishing:calendar:read", one.unit)][:_UNITS]

    def of(account: OfficialAccount) -> list[Hit]:
        return [
            Hit(
                kind=HitKind.ISSUE,
                title=issue.title,
                detail=f"{names[account.unit]} · {account.name}",
                path=f"/issues/{issue.id}",
            )
            for issue in publishing.list_issues([account.id])
            if wanted in issue.title.casefold() or wanted == issue.id
        ]

    yield from chain.from_iterable(side_by_side(of, able))


def _services(wanted: str, reach: Reach, seen: Iterable[OrgUnit]) -> Iterator[Hit]:
    names = {one.id: one.name for one in seen if reach.may("catalogue:service:read", one.id)}
    for unit in catalogue.versions.units_with_one():
        if unit not in names:
            continue
        for service in catalogue.versions.working(unit).catalogue.services:
            called = (service.id, service.name, *service.aliases)
            if any(wanted in one.casefold() for one in called):
                yield Hit(
                    kind=HitKind.SERVICE,
                    title=service.name,
                    detail=f"{service.category} · {names[unit]}",
                    path=f"/services/{service.id}?unit={unit}",
                )


def _knowledge(wanted: str, reach: Reach, mine: Iterable[OfficialAccount]) -> Iterator[Hit]:
    able = [one for one in mine if reach.may("knowledge:entry:read", one.unit)][:_KNOWLEDGE_OF]

    def of(account: OfficialAccount) -> list[Hit]:
        known = knowledge.versions.working(account.id).knowledge
        entries = [
            Hit(
                kind=HitKind.QUESTION,
                title=entry.question,
                detail=account.name,
                path=f"/knowledge/entries/{entry.id}?account={account.id}",
            )
            for entry in known.entries
            if any(wanted in one.casefold() for one in (entry.question, *entry.variants))
            or wanted == entry.id
        ]
        policies = [
            Hit(
                kind=HitKind.POLICY,
                title=policy.title,
                detail=account.name,
                path=f"/policies/{policy.id}?account={account.id}",
            )
            for policy in known.policies
            if wanted in policy.title.casefold() or wanted in (policy.number or "").casefold()
        ]
        return [*entries, *policies]

    yield from chain.from_iterable(side_by_side(of, able))
