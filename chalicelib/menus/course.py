"""What follows at which time from the state of an account's menu: begin, confirm, fail, end. Pure."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from chalicelib.menus.models import Cause, Failure, MenuState, Publication, Wanted
from chalicelib.menus.models import PublicationState as S
from chalicelib.menus.transitions import Action, Who, move

WORKER: Final = "system"
LOOK_EVERY: Final = timedelta(days=1)
"""So often WeChat is asked whether its menu is still ours."""
PAUSE: Final = timedelta(seconds=30)
"""Before another try; twice as long each time."""
LONGEST_PAUSE: Final = timedelta(hours=1)
MOST_TRIES: Final = 12
"""Tries of a publication: some hours. The way back to the menu before is tried for as long as it takes."""
OVERTAKEN: Final = "还没有发布成功，被另一次发布代替"
TOO_LATE: Final = "到结束时间还没有发布，不再发布"


def due(state: MenuState) -> datetime | None:
    """When something is next to be done; None where nothing ever is."""
    times = [one.at for one in state.open if one.state is S.PLANNED and one.at is not None]
    if state.wanted is not None:
        return min([*times, state.wanted.again_at])
    shown = state.in_force
    if shown is not None:
        if shown.until is not None:
            times.append(shown.until)
        times.append((state.looked_at or shown.periods[-1].since) + LOOK_EVERY)
    return min(times, default=None)


def next_step(state: MenuState, now: datetime) -> MenuState | None:
    """The state once the next thing that is due at ``now`` has begun; None where nothing is, or something is under way.

    A publication that is due replaces whatever is shown; only else a campaign that is over gives way.
    """
    if busy(state):
        return None
    ready = [one for one in state.open if one.state is S.PLANNED and (one.at is None or one.at <= now)]  # fmt: skip
    if ready:
        return begun(state, min(ready, key=lambda one: (one.at or now, one.id)).id, now)
    shown = state.in_force
    if state.wanted is None and shown and shown.until is not None and shown.until <= now:
        return ended(state, shown.id, Who.WORKER, WORKER, now)
    return None


def busy(state: MenuState) -> bool:
    """Whether a menu is on its way this moment. One that WeChat did not take yet gives way to another."""
    return state.wanted is not None and not state.wanted.tries


def begun(state: MenuState, publication_id: str, now: datetime) -> MenuState:
    """The state in which a planned publication is brought to WeChat, in the place of one that it did not take."""
    one = publication_of(state, publication_id)
    if one.until is not None and one.until <= now:
        return _failed(state, one, TOO_LATE, now)
    before = state.wanted
    if before is not None and before.cause is Cause.PUBLISH:
        problem = state.problem or OVERTAKEN
        state = changed(
            state,
            before.publication,
            lambda it: move(it, Action.FAIL, Who.WORKER, at=now, by=WORKER, problem=problem),
        )
    moved = changed(state, one.id, lambda it: move(it, Action.START, Who.WORKER, at=now, by=WORKER))
    wanted = Wanted(
        version=one.version,
        publication=one.id,
        cause=Cause.PUBLISH,
        again_at=now,
        begun=before is not None and before.begun,
    )
    return moved.model_copy(update={"wanted": wanted, "problem": ""})


def ended(
    state: MenuState, publication_id: str, who: Who, by: str, now: datetime, note: str = ""
) -> MenuState:
    """The state after a campaign is over. Where it was shown, the menu before is wanted again.

    Raises ``MenuWrongState``.
    """
    was = publication_of(state, publication_id)
    after = changed(state, was.id, lambda one: move(one, Action.END, who, at=now, by=by, note=note))
    if was.state is not S.IN_FORCE:
        return after
    # Other campaigns that lie below it may be over meanwhile.
    for one in after.open:
        if one.state is S.SUSPENDED and one.until is not None and one.until <= now:
            after = changed(
                after, one.id, lambda it: move(it, Action.END, Who.WORKER, at=now, by=WORKER)
            )
    below = [one for one in after.open if one.state is S.SUSPENDED]
    back = max(below, key=_shown_since, default=None)
    wanted = Wanted(
        version=back.version if back else 0,
        publication=back.id if back else "",
        cause=Cause.END,
        again_at=now,
    )
    return after.model_copy(update={"wanted": wanted, "problem": ""})


def confirmed(state: MenuState, now: datetime) -> MenuState:
    """The state once WeChat shows what was wanted."""
    wanted = state.wanted
    if wanted is None:
        return state
    after = state.model_copy(
        update={"wanted": None, "problem": "", "drift": None, "looked_at": now}
    )
    if wanted.cause is Cause.PUBLISH:
        after = after.model_copy(update={"failed": None})
    if not wanted.publication:
        return after
    comes = publication_of(after, wanted.publication)
    for one in after.open:
        if one.id == comes.id or one.state not in (S.IN_FORCE, S.SUSPENDED):
            continue
        if comes.until is None and wanted.cause is Cause.PUBLISH:
            action = Action.REPLACE
        elif one.state is S.IN_FORCE:
            action = Action.SUSPEND
        else:
            continue
        after = changed(
            after,
            one.id,
            lambda it, do=action: move(it, do, Who.WORKER, at=now, by=WORKER),  # type: ignore[misc]
        )
    if comes.state is S.IN_FORCE:
        return after
    return changed(
        after,
        comes.id,
        lambda it: move(it, Action.CONFIRM, Who.WORKER, at=now, by=WORKER, problem=""),
    )


def put_off(state: MenuState, problem: str, now: datetime) -> MenuState:
    """The state after WeChat could not be reached: tried again later, or given up."""
    wanted = state.wanted
    if wanted is None:
        return state
    tries = wanted.tries + 1
    if wanted.cause is Cause.PUBLISH and tries >= MOST_TRIES:
        return refused(state, problem, now)
    pause = min(PAUSE * 2 ** min(wanted.tries, 10), LONGEST_PAUSE)
    again = wanted.model_copy(update={"tries": tries, "again_at": now + pause})
    return state.model_copy(update={"wanted": again, "problem": problem})


def refused(state: MenuState, problem: str, now: datetime) -> MenuState:
    """The state after WeChat refused what was wanted.

    It may have taken a part of it: what was shown before is wanted again. The way back is not given up, since there
    is nothing further back.
    """
    wanted = state.wanted
    if wanted is None:
        return state
    if wanted.cause is not Cause.PUBLISH:
        again = wanted.model_copy(
            update={"tries": wanted.tries + 1, "again_at": now + LONGEST_PAUSE}
        )
        return state.model_copy(update={"wanted": again, "problem": problem})
    after = _failed(state, publication_of(state, wanted.publication), problem, now)
    shown = after.in_force
    back = Wanted(
        version=shown.version if shown else 0,
        publication=shown.id if shown else "",
        cause=Cause.BACK,
        again_at=now,
        begun=True,
    )
    return after.model_copy(update={"wanted": back, "problem": problem})


def publication_of(state: MenuState, publication_id: str) -> Publication:
    """An open publication. Raises ``KeyError``."""
    for one in state.open:
        if one.id == publication_id:
            return one
    raise KeyError(publication_id)


def changed(
    state: MenuState, publication_id: str, change: Callable[[Publication], Publication]
) -> MenuState:
    """The state with one of its publications changed; one that is closed by it stays until it is written away."""
    return state.model_copy(
        update={
            "open": tuple(change(one) if one.id == publication_id else one for one in state.open)
        }
    )


def _failed(state: MenuState, one: Publication, problem: str, now: datetime) -> MenuState:
    """The state after a publication failed with nothing in its place: somebody has to see to it."""
    failure = Failure(publication=one.id, version=one.version, at=now, problem=problem)
    after = changed(
        state,
        one.id,
        lambda it: move(it, Action.FAIL, Who.WORKER, at=now, by=WORKER, problem=problem),
    )
    return after.model_copy(update={"failed": failure})


def _shown_since(publication: Publication) -> datetime:
    return publication.periods[-1].since
