"""Ask the language model, or do without it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from pydantic import ValidationError

from chalicelib import accounts, audit, people
from chalicelib.actor import Actor
from chalicelib.assistant import store
from chalicelib.assistant.endpoint import Completion, complete
from chalicelib.assistant.errors import BadEndpoint, NoAnswer
from chalicelib.assistant.models import AssistantSettings, Considered, Opinion, Outcome, Source
from chalicelib.assistant.prompt import MOST_SOURCES, Messages, messages, most_tokens
from chalicelib.assistant.verdict import judge
from chalicelib.audit import Change
from chalicelib.cloud import table
from chalicelib.errors import Field
from chalicelib.values import reason_of

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
    came = consider(account_id, question, sources, now, ask=ask)
    if came.outcome is not Outcome.NOT_ASKED:
        _count(came.outcome.value, account_id, came.why)
    return came.opinion


def consider(
    account_id: str,
    question: str,
    sources: Sequence[Source],
    now: datetime,
    *,
    ask: Complete = complete,
) -> Considered:
    """As ``opinion``, with the outcome, for a person who tries the model out; counted as tokens, in no metric."""
    chosen = store.settings_of(account_id)
    offered = tuple(sources[:MOST_SOURCES])
    if chosen is None or not offered or not question.strip():
        return Considered(Outcome.NOT_ASKED)
    chat = messages(question, offered, rephrase=chosen.rephrase)
    reserved = most_tokens(chat)
    if not store.reserve(account_id, reserved, chosen.tokens_per_day, now):
        return Considered(Outcome.OVER_BUDGET)
    try:
        completion = ask(chosen, store.key_of(account_id), chat)
    except NoAnswer as failure:
        # It may have been charged all the same: the reservation stands.
        return Considered(Outcome.NO_ANSWER, why=str(failure))
    used = reserved if completion.tokens is None else completion.tokens
    store.settle(account_id, reserved, used, now)
    try:
        found = judge(completion.content, offered, rephrase=chosen.rephrase)
    except NoAnswer as failure:
        return Considered(Outcome.UNUSABLE, why=str(failure))
    if found is None:
        return Considered(Outcome.NONE_FITS)
    outcome = Outcome.REPHRASED if found.rephrased else Outcome.CHOSEN
    return Considered(outcome, found.model_copy(update={"tokens": used}))


def switch_on(
    account_id: str, chosen: dict[str, object], key: str | None, *, by: Actor, now: datetime
) -> AssistantSettings:
    """Give an account a language model. ``key`` None leaves the one kept before.

    Raises ``UnknownAccount``, ``BadEndpoint`` or ``PermissionDenied``.
    """
    unit = _permitted(account_id, by)
    try:
        settings = AssistantSettings.model_validate(chosen)
    except ValidationError as error:
        wrong = [
            Field(".".join(map(str, one["loc"])), reason_of(one))
            for one in error.errors(include_input=False)
        ]
        told = "；".join(f"{one.name}：{one.problem}" for one in wrong)
        raise BadEndpoint(f"语言模型的设置不能用：{told}。", fields=wrong) from None
    before = store.settings_of(account_id, consistent=True)
    changes = [
        *audit.changes_between(before.model_dump() if before else {}, settings.model_dump()),
        *([] if key is None else [Change(field="key")]),
    ]
    store.keep_settings(
        account_id, settings, key, also=[_entry(by, unit, account_id, now, changes)]
    )
    return settings


def switch_off(account_id: str, *, by: Actor, now: datetime) -> None:
    """Take it away again; twice is harmless. Raises ``UnknownAccount`` or ``PermissionDenied``."""
    unit = _permitted(account_id, by)
    changes = [Change(field="model"), Change(field="key")]
    store.drop_settings(account_id, also=[_entry(by, unit, account_id, now, changes, "停用")])


def used_today(account_id: str, now: datetime) -> int:
    """Tokens of today's that are gone."""
    return store.used(account_id, now)


def _permitted(account_id: str, by: Actor) -> str:
    """The unit of an account, if ``by`` may set its language model."""
    unit = accounts.state(account_id).account.unit
    people.require(by, "assistant:settings:set", unit)
    return unit


def _entry(
    by: Actor, unit: str, account_id: str, now: datetime, changes: list[Change], note: str = ""
) -> table.Action:
    """The write of an audit entry; the key is named in it, never shown."""
    return audit.write_action(
        audit.entry_of(
            by,
            "assistant:settings:set",
            unit=unit,
            at=now,
            object=f"assistant:{account_id}",
            changes=changes,
            note=note,
        )
    )


def _count(outcome: str, account_id: str, why: str = "") -> None:
    from chalicelib import telemetry
    from chalicelib.metrics import Metric

    telemetry.count(Metric.ASSISTANT_ASKED, Outcome=outcome)
    if why:
        telemetry.logger.warning(
            "language model gave nothing", extra={"account": account_id, "reason": why}
        )
