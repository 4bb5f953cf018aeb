"""Offers, as the unit sees them that makes them: make one, correct or recall it, see how the accounts stand.

Whoever makes or changes an offer needs the permission for the unit that offers; every function that does so raises
``PermissionDenied`` otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import count

from chalicelib import accounts, audit, newsroom, people, units
from chalicelib.actor import Actor
from chalicelib.audit import changes_between
from chalicelib.clock import shown
from chalicelib.cloud import table
from chalicelib.distribution import rules as distribution_rules
from chalicelib.distribution import store
from chalicelib.distribution.errors import BadOffer, NobodyBelow, WrongState
from chalicelib.distribution.models import Change, ChangeKind, Offer, Receipt, Requirement, Standing
from chalicelib.distribution.possible import change_refusal
from chalicelib.distribution.pushes import Pushes
from chalicelib.distribution.spread import enqueue_offer
from chalicelib.errors import Field
from chalicelib.units import UnitLevel


@dataclass(frozen=True, slots=True)
class Stand:
    """One account, seen from above."""

    account: str
    receipt: Receipt
    standing: Standing
    delivery: str | None
    """The push with its copy, sent or to be sent."""


def make_offer(
    article_id: str,
    *,
    requirement: Requirement,
    deadline: datetime,
    by: Actor,
    now: datetime,
    account_ids: Sequence[str] = (),
    levels: Sequence[UnitLevel] = (),
    note: str = "",
) -> Offer:
    """Offer a released article to the accounts below its unit (default: all of them).

    The same article to the same accounts on one day is one offer. Raises ``UnknownArticle``, ``NotReleased``,
    ``BadOffer`` (a deadline that is over, an account that is not below) or ``NobodyBelow``.
    """
    if deadline <= now:
        raise BadOffer("期限已经过去，请给一个将来的时间。", fields=[Field("deadline", "期限")])
    # First: why an article is not released is no news for who may not offer it.
    people.require(by, "distribution:offer:make", newsroom.get_article(article_id).unit)
    released = newsroom.released(article_id)
    receivers = _receivers(released.unit, account_ids, levels)
    offer = Offer(
        id=distribution_rules.offer_id(released.unit, article_id, receivers, now),
        unit=released.unit,
        article=article_id,
        revision=released.revision,
        key=released.key,
        title=released.title,
        requirement=requirement,
        deadline=deadline,
        note=note,
        accounts=receivers,
        by=by.person,
        at=now,
    )
    kept = _kept(offer, by)
    enqueue_offer(kept.id)
    return kept


def change_source(
    offer_id: str,
    kind: ChangeKind,
    *,
    reason: str,
    deadline: datetime,
    by: Actor,
    now: datetime,
    at_once: bool | None = None,
) -> Offer:
    """Correct what was offered (its latest released revision), or recall it; every copy hears of it.

    ``at_once`` carries it out at every copy without asking, as far as that goes; default for mandatory offers.
    Twice is once. Raises ``UnknownOffer``, ``BadOffer``, ``WrongState``, ``NotReleased`` or ``OfferChanged``.
    """
    offer = store.get(offer_id)
    if not reason.strip():
        raise BadOffer("请说明原因。", fields=[Field("reason", "原因")])
    people.require(by, "distribution:offer:change", offer.unit)
    if refusal := change_refusal(offer, kind):
        if kind is ChangeKind.RECALL:
            return offer
        raise WrongState(refusal)
    revision, key, title = _content_after(offer, kind)
    change = Change(
        number=len(offer.changes) + 1,
        kind=kind,
        reason=reason.strip(),
        revision=revision,
        key=key,
        title=title,
        deadline=deadline,
        at_once=offer.requirement is Requirement.MANDATORY if at_once is None else at_once,
        by=by.person,
        at=now,
    )
    facts = {kind.value: f"第 {revision} 版", "deadline": shown(deadline)}
    entry = logged(
        by, "distribution:offer:change", offer.unit, now, f"offer:{offer.id}", facts, reason.strip()
    )
    after = offer.model_copy(update={"changes": (*offer.changes, change)})
    saved = store.save(offer, after, now, entry)
    enqueue_offer(saved.id)
    return saved


def standings(offer: Offer, now: datetime) -> Iterator[Stand]:
    """How every account stands with an offer, in order of id."""
    known = store.receipts(offer)
    for account_id in offer.accounts:
        receipt = known.get(account_id) or Receipt(offer=offer.id, account=account_id)
        yield stand(offer, receipt, now)


def inbox(account_id: str, now: datetime) -> Iterator[tuple[Offer, Stand]]:
    """The offers to an account, each with how it stands there, the newest day first. Raises ``UnknownAccount``."""
    accounts.state(account_id)
    for offer, receipt in store.of_account(account_id):
        yield offer, stand(offer, receipt, now)


def stand(offer: Offer, receipt: Receipt, now: datetime) -> Stand:
    """How one account stands."""
    pushes = Pushes.of(receipt, offer.at)
    standing = distribution_rules.standing(
        offer, receipt, pushes.sent is not None, pushes.coming is not None, now
    )
    push = pushes.sent or pushes.coming
    seen = distribution_rules.seen(receipt, pushes.recalls)
    return Stand(receipt.account, seen, standing, push.id if push else None)


def logged(
    by: Actor,
    action: str,
    unit: str,
    now: datetime,
    object: str,
    facts: Mapping[str, object],
    note: str,
) -> list[table.Action]:
    """The entry of a deed in the audit log, as a write that belongs to the deed's own."""
    entry = audit.entry_of(
        by,
        action,
        unit=unit,
        at=now,
        object=object,
        changes=changes_between({}, facts),
        note=note,
    )
    return [audit.write_action(entry)]


def _receivers(
    unit: str, account_ids: Sequence[str], levels: Sequence[UnitLevel]
) -> tuple[str, ...]:
    """The accounts below a unit (these, if any are named). Raises ``BadOffer`` or ``NobodyBelow``."""
    under = distribution_rules.below(
        unit, units.units(), [state.account for state in accounts.states()], levels
    )
    strangers = sorted(set(account_ids) - set(under))
    if strangers:
        raise BadOffer(
            f"公众号“{'、'.join(strangers)}”不属于单位“{unit}”的下级，不能分发给它。",
            fields=[Field("account_ids", "公众号")],
        )
    chosen = tuple(one for one in under if not account_ids or one in account_ids)
    if not chosen:
        raise NobodyBelow(f"单位“{unit}”的下级没有公众号，无处分发。")
    return chosen


def _kept(offer: Offer, by: Actor) -> Offer:
    """The offer under its id: a new one, or the same one that was made on this day already."""
    facts = {
        "article": f"{offer.article} 第 {offer.revision} 版",
        "requirement": offer.requirement.value,
        "deadline": shown(offer.deadline),
        "accounts": " ".join(offer.accounts),
    }
    for nth in count(1):
        chosen = distribution_rules.offer_id(
            offer.unit, offer.article, offer.accounts, offer.at, nth
        )
        offer = offer.model_copy(update={"id": chosen})
        entry = logged(
            by,
            "distribution:offer:make",
            offer.unit,
            offer.at,
            f"offer:{chosen}",
            facts,
            offer.note,
        )
        if store.add(offer, offer.at, entry):
            return offer
        known = store.get(offer.id)
        same = (known.article, known.accounts) == (offer.article, offer.accounts)
        if same and not known.recalled:
            return known
    raise AssertionError("count() does not end")


def _content_after(offer: Offer, kind: ChangeKind) -> tuple[int, str, str]:
    """Revision, content and title that are right after a change. Raises ``WrongState`` or ``NotReleased``."""
    revision, key, title = offer.current
    if kind is ChangeKind.CORRECTION:
        released = newsroom.released(offer.article)
        if released.key == key:
            raise WrongState(
                f"稿件 {offer.article} 自分发以来没有新的已审版本。先改稿并通过审核，再更正。"
            )
        return released.revision, released.key, released.title
    return revision, key, title
