"""Official accounts: add, change, list, remove."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from chalicelib import units
from chalicelib.accounts import credentials, store
from chalicelib.accounts.errors import InvalidInput
from chalicelib.accounts.labels import MODES
from chalicelib.accounts.live import forget
from chalicelib.accounts.models import AccountState, CallbackMode, OfficialAccount, Secrets
from chalicelib.errors import Field, remedy
from chalicelib.settings import settings
from chalicelib.units import UnknownUnit


def add_account(account: Mapping[str, Any], secrets: Mapping[str, str | None]) -> OfficialAccount:
    """Add an official account with its secrets; returns it.

    ``account`` are the fields of ``OfficialAccount``, ``secrets`` those of ``Secrets``, as the person gave them.
    Raises ``InvalidInput``, ``UnknownUnit`` or ``AccountExists``.
    """
    subject = f"公众号“{account.get('id')}”"
    try:
        made = OfficialAccount.model_validate(account)
        kept = Secrets.model_validate(credentials.given(secrets))
    except ValidationError as error:
        raise InvalidInput.from_validation(subject, error) from None
    credentials.require_key(made, kept)
    if units.unit(made.unit) is None:
        raise UnknownUnit(made.unit)
    store.add_account(made)
    store.keep_secrets(made.id, kept)
    return made


def change_account(account_id: str, changes: Mapping[str, Any]) -> OfficialAccount:
    """Change fields of an account (those that are not None); returns it as it is now.

    Running it twice is harmless. Raises ``UnknownAccount``, or ``InvalidInput``: a field malformed, or a mode
    that encrypts while there is no EncodingAESKey, with which every push would be refused.
    """
    before = store.state(account_id, consistent=True).account
    given = {name: value for name, value in changes.items() if value is not None}
    try:
        after = OfficialAccount.model_validate(before.model_dump() | given)
    except ValidationError as error:
        raise InvalidInput.from_validation(f"公众号“{account_id}”", error) from None
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
    store.update_account(after)
    forget()
    return after


def current(account_id: str) -> AccountState:
    """One account, as of now. Raises ``UnknownAccount``."""
    return store.state(account_id, consistent=True)


def remove_account(account_id: str) -> OfficialAccount:
    """Forget an account, its secrets and its token; messages and reply books stay until their time.

    Raises ``UnknownAccount``.
    """
    removed = store.state(account_id, consistent=True).account
    store.remove_account(removed)
    credentials.forget_token(removed.appid)
    forget()
    return removed


def callback_url(account_id: str) -> str | None:
    """What to enter as 服务器地址 in WeChat's platform, where it is known."""
    template = settings().callback_url
    return template.replace("{account}", account_id) if template else None
