"""Contributions as pages and the command line read them: what a unit sent, what it received, one of them, calls, choices."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from itertools import islice
from typing import Final

from chalicelib import contributions, newsroom, orders, people, units
from chalicelib.actor import Actor
from chalicelib.application.contribution_values import (
    ContributionCallSeen,
    ContributionRow,
    ContributionSeen,
)
from chalicelib.application.contribution_views import (
    call_seen,
    contribution_seen,
    row_seen,
    unit_names,
)
from chalicelib.application.deeds import deed, denied
from chalicelib.contributions import (
    Contribution,
    ContributionAction,
    ContributionKind,
    ContributionState,
    ReceiverSettings,
    Who,
)
from chalicelib.orders import OrderKind
from chalicelib.transitions import Deed
from chalicelib.values import Value

READ: Final = "contributions:contribution:read"
SEND: Final = "contributions:contribution:send"
DECIDE: Final = "contributions:contribution:decide"
CALL: Final = "contributions:call:make"
SET: Final = "contributions:settings:set"
MOST_LOOKED_AT: Final = 400
"""Lines of a list that one answer looks through for those that a filter wants."""
_FIRST: Final = 60
_SENDER: Final = (
    ContributionAction.SEND,
    ContributionAction.EDIT,
    ContributionAction.WITHDRAW,
    ContributionAction.ACKNOWLEDGE,
)
_RECEIVER: Final = (
    ContributionAction.ADOPT,
    ContributionAction.MERGE,
    ContributionAction.RETURN,
    ContributionAction.DECLINE,
    ContributionAction.RECEIVE,
    ContributionAction.UNDO,
)


class Wanted(Value):
    """What of a list somebody wants; empty: all."""

    states: frozenset[ContributionState] = frozenset()
    kind: ContributionKind | None = None
    units: str = ""
    """Of one sending unit."""
    matter: str = ""
    words: str = ""
    call: str = ""
    late: bool = False

    def fits(self, one: Contribution, now: datetime) -> bool:
        """Whether a line is wanted."""
        written, words = one.written, self.words.strip()
        return (
            (not self.states or one.state in self.states)
            and self.kind in (None, written.kind)
            and self.units in ("", one.unit)
            and self.matter in ("", written.matter)
            and self.call in ("", written.call)
            and (not words or words in written.title or words in written.text)
            and (not self.late or contributions.rules.late(one, now))
        )


ALL: Final = Wanted()


class ContributionPage(Value):
    """Some contributions."""

    rows: tuple[ContributionRow, ...]
    place: str
    """The list goes on after this one; empty at its end."""
    deeds: tuple[Deed, ...]
    """``new`` of a sender's list; ``decide`` of a receiver's."""


class ContributionChoice(Value):
    """A value and its name."""

    value: str
    name: str


class ContributionReceiver(Value):
    """A unit that may be sent to."""

    unit: str
    name: str


class ContributionOrder(Value):
    """An order of kind 报送 that a contribution may answer."""

    id: str
    name: str
    to: str


class ContributionArticle(Value):
    """An article of the unit that may be sent."""

    id: str
    title: str
    revision: int
    state: str


class ContributionChoices(Value):
    """What a person chooses from."""

    kinds: tuple[ContributionChoice, ...]
    states: tuple[ContributionChoice, ...]
    levels: tuple[ContributionChoice, ...]
    """Of units that may be below."""
    receivers: tuple[ContributionReceiver, ...]
    calls: tuple[ContributionCallSeen, ...]
    orders: tuple[ContributionOrder, ...]
    articles: tuple[ContributionArticle, ...]
    matters: tuple[str, ...]
    contact: contributions.Contact
    """Of what the unit wrote last."""
    receives: bool
    """Whether there are units below that may send to this one."""
    reasons: tuple[contributions.DeclineReason, ...]
    """Of this unit, for what it declines."""


class ContributionSettings(Value):
    """How a unit receives, and whether this person may set it."""

    settings: ReceiverSettings
    counting: tuple[ContributionChoice, ...]
    month: str
    """Rules may be changed from this month on."""
    deed: Deed


class ContributionCalls(Value):
    """The calls that concern a unit."""

    own: tuple[ContributionCallSeen, ...]
    """Its own, the newest first."""
    meant: tuple[ContributionCallSeen, ...]
    """Of units above, those that end first first."""
    deed: Deed


def sent(
    by: Actor, unit: str, now: datetime, *, wanted: Wanted = ALL, after: str = "", limit: int = 20
) -> ContributionPage:
    """What a unit has written and sent, the newest first. Raises ``PermissionDenied`` or ``UnknownUnit``."""
    people.require(by, READ, unit)
    found = contributions.store.sent_by(unit, after)
    new = deed("new", "新建报送", denied(by, SEND, unit), _nobody_above(unit))
    return _page(found, wanted, limit, now, (new,))


def received(
    by: Actor, unit: str, now: datetime, *, wanted: Wanted = ALL, after: str = "", limit: int = 20
) -> ContributionPage:
    """What a unit has received, the newest first. Raises ``PermissionDenied`` or ``UnknownUnit``."""
    people.require(by, READ, unit)
    found = contributions.store.received_by(unit, after)
    return _page(found, wanted, limit, now, (_decide(by, unit),))


def queue(by: Actor, unit: str, now: datetime, *, wanted: Wanted = ALL) -> ContributionPage:
    """What a unit has to decide, what has to be answered first first. Raises ``PermissionDenied`` or ``UnknownUnit``."""
    people.require(by, READ, unit)
    found = sorted(contributions.store.open_at(unit), key=lambda one: one.answer_by or now)
    return _page(found, wanted, len(found) or 1, now, (_decide(by, unit),))


def detail(by: Actor, contribution: str, now: datetime) -> ContributionSeen:
    """One contribution. Raises ``UnknownContribution`` or ``PermissionDenied``."""
    one = contributions.get(contribution)
    contributions.logged.require_read(by, one)
    return contribution_seen(one, unit_names(), now, deeds_of(by, one, now))


def deeds_of(by: Actor, one: Contribution, now: datetime) -> tuple[Deed, ...]:
    """What this person may do with it now, and why others are greyed; without what is nobody's turn."""
    sends, decides = denied(by, SEND, one.unit), denied(by, DECIDE, one.to)
    if not decides and by.person in (one.by, one.sent_by):
        decides = "本人写或报送的，须由另一人处理。"
    labels = contributions.labels.ACTIONS
    found = [
        deed(
            action.value,
            labels[action],
            sends,
            contributions.rules.refusal(one, action, Who.SENDER, now),
        )
        for action in _SENDER
        if contributions.CONTRIBUTION.find(one, action, [Who.SENDER])
    ]
    found += [
        deed(
            action.value,
            labels[action],
            decides,
            contributions.rules.refusal(one, action, Who.RECEIVER, now),
        )
        for action in _RECEIVER
        if contributions.CONTRIBUTION.find(one, action, [Who.RECEIVER])
    ]
    return tuple(found)


def merge_choices(by: Actor, contribution: str, now: datetime) -> tuple[ContributionRow, ...]:
    """What a contribution may be merged into: others of the receiver that are open or adopted, the newest first.

    Raises ``UnknownContribution`` or ``PermissionDenied``.
    """
    one = contributions.get(contribution)
    people.require(by, READ, one.to)
    names = unit_names()
    found = islice(contributions.store.received_by(one.to), MOST_LOOKED_AT)
    able = (each for each in found if each.open or each.state is ContributionState.ADOPTED)
    return tuple(row_seen(each, names, now) for each in islice(able, _FIRST) if each.id != one.id)


def choices(by: Actor, unit: str, now: datetime) -> ContributionChoices:
    """What a person of a unit chooses from. Raises ``PermissionDenied`` or ``UnknownUnit``."""
    people.require(by, READ, unit)
    names, labels = unit_names(), contributions.labels
    below = any(one.parent == unit for one in names.values())
    last = next(contributions.store.sent_by(unit), None)
    return ContributionChoices(
        kinds=tuple(
            ContributionChoice(value=one.value, name=name) for one, name in labels.KINDS.items()
        ),
        states=tuple(
            ContributionChoice(value=one.value, name=name) for one, name in labels.STATES.items()
        ),
        levels=tuple(
            ContributionChoice(value=one.value, name=name)
            for one, name in units.LEVELS.items()
            if one is not units.UnitLevel.PROVINCE
        ),
        receivers=tuple(
            ContributionReceiver(unit=one.id, name=one.name)
            for one in contributions.may_send_to(unit)
        ),
        calls=tuple(
            call_seen(one, names, now, unit) for one in contributions.calls.meant_for(unit, now)
        ),
        orders=_orders(unit),
        articles=tuple(
            ContributionArticle(
                id=one.id,
                title=one.title,
                revision=one.revision,
                state=newsroom.STATE_NAMES[one.state],
            )
            for one in islice(newsroom.list_articles(unit), _FIRST)
        ),
        matters=_matters(unit),
        contact=last.written.contact if last else contributions.Contact(),
        receives=below,
        reasons=contributions.settings_of(unit).reasons,
    )


def settings(by: Actor, unit: str, now: datetime) -> ContributionSettings:
    """How a unit receives. Raises ``PermissionDenied`` or ``UnknownUnit``."""
    people.require(by, READ, unit)
    return ContributionSettings(
        settings=contributions.settings_of(unit),
        counting=tuple(
            ContributionChoice(value=one.value, name=name)
            for one, name in contributions.labels.COUNTING.items()
        ),
        month=contributions.rules.month_of(now),
        deed=deed("set", "修改", denied(by, SET, unit)),
    )


def calls(by: Actor, unit: str, now: datetime) -> ContributionCalls:
    """The calls of a unit and those meant for it. Raises ``PermissionDenied`` or ``UnknownUnit``."""
    people.require(by, READ, unit)
    names = unit_names()
    refused = denied(by, CALL, unit)
    change = (deed("change", "修改", refused), deed("close", "结束", refused))
    below = any(one.parent == unit for one in names.values())
    return ContributionCalls(
        own=tuple(
            call_seen(one, names, now, unit, change)
            for one in islice(contributions.store.calls(unit), _FIRST)
        ),
        meant=tuple(
            call_seen(one, names, now, unit) for one in contributions.calls.meant_for(unit, now)
        ),
        deed=deed("call", "新建约稿", refused, "" if below else "本单位没有下级单位。"),
    )


def _decide(by: Actor, unit: str) -> Deed:
    return deed("decide", "处理报送", denied(by, DECIDE, unit))


def _nobody_above(unit: str) -> str:
    return "" if len(units.lineage(unit)) > 1 else "本单位没有上级单位，不需要报送。"


def _page(
    found: Iterable[Contribution],
    wanted: Wanted,
    limit: int,
    now: datetime,
    deeds: tuple[Deed, ...],
) -> ContributionPage:
    names = unit_names()
    rows: list[ContributionRow] = []
    place, more = "", False
    for number, line in enumerate(found):
        if len(rows) == limit or number == MOST_LOOKED_AT:
            more = True
            break
        place = line.id
        if wanted.fits(line, now):
            rows.append(row_seen(line, names, now))
    return ContributionPage(rows=tuple(rows), place=place if more else "", deeds=deeds)


def _orders(unit: str) -> tuple[ContributionOrder, ...]:
    found = islice(orders.inbox(unit), _FIRST)
    return tuple(
        ContributionOrder(id=one.order, name=f"{one.label} {one.title}".strip(), to=one.above)
        for one in found
        if one.kind is OrderKind.SUBMISSION and one.open
    )


def _matters(unit: str) -> tuple[str, ...]:
    from chalicelib import topics

    return tuple(dict.fromkeys(one.matter for one in topics.duties_of(unit).duties))
