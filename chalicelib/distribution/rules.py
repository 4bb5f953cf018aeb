"""Rules of offers: who is offered what, which answers are possible, how an account stands. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final

from chalicelib.accounts import OfficialAccount
from chalicelib.clock import SHANGHAI
from chalicelib.distribution.errors import BadOffer, UnknownTask, WrongState
from chalicelib.distribution.models import (
    Answer,
    Change,
    ChangeKind,
    Offer,
    OfferId,
    Receipt,
    Requirement,
    Standing,
    Task,
    TaskState,
)
from chalicelib.errors import Field
from chalicelib.newsroom import Article, ArticleKind
from chalicelib.publishing import Recall
from chalicelib.units import OrgUnit, UnitLevel

_LETTERS: Final = "0123456789abcdefghjkmnpqrstvwxyz"


def offer_id(
    unit: str, article: str, accounts: Sequence[str], at: datetime, nth: int = 1
) -> OfferId:
    """The id of an offer: the same one made twice on a day has the same id."""
    day = f"{at.astimezone(SHANGHAI):%Y%m%d}"
    what = "#".join((unit, article, day, str(nth), *accounts))
    number = int.from_bytes(hashlib.sha256(what.encode()).digest()[:4], "big")
    mark = "".join(_LETTERS[(number >> 5 * n) % 32] for n in range(4))
    return OfferId(f"o-{day}-{mark}")


def below(
    unit: str,
    units: Iterable[OrgUnit],
    accounts: Iterable[OfficialAccount],
    levels: Sequence[UnitLevel] = (),
) -> list[str]:
    """Ids of the accounts of units below ``unit`` (on these levels, if any are named), in order of id."""
    known = {one.id: one for one in units}

    def under(one: OrgUnit | None) -> bool:
        seen = set()
        while one is not None and one.parent is not None and one.id not in seen:
            if one.parent == unit:
                return True
            seen.add(one.id)
            one = known.get(one.parent)
        return False

    return sorted(
        account.id
        for account in accounts
        if under(known.get(account.unit)) and (not levels or known[account.unit].level in levels)
    )


def dressed(article: Article, header: str, footer: str) -> Article:
    """The article between an account's own header and footer; only a news article has room for them."""
    if article.kind is not ArticleKind.NEWS:
        return article
    return article.model_copy(update={"html": f"{header}{article.html}{footer}"})


def check_adoptable(offer: Offer, receipt: Receipt) -> None:
    """Raises ``WrongState`` where the offer can't be taken over any more."""
    if offer.recalled:
        raise WrongState(f"分发 {offer.id}（{offer.title}）已被上级撤回，不能再采用。")
    if receipt.answer is Answer.DECLINED:
        raise WrongState(f"公众号“{receipt.account}”已谢绝分发 {offer.id}；上级可重新分发。")


def declined(offer: Offer, receipt: Receipt, *, reason: str, by: str, at: datetime) -> Receipt:
    """The receipt after a no. Raises ``WrongState`` or ``BadOffer``."""
    if offer.requirement is Requirement.MANDATORY:
        raise WrongState(f"分发 {offer.id} 是必发，不能谢绝。有异议请联系 {offer.by}。")
    if receipt.answer is Answer.ADOPTED:
        raise WrongState(f"分发 {offer.id} 已采用为稿件 {receipt.article}，不能再谢绝。")
    if not reason.strip():
        raise BadOffer("请说明谢绝的原因。", fields=[Field("reason", "原因")])
    told = {"answer": Answer.DECLINED, "reason": reason.strip(), "by": by, "at": at}
    return receipt.model_copy(update=told)


def standing(
    offer: Offer, receipt: Receipt, pushed: bool, scheduled: bool, now: datetime
) -> Standing:
    """How an account stands. What is out is never late, whenever it went."""
    if receipt.answer is Answer.DECLINED:
        return Standing.DECLINED
    if pushed:
        return Standing.PUSHED
    if offer.recalled and not scheduled:
        return Standing.RECALLED
    if now > offer.deadline and offer.requirement is not Requirement.OPTIONAL:
        return Standing.LATE
    if scheduled:
        return Standing.SCHEDULED
    return Standing.ADOPTED if receipt.answer is Answer.ADOPTED else Standing.WAITING


def with_task(receipt: Receipt, change: Change) -> Receipt:
    """The receipt with what a change asks of it; once, and nothing of an account without a copy.

    A recall ends what corrections still asked: there is nothing left to correct.
    """
    if not unheard(receipt, change):
        return receipt
    tasks = list(receipt.tasks)
    if change.kind is ChangeKind.RECALL:
        tasks = [_closed_by_recall(task, change) for task in tasks]
    tasks.append(Task(change=change.number, kind=change.kind, deadline=change.deadline))
    return receipt.model_copy(update={"tasks": tuple(tasks)})


def unheard(receipt: Receipt, change: Change) -> bool:
    """Whether an account's copy knows nothing of a change yet."""
    heard = change.number <= receipt.known or any(
        task.change == change.number for task in receipt.tasks
    )
    return receipt.answer is Answer.ADOPTED and not heard


def task_done(receipt: Receipt, number: int, *, what: str, by: str, at: datetime) -> Receipt:
    """The receipt with one task done. Raises ``UnknownTask`` if there is none to do."""
    if not any(task.change == number and task.state is TaskState.OPEN for task in receipt.tasks):
        raise UnknownTask(
            f"公众号“{receipt.account}”在分发 {receipt.offer} 上没有第 {number} 项待办。"
        )
    done = {"state": TaskState.DONE, "what": what, "by": by, "at": at}
    tasks = tuple(
        task.model_copy(update=done) if task.change == number else task for task in receipt.tasks
    )
    return receipt.model_copy(update={"tasks": tasks})


def explained(receipt: Receipt, number: int, what: str, awaits: tuple[str, ...] = ()) -> Receipt:
    """The receipt with what a person has to do for a task, or which recalls it waits for."""
    told = {"what": what, "awaits": awaits}
    tasks = tuple(
        task.model_copy(update=told) if task.change == number else task for task in receipt.tasks
    )
    return receipt.model_copy(update={"tasks": tasks})


def seen(receipt: Receipt, recalls: Mapping[str, Recall]) -> Receipt:
    """The receipt with each recall as it stands at WeChat: done where every page is gone, open where one was refused."""
    tasks = tuple(_seen(task, recalls) for task in receipt.tasks)
    return receipt.model_copy(update={"tasks": tasks})


def _seen(task: Task, recalls: Mapping[str, Recall]) -> Task:
    if task.state is TaskState.DONE or not task.awaits:
        return task
    orders = [(push, recalls[push]) for push in task.awaits if push in recalls]
    refused = [f"微信没有撤回 {push}：{order.refused}" for push, order in orders if order.refused]
    if refused:
        advice = "请登录微信公众平台删除，再说明已办"
        return task.model_copy(update={"what": "；".join([*refused, advice])})
    times = [order.done_at for _, order in orders if order.done_at]
    if len(times) < len(task.awaits):
        return task
    what = f"已撤回 {'、'.join(task.awaits)}"
    return task.model_copy(update={"state": TaskState.DONE, "what": what, "at": max(times)})


def _closed_by_recall(task: Task, by: Change) -> Task:
    if task.state is TaskState.DONE:
        return task
    return task.model_copy(
        update={"state": TaskState.DONE, "what": "原稿已撤回", "by": by.by, "at": by.at}
    )
