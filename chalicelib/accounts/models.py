"""Official accounts (公众号): their settings, secrets and state (docs/glossary.md). Values only."""

from __future__ import annotations

import re
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, Final, NamedTuple

from pydantic import (
    AfterValidator,
    Field,
    SecretStr,
    StringConstraints,
    model_validator,
)

from chalicelib.clock import SHANGHAI
from chalicelib.values import LateValue, Slug, Value


def _is_aes_key(key: SecretStr) -> SecretStr:
    # Anything else would only fail at the first message, as an account that answers nobody.
    if not re.fullmatch(r"[A-Za-z0-9+/]{43}", key.get_secret_value()):
        raise ValueError("43 characters of base64")
    return key


AesKey = Annotated[SecretStr, AfterValidator(_is_aes_key)]


class AccountKind(StrEnum):
    """订阅号 (called 公众号 since 2025) or 服务号."""

    SUBSCRIPTION = "subscription"
    SERVICE = "service"


class CallbackMode(StrEnum):
    """The encryption of pushes: 明文, 兼容 or 安全 (sheet §1.1)."""

    PLAIN = "plain"
    COMPATIBLE = "compatible"
    SAFE = "safe"


class Scarce(StrEnum):
    """A quota of WeChat's that runs out (sheet §2.1, §2.5); ``quotas.QUOTAS`` has the limits."""

    MASS = "mass"
    """群发, as followers count them: what an account may push."""
    MASS_TO_ALL = "mass_to_all"
    """群发 to everybody; a service account's second limit beside its four a month."""
    MASS_CALL = "mass_call"
    """Calls of mass/sendall."""
    PUBLISH_SUBMIT = "publish_submit"
    PUBLISH_POLL = "publish_poll"
    PUBLISH_LIST = "publish_list"
    """Calls of freepublish/batchget: twenty publications each."""
    DRAFT = "draft"
    PREVIEW = "preview"
    MASS_DELETE = "mass_delete"
    PUBLISH_DELETE = "publish_delete"
    """Calls of freepublish/delete."""
    KF = "kf"
    """Customer-service messages (message/custom/send)."""
    NUMBERS = "numbers"
    """WeChat's statistics (datacube), all calls together."""
    MENU = "menu"
    """Calls of menu/create."""
    MENU_CONDITIONAL = "menu_conditional"
    """Calls of menu/addconditional."""
    NOTICE = "notice"
    """Subscription notices (message/subscribe/bizsend)."""
    FOLLOWERS = "followers"
    """Calls of user/get: ten thousand openids each."""
    TAGGING = "tagging"
    """Calls of tags/members/batchtagging: fifty followers each."""
    QR_CODE = "qr_code"
    """Calls of qrcode/create."""
    CLEAR_QUOTA = "clear_quota"


class Period(StrEnum):
    """The period of a quota; it ends at midnight of Asia/Shanghai."""

    DAY = "day"
    MONTH = "month"


class Limit(LateValue):
    """So many in so long."""

    count: int = Field(ge=0, le=10_000_000)
    per: Period


Slot = Annotated[str, StringConstraints(pattern=r"^(?:[01]\d|2[0-3]):[0-5]\d$")]
"""A time of day in Asia/Shanghai, ``08:00``."""
SLOTS: Final[tuple[Slot, ...]] = ("08:00", "10:00", "12:00", "15:00", "17:00", "20:00")


class Agents(StrEnum):
    """Who answers when a follower wants a person: our desk, WeChat's own client, or nobody."""

    OWN = "own"
    WECHAT = "wechat"
    NONE = "none"


def _in_order(slots: tuple[Slot, ...]) -> tuple[Slot, ...]:
    return tuple(sorted(set(slots)))


class OfficialAccount(Value):
    """One WeChat account of a unit, without its secrets."""

    id: Slug
    """Our short name of it, part of its callback address: ``province``, ``city-hall``."""
    name: str = Field(min_length=1, max_length=60)
    unit: Slug
    kind: AccountKind
    appid: str = Field(pattern=r"^[A-Za-z0-9_-]{6,64}$")
    original_id: str | None = None
    """WeChat's ``gh_…``, what messages call ToUserName."""
    mode: CallbackMode = CallbackMode.SAFE
    retention_days: int = Field(default=180, ge=1, le=3650)
    """How long messages are kept."""
    erase_after_days: int = Field(default=30, ge=0, le=3650)
    """Days after which the data of a follower who left are erased; whoever follows again before keeps them
    (docs/privacy.md)."""
    limits: dict[Scarce, Limit] = Field(default_factory=dict)
    """Limits that WeChat grants this account where they are not the usual ones: ``mass`` 6 a day for accounts with a
    multi-push grant (sheet §2.5)."""
    slots: Annotated[tuple[Slot, ...], AfterValidator(_in_order), Field(max_length=48)] = SLOTS
    """When it pushes: the rows of its calendar."""
    mass_protection: bool = False
    """API群发保护 is switched on: every mass send to all waits for an administrator (sheet §2.5)."""
    agents: Agents = Agents.OWN
    second_look: bool = False
    """Whether questions without a sure answer are looked at again, and answered behind a link."""
    tell_answers: bool = False
    """Whether followers whose question got no answer are offered to be told when there is one (docs/topics-board.md)."""
    oauth: bool = False
    """Whether pages may ask WeChat who opened them (网页授权): verified service accounts whose domain WeChat knows.
    Else a follower comes to them by a signed link from the chat (docs/appointments-followers.md)."""

    @model_validator(mode="before")
    @classmethod
    def _before_limits(cls, given: Any) -> Any:
        """Accounts stored while the only limit was a number of mass sends a day."""
        if not isinstance(given, dict) or "mass_sends_per_day" not in given:
            return given
        given = dict(given)
        a_day = given.pop("mass_sends_per_day")
        if a_day != 1:
            given.setdefault("limits", {"mass": {"count": a_day, "per": "day"}})
        return given


class Secrets(Value):
    """The secrets of an account. They are in SSM only and are never shown."""

    app_secret: Annotated[SecretStr, Field(min_length=1)]
    token: Annotated[SecretStr, Field(min_length=3, max_length=32)]
    aes_key: AesKey | None = None
    """EncodingAESKey; None only for accounts in plain mode."""
    previous_aes_key: AesKey | None = None
    """Still accepted after a rotation (sheet §1.1)."""


class DeskView(NamedTuple):
    """As much of an account's desk (坐席) as a reply needs; kept up to date by ``chalicelib.desk``."""

    agents: int = 0
    """How many agents there are, on duty or not; without any, nobody is handed over."""
    on_duty: int = 0
    issued: int = 0
    """The last queue number given out."""
    served: int = 0
    """How many numbers have left the queue, so that a number's position is about number - served."""
    opens: int = 0
    """Unix seconds: when the current or next stretch of working hours begins, and ends."""
    closes: int = 0

    def open_now(self, now: datetime) -> bool:
        """Whether the desk keeps hours at ``now`` (aware)."""
        return self.opens <= now.timestamp() < self.closes

    def opens_at(self, now: datetime) -> str:
        """When it opens next, in words; empty while it is open, and where that is not known."""
        if self.opens <= now.timestamp():
            return ""
        at = datetime.fromtimestamp(self.opens, SHANGHAI)
        days = (at.date() - now.astimezone(SHANGHAI).date()).days
        day = {0: "今天", 1: "明天"}.get(days, f"{at.month}月{at.day}日")
        return f"{day} {at:%H:%M}"

    def position(self, number: int) -> int:
        """About how many are before and with ``number`` in the queue; 1 is next."""
        return max(1, number - self.served)


class AccountState(NamedTuple):
    """An account with what changes more often than the account itself."""

    account: OfficialAccount
    book_version: int = 0
    """Version of the reply book in force; 0 while there is none."""
    services: str = ""
    """Where the services of the unit's catalogue lie in the bucket, as followers here are told of them; empty without."""
    settings_version: int = 0
    """Counts up with every change of the settings, so that nobody's change is lost."""
    secrets_version: int = 0
    """Counts up with every change of the secrets, so that warm functions notice."""
    desk: DeskView = DeskView()
