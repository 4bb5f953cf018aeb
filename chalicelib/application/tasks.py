"""What waits for a person (我的待办): reviews, offers, followers at the desk, knowledge to release and to look at again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from chalicelib import accounts, catalogue, desk, distribution, knowledge, newsroom, people
from chalicelib.accounts import Agents, OfficialAccount
from chalicelib.actor import Actor
from chalicelib.application import product_tasks, service_versions, topic_tasks
from chalicelib.application.knowledge_base import EDIT as EDIT_KNOWLEDGE
from chalicelib.application.knowledge_base import SOON
from chalicelib.application.task import Task, TaskKind
from chalicelib.distribution import Answer, TaskState
from chalicelib.knowledge import KnowledgeVersion
from chalicelib.newsroom import ArticleState

_LOOKED_AT: Final = 100
"""Articles of a unit that are looked through for what was returned."""
_FIRST: Final = 5
"""Followers of one desk who are named; the desk has the rest."""


def of_person(by: Actor, unit: str, now: datetime) -> list[Task]:
    """What waits wherever this person may see to it: articles and products to review, and the unit's own that came back."""
    return [
        *_reviews(by),
        *_returned(by, unit),
        *product_tasks.of_person(by, unit),
        *topic_tasks.of_person(by, unit, now),
    ]


def of_account(by: Actor, account: OfficialAccount, now: datetime) -> list[Task]:
    """What waits at one account: offers to answer, followers whom this person would be offered, and what they suddenly ask."""
    return [
        *_offers(by, account, now),
        *_followers(by, account),
        *topic_tasks.of_account(by, account, now),
    ]


def of_knowledge(by: Actor, under: list[OfficialAccount], unit: str, now: datetime) -> list[Task]:
    """Versions that this person may release at any of these accounts, and what is due at those of the unit itself."""
    own = [one for one in under if one.unit == unit]
    return [*_releases(by, under), *(task for one in own for task in _due(by, one, now))]


def of_services(by: Actor, within: set[str], unit: str, now: datetime) -> list[Task]:
    """Versions of catalogues that this person may release in these units, and what is due in the unit's own."""
    return [*_service_releases(by, within), *_services_due(by, unit, now)]


def _service_releases(by: Actor, within: set[str]) -> Iterator[Task]:
    for waiting in service_versions.waiting_for(by, within):
        one = waiting.version
        yield Task(
            kind=TaskKind.SERVICE_RELEASE,
            what=f"服务目录第 {one.version} 版：{one.note or one.source or '修改'}",
            detail=f"{one.services} 项服务 · {one.submitted_by} 提交",
            unit=waiting.unit,
            path=f"/services/versions?unit={waiting.unit}",
            since=service_versions.since_of(one),
        )


def _services_due(by: Actor, unit: str, now: datetime) -> Iterator[Task]:
    if not people.may(by, catalogue.versions.EDIT, unit):
        return
    if not catalogue.versions.head(unit).in_force:
        return
    found = catalogue.tending.due(unit, by=by, now=now)
    for why, said in (
        ("link", "网页有问题"),
        ("expired", "已过复核日期"),
        ("soon", "快到复核日期"),
    ):
        some = [one.service for one in found if one.why == why]
        if some:
            yield Task(
                kind=TaskKind.SERVICE_DUE,
                what=f"{len(some)} 项服务{said}",
                detail="、".join(dict.fromkeys(one.owner or one.name for one in some)),
                unit=unit,
                path=f"/services?unit={unit}&due=1",
            )


def _reviews(by: Actor) -> Iterator[Task]:
    for waiting in newsroom.waiting_for(by.person):
        article = waiting.article
        yield Task(
            kind=TaskKind.REVIEW,
            what=article.title,
            detail=waiting.stage,
            unit=article.unit,
            path=f"/review/{article.id}",
            since=article.waiting_since,
        )


def _returned(by: Actor, unit: str) -> Iterator[Task]:
    if not people.may(by, "newsroom:article:write", unit):
        return
    for nth, article in enumerate(newsroom.list_articles(unit)):
        if nth >= _LOOKED_AT:
            return
        if article.state is ArticleState.RETURNED and by.person in article.contributors:
            back = article.returned
            yield Task(
                kind=TaskKind.RETURNED,
                what=article.title,
                detail="；".join(back.reasons) if back else "",
                unit=article.unit,
                path=f"/articles/{article.id}",
                since=back.at if back else article.updated_at,
            )


def _offers(by: Actor, account: OfficialAccount, now: datetime) -> Iterator[Task]:
    if not people.may(by, "distribution:offer:answer", account.unit):
        return
    for offer, stand in distribution.inbox(account.id, now):
        path = f"/matrix/inbox?account={account.id}&offer={offer.id}"
        if stand.receipt.answer is Answer.OPEN and not offer.recalled:
            yield Task(
                kind=TaskKind.OFFER,
                what=offer.title,
                detail=account.name,
                unit=account.unit,
                path=path,
                since=offer.at,
                until=offer.deadline,
            )
        for task in stand.receipt.tasks:
            if task.state is TaskState.OPEN:
                yield Task(
                    kind=TaskKind.CHANGE,
                    what=offer.title,
                    detail=f"{account.name}：{distribution.labels.CHANGES[task.kind]}",
                    unit=account.unit,
                    path=path,
                    until=task.deadline,
                )


def _followers(by: Actor, account: OfficialAccount) -> Iterator[Task]:
    # The account's own item, which is read already, counts who is in the queue: an empty one costs no further read.
    view = accounts.state(account.id).desk
    if account.agents is not Agents.OWN or view.issued <= view.served:
        return
    if not people.may(by, "desk:session:take", account.unit):
        return
    for place, session in enumerate(desk.waiting_for(account.id, by.person)[:_FIRST], 1):
        matter = f" · {session.skill}" if session.skill else ""
        yield Task(
            kind=TaskKind.WAITING,
            what=session.summary or session.ticket,
            detail=f"{account.name}{matter} · 第 {place} 位",
            unit=account.unit,
            path=f"/desk?account={account.id}&session={session.id}",
            since=session.waiting_since,
        )


def _releases(by: Actor, under: list[OfficialAccount]) -> Iterator[Task]:
    mine = {one.id: one for one in under if people.may(by, "knowledge:version:release", one.unit)}
    for account_id, versions in knowledge.versions.waiting().items() if mine else ():
        account = mine.get(account_id)
        for version in versions if account else ():
            if account and not _refused(account_id, version, by):
                yield Task(
                    kind=TaskKind.RELEASE,
                    what=f"知识库第 {version.version} 版：{version.note or version.source or '修改'}",
                    detail=f"{account.name} · {version.submitted_by} 提交",
                    unit=account.unit,
                    path=f"/knowledge/versions?account={account_id}",
                    since=version.at,
                )


def _refused(account_id: str, version: KnowledgeVersion, by: Actor) -> bool:
    listed = knowledge.versions.history(account_id)
    refusals = knowledge.versions.refusals(account_id, listed, by.person)
    return "release" in refusals.get(version.version, {"release": ""})


def _due(by: Actor, account: OfficialAccount, now: datetime) -> Iterator[Task]:
    if not people.may(by, EDIT_KNOWLEDGE, account.unit):
        return
    known = knowledge.versions.working(account.id).knowledge
    found = knowledge.versions.due(known, now=now, within=SOON)
    ended = [one for one in found if one.valid_until and one.valid_until <= now]
    soon = found[len(ended) :]
    path = f"/knowledge?account={account.id}&validity="
    if ended:
        yield Task(
            kind=TaskKind.DUE,
            what=f"{len(ended)} 条问答已过有效期，不再答复",
            detail=account.name,
            unit=account.unit,
            path=f"{path}expired",
            since=ended[0].valid_until,
        )
    if soon:
        yield Task(
            kind=TaskKind.DUE,
            what=f"{len(soon)} 条问答将在 {SOON.days} 天内到期",
            detail=account.name,
            unit=account.unit,
            path=f"{path}due",
            until=soon[0].valid_until,
        )
