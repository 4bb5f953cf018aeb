"""Official accounts: add, change, remove, look up."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pydantic import ValidationError

from chalicelib import audit, people
from chalicelib.accounts import credentials, store
from chalicelib.accounts.errors import AccountChanged, InvalidInput
from chalicelib.accounts.labels import MODES
from chalicelib.accounts.live import forget
from chalicelib.accounts.models import AccountState, CallbackMode, OfficialAccount, Secrets
from chalicelib.actor import Actor
from chalicelib.errors import Field, remedy
from chalicelib.settings import settings

ADD = "accounts:account:add"
SET = "accounts:account:set"
REMOVE = "accounts:account:remove"


def add_account(
    account: Mapping[str, Any], secrets: Mapping[str, str | None], *, by: Actor, now: datetime
) -> OfficialAccount:
    """Add an official account with its secrets; returns it.

    ``account`` are the fields of ``OfficialAccount``, ``secrets`` those of ``Secrets``, as the person gave them.
    Raises ``InvalidInput``, ``UnknownUnit``, ``PermissionDenied`` or ``AccountExists``.
    """
    subject = f"公众号“{account.get('id')}”"
    try:
        made = OfficialAccount.model_validate(account)
        kept = Secrets.model_validate(credentials.given(secrets))
    except ValidationError as error:
        raise InvalidInput.from_validation(subject, error) from None
    credentials.require_key(made, kept)
    people.require(by, ADD, made.unit)
    entry = audit.entry_of(
        by,
        ADD,
        unit=made.unit,
        at=now,
        object=f"account:{made.id}",
        changes=[
            *audit.changes_between({}, _settings(made)),
            *(audit.Change(field=name) for name in credentials.names(kept)),
        ],
    )
    store.add_account(made, also=[audit.write_action(entry)])
    store.keep_secrets(made.id, kept)
    return made


def change_account(
    account_id: str,
    changes: Mapping[str, Any],
    *,
    by: Actor,
    now: datetime,
    seen: int | None = None,
) -> OfficialAccount:
    """Change fields of an account (those that are not None); returns it as it is now.

    ``limits`` are added to those that the account has; one that is None goes back to what accounts of its kind have.
    ``seen`` is the version of the settings that the person saw. Running it twice is harmless. Raises
    ``UnknownAccount``, ``UnknownUnit``, ``PermissionDenied``, ``AccountChanged`` where the settings have another
    version meanwhile, or ``InvalidInput``: a field malformed, or a mode that encrypts while there is no
    EncodingAESKey, with which every push would be refused.
    """
    state = store.state(account_id, consistent=True)
    before = state.account
    people.require(by, SET, before.unit)
    given = {name: value for name, value in changes.items() if value is not None}
    if isinstance(given.get("limits"), Mapping):
        limits = {**before.limits, **given["limits"]}
        given["limits"] = {name: limit for name, limit in limits.items() if limit is not None}
    if seen is not None and seen != state.settings_version:
        raise AccountChanged(account_id)
    try:
        after = OfficialAccount.model_validate(before.model_dump() | given)
    except ValidationError as error:
        raise InvalidInput.from_validation(f"公众号“{account_id}”", error) from None
    if after.unit != before.unit:
        people.require(by, SET, after.unit)
    if (
        after.mode not in (before.mode, CallbackMode.PLAIN)
        and store.secrets(account_id).aes_key is None
    ):
        raise InvalidInput(
            f"公众号“{account_id}”还没有 EncodingAESKey，不能改为{MODES[after.mode]}。",
            fields=[Field("mode", "需要 EncodingAESKey")],
            remedies=[
                remedy("account.rotate_key", "录入 EncodingAESKey，然后再改", account=account_id)
            ],
        )
    if after == before:
        return after
    entry = audit.entry_of(
        by,
        SET,
        unit=before.unit,
        at=now,
        object=f"account:{account_id}",
        changes=audit.changes_between(_settings(before), _settings(after)),
    )
    store.update_account(after, instead_of=state.settings_version, also=[audit.write_action(entry)])
    forget()
    return after


def current(account_id: str) -> AccountState:
    """One account, as of now. Raises ``UnknownAccount``."""
    return store.state(account_id, consistent=True)


def remove_account(account_id: str, *, by: Actor, now: datetime) -> OfficialAccount:
    """Forget an account, its secrets and its token; messages and reply books stay until their time.

    Pushes, the language model and the hotline of the account know nothing of it: see
    ``application/remove_account.py``. Stopped in between, it can be run again. Raises ``UnknownAccount`` or
    ``PermissionDenied``.
    """
    removed = store.state(account_id, consistent=True).account
    people.require(by, REMOVE, removed.unit)
    entry = audit.entry_of(
        by, REMOVE, unit=removed.unit, at=now, object=f"account:{account_id}", note=removed.name
    )
    credentials.forget_token(removed.appid)
    store.remove_account(removed, also=[audit.write_action(entry)])
    forget()
    return removed


def callback_url(account_id: str) -> str | None:
    """The address to enter as 服务器地址 in WeChat's platform; None where it is not known."""
    template = settings().callback_url
    return template.replace("{account}", account_id) if template else None


def _settings(account: OfficialAccount) -> dict[str, Any]:
    """The fields of an account as they are logged: limits and slots as people write them."""
    fields = account.model_dump(mode="json", exclude={"id"})
    limits = {scarce.value: limit for scarce, limit in account.limits.items()}
    written = (f"{name}={limit.count}/{limit.per}" for name, limit in limits.items())
    return fields | {"limits": " ".join(written), "slots": " ".join(account.slots)}
