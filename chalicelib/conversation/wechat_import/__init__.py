"""Replies and menu of WeChat's own pages become rules and a menu here.

Once the callback is on, WeChat neither answers by its own rules nor shows its own menu (sheet §2.2), so both are
read before and carried over. Pure: the answers of the two calls come in as they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from pydantic import BaseModel, ConfigDict

from chalicelib.conversation.models import ReplyRules
from chalicelib.conversation.wechat_import.autoreply import follow_default_and_rules
from chalicelib.conversation.wechat_import.losses import Loss, Losses
from chalicelib.conversation.wechat_import.selfmenu import buttons_and_replies

__all__ = ["Loss", "Takeover", "take_over"]

ONCE_AN_HOUR: Final = "本系统对同一粉丝一小时最多回复一次；微信后台对每条消息都回复"


class Takeover(BaseModel):
    """The setup on WeChat's pages as rules and a menu."""

    model_config = ConfigDict(frozen=True)

    rules: ReplyRules
    menu: tuple[dict[str, Any], ...] = ()
    """Buttons as menu/create takes them; empty where there is no menu."""
    losses: tuple[Loss, ...] = ()
    """Settings that were not, or not quite, carried over."""


def take_over(
    autoreply: Mapping[str, Any], selfmenu: Mapping[str, Any], in_force: ReplyRules | None = None
) -> Takeover:
    """Rules and menu that say what the account said on WeChat's own pages.

    ``autoreply`` is the answer of get_current_autoreply_info, ``selfmenu`` that of get_current_selfmenu_info;
    ``in_force`` are the rules that answer now: what they say to a menu key, to scenes and to types stays.
    Settings that are not understood are named in ``losses``; nothing is guessed, nothing raises.
    """
    standing = in_force or ReplyRules()
    losses = Losses()
    follow, default, rules = follow_default_and_rules(autoreply, losses)
    buttons, replies = buttons_and_replies(selfmenu, standing.menu, losses)
    if default is not None:
        losses.note("收到消息回复", ONCE_AN_HOUR)
    taken = {"rules": rules, "follow": follow, "default": default, "menu": replies}
    return Takeover(
        rules=standing.model_copy(update=taken),
        menu=buttons,
        losses=losses.all(),
    )
