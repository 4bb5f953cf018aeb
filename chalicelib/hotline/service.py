"""Connect a hotline, hand conversations over, take what it says."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from secrets import token_urlsafe

from pydantic import ValidationError

from chalicelib import accounts
from chalicelib.hotline import contract, signing, store
from chalicelib.hotline.errors import BadSettings, UnknownCase
from chalicelib.hotline.models import OVER, Case, HandOver, HotlineSettings, Line

_SECRET_CHARACTERS = 16


def connect(
    account_id: str, *, base_url: str, timeout_seconds: int, secret: str | None
) -> str | None:
    """Give an account a hotline; returns the secret if one was made here, to be entered at the hotline.

    Without ``secret`` the one kept before stays. Raises ``UnknownAccount`` or ``BadSettings``.
    """
    accounts.state(account_id)
    try:
        chosen = HotlineSettings(base_url=base_url, timeout_seconds=timeout_seconds)
    except ValidationError as error:
        wrong = "；".join(str(one["msg"]) for one in error.errors())
        raise BadSettings(f"热线的设置不能用：{wrong}。") from None
    if secret is not None and len(secret) < _SECRET_CHARACTERS:
        raise BadSettings(f"密钥太短：至少 {_SECRET_CHARACTERS} 个字符。")
    made = None
    if secret is None and store.settings_of(account_id) is None:
        secret = made = token_urlsafe(32)
    store.connect(account_id, chosen, secret)
    return made


def disconnect(account_id: str) -> None:
    """Take it away again; cases stay, and wait. Raises ``UnknownAccount``."""
    accounts.state(account_id)
    store.disconnect(account_id)


def hand_over(
    account_id: str,
    session_id: str,
    *,
    openid: str,
    ticket: str,
    reason: str,
    skill: str,
    opened_at: datetime,
    transcript: tuple[Line, ...],
    now: datetime,
) -> Case:
    """Hand a conversation to the hotline; twice is once. Raises ``UnknownAccount`` or ``NotConnected``."""
    account = accounts.state(account_id).account
    what = HandOver(
        account=account_id,
        account_name=account.name,
        follower=signing.mark(store.secret_of(account_id), openid),
        ticket=ticket,
        reason=reason,
        skill=skill,
        opened_at=opened_at,
        summary=contract.summary(transcript),
        transcript=transcript,
    )
    case = Case(account=account_id, session=session_id)
    store.open_case(case, contract.hand_over(session_id, what), now)
    return store.case(account_id, session_id)


def follower_wrote(
    account_id: str, session_id: str, key: str, text: str, at: datetime, now: datetime
) -> bool:
    """Pass on what the follower wrote since; idempotent by ``key``. Raises ``UnknownCase``."""
    case = store.case(account_id, session_id)
    if case.state in OVER:
        return False
    return store.add_call(case, contract.message(session_id, key, text, at), now)


def close(account_id: str, session_id: str, why: str, now: datetime) -> bool:
    """Tell the hotline that it is over on this side; twice is once. Raises ``UnknownCase``."""
    case = store.case(account_id, session_id)
    if case.state in OVER:
        return False
    return store.add_call(case, contract.closed(session_id, why), now)


def receive(account_id: str, headers: Mapping[str, str], body: bytes, now: datetime) -> bool:
    """Keep what the hotline says, to be carried out by the bridge; False if it said so before.

    Raises ``ForgedCall``, ``BadEvent``, ``NotConnected`` or ``UnknownCase``.
    """
    lower = {name.lower(): value for name, value in headers.items()}
    secret = store.secret_of(account_id)
    path = contract.events_path(account_id)
    signing.check(secret, "POST", path, body, lower, now.timestamp())
    event = contract.event(body)
    return store.add_event(store.case(account_id, event.session_id), event, now)


__all__ = [
    "UnknownCase",
    "close",
    "connect",
    "disconnect",
    "follower_wrote",
    "hand_over",
    "receive",
]
