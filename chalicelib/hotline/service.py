"""Connect a hotline, hand conversations over, take what it says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import lru_cache
from secrets import token_urlsafe
from typing import Final

from pydantic import ValidationError

from chalicelib import accounts
from chalicelib.cloud import table
from chalicelib.desk import external
from chalicelib.hotline import contract, signing, store, tasks
from chalicelib.hotline.errors import BadEvent, BadSettings, NotConnected
from chalicelib.hotline.models import OVER, Case, HandOver, HotlineSettings, TranscriptLine, When

_SECRET_CHARACTERS: Final = 16


def connect(
    account_id: str,
    *,
    base_url: str,
    timeout_seconds: int,
    secret: str | None,
    now: datetime,
    when: When = When.MANUAL,
) -> str | None:
    """Give an account a hotline; returns the secret if one was made here, to be entered at the hotline.

    Without ``secret`` the one kept before stays. Raises ``UnknownAccount`` or ``BadSettings``.
    """
    accounts.state(account_id)
    try:
        chosen = HotlineSettings(base_url=base_url, timeout_seconds=timeout_seconds, when=when)
    except ValidationError as error:
        wrong = "；".join(str(one["msg"]) for one in error.errors())
        raise BadSettings(f"热线的设置不能用：{wrong}。") from None
    if secret is not None and len(secret) < _SECRET_CHARACTERS:
        raise BadSettings(f"密钥太短：至少 {_SECRET_CHARACTERS} 个字符。")
    made = None
    if secret is None and store.settings_of(account_id) is None:
        secret = made = token_urlsafe(32)
    store.connect(account_id, chosen, secret)
    external.set_automatic_takeover(account_id, serves=when is not When.MANUAL, now=now)
    return made


def disconnect(account_id: str, now: datetime) -> list[Case]:
    """Take it away again; returns the cases that are not over: they stay, and wait. Raises ``UnknownAccount``."""
    accounts.state(account_id)
    external.set_automatic_takeover(account_id, serves=False, now=now)
    store.disconnect(account_id)
    return [case for case in store.cases(account_id) if case.state not in OVER]


def hand_over_actions(
    account_id: str,
    session_id: str,
    *,
    name: str,
    follower: tuple[str, str],
    ticket: str,
    reason: str,
    skill: str,
    opened_at: datetime,
    transcript: tuple[TranscriptLine, ...],
    told: Iterable[str],
    now: datetime,
) -> list[table.Action]:
    """What to write, in one transaction with whatever makes it so, to hand a conversation to the hotline.

    ``follower`` are secret and openid; ``told`` the paths of messages that the transcript has already.
    """
    what = HandOver(
        account=account_id,
        account_name=name,
        follower=signing.mark(*follower),
        ticket=ticket,
        reason=reason,
        skill=skill,
        opened_at=opened_at,
        summary=contract.summary(transcript),
        transcript=transcript,
    )
    case = Case(account=account_id, session=session_id)
    return store.open_actions(case, contract.hand_over(session_id, what), told, now)


def follower_wrote(
    account_id: str, session_id: str, key: str, text: str, at: datetime, now: datetime
) -> bool:
    """Pass on what the follower wrote since; idempotent by ``key``. Raises ``UnknownCase``."""
    case = store.case(account_id, session_id)
    if case.state in OVER:
        return False
    added = store.add_call(case, contract.message(session_id, key, text, at), now)
    tasks.ask_for(account_id, session_id)
    return added


def receive(account_id: str, headers: Mapping[str, str], body: bytes, now: datetime) -> bool:
    """Keep what the hotline says, to be carried out by the bridge; False if it said so before.

    Raises ``ForgedCall``, ``BadEvent``, ``NotConnected`` or ``UnknownCase``.
    """
    if len(body) > contract.EVENT_BYTES:
        raise BadEvent(f"正文超过 {contract.EVENT_BYTES // 1024} KB")
    if store.settings_of(account_id) is None:
        raise NotConnected(account_id)
    lower = {name.lower(): value for name, value in headers.items()}
    secret = _held_secret(account_id, int(now.timestamp()) // 60)
    path = contract.events_path(account_id)
    signing.check(secret, "POST", path, body, lower, now.timestamp())
    event = contract.event(body)
    new = store.add_event(store.case(account_id, event.session_id), event, now)
    tasks.ask_for(account_id, event.session_id)
    return new


@lru_cache(maxsize=64)
def _held_secret(account_id: str, minute: int) -> str:
    """The secret, read once a minute: strangers who call must not use up Parameter Store's few calls a second."""
    return store.secret_of(account_id)


__all__ = [
    "connect",
    "disconnect",
    "follower_wrote",
    "hand_over_actions",
    "receive",
]
