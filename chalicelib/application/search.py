"""Search over everything that a person may see: articles, issues, units, accounts, people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from itertools import islice
from typing import Final

from chalicelib import accounts, newsroom, people, publishing, units
from chalicelib.accounts import OfficialAccount
from chalicelib.actor import Actor
from chalicelib.units import OrgUnit
from chalicelib.values import Value

MOST: Final = 20
"""Hits that are shown."""
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
    seen = [one for _, one in units.tree() if people.may(by, "units:unit:read", one.id)]
    names = {one.id: one.name for one in seen}
    mine = [one.account for one in accounts.states() if one.account.unit in names]
    yield from _units(wanted, seen)
    yield from _accounts(wanted, mine, names)
    yield from _people(wanted, by, seen)
    yield from _articles(wanted, by, seen)
    yield from _issues(wanted, by, mine)


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


def _people(wanted: str, by: Actor, seen: Iterable[OrgUnit]) -> Iterator[Hit]:
    for unit in seen:
        if not people.may(by, "people:staff:read", unit.id):
            continue
        for person in people.list_staff(unit.id):
            if wanted in person.id.casefold() or wanted in person.name.casefold():
                yield Hit(
                    kind=HitKind.PERSON,
                    title=person.name or person.id,
                    detail=unit.name,
                    path=f"/people?unit={unit.id}&person={person.id}",
                )


def _articles(wanted: str, by: Actor, seen: Iterable[OrgUnit]) -> Iterator[Hit]:
    for unit in seen:
        if not people.may(by, "newsroom:article:read", unit.id):
            continue
        for article in islice(newsroom.list_articles(unit.id), _EACH):
            if wanted in article.title.casefold() or wanted == article.id:
                yield Hit(
                    kind=HitKind.ARTICLE,
                    title=article.title,
                    detail=unit.name,
                    path=f"/articles/{article.id}",
                )


def _issues(wanted: str, by: Actor, mine: Iterable[OfficialAccount]) -> Iterator[Hit]:
    for account in mine:
        if not people.may(by, "publishing:calendar:read", account.unit):
            continue
        for issue in publishing.list_issues([account.id]):
            if wanted in issue.title.casefold() or wanted == issue.id:
                yield Hit(
                    kind=HitKind.ISSUE,
                    title=issue.title,
                    detail=account.name,
                    path=f"/issues/{issue.id}",
                )
