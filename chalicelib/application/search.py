"""Search over everything that a person may see: articles, issues, units, accounts, people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from itertools import islice
from typing import Final

from chalicelib import accounts, newsroom, people, publishing
from chalicelib.accounts import OfficialAccount
from chalicelib.actor import Actor
from chalicelib.people import Reach
from chalicelib.units import OrgUnit
from chalicelib.values import Value

MOST: Final = 20
"""Hits that are shown."""
_UNITS: Final = 60
"""Units and accounts whose articles and issues are looked through, the highest first: each is a query of its own."""
_EACH: Final = 300
"""Articles of a unit that are looked through, the newest first."""


class HitKind(StrEnum):
    """The kinds of things that are found."""

    ARTICLE = "article"
    ISSUE = "issue"
    ACCOUNT = "account"
    UNIT = "unit"
    PERSON = "person"


KIND_NAMES: Final = {
    HitKind.ARTICLE: "稿件",
    HitKind.ISSUE: "期",
    HitKind.ACCOUNT: "公众号",
    HitKind.UNIT: "单位",
    HitKind.PERSON: "人员",
}


class Hit(Value):
    """One thing that was found."""

    kind: HitKind
    title: str
    detail: str = ""
    path: str
    """Where it stands in the console."""


def search(words: str, by: Actor) -> list[Hit]:
    """What has these words in its name or id, ids first; nothing of a unit that the person may not see.

    Titles are looked through among the newest articles of each unit: a name that people remember is mostly a late one.
    """
    wanted = words.strip().casefold()
    if not wanted:
        return []
    return list(islice(_found(wanted, by), MOST))


def _found(wanted: str, by: Actor) -> Iterator[Hit]:
    reach = people.reach(by)
    seen = reach.where("units:unit:read")
    names = {one.id: one.name for one in seen}
    mine = [one.account for one in accounts.states() if one.account.unit in names]
    yield from _units(wanted, seen)
    yield from _accounts(wanted, mine, names)
    yield from _people(wanted, reach, names)
    yield from _articles(wanted, reach, seen)
    yield from _issues(wanted, reach, mine)


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


def _articles(wanted: str, reach: Reach, seen: Iterable[OrgUnit]) -> Iterator[Hit]:
    able = (unit for unit in seen if reach.may("newsroom:article:read", unit.id))
    for unit in islice(able, _UNITS):
        for article in islice(newsroom.list_articles(unit.id), _EACH):
            if wanted in article.title.casefold() or wanted == article.id:
                yield Hit(
                    kind=HitKind.ARTICLE,
                    title=article.title,
                    detail=unit.name,
                    path=f"/articles/{article.id}",
                )


def _issues(wanted: str, reach: Reach, mine: Iterable[OfficialAccount]) -> Iterator[Hit]:
    able = (one for one in mine if reach.may("publishing:calendar:read", one.unit))
    for account in islice(able, _UNITS):
        for issue in publishing.list_issues([account.id]):
            if wanted in issue.title.casefold() or wanted == issue.id:
                yield Hit(
                    kind=HitKind.ISSUE,
                    title=issue.title,
                    detail=account.name,
                    path=f"/issues/{issue.id}",
                )
