"""Accounts as a warm function holds them: looked at every ten seconds at most (docs/architecture.md)."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import NamedTuple

from chalicelib.accounts import store
from chalicelib.accounts.errors import UnknownAccount
from chalicelib.accounts.models import AccountState, CallbackMode, OfficialAccount, Secrets
from chalicelib.wechat.envelope import Envelope

LOOK_EVERY = 10.0
"""Seconds a warm function trusts what it has seen of an account."""
LOOK_AGAIN_AFTER = 1.0
"""Seconds until a push that does not open makes it look again."""


class LiveAccount(NamedTuple):
    """An account with its secrets, as of at most ``LOOK_EVERY`` seconds ago."""

    state: AccountState
    secrets: Secrets
    envelope: Envelope
    seen_at: float


class _Looked(NamedTuple):
    """An account without its secrets."""

    state: AccountState
    seen_at: float


_held: dict[str, LiveAccount] = {}
_looked: dict[str, _Looked] = {}


def live(account_id: str, clock: Callable[[], float] = time.monotonic) -> LiveAccount:
    """The account, from memory while fresh.

    Raises ``UnknownAccount`` or ``SecretsMissing``.
    """
    now = clock()
    held = _held.get(account_id)
    if held is not None and now - held.seen_at < LOOK_EVERY:
        return held
    # A warm look is the one read in ten seconds that is not the follower's; an account just added must be seen.
    return _look(account_id, held, now, consistent=held is None)


def live_state(account_id: str, clock: Callable[[], float] = time.monotonic) -> AccountState:
    """The account from memory while fresh, and its secrets not asked for: the parameter store answers 40 a second.

    Raises ``UnknownAccount``.
    """
    now = clock()
    for held in (_held.get(account_id), _looked.get(account_id)):
        if held is not None and now - held.seen_at < LOOK_EVERY:
            return held.state
    known = account_id in _held or account_id in _looked
    try:
        state = store.state(account_id, consistent=not known)
    except UnknownAccount:
        _looked.pop(account_id, None)
        raise
    _looked[account_id] = _Looked(state, now)
    return state


def changed(held: LiveAccount, clock: Callable[[], float] = time.monotonic) -> LiveAccount | None:
    """The account as it is now, if it has changed since it was seen; for a push that ``held`` could not open.

    After a rotation the first push under the new key should not wait for the next look. At most one look a
    second, so that a forger does not make us read for every try.
    """
    now = clock()
    if now - held.seen_at < LOOK_AGAIN_AFTER:
        return None
    # Consistent: it was called because of a change a moment ago, and a look in vain delays the next.
    fresh = _look(held.state.account.id, held, now, consistent=True)
    return None if fresh.state == held.state else fresh


def _look(
    account_id: str, held: LiveAccount | None, now: float, *, consistent: bool
) -> LiveAccount:
    """Read the account; secrets are fetched only when their version moved."""
    try:
        state = store.state(account_id, consistent=consistent)
    except UnknownAccount:
        _held.pop(account_id, None)  # removed: its secrets leave the memory too
        raise
    unchanged = held is not None and held.state.secrets_version == state.secrets_version
    secrets = held.secrets if held is not None and unchanged else store.secrets(account_id)
    fresh = LiveAccount(state, secrets, envelope_of(state.account, secrets), now)
    _held[account_id] = fresh
    return fresh


def envelope_of(account: OfficialAccount, secrets: Secrets) -> Envelope:
    """The envelope of one account: current key first, then the one before the last rotation."""
    keys = [
        key.get_secret_value()
        for key in (secrets.aes_key, secrets.previous_aes_key)
        if key is not None
    ]
    return Envelope(
        secrets.token.get_secret_value(),
        account.appid,
        keys,
        encrypted_only=account.mode is CallbackMode.SAFE,
    )


def forget() -> None:
    """Drop what is held (tests, and commands that have just changed something)."""
    _held.clear()
    _looked.clear()
