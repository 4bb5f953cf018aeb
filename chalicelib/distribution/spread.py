"""The spreading of an offer: one message for each account, so that none waits for another."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Final

from chalicelib import accounts, newsroom, people, publishing
from chalicelib.actor import Actor, KnownBy
from chalicelib.cloud import queues
from chalicelib.cloud.read_once import steady_once
from chalicelib.distribution import rules as distribution_rules
from chalicelib.distribution import store
from chalicelib.distribution.copies import carry_out_change, make_copy, under_way
from chalicelib.distribution.errors import LocallyEdited
from chalicelib.distribution.models import Answer, ChangeKind, Offer, Receipt, Requirement
from chalicelib.settings import settings

_WHOLE: Final = ""
_LATER: Final = 300
"""Seconds until a push under way is looked at again; a mass send takes minutes."""


def enqueue_offer(offer_id: str) -> None:
    """Have a worker tell every account; where it cannot be queued, the sweep does it within a minute."""
    queues.wake(settings().distribution_queue_url, _message(offer_id, _WHOLE))


def enqueue_account(offer_id: str, account_id: str, *, delay_seconds: int = 0) -> None:
    """Have a worker bring an offer to one account, as it then stands."""
    message = _message(offer_id, account_id)
    queues.send(settings().distribution_queue_url, message, delay_seconds=delay_seconds)


def sweep(now: datetime) -> int:
    """Queue every offer that not all accounts have been told of; returns how many. Twice is harmless."""
    found = list(store.due(now))
    queues.send_all(settings().distribution_queue_url, [_message(one, _WHOLE) for one in found])
    return len(found)


def carry_out(message: str, now: datetime) -> None:
    """Do what a message of the queue says: spread an offer, or bring it to one account.

    Running it twice is harmless: receipts and copies are made once, tasks are done once.
    Raises ``UnknownOffer``.
    """
    offer_id, _, account_id = message.partition(" ")
    offer = store.get(offer_id)
    if account_id:
        with steady_once():
            bring(offer, account_id, now)
        return
    queues.send_all(
        settings().distribution_queue_url, [_message(offer.id, one) for one in offer.accounts]
    )
    # Only now: who dies before leaves an offer that is still due.
    store.spread(offer)


def bring(offer: Offer, account_id: str, now: datetime) -> None:
    """Bring an offer with all its changes to one account, as it stands now."""
    receipt = store.add_receipt(offer, account_id)
    if offer.requirement is Requirement.MANDATORY and receipt.answer is Answer.OPEN:
        if offer.recalled:
            return
        _take_over(offer, receipt, now)
        # What changed at the source meanwhile met no copy yet.
        offer = store.get(offer.id)
    for change in offer.changes:
        store.change_receipt(
            offer.id, account_id, partial(distribution_rules.with_task, change=change)
        )
        if change.at_once:
            _at_once(offer, account_id, change.number, now)


def _take_over(offer: Offer, receipt: Receipt, now: datetime) -> None:
    """A mandatory article is taken over in the name of who offered it; what stands in the way is told."""
    try:
        make_copy(offer, receipt, by=_worker_for(offer.by), now=now)
    except (newsroom.NewsroomError, people.PeopleError, accounts.AccountError) as error:
        problem = f"没能自动采用：{error}"
        store.change_receipt(
            offer.id,
            receipt.account,
            lambda before: before.model_copy(update={"problem": problem}),
        )


def _at_once(offer: Offer, account_id: str, number: int, now: datetime) -> None:
    change = offer.changes[number - 1]
    receipt = store.receipt(offer.id, account_id)
    if any(task.change == number and task.awaits for task in receipt.tasks):
        # Ordered already: what WeChat refused is a person's to order again.
        return
    try:
        carry_out_change(offer, receipt, change, by=_worker_for(change.by), now=now)
        if change.kind is ChangeKind.RECALL and now < change.deadline and under_way(offer, receipt):
            # One message begets one: the recall follows the push until there is something to take down.
            enqueue_account(offer.id, account_id, delay_seconds=_LATER)
    except (
        LocallyEdited,
        newsroom.NewsroomError,
        people.PeopleError,
        accounts.AccountError,
        publishing.PublishingError,
    ) as error:
        left = f"没能自动办理，请人工处理：{error}"
        store.change_receipt(
            offer.id, account_id, lambda before: distribution_rules.explained(before, number, left)
        )


def _message(offer_id: str, account_id: str) -> str:
    return f"{offer_id} {account_id}".strip()


def _worker_for(person: str) -> Actor:
    """The worker, which carries out what this person was permitted to order."""
    return Actor(person=person, known_by=KnownBy.SYSTEM, on_behalf=True)
