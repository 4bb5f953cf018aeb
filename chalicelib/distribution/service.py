"""What a unit does with an article for those below, and what they answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from typing import Final

from chalicelib import accounts, newsroom, people, units
from chalicelib.distribution import rules as distribution_rules
from chalicelib.distribution import store
from chalicelib.distribution.copies import adopted, put_right
from chalicelib.distribution.errors import NobodyBelow, NotAllowed
from chalicelib.distribution.models import (
    Answer,
    Change,
    ChangeKind,
    Dressing,
    Offer,
    Receipt,
    Requirement,
    Standing,
)
from chalicelib.distribution.pushes import Pushes
from chalicelib.distribution.spread import enqueue_account, enqueue_offer
from chalicelib.people import Role
from chalicelib.units import UnitLevel

_SOURCE: Final = (Role.EDITOR, Role.CHIEF)
"""Who speaks for a unit."""


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
    by: str,
    now: datetime,
    account_ids: Sequence[str] = (),
    levels: Sequence[UnitLevel] = (),
    note: str = "",
) -> Offer:
    """Offer a released article to the accounts below its unit (default: all of them).

    The same article to the same accounts on one day is one offer. Raises ``UnknownArticle``, ``NotReleased``,
    ``NotAllowed`` (a deadline that is over, an account that is not below) or ``NobodyBelow``.
    """
    if deadline <= now:
        raise NotAllowed("期限已经过去，请给一个将来的时间（--deadline）。")
    released = newsroom.released(article_id)
    # What is mandatory is taken over below in this person's name.
    _check_role(by, released.unit, [Role.EDITOR], "分发")
    under = distribution_rules.below(
        released.unit,
        units.units(),
        [state.account for state in accounts.states()],
        levels,
    )
    strangers = sorted(set(account_ids) - set(under))
    if strangers:
        raise NotAllowed(
            f"公众号“{'、'.join(strangers)}”不属于单位“{released.unit}”的下级，不能分发给它。"
        )
    chosen = tuple(one for one in under if not account_ids or one in account_ids)
    if not chosen:
        raise NobodyBelow(f"单位“{released.unit}”的下级没有公众号，无处分发。")
    for nth in count(1):
        offer = Offer(
            id=distribution_rules.offer_id(released.unit, article_id, chosen, now, nth),
            unit=released.unit,
            article=article_id,
            revision=released.revision,
            key=released.key,
            title=released.title,
            requirement=requirement,
            deadline=deadline,
            note=note,
            accounts=chosen,
            by=by,
            at=now,
        )
        if store.add(offer, now):
            break
        known = store.get(offer.id)
        if (known.article, known.accounts) == (article_id, chosen) and not known.recalled:
            offer = known
            break
    enqueue_offer(offer.id)
    return offer


def change_source(
    offer_id: str,
    kind: ChangeKind,
    *,
    reason: str,
    deadline: datetime,
    by: str,
    now: datetime,
    at_once: bool | None = None,
) -> Offer:
    """Correct what was offered (its latest released revision), or recall it; every copy hears of it.

    ``at_once`` carries it out at every copy without asking, as far as that goes; default for mandatory offers.
    Twice is once. Raises ``UnknownOffer``, ``NotAllowed``, ``NotReleased`` or ``Moved``.
    """
    offer = store.get(offer_id)
    if not reason.strip():
        raise NotAllowed("请说明原因（--reason）。")
    _check_role(by, offer.unit, _SOURCE, "更正或撤回分发")
    if offer.recalled:
        if kind is ChangeKind.RECALL:
            return offer
        raise NotAllowed(f"分发 {offer.id} 已撤回，不能再更正。")
    revision, key, title = offer.current
    if kind is ChangeKind.CORRECTION:
        released = newsroom.released(offer.article)
        if released.key == key:
            raise NotAllowed(
                f"稿件 {offer.article} 自分发以来没有新的已审版本。先改稿并通过审核，再更正。"
            )
        revision, key, title = released.revision, released.key, released.title
    change = Change(
        number=len(offer.changes) + 1,
        kind=kind,
        reason=reason.strip(),
        revision=revision,
        key=key,
        title=title,
        deadline=deadline,
        at_once=offer.requirement is Requirement.MANDATORY if at_once is None else at_once,
        by=by,
        at=now,
    )
    after = store.save(offer, offer.model_copy(update={"changes": (*offer.changes, change)}), now)
    enqueue_offer(after.id)
    return after


def adopt(offer_id: str, account_id: str, *, by: str, now: datetime) -> Receipt:
    """Take an offer over: a copy in the unit's newsroom, between the account's header and footer.

    The copy goes through the unit's own review and gets its own time. Twice is once. Raises ``UnknownOffer``,
    ``NotAllowed``, or what ``newsroom.create`` raises.
    """
    offer = store.get(offer_id)
    distribution_rules.check_adoptable(offer, store.receipt(offer_id, account_id))
    receipt = adopted(offer, account_id, by=by, now=now)
    # A correction or recall that came in between found no copy yet.
    if any(distribution_rules.unheard(receipt, change) for change in store.get(offer_id).changes):
        enqueue_account(offer_id, account_id)
    return receipt


def decline(offer_id: str, account_id: str, *, reason: str, by: str, now: datetime) -> Receipt:
    """Say no, and why. Raises ``UnknownOffer`` or ``NotAllowed``."""
    offer = store.get(offer_id)
    _check_role(by, accounts.state(account_id).account.unit, Role, "谢绝分发")
    return store.change_receipt(
        offer.id,
        account_id,
        lambda before: (
            before
            if before.answer is Answer.DECLINED
            else distribution_rules.declined(offer, before, reason=reason, by=by, at=now)
        ),
    )


def carry_out_task(
    offer_id: str, account_id: str, number: int, *, by: str, now: datetime
) -> Receipt:
    """Do at this account's copy what a change at the source asks for; twice is once.

    Raises ``UnknownOffer`` or ``NotAllowed``.
    """
    offer = store.get(offer_id)
    change = _change(offer, number)
    _check_role(by, accounts.state(account_id).account.unit, _SOURCE, "办理更正或撤回")
    return put_right(offer, store.receipt(offer_id, account_id), change, by=by, now=now)


def acknowledge(
    offer_id: str, account_id: str, number: int, *, what: str, by: str, now: datetime
) -> Receipt:
    """Say what a person has done about a change. Raises ``UnknownOffer`` or ``NotAllowed``."""
    if not what.strip():
        raise NotAllowed("请说明已经做了什么（--note）。")
    offer = store.get(offer_id)
    _change(offer, number)
    _check_role(by, accounts.state(account_id).account.unit, Role, "确认已办")
    return store.change_receipt(
        offer.id,
        account_id,
        lambda before: distribution_rules.task_done(
            before, number, what=what.strip(), by=by, at=now
        ),
    )


def set_dressing(account_id: str, chosen: Dressing, *, by: str) -> None:
    """Set what an account puts around what it takes over. Raises ``UnknownAccount`` or ``NotAllowed``."""
    unit = accounts.state(account_id).account.unit
    if people.staffed(unit):
        _check_role(by, unit, _SOURCE, "设置页眉页脚")
    store.set_dressing(account_id, chosen)


def standings(offer: Offer, now: datetime) -> Iterator[Stand]:
    """How every account stands with an offer, in order of id."""
    known = store.receipts(offer)
    for account_id in offer.accounts:
        receipt = known.get(account_id) or Receipt(offer=offer.id, account=account_id)
        yield stand(offer, receipt, now)


def inbox(account_id: str, now: datetime) -> Iterator[tuple[Offer, Stand]]:
    """What an account was offered and how it stands, the newest day first. Raises ``UnknownAccount``."""
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


def _check_role(by: str, unit: str, roles: Iterable[Role], what: str) -> None:
    """Raises ``NotAllowed`` unless this person has one of these roles for the unit."""
    if people.person_for(by, unit).roles.isdisjoint(roles):
        raise NotAllowed(
            f"{by} 在单位“{unit}”没有采编或所需的角色，不能{what}。"
            f"用 `./rongmei staff add {by} --unit {unit} --role editor` 登记。"
        )


def _change(offer: Offer, number: int) -> Change:
    if not 1 <= number <= len(offer.changes):
        raise NotAllowed(f"分发 {offer.id} 没有第 {number} 次更正或撤回。")
    return offer.changes[number - 1]
