"""What the system itself writes into relays: reviews, pushes, takedowns, reminders.

Each is one conditional write of the relay, and changes nothing the second time.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from chalicelib.cloud import table
from chalicelib.relays import rules, store
from chalicelib.relays.models import Relay, StepAction, StepState
from chalicelib.relays.transitions import Who


def reviewed(relay_id: str, step_id: str, article: str, *, approved: bool, at: datetime) -> Relay:
    """The article of a step went through its review, or no longer is. Raises ``UnknownRelay``."""

    def decide(before: Relay) -> Relay | None:
        step = before.step(step_id)
        if step is None or step.article != article:
            return None
        if approved and step.state is StepState.MADE:
            action, when = StepAction.APPROVE, at
        elif not approved and step.state is StepState.APPROVED:
            action, when = StepAction.UNAPPROVE, None
        else:
            return None
        return rules.step_after(
            before, step_id, action, Who.SYSTEM, by=rules.SYSTEM, at=at, approved_at=when
        )

    return _changed(relay_id, decide, at)


def published(
    relay_id: str, step_id: str, article: str, *, delivery: str, url: str, at: datetime
) -> Relay:
    """The article of a step is out: the next one has its turn, in the same transaction. Raises ``UnknownRelay``."""
    return _changed(
        relay_id,
        lambda before: (
            rules.published(before, step_id, article, delivery=delivery, url=url, at=at)
            if before.step(step_id)
            else None
        ),
        at,
    )


def taken_down(relay_id: str, step_id: str, delivery: str, at: datetime) -> Relay:
    """The article of a step is no longer there: it leaves the relay's page. Raises ``UnknownRelay``."""
    return _changed(
        relay_id,
        lambda before: (
            rules.taken_down(before, step_id, delivery, at) if before.step(step_id) else None
        ),
        at,
    )


def urge(relay_id: str, now: datetime) -> Relay:
    """Remind the unit whose turn it is, or tell that it is late, where it is time; each once. Raises ``UnknownRelay``."""
    return _changed(relay_id, lambda before: rules.urge(before, now), now)


def put_off(relay: Relay, now: datetime) -> None:
    """The sweep looks at a relay in which nothing changed later again."""
    store.look_again(relay, rules.look_at(relay, now))


def _changed(relay_id: str, decide: Callable[[Relay], Relay | None], now: datetime) -> Relay:
    def wrapped(before: Relay) -> tuple[Relay, list[table.Action]] | None:
        after = decide(before)
        return None if after is None else (after, [])

    return store.change(relay_id, wrapped, now)
