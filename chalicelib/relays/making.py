"""What a step's own unit does: an article belongs to it, or no longer does. The article itself is made by the application."""

from __future__ import annotations

from datetime import datetime

from chalicelib import people
from chalicelib.actor import Actor
from chalicelib.cloud import table
from chalicelib.relays import logged, planning, rules, running, store
from chalicelib.relays.errors import RelayNotNow
from chalicelib.relays.models import Relay, RelayStep, RelayUrged, StepAction
from chalicelib.relays.transitions import Who


def check_maker(relay_id: str, step_id: str, action: StepAction, *, by: Actor) -> Relay:
    """The relay as it is, for a person who is about to take this action on a step.

    Raises ``UnknownRelay``, ``RelayNotNow`` or ``PermissionDenied``.
    """
    relay = store.get(relay_id)
    step = rules.step_of(relay, step_id)
    people.require(by, logged.MAKE, step.unit)
    refusal = rules.step_refusal(relay, step, action, Who.MAKER)
    if refusal:
        raise RelayNotNow(refusal, state=step.state.value)
    return relay


def attach(
    relay_id: str, step_id: str, article: str, hand_on: str, *, by: Actor, now: datetime
) -> Relay:
    """An article belongs to a step; ``hand_on`` are the words in it that lead to the next, empty for an article of its own.

    The caller has seen that the article is there and of the step's unit. The same one again changes nothing. Raises
    ``UnknownRelay``, ``RelayNotNow`` or ``PermissionDenied``.
    """

    def decide(before: Relay) -> planning.Decided | None:
        step = rules.step_of(before, step_id)
        people.require(by, logged.MAKE, step.unit)
        if step.article == article and step.made_at is not None:
            return None
        after = rules.step_after(
            before,
            step_id,
            StepAction.MAKE,
            Who.MAKER,
            by=by.person,
            at=now,
            said=article,
            article=article,
            hand_on=hand_on,
            made_at=now,
            approved_at=None,
        )
        entry = _entry(by, before, after, step, now, f"写第 {step.number} 棒")
        return after, [entry, store.article_action(article, before, step)]

    return store.change(relay_id, decide, now)


def detach(relay_id: str, step_id: str, *, by: Actor, now: datetime) -> Relay:
    """A step's article does not belong to it any more; the article stays. Raises as ``attach``."""

    def decide(before: Relay) -> planning.Decided:
        step = rules.step_of(before, step_id)
        people.require(by, logged.MAKE, step.unit)
        after = rules.step_after(
            before,
            step_id,
            StepAction.DETACH,
            Who.MAKER,
            by=by.person,
            at=now,
            said=step.article,
            article="",
            hand_on="",
            nth=step.nth + 1,
            made_at=None,
            approved_at=None,
            urged=RelayUrged.NOT_YET,
        )
        return after, [_entry(by, before, after, step, now, f"取下第 {step.number} 棒的稿件")]

    return store.change(relay_id, decide, now)


def handed_on(
    relay_id: str, step_id: str, article: str, words: str, *, by: Actor, now: datetime
) -> Relay:
    """A step's article leads to the next step with these words now. Again it changes nothing. Raises as ``attach``."""

    def decide(before: Relay) -> planning.Decided | None:
        step = rules.step_of(before, step_id)
        people.require(by, logged.MAKE, step.unit)
        if step.hand_on == words:
            return None
        if step.article != article:
            raise RelayNotNow("这一棒已经换了稿件，请刷新后再看。", state=step.state.value)
        after = rules.step_after(
            before,
            step_id,
            StepAction.HAND_ON,
            Who.MAKER,
            by=by.person,
            at=now,
            said=words,
            hand_on=words,
        )
        return after, [_entry(by, before, after, step, now, f"更新第 {step.number} 棒的交棒文字")]

    return store.change(relay_id, decide, now)


def _entry(
    by: Actor, before: Relay, after: Relay, step: RelayStep, now: datetime, note: str
) -> table.Action:
    return logged.entry_action(
        by,
        logged.MAKE,
        step.unit,
        before.id,
        at=now,
        before=running.facts(step),
        after=running.facts(rules.step_of(after, step.id)),
        note=note,
    )
