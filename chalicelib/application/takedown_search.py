"""The search of a takedown: piece by piece over all units, each piece once; what is still to be pushed is held back.

A piece is a message. It writes the places it found, their counts and its own mark in one transaction: run twice, or by
two workers at once, it counts once. Whoever dies before leaves a piece without a mark, which the sweep queues again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Final

from chalicelib import accounts, catalogue, menus, newsroom, people, publishing, takedown
from chalicelib.actor import Actor, KnownBy
from chalicelib.application import takedown_finds as finds
from chalicelib.application.takedown_wanted import Wanted, wanted_for
from chalicelib.application.takedowns import PART, wake
from chalicelib.cloud.errors import ConditionFailed
from chalicelib.cloud.read_once import reading_once
from chalicelib.takedown import (
    Checklist,
    Listed,
    Looked,
    Member,
    Place,
    PlaceState,
    Platform,
    SpotKind,
    Takedown,
    TakedownState,
    platform_of,
    published_by,
    same_address,
    words_for,
)

Clock = Callable[[], datetime]
PlatformFor = Callable[[str], Platform]

MOST_PLACES: Final = 150
"""Places of one unit that are kept, the likest first; more would not fit into one checklist."""
SEARCHES: Final = frozenset({TakedownState.SEARCHING, TakedownState.CHECKING})


def search(about: str, clock: Clock, platform_for: PlatformFor = platform_of) -> None:
    """The step ``takedown_search``: look through one piece (``id round number``), unless that is done."""
    takedown_id, round_, number = about.split(" ")
    case = takedown.store.get(takedown_id)
    if case.state not in SEARCHES or case.round != int(round_):
        return
    members = takedown.store.members(case.id, int(number) * PART, PART)
    marked = takedown.store.part_actions(case.id, case.round, int(number))
    changed = []
    # Units of one piece stand below the same ones: what is read of these is read once.
    with reading_once():
        wanted = wanted_for(case)
        catalogues = frozenset(catalogue.versions.with_one([one.unit for one in members]))
        copies = finds.copies_of(wanted, [account for one in members for account in one.accounts])
        for member in members:
            before = takedown.store.checklist(case.id, member.unit)
            services = (
                finds.in_services(member.unit, wanted, clock()) if member.unit in catalogues else ()
            )
            looked = _empty(before, case)
            found = _found(case, member, wanted, copies, looked, clock(), platform_for)
            after = _checklist(case, member.unit, before, [*found, *services], looked)
            if after.places or after.looked:
                changed.append((before, after))
    # Another worker was faster with this piece, or with one of its units: the sweep has it done again.
    with suppress(ConditionFailed, takedown.TakedownChanged):
        takedown.store.save_checklists(case.id, changed, marked, more={f"parts{case.round}": 1})
        for _, one in changed:
            freeze(case, one.unit, clock())
    done = takedown.store.counts(case.id).parts.get(case.round, 0)
    if done >= case.parts:
        wake(case.id)


def on_behalf(case: Takedown, person: str = "") -> Actor:
    """The worker, which does what the person was permitted to order."""
    return Actor(person=person or case.by, known_by=KnownBy.SYSTEM, on_behalf=True)


def freeze(case: Takedown, unit: str, now: datetime) -> None:
    """Hold back what is still to go out at one unit; twice is once.

    The places are written before: who dies between the two leaves a push that is held back the next time, or one that
    is and whose place says so then.
    """
    before = takedown.store.checklist(case.id, unit)
    if before is None or not any(_to_freeze(case, one) for one in before.places):
        return
    places = tuple(
        _frozen(case, one, now) if _to_freeze(case, one) else one for one in before.places
    )
    after = before.model_copy(update={"places": places})
    takedown.store.save_checklists(case.id, [(before, after)])


def freeze_all(case: Takedown, now: datetime) -> None:
    """Hold back what a search found and, because its worker died, did not hold back."""
    for one in takedown.store.checklists(case.id):
        if any(_to_freeze(case, place) for place in one.places):
            freeze(case, one.unit, now)


def _to_freeze(case: Takedown, place: Place) -> bool:
    waits = place.kind is SpotKind.SCHEDULED and place.state is PlaceState.FOUND
    return waits and not place.frozen and place.goes(case.threshold)


def _frozen(case: Takedown, place: Place, now: datetime) -> Place:
    """A push that is still to go out, held back; where WeChat has it already it is taken down later."""
    held = "已撤回排期，没有发出"
    if publishing.get(place.object).state is not publishing.DeliveryState.CANCELLED:
        note = f"撤稿 {case.id} 冻结：{case.reason}"
        try:
            publishing.cancel(place.object, by=on_behalf(case), now=now, note=note)
        except (publishing.PublishingError, people.PeopleError, newsroom.NewsroomError) as error:
            held = f"没有撤回排期：{error}"
    return place.model_copy(update={"frozen": held})


def _empty(before: Checklist | None, case: Takedown) -> dict[str, Looked]:
    """Accounts for which WeChat has listed nothing in this search already: they are not asked for once more."""
    return {
        account: one
        for account, one in (before.looked if before else {}).items()
        if one.at is not None and one.at >= case.state_since and not one.number and not one.problem
    }


def _checklist(
    case: Takedown,
    unit: str,
    before: Checklist | None,
    found: Sequence[Place],
    looked: Mapping[str, Looked],
) -> Checklist:
    """The checklist of one unit with all that is found there now."""
    known = {one.id: one for one in before.places} if before else {}
    places = list(known.values())
    for one in sorted(found, key=lambda place: -place.score):
        old = known.get(one.id)
        if old is None:
            places.append(one.model_copy(update={"round": case.round}))
            known[one.id] = one
        elif _stands_again(old, one):
            again = one.model_copy(update={"round": case.round, "before": old.before})
            places[places.index(old)] = again
    kept = Checklist(
        unit=unit,
        places=tuple(places[: max(MOST_PLACES, len(before.places) if before else 0)]),
        looked=looked or (before.looked if before else {}),
        held_until=before.held_until if before else None,
        version=before.version if before else 0,
    )
    return kept


def _stands_again(old: Place, new: Place) -> bool:
    """Whether somebody has put back what was taken down, or a push that was to come is out by now."""
    if old.state is PlaceState.DONE:
        return new.kind is not SpotKind.DRAFT  # what was taken back is a draft
    return old.state is PlaceState.FOUND and old.kind is not new.kind


def _found(
    case: Takedown,
    member: Member,
    wanted: Wanted,
    copies: Mapping[str, str],
    looked: dict[str, Looked],
    now: datetime,
    platform_for: PlatformFor,
) -> Iterator[Place]:
    articles = list(newsroom.list_articles(member.unit))
    deliveries = {one: list(publishing.list_deliveries([one])) for one in member.accounts}
    keys = [one.key for one in articles]
    keys += [p.article for found in deliveries.values() for one in found for p in one.pieces]
    words = words_for(member.unit, keys)
    meant: dict[str, Place] = {}
    for article, place in finds.in_articles(articles, words, wanted, copies):
        meant[article.id] = place
        yield place
        yield from finds.in_offers(article, place)
    states = menus.states_of(member.accounts) if member.accounts else {}
    for account in member.accounts:
        urls, ours = [], []
        for delivery, number, place in finds.in_pushes(
            account, deliveries[account], words, wanted, meant
        ):
            urls += [same_address(one) for one in delivery.urls[number : number + 1]]
            ours += [delivery.article_id or ""]
            yield place
        known = frozenset(one.article_id or "" for one in deliveries[account])
        listed_: tuple[Listed, ...] = ()
        if account not in looked:
            copy = published_by(account, platform_for, case.state_since, now)
            looked[account], listed_ = copy.looked, copy.listed
        for listed, place in finds.in_publications(account, listed_, known, wanted):
            urls.append(same_address(listed.url))
            ours.append(listed.article_id)
            yield place
        here = wanted.also(urls, ours)
        yield from _answers(account, here, states.get(account))


def _answers(account: str, wanted: Wanted, menu: menus.MenuState | None) -> Iterator[Place]:
    """What answers followers of an account: replies, entries, the menu."""
    with suppress(accounts.UnknownAccount):
        version = accounts.state(account, consistent=True).book_version
        yield from finds.in_rules(account, version, wanted)
        if version:
            yield from finds.in_knowledge(account, wanted)
            yield from finds.in_policies(account, wanted)
        if menu is not None and menu.in_force is not None:
            document = menus.document(account, menu.in_force.version)
            yield from finds.in_menu(account, document, wanted)
