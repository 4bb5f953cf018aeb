"""Answers of an account to what it was offered: take over, decline, carry out what changed, dress the copies.

Whoever answers needs the permission for the account's unit; every function raises ``PermissionDenied`` otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from chalicelib import accounts, audit, people
from chalicelib.actor import Actor
from chalicelib.audit import changes_between
from chalicelib.cloud import table
from chalicelib.distribution import rules as distribution_rules
from chalicelib.distribution import store
from chalicelib.distribution.copies import carry_out_change, make_copy
from chalicelib.distribution.errors import BadOffer, DressingChanged, OfferChanged, UnknownTask
from chalicelib.distribution.models import Answer, Change, Dressing, Offer, Receipt
from chalicelib.distribution.offers import logged
from chalicelib.distribution.spread import enqueue_offer
from chalicelib.errors import Field


def adopt(offer_id: str, account_id: str, *, by: Actor, now: datetime) -> Receipt:
    """Take an offer over: a copy in the unit's newsroom, between the account's header and footer.

    The copy goes through the unit's own review and gets its own time. Twice is once. Raises ``UnknownOffer``,
    ``WrongState``, ``OfferChanged`` where it changes without end, or what ``newsroom.create`` raises.
    """
    offer = store.get(offer_id)
    entry = _answered(by, offer, account_id, now, {"answer": Answer.ADOPTED.value})
    receipt = store.receipt(offer_id, account_id)
    distribution_rules.check_adoptable(offer, receipt)
    try:
        return make_copy(
            offer, receipt, by=by, now=now, also=[*entry, store.unchanged_action(offer)]
        )
    except OfferChanged:
        # A correction or recall came in between, and found no copy: with the receipt it becomes due once more.
        told_again = store.due_again_action(store.get(offer_id), now)
        known = store.receipt(offer_id, account_id)
        adopted = make_copy(offer, known, by=by, now=now, also=[*entry, told_again])
        enqueue_offer(offer_id)
        return adopted


def decline(offer_id: str, account_id: str, *, reason: str, by: Actor, now: datetime) -> Receipt:
    """Say no, and why. Raises ``UnknownOffer``, ``BadOffer`` or ``WrongState``."""
    offer = store.get(offer_id)
    entry = _answered(by, offer, account_id, now, {"answer": Answer.DECLINED.value}, reason.strip())
    return store.change_receipt(
        offer.id,
        account_id,
        lambda before: (
            before
            if before.answer is Answer.DECLINED
            else distribution_rules.declined(offer, before, reason=reason, by=by.person, at=now)
        ),
        entry,
    )


def carry_out_task(
    offer_id: str,
    account_id: str,
    number: int,
    *,
    by: Actor,
    now: datetime,
    overwrite: bool = False,
) -> Receipt:
    """Do at this account's copy what a change at the source asks for; twice is once.

    A correction replaces what the unit wrote into its copy itself only with ``overwrite``; what was scheduled is held
    back in any case. The articles and pushes that it changes have entries of their own in the audit log. Raises
    ``UnknownOffer``, ``UnknownTask`` or ``LocallyEdited``.
    """
    offer = store.get(offer_id)
    people.require(by, "distribution:offer:answer", accounts.state(account_id).account.unit)
    change = _change(offer, number)
    receipt = store.receipt(offer_id, account_id)
    return carry_out_change(offer, receipt, change, by=by, now=now, overwrite=overwrite)


def acknowledge(
    offer_id: str, account_id: str, number: int, *, what: str, by: Actor, now: datetime
) -> Receipt:
    """Say what a person has done about a change. Raises ``UnknownOffer``, ``BadOffer`` or ``UnknownTask``."""
    if not what.strip():
        raise BadOffer("请说明已经做了什么。", fields=[Field("what", "做了什么")])
    offer = store.get(offer_id)
    entry = _answered(by, offer, account_id, now, {f"task {number}": "done"}, what.strip())
    _change(offer, number)
    return store.change_receipt(
        offer.id,
        account_id,
        lambda before: distribution_rules.task_done(
            before, number, what=what.strip(), by=by.person, at=now
        ),
        entry,
    )


def set_dressing(
    account_id: str,
    *,
    by: Actor,
    now: datetime,
    header: str | None = None,
    footer: str | None = None,
    seen: int | None = None,
) -> Dressing:
    """Set what an account puts around what it takes over, as HTML; None keeps what is there, "" removes it.

    ``seen`` is the version that the person saw. Raises ``UnknownAccount``, or ``DressingChanged`` where there is
    another meanwhile.
    """
    unit = accounts.state(account_id).account.unit
    people.require(by, "distribution:dressing:set", unit)
    before = store.dressing(account_id)
    if seen is not None and seen != before.version:
        raise DressingChanged(account_id)
    after = Dressing(
        version=before.version,
        header=before.header if header is None else header,
        footer=before.footer if footer is None else footer,
    )
    entry = audit.entry_of(
        by,
        "distribution:dressing:set",
        unit=unit,
        at=now,
        object=f"account:{account_id}",
        changes=changes_between(
            before.model_dump(exclude={"version"}), after.model_dump(exclude={"version"})
        ),
    )
    return store.set_dressing(account_id, after, [audit.write_action(entry)])


def _answered(
    by: Actor,
    offer: Offer,
    account_id: str,
    now: datetime,
    facts: Mapping[str, object],
    note: str = "",
) -> list[table.Action]:
    """The log's entry of an answer, for a person who may answer for the account. Raises ``PermissionDenied``."""
    unit = accounts.state(account_id).account.unit
    people.require(by, "distribution:offer:answer", unit)
    whose = {"account": account_id, **facts}
    return logged(by, "distribution:offer:answer", unit, now, f"offer:{offer.id}", whose, note)


def _change(offer: Offer, number: int) -> Change:
    if not 1 <= number <= len(offer.changes):
        raise UnknownTask(f"分发 {offer.id} 没有第 {number} 次更正或撤回。")
    return offer.changes[number - 1]
