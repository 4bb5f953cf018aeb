"""Secrets of an account: rotate, name, never show."""

from __future__ import annotations

from collections.abc import Mapping
from secrets import choice
from string import ascii_letters, digits
from typing import Any

from pydantic import ValidationError

from chalicelib.accounts import store
from chalicelib.accounts.errors import InvalidInput, SecretsMissing
from chalicelib.accounts.labels import MODES
from chalicelib.accounts.live import forget
from chalicelib.accounts.models import CallbackMode, OfficialAccount, Secrets
from chalicelib.errors import Field


def rotate(account_id: str, changes: Mapping[str, str | None]) -> list[str]:
    """Replace secrets of an account; returns the names of those that changed.

    A new ``aes_key`` makes the current one the previous, which is accepted on (sheet §1.1), so that nothing
    is lost between here and WeChat's own page. Raises ``UnknownAccount`` or ``InvalidInput``.
    """
    account = store.state(account_id, consistent=True).account
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
    store.keep_secrets(account_id, kept)
    if "app_secret" in changed:
        forget_token(account.appid)
    forget()
    return changed


def random_aes_key() -> str:
    """A new EncodingAESKey, as WeChat's page makes them: 43 letters and digits."""
    return "".join(choice(ascii_letters + digits) for _ in range(43))


def held_secrets(account_id: str) -> list[str]:
    """Which secrets an account has, by name and without their values. Raises ``UnknownAccount``."""
    store.state(account_id)
    try:
        kept = store.secrets(account_id)
    except SecretsMissing:
        return []
    return [name for name in type(kept).model_fields if getattr(kept, name) is not None]


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
