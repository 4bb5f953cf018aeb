"""Ask the language model, or do without it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from pydantic import ValidationError

from chalicelib import accounts
from chalicelib.assistant import store
from chalicelib.assistant.endpoint import Completion, complete
from chalicelib.assistant.errors import BadEndpoint, NoAnswer
from chalicelib.assistant.models import AssistantSettings, Opinion, Source
from chalicelib.assistant.prompt import MOST_SOURCES, Messages, messages, most_tokens
from chalicelib.assistant.verdict import judge

Complete = Callable[[AssistantSettings, str, Messages], Completion]


def opinion(
    account_id: str,
    question: str,
    sources: Sequence[Source],
    now: datetime,
    *,
    ask: Complete = complete,
) -> Opinion | None:
    """Which of ``sources`` (best first) answers ``question``; None if none does, or the model can't be asked.

    It is asked at most once, costs at most what is left of the day's tokens, and never raises on account of the
    model: the ladder goes on without it. Run twice it asks (and pays) twice, but says nothing to anybody itself.
    """
    chosen = store.settings_of(account_id)
    offered = tuple(sources[:MOST_SOURCES])
    if chosen is None or not offered or not question.strip():
        return None
    chat = messages(question, offered, rephrase=chosen.rephrase)
    reserved = most_tokens(chat)
    if not store.reserve(account_id, reserved, chosen.tokens_per_day, now):
        _count("over_budget", account_id)
        return None
    try:
        completion = ask(chosen, store.key_of(account_id), chat)
    except NoAnswer as failure:
        # It may have been charged all the same: the reservation stands.
        _count("no_answer", account_id, str(failure))
        return None
    used = reserved if completion.tokens is None else completion.tokens
    store.settle(account_id, reserved, used, now)
    try:
        found = judge(completion.content, offered, rephrase=chosen.rephrase)
    except NoAnswer as failure:
        _count("unusable", account_id, str(failure))
        return None
    _count(
        "none_fits" if found is None else "rephrased" if found.rephrased else "chosen", account_id
    )
    return None if found is None else found.model_copy(update={"tokens": used})


def switch_on(account_id: str, chosen: dict[str, object], key: str | None) -> AssistantSettings:
    """Give an account a language model. Raises ``UnknownAccount`` or ``BadEndpoint``."""
    accounts.state(account_id)
    try:
        settings = AssistantSettings.model_validate(chosen)
    except ValidationError as error:
        wrong = "；".join(
            f"{'.'.join(map(str, one['loc']))}：{one['msg']}" for one in error.errors()
        )
        raise BadEndpoint(f"语言模型的设置不能用：{wrong}。") from None
    store.keep_settings(account_id, settings, key)
    return settings


def switch_off(account_id: str) -> None:
    """Take it away again; twice is harmless. Raises ``UnknownAccount``."""
    accounts.state(account_id)
    store.drop_settings(account_id)


def used_today(account_id: str, now: datetime) -> int:
    """Tokens of today's that are gone."""
    return store.used(account_id, now)


def _count(outcome: str, account_id: str, why: str = "") -> None:
    from chalicelib import telemetry

    telemetry.count("AssistantAsked", Outcome=outcome)
    if why:
        telemetry.logger.warning(
            "language model gave nothing", extra={"account": account_id, "reason": why}
        )
