"""Replies and menu that an account set on WeChat's own pages become its rules and its menu here."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from chalicelib import accounts, conversation, menus, people
from chalicelib.actor import Actor
from chalicelib.application.menus import SOURCE, import_menu
from chalicelib.conversation import BookVersion, MenuNotCreated, RulesInForce, Takeover
from chalicelib.wechat.errors import WeChatError


class WeChatSetup(NamedTuple):
    """The setup on WeChat's pages: as WeChat answered, and as it would be taken over."""

    raw: dict[str, Any]
    """``autoreply`` and ``selfmenu``: WeChat's two answers."""
    takeover: Takeover


def fetch_setup(account_id: str) -> WeChatSetup:
    """Read replies and menu from WeChat and convert them; changes nothing. Raises ``UnknownAccount``, ``WeChatError``."""
    # The account is read first: an unknown one should not cost a call.
    in_force = conversation.rules_in_force(account_id)
    client = accounts.wechat_client(account_id)
    raw = {
        "autoreply": client.get("get_current_autoreply_info"),
        "selfmenu": client.get("get_current_selfmenu_info"),
    }
    return WeChatSetup(raw, conversation.take_over(raw["autoreply"], raw["selfmenu"], in_force))


def take_over_setup(
    account_id: str,
    takeover: Takeover,
    *,
    by: Actor,
    now: datetime,
    replace: bool = False,
    menu: bool = True,
) -> BookVersion:
    """Put the replies in force, then create the menu (unless ``menu`` is false); returns the version in force.

    Rules in force that say something else stay unless ``replace``. Running it again is harmless. Raises
    ``UnknownAccount``, ``PermissionDenied``, ``RulesInForce``, ``MenuNotCreated`` (the replies are in force then),
    and what ``conversation.import_rules`` raises.
    """
    state = accounts.state(account_id, consistent=True)
    unit, version = state.account.unit, state.book_version
    buttons = takeover.menu if menu else ()
    people.require(by, "conversation:rules:import", unit)
    if buttons:
        people.require(by, menus.PUBLISH, unit)
    if version and not replace and conversation.rules_of(account_id, version) != takeover.rules:
        raise RulesInForce(account_id, version)
    # The replies first: a menu whose keys nobody answers must never be seen.
    made = conversation.import_rules(account_id, takeover.rules, source=SOURCE, by=by, now=now)
    if buttons:
        _publish(account_id, buttons, by=by, now=now)
    return made


def _publish(
    account_id: str, buttons: Iterable[dict[str, Any]], *, by: Actor, now: datetime
) -> None:
    """Publish the menu like any other: where two people are asked for, it waits for the second."""
    try:
        published = import_menu(
            account_id, buttons, source=menus.Source.IMPORTED, note=SOURCE, by=by, now=now
        )
    except menus.NothingToPublish:
        return
    except (WeChatError, menus.MenuError) as error:
        raise MenuNotCreated(error) from error
    if published.state is menus.PublicationState.FAILED or published.problem:
        raise MenuNotCreated(published.problem)
