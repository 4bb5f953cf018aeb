"""Units and their official accounts (DESIGN §2)."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Annotated, Final, NewType

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, StringConstraints

AccountId = NewType("AccountId", str)
"""Our short name of an account, part of its callback address: ``province``, ``city-hall``."""

UnitId = NewType("UnitId", str)

SLUG: Final = r"^[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?$"
Slug = Annotated[str, StringConstraints(pattern=SLUG)]


def _is_aes_key(key: SecretStr) -> SecretStr:
    # Anything else would only fail at the first message, as an account that answers nobody.
    if not re.fullmatch(r"[A-Za-z0-9+/]{43}", key.get_secret_value()):
        raise ValueError("43 characters of base64")
    return key


AesKey = Annotated[SecretStr, AfterValidator(_is_aes_key)]


class UnitLevel(StrEnum):
    """Where in the tree a unit stands: 省、市、县、乡, or 直属."""

    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"
    TOWNSHIP = "township"
    DIRECT = "direct"


class AccountKind(StrEnum):
    """订阅号 (called 公众号 since 2025) or 服务号."""

    SUBSCRIPTION = "subscription"
    SERVICE = "service"


class CallbackMode(StrEnum):
    """How WeChat wraps what it pushes: 明文, 兼容 or 安全 (sheet §1.1)."""

    PLAIN = "plain"
    COMPATIBLE = "compatible"
    SAFE = "safe"


class OrgUnit(BaseModel):
    """One authority in the tree."""

    model_config = ConfigDict(frozen=True)

    id: Slug
    name: str = Field(min_length=1, max_length=60)
    level: UnitLevel
    parent: Slug | None = None


class OfficialAccount(BaseModel):
    """One WeChat account of a unit, without its secrets."""

    model_config = ConfigDict(frozen=True)

    id: Slug
    name: str = Field(min_length=1, max_length=60)
    unit: Slug
    kind: AccountKind
    appid: str = Field(pattern=r"^[A-Za-z0-9_-]{6,64}$")
    original_id: str | None = None
    """WeChat's ``gh_…``, what messages call ToUserName."""
    mode: CallbackMode = CallbackMode.SAFE
    retention_days: int = Field(default=180, ge=1, le=3650)
    """How long messages are kept."""
    mass_sends_per_day: int = Field(default=1, ge=0, le=100)
    """What WeChat grants this account; 6 for accounts with a multi-push grant (sheet §2.5)."""


class Secrets(BaseModel):
    """What an account must never show. Lives in SSM only."""

    model_config = ConfigDict(frozen=True)

    app_secret: Annotated[SecretStr, Field(min_length=1)]
    token: Annotated[SecretStr, Field(min_length=3, max_length=32)]
    aes_key: AesKey | None = None
    """EncodingAESKey; None only for accounts in plain mode."""
    previous_aes_key: AesKey | None = None
    """Still accepted after a rotation (sheet §1.1)."""


class AccountState(BaseModel):
    """An account with what changes more often than the account itself."""

    model_config = ConfigDict(frozen=True)

    account: OfficialAccount
    book_version: int = 0
    """Version of the reply book in force; 0 while there is none."""
    secrets_version: int = 0
    """Counts up with every change of the secrets, so that warm functions notice."""
