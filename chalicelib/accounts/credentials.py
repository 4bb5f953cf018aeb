"""Secrets of an account: they are replaced and named, never shown."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from secrets import choice
from string import ascii_letters, digits
from typing import Any, Final

from pydantic import ValidationError

from chalicelib import audit, people
from chalicelib.accounts import store
from chalicelib.accounts.errors import InvalidInput, SecretsMissing
from chalicelib.accounts.labels import MODES
from chalicelib.accounts.live import forget
from chalicelib.accounts.models import CallbackMode, OfficialAccount, Secrets
from chalicelib.actor import Actor
from chalicelib.audit import Change
from chalicelib.errors import Field

ROTATE: Final = "accounts:secret:rotate"


def rotate(
    account_id: str, changes: Mapping[str, str | None], *, by: Actor, now: datetime
) -> list[str]:
    """Replace secrets of an account; returns the names of those that changed.

    A new ``aes_key`` makes the current one the previous, which is accepted on (sheet §1.1), so that nothing
    is lost between here and WeChat's own page. The log names the secrets and holds no value. Raises
    ``UnknownAccount``, ``PermissionDenied`` or ``InvalidInput``.
    """
    account = store.state(account_id, consistent=True).account
    people.require(by, ROTATE, account.unit)
    new = given(changes)
    try:
        before: dict[str, Any] = store.secrets(account_id).model_dump()
    except SecretsMissing:
        before = {}
    old = {name: value.get_secret_value() for name, value in before.items() if value is not None}
    changed = sorted(name for name, value in new.items() if old.get(name) != value)
    if not changed:
        raise InvalidInput(f"公众号“{account_id}”的密钥没有变化。")
    if "aes_key" in changed and "aes_key" in old:
        new["previous_aes_key"] = old["aes_key"]
    try:
        kept = Secrets.model_validate(old | new)
    except ValidationError as error:
        raise InvalidInput.from_validation(f"公众号“{account_id}”的密钥", error) from None
    require_key(account, kept)
    entry = audit.entry_of(
        by,
        ROTATE,
        unit=account.unit,
        at=now,
        object=f"account:{account_id}",
        changes=[Change(field=name) for name in changed],
    )
    store.keep_secrets(account_id, kept, also=[audit.write_action(entry)])
    if "app_secret" in changed:
        forget_token(account.appid)
    forget()
    return changed


def random_aes_key() -> str:
    """A new EncodingAESKey, as WeChat's page makes them: 43 letters and digits."""
    return "".join(choice(ascii_letters + digits) for _ in range(43))


def held_secrets(account_id: str) -> list[str]:
    """Names of the secrets that an account has. Raises ``UnknownAccount``."""
    store.state(account_id)
    try:
        kept = store.secrets(account_id)
    except SecretsMissing:
        return []
    return names(kept)


def names(secrets: Secrets) -> list[str]:
    """Which secrets there are."""
    return [name for name in type(secrets).model_fields if getattr(secrets, name) is not None]


def given(secrets: Mapping[str, str | None]) -> dict[str, str]:
    """The secrets that a person filled in, without blanks around them."""
    return {name: value.strip() for name, value in secrets.items() if value and value.strip()}


def require_key(account: OfficialAccount, secrets: Secrets) -> None:
    """Raises ``InvalidInput`` where an account encrypts and has no key."""
    if account.mode is not CallbackMode.PLAIN and secrets.aes_key is None:
        raise InvalidInput(
            f"公众号“{account.id}”使用{MODES[account.mode]}，必须有 EncodingAESKey；"
            "没有加密时请选择明文模式（plain）。",
            fields=[Field("aes_key", "不能为空")],
        )


def forget_token(appid: str) -> None:
    """Drop the access token of an appid, so that the next call fetches one with the new secret."""
    from chalicelib.wechat import token

    token.forget_token(appid)
