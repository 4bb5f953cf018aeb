"""Connect a hotline, hand sessions over, receive its events."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import lru_cache
from secrets import token_urlsafe
from typing import Final

from pydantic import ValidationError

from chalicelib import accounts, audit, desk, people
from chalicelib.actor import Actor
from chalicelib.audit import Change
from chalicelib.cloud import table
from chalicelib.errors import Field
from chalicelib.hotline import connection, contract, signing, store, tasks
from chalicelib.hotline.errors import BadEvent, BadSettings, NotConnected
from chalicelib.hotline.models import (
    OVER,
    Case,
    CaseState,
    HandOver,
    HotlineSettings,
    TranscriptLine,
    When,
)
from chalicelib.values import reason_of

_PERMISSION: Final = "hotline:settings:set"
_SECRET_CHARACTERS: Final = 16


def connect(
    account_id: str,
    *,
    base_url: str,
    timeout_seconds: int,
    secret: str | None,
    by: Actor,
    now: datetime,
    when: When = When.MANUAL,
) -> str | None:
    """Give an account a hotline; returns the secret if one was made here, to be entered at the hotline.

    Without ``secret`` the one kept before stays. Raises ``UnknownAccount``, ``PermissionDenied`` or ``BadSettings``.
    """
    unit = _permitted(account_id, by)
    try:
        chosen = HotlineSettings(base_url=base_url, timeout_seconds=timeout_seconds, when=when)
    except ValidationError as error:
        wrong = [Field(".".join(map(str, one["loc"])), reason_of(one)) for one in error.errors()]
        problems = "；".join(one.problem for one in wrong)
        raise BadSettings(f"热线的设置不能用：{problems}。", *wrong) from None
    if secret is not None and len(secret) < _SECRET_CHARACTERS:
        problem = f"至少 {_SECRET_CHARACTERS} 个字符"
        raise BadSettings(f"密钥太短：{problem}。", Field("secret", problem))
    made = None
    before = connection.settings_of(account_id)
    if secret is None and before is None:
        secret = made = token_urlsafe(32)
    changes = [*_changes(before, chosen), *([Change(field="secret")] if secret else [])]
    connection.connect(account_id, chosen, secret, [_entry(by, unit, account_id, changes, now)])
    desk.external.set_automatic_takeover(account_id, when is not When.MANUAL, now)
    return made


def disconnect(account_id: str, *, by: Actor, now: datetime) -> list[Case]:
    """Disconnect the hotline; returns the cases that are not over: they stay, and wait.

    Raises ``UnknownAccount`` or ``PermissionDenied``.
    """
    unit = _permitted(account_id, by)
    desk.external.set_automatic_takeover(account_id, False, now)
    before = connection.settings_of(account_id)
    changes = [*_changes(before, None), Change(field="secret")]
    entry = [_entry(by, unit, account_id, changes, now)] if before is not None else []
    connection.disconnect(account_id, entry)
    return [case for case in store.cases(account_id) if case.state not in OVER]


def events_url(account_id: str) -> str | None:
    """The address at which the hotline reports events, where that of the callback is known."""
    callback = accounts.callback_url(account_id)
    if callback is None:
        return None
    base, found, _ = callback.rpartition(f"/wechat/{account_id}")
    return base + contract.events_path(account_id) if found else None


def hand_over_actions(
    account_id: str,
    session_id: str,
    *,
    number: int,
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
    """The writes that hand a session over to the hotline, for the transaction in which it changes hands.

    ``number`` counts how often the session is handed over; ``follower`` are secret and openid; ``told`` the keys of
    messages that the transcript has already.
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
    case = Case(account=account_id, session=session_id, number=number)
    paths = (contract.message_path(case.id, key) for key in told)
    return store.open_actions(case, contract.hand_over(case.id, what), paths, now)


def close(case: Case, why: str, now: datetime) -> None:
    """End a case on this side; the hotline is told by its last call. Twice changes nothing."""
    store.add_call(case, contract.closed(case.id, why), now)
    while True:  # ends: every refusal is another write of the case, and those are finite
        fresh = store.case(case.account, case.id)
        closed = fresh.model_copy(update={"state": CaseState.CLOSED})
        if fresh.state in OVER or store.save(closed, now) is not None:
            return


def follower_wrote(
    account_id: str, session_id: str, key: str, text: str, at: datetime, now: datetime
) -> bool:
    """Pass on a later message of the follower; idempotent by ``key``. Raises ``UnknownCase``."""
    case = store.latest(account_id, session_id)
    if case.state in OVER:
        return False
    added = store.add_call(case, contract.message(case.id, key, text, at), now)
    tasks.ask_for(account_id, case.id)
    return added


def receive(account_id: str, headers: Mapping[str, str], body: bytes, now: datetime) -> bool:
    """Keep an event of the hotline, to be carried out by the worker; False if it is known.

    Raises ``ForgedCall``, ``BadEvent``, ``NotConnected`` or ``UnknownCase``.
    """
    if len(body) > contract.EVENT_BYTES:
        raise BadEvent(f"正文超过 {contract.EVENT_BYTES // 1024} KB")
    if connection.settings_of(account_id) is None:
        raise NotConnected(account_id)
    lower = {name.lower(): value for name, value in headers.items()}
    secret = _held_secret(account_id, int(now.timestamp()) // 60)
    path = contract.events_path(account_id)
    signing.check(secret, "POST", path, body, lower, now.timestamp())
    event = contract.event(body)
    new = store.add_event(store.case(account_id, event.session_id), event, now)
    tasks.ask_for(account_id, event.session_id)
    return new


def _permitted(account_id: str, by: Actor) -> str:
    """The account's unit, in which the actor may set hotlines up."""
    unit = accounts.state(account_id).account.unit
    people.require(by, _PERMISSION, unit)
    return unit


def _changes(before: HotlineSettings | None, after: HotlineSettings | None) -> tuple[Change, ...]:
    return audit.changes_between(
        before.model_dump(mode="json") if before else {},
        after.model_dump(mode="json") if after else {},
    )


def _entry(
    by: Actor, unit: str, account_id: str, changes: list[Change], now: datetime
) -> table.Action:
    """The write of the entry in the log."""
    entry = audit.entry_of(
        by, _PERMISSION, unit=unit, at=now, object=f"account:{account_id}", changes=changes
    )
    return audit.write_action(entry)


@lru_cache(maxsize=64)
def _held_secret(account_id: str, minute: int) -> str:
    """The secret, read once a minute: strangers who call must not use up Parameter Store's few calls a second."""
    return connection.secret_of(account_id)
