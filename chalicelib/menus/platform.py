"""The menus at WeChat: read, written, tried for a follower (sheet §2.2)."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from chalicelib import accounts
from chalicelib.accounts import Scarce
from chalicelib.menus.convergence import Add, Call, Create, DeleteAll, Remove
from chalicelib.menus.models import Button
from chalicelib.menus.wire import (
    Found,
    bodies,
    read_buttons,
    read_menu,
    read_selfmenu,
    rule_body,
)


class Menus(NamedTuple):
    """The menus of one account at WeChat."""

    account: str
    client: Any
    """``accounts.wechat_client``."""

    def read(self) -> Found:
        """What stands there now, wherever it was made. Raises ``WeChatError``."""
        answer = self.client.menu.get()
        if answer is not None:
            found = read_menu(answer)
            if found.buttons or found.conditional:
                return found
        # What was made on WeChat's own page, menu/get does not tell.
        return read_selfmenu(self.client.get("get_current_selfmenu_info"))

    def selfmenu(self) -> dict[str, Any]:
        """The answer of get_current_selfmenu_info. Raises ``WeChatError``."""
        answer: dict[str, Any] = self.client.get("get_current_selfmenu_info")
        return answer

    def make(self, call: Call, now: datetime) -> None:
        """Make one call that changes them. Raises ``WeChatError`` or ``AllowanceUsedUp``."""
        match call:
            case Create(buttons):
                accounts.ledger.spend(self.account, Scarce.MENU, now)
                self.client.menu.create({"button": bodies(buttons)})
            case Add(menu):
                accounts.ledger.spend(self.account, Scarce.MENU_CONDITIONAL, now)
                body = {"button": bodies(menu.buttons), "matchrule": rule_body(menu.rule)}
                self.client.post("menu/addconditional", data=body)
            case Remove(menuid):
                self.client.post("menu/delconditional", data={"menuid": menuid})
            case DeleteAll():
                self.client.menu.delete()

    def of_follower(self, user: str) -> tuple[Button, ...]:
        """The buttons that a follower sees; ``user`` is an openid or a WeChat name. Raises ``WeChatError``."""
        answer = self.client.post("menu/trymatch", data={"user_id": user})
        # Some accounts answer with the menu itself, some with it under ``menu`` [M].
        return read_buttons(answer.get("menu") or answer)


def menus_of(account_id: str) -> Menus:
    """Raises ``UnknownAccount`` or ``SecretsMissing``."""
    return Menus(account_id, accounts.wechat_client(account_id))
