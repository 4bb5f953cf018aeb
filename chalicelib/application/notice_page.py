"""订阅通知 as its page shows it: templates, purposes, consents, and what this person may do."""

from __future__ import annotations

from datetime import datetime
from typing import Final, NamedTuple

from chalicelib import accounts, notices, people
from chalicelib.actor import Actor
from chalicelib.application.account_reach import account_for
from chalicelib.application.deeds import deeds
from chalicelib.application.notice_lists import SEND
from chalicelib.application.notice_setup import READ, SET_UP
from chalicelib.notices import Numbers, Purpose, Template, Wiring
from chalicelib.transitions import Deed

_DEEDS: Final = {
    "fetch": ("重新读取模板", SET_UP),
    "set_up": ("设置", SET_UP),
    "send": ("发送通知", SEND),
}


class TemplateView(NamedTuple):
    """A template with the consents to it, and what it serves."""

    template: Template
    numbers: Numbers
    serves: tuple[Purpose, ...]


class NoticePage(NamedTuple):
    """All of the page but the notices.lists."""

    account: str
    unit: str
    templates: tuple[TemplateView, ...]
    wirings: dict[Purpose, Wiring]
    left_today: int
    """Notices that a list may still send today."""
    limit: int
    """Notices that the account may send a day; 0: not known."""
    deeds: tuple[Deed, ...]


def page(account_id: str, *, by: Actor, now: datetime) -> NoticePage:
    """The page of an account; asks WeChat nothing. Raises ``PermissionDenied`` or ``UnknownAccount``."""
    account = account_for(by, READ, account_id)
    templates = notices.setup_store.templates(account_id)
    numbers = notices.consent_store.numbers(account_id, [one.id for one in templates])
    wirings = notices.setup_store.wirings(account_id)
    claims = accounts.ledger.claims(account_id, [accounts.Scarce.NOTICE], now)
    return NoticePage(
        account=account_id,
        unit=account.unit,
        templates=tuple(
            TemplateView(
                one, numbers[one.id], tuple(p for p, w in wirings.items() if w.template == one.id)
            )
            for one in templates
        ),
        wirings=wirings,
        left_today=notices.allowance.left_today(account_id, now),
        limit=min((claim.limit for claim in claims), default=0),
        deeds=deeds(people.permissions_of(by, account.unit), _DEEDS),
    )
