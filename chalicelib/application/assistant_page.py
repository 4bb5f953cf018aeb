"""语言模型: settings, what it was used for in the last days, and a try."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

from chalicelib import accounts, assistant, people
from chalicelib.actor import Actor
from chalicelib.application.deeds import deed, denied
from chalicelib.application.try_answer import Consideration, try_assistant
from chalicelib.clock import SHANGHAI
from chalicelib.transitions import Deed
from chalicelib.values import Value

_DAYS: Final = 7


class DayUsed(Value):
    """Tokens of one day (Asia/Shanghai), and what they cost; None where nobody said what a token costs."""

    day: date
    tokens: int
    yuan: float | None


class AssistantSeen(Value):
    """An account's language model."""

    on: bool
    base_url: str
    model: str
    rephrase: bool
    timeout_seconds: int
    tokens_per_day: int
    yuan_per_million: float
    second_look: bool
    """Whether followers are offered a second look: without it the model is asked for nobody."""
    used: tuple[DayUsed, ...]
    """Of the last days, today first."""
    set: Deed
    try_out: Deed


def assistant_seen(by: Actor, account: str, now: datetime) -> AssistantSeen:
    """The language model as its page shows it; never its key. Raises ``UnknownAccount`` or ``PermissionDenied``."""
    found = accounts.state(account).account
    people.require(by, "assistant:settings:read", found.unit)
    settings = assistant.settings_of(account, consistent=True)
    price = settings.yuan_per_million if settings else 0.0
    first = assistant.AssistantSettings(base_url="https://llm.example/v1", model="m")
    shown = settings or first
    return AssistantSeen(
        on=settings is not None,
        base_url=settings.base_url if settings else "",
        model=settings.model if settings else "",
        rephrase=shown.rephrase,
        timeout_seconds=shown.timeout_seconds,
        tokens_per_day=shown.tokens_per_day,
        yuan_per_million=price,
        second_look=found.second_look,
        used=tuple(_used(account, now - timedelta(days=n), price) for n in range(_DAYS)),
        set=deed("set", "修改", denied(by, "assistant:settings:set", found.unit)),
        try_out=deed(
            "try",
            "试用",
            denied(by, "assistant:model:try", found.unit),
            "" if settings else "还没有启用语言模型",
        ),
    )


def try_model(by: Actor, account: str, question: str, now: datetime) -> Consideration:
    """The model's choice for a question; it counts in the day's tokens. Raises ``UnknownAccount`` or ``PermissionDenied``."""
    people.require(by, "assistant:model:try", accounts.state(account).account.unit)
    return try_assistant(account, question, now)


def _used(account: str, at: datetime, price: float) -> DayUsed:
    tokens = assistant.used_today(account, at)
    return DayUsed(
        day=at.astimezone(SHANGHAI).date(),
        tokens=tokens,
        yuan=round(tokens * price / 1_000_000, 2) if price else None,
    )
