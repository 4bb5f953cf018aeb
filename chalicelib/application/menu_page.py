"""自定义菜单 as its page shows it: the draft, what followers see, what is under way, and what this person may do."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final, NamedTuple

from chalicelib import accounts, menus, people
from chalicelib.actor import Actor
from chalicelib.application import menus as menus_
from chalicelib.application.deeds import deeds
from chalicelib.application.page_address import address_of
from chalicelib.application.service_pages import directory_of
from chalicelib.menus import (
    Draft,
    Fault,
    MenuDifference,
    MenuDocument,
    MenuState,
    Publication,
    PublicationState,
)
from chalicelib.transitions import Deed

_PAGE_DEEDS: Final = {
    "edit": ("修改", menus.EDIT),
    "publish": ("发布", menus.PUBLISH),
    "restore": ("恢复", menus.PUBLISH),
    "take_over": ("接管", menus.PUBLISH),
    "overwrite": ("覆盖", menus.PUBLISH),
    "two_people": ("设置两人发布", menus.RULE),
}
_DEEDS: Final = {
    "approve": ("通过", menus.APPROVE),
    "reject": ("退回", menus.APPROVE),
    "cancel": ("取消", menus.PUBLISH),
    "end": ("提前结束", menus.PUBLISH),
}
_OWN_HANDS: Final = "编辑或提交过的人不能自己审核"


class PublicationView(NamedTuple):
    """A publication, and what this person may do with it."""

    publication: Publication
    deeds: tuple[Deed, ...]


class MenuView(NamedTuple):
    """All of the page."""

    unit: str
    draft: Draft
    faults: tuple[Fault, ...]
    """Those that are known without asking WeChat."""
    state: MenuState
    shown: MenuDocument
    """What followers see, as far as is known."""
    drift: tuple[MenuDifference, ...]
    """What somebody changed elsewhere."""
    found: MenuDocument | None
    """What WeChat shows, where it is not ours."""
    publications: tuple[PublicationView, ...]
    two_people: bool
    set_at: str | None
    """The unit that says so."""
    deeds: tuple[Deed, ...]


def menu_for(account_id: str, *, by: Actor) -> MenuView:
    """The page of an account's menu; asks WeChat nothing. Raises ``UnknownAccount`` or ``PermissionDenied``."""
    draft = menus.draft_for(account_id, by=by)
    unit = accounts.state(account_id).account.unit
    held = people.permissions_of(by, unit)
    state = menus.state_of(account_id)
    shown = menus.document(account_id, state.in_force.version) if state.in_force else MenuDocument()
    found = menus.found(account_id) if state.drift else None
    two, set_at = menus.two_people_for(unit)
    return MenuView(
        unit=unit,
        draft=draft,
        faults=menus_.check_typed(account_id, draft.document),
        state=state,
        shown=shown,
        drift=menus.differences(shown, found) if found is not None else (),
        found=found,
        publications=tuple(
            PublicationView(one, _deeds(one, held, by)) for one in menus.publications_of(account_id)
        ),
        two_people=two,
        set_at=set_at,
        deeds=deeds(held, _PAGE_DEEDS),
    )


def save(
    account_id: str, document: MenuDocument, *, seen: int, by: Actor, now: datetime
) -> tuple[Draft, tuple[Fault, ...]]:
    """Keep the draft; with what is wrong with it as far as that is known without asking WeChat."""
    draft = menus.save_draft(account_id, document, seen=seen, by=by, now=now)
    return draft, menus_.check_typed(account_id, document)


def pages_for(account_id: str, *, by: Actor, now: datetime) -> dict[str, str]:
    """Address → name of followers' pages that an entry may open: of all services of the account, then of each.

    Empty where pages have no address, or no catalogue holds. Raises ``UnknownAccount`` or ``PermissionDenied``.
    """
    menus.permitted(account_id, by, menus.READ)
    offered = directory_of(account_id).offered(now)
    if not offered or not address_of(account_id):
        return {}
    every = {address_of(account_id): "全部办税服务"}
    return every | {address_of(account_id, one.id): one.name for one in offered}


def compare(
    account_id: str, older: int, newer: int | None, *, by: Actor
) -> tuple[MenuDifference, ...]:
    """From one version to another; 0 is no menu, None the draft. Raises ``UnknownMenuVersion``."""
    before = menus.version_for(account_id, older, by=by).document if older else MenuDocument()
    if newer is None:
        return menus.differences(before, menus.draft_for(account_id, by=by).document)
    after = menus.version_for(account_id, newer, by=by).document if newer else MenuDocument()
    return menus.differences(before, after)


def changes(account_id: str, document: MenuDocument) -> tuple[MenuDifference, ...]:
    """From what followers see to this menu; for somebody who was permitted to write it."""
    shown = menus.state_of(account_id).in_force
    before = menus.document(account_id, shown.version) if shown else MenuDocument()
    return menus.differences(before, document)


def call_off(
    account_id: str, publication_id: str, reason: str, *, by: Actor, now: datetime
) -> Publication:
    """Call off what has not begun, or end a campaign that followers see. Raises like ``menus.cancel``."""
    menus.permitted(account_id, by, menus.PUBLISH)
    one = menus.publication(account_id, publication_id)
    deed = (
        menus.end_now if menus.Action.END in menus.possible(one, menus.Who.PERSON) else menus.cancel
    )
    return deed(account_id, publication_id, by=by, now=now, reason=reason)


def set_two_people(account_id: str, two: bool, *, by: Actor, now: datetime) -> None:
    """Set it for the unit of an account. Raises ``UnknownAccount`` or ``PermissionDenied``."""
    menus.set_two_people(accounts.state(account_id).account.unit, two, by=by, now=now)


def _deeds(one: Publication, held: frozenset[str] | set[str], by: Actor) -> tuple[Deed, ...]:
    """The deeds that the state of a publication allows: others are not spoken of."""
    possible = {action.value for action in menus.possible(one, menus.Who.PERSON)}
    wanted: Mapping[str, tuple[str, str]] = {
        name: told for name, told in _DEEDS.items() if name in possible
    }
    blocked = {}
    if one.state is PublicationState.WAITING and menus.had_a_hand(by.person, one):
        blocked = {"approve": _OWN_HANDS}
    return deeds(held, wanted, blocked)
