"""QR codes of an account as people work with them, and what each brought."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from chalicelib import accounts, audit, conversation, followers, insight, people
from chalicelib.actor import Actor
from chalicelib.application import appointment_halls
from chalicelib.application.deeds import deed, denied
from chalicelib.clock import SHANGHAI
from chalicelib.transitions import Deed

READ: Final = "followers:roll:read"
EDIT: Final = "followers:qr:edit"
DAYS: Final = 90
"""Of which is said what a code brought."""


class Brought(NamedTuple):
    """A code, and what it brought in the last ninety days."""

    code: followers.qrcodes.QrCode
    came: int
    """New followers by it, as the archive counted day by day."""
    kept: int
    """Of these, those who had not left on the same day."""
    answered: bool
    """Whether somebody who scans it is told something: by a reply rule, or as at a hall that they check in at."""


class CodePage(NamedTuple):
    """The codes of an account."""

    codes: tuple[Brought, ...]
    account_name: str
    actions: tuple[Deed, ...]


def page(account_id: str, *, by: Actor, now: datetime) -> CodePage:
    """The codes with what they brought, most first. Raises ``UnknownAccount`` or ``PermissionDenied``."""
    unit = _unit(account_id, by, READ)
    until = now.astimezone(SHANGHAI).date()
    came: Counter[str] = Counter()
    kept: Counter[str] = Counter()
    for day in insight.day_numbers(account_id, until - timedelta(days=DAYS), until):
        for one in day.followers_by_source:
            if one.scene:
                came[one.scene] += one.came
                kept[one.scene] += one.kept
    scenes = answered_scenes(account_id) | _checking_in(unit)
    codes = [
        Brought(one, came[one.scene], kept[one.scene], one.scene in scenes)
        for one in followers.qrcodes.every(account_id)
    ]
    ordered = sorted(codes, key=lambda one: (-one.came, one.code.scene))
    no = denied(by, EDIT, unit)
    actions = (
        deed("make", "生成二维码", no),
        deed("change", "修改", no),
        deed("remove", "移除", no),
    )
    return CodePage(tuple(ordered), accounts.current(account_id).account.name, actions)


def answered_scenes(account_id: str) -> frozenset[str]:
    """The scenes that reply rules of an account speak to."""
    return frozenset(conversation.rules_in_force(account_id).scenes)


def _checking_in(unit: str) -> frozenset[str]:
    """The scenes of codes at which people check in at a hall (docs/appointments-followers.md)."""
    halls = appointment_halls.halls_of(unit)
    return frozenset(conversation.HALL_SCENE + one.id for one in halls)


def make(
    account_id: str, wanted: followers.qrcodes.QrWanted, *, by: Actor, now: datetime
) -> followers.qrcodes.QrCode:
    """Make a code. Raises ``UnknownAccount``, ``PermissionDenied``, ``BadQrCode``, ``AllowanceUsedUp`` or ``WeChatError``."""
    unit = _unit(account_id, by, EDIT)
    code = followers.qrcodes.make(account_id, wanted, by=by.person, now=now)
    _log(account_id, unit, by, now, f"生成二维码“{code.name}”（场景值 {code.scene}）")
    return code


def change(
    account_id: str, scene: str, *, name: str, purpose: str, by: Actor, now: datetime
) -> followers.qrcodes.QrCode:
    """Name a code anew. Raises ``UnknownAccount``, ``PermissionDenied``, ``UnknownQrCode`` or ``BadQrCode``."""
    unit = _unit(account_id, by, EDIT)
    code = followers.qrcodes.change(account_id, scene, name=name, purpose=purpose)
    _log(account_id, unit, by, now, f"修改二维码“{code.name}”（场景值 {scene}）")
    return code


def remove(account_id: str, scene: str, *, reason: str, by: Actor, now: datetime) -> None:
    """Take a code off the list; printed ones go on working at WeChat.

    Raises ``UnknownAccount``, ``PermissionDenied``, ``UnknownQrCode`` or ``ReasonMissing``.
    """
    unit = _unit(account_id, by, EDIT)
    if not 0 < len(reason.strip()) <= 200:
        raise followers.ReasonMissing
    gone = followers.qrcodes.remove(account_id, scene)
    _log(account_id, unit, by, now, f"移除二维码“{gone.name}”（{scene}）：{reason.strip()}")


def sheet(account_id: str, scene: str, *, by: Actor) -> str:
    """A page to print. Raises ``UnknownAccount``, ``PermissionDenied`` or ``UnknownQrCode``."""
    account = accounts.current(account_id).account
    people.require(by, READ, account.unit)
    code = followers.qrcodes.find(account_id, scene)
    picture = f"https://mp.weixin.qq.com/cgi-bin/showqrcode?ticket={_quoted(code.ticket)}"
    return followers.qrcodes.sheet(code, account.name, picture)


def _quoted(ticket: str) -> str:
    from urllib.parse import quote

    return quote(ticket, safe="")


def _unit(account_id: str, by: Actor, permission: str) -> str:
    unit = accounts.current(account_id).account.unit
    people.require(by, permission, unit)
    return unit


def _log(account_id: str, unit: str, by: Actor, now: datetime, note: str) -> None:
    audit.record(
        audit.entry_of(by, EDIT, unit=unit, object=f"account:{account_id}", at=now, note=note)
    )
