"""Brings what is wanted to WeChat, begins what is due, ends campaigns. Run twice, or killed at any line, it ends the same.

What is wanted stands in the state; how far it is, WeChat alone knows. So nothing is counted in steps: whatever stands
there is read, the calls that are missing are made, and it is read again (docs/decisions/0240).
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable
from datetime import datetime
from typing import Final

from chalicelib import telemetry
from chalicelib.clock import utc_now
from chalicelib.cloud import queues
from chalicelib.errors import DomainError
from chalicelib.menus import course, store
from chalicelib.menus.convergence import missing_calls
from chalicelib.menus.errors import MenuChanged
from chalicelib.menus.models import MenuDocument, MenuState, MenuVersion, Source
from chalicelib.menus.platform import Menus, menus_of
from chalicelib.menus.wire import Found, digest
from chalicelib.settings import settings
from chalicelib.wechat.errors import ApiRefused, Busy, UnknownOutcome, WeChatError

_KIND: Final = "menu"
_ROUNDS: Final = 4
"""Times that the menus are read and what is missing is made, before it is left for later."""
_STEPS: Final = 6
"""Things that may follow from each other at once: a publication refused, the way back, the next one."""
_OTHERWISE: Final = "微信显示的菜单与发布的仍不一致，稍后再试"


def sweep(now: datetime) -> int:
    """Queue every account at whose menu something is due; returns how many. Twice is harmless."""
    found = [task_for(one) for one in store.due(now)]
    queues.send_all(settings().outgoing_queue_url, found)
    return len(found)


def task_for(account_id: str) -> str:
    """The queue's message about an account's menu."""
    return json.dumps({"kind": _KIND, "account": account_id})


def is_task(body: str) -> bool:
    """Whether a message of the queue is about a menu."""
    task = json.loads(body)
    return isinstance(task, dict) and task.get("kind") == _KIND


def account_of(body: str) -> str:
    """The account whose menu a message of the queue is about."""
    return str(json.loads(body)["account"])


def bring(account_id: str, now: Callable[[], datetime] = utc_now) -> MenuState:
    """Begin what is due and bring what is wanted to WeChat; returns the state as it is then.

    One function does it at a time; where another one is at it, that one ends it. Errors of WeChat are kept in the
    state, with the time of the next try.
    """
    for _ in range(_STEPS):
        state = _begin(account_id, now())
        wanted = state.wanted
        if wanted is None or wanted.again_at > now():
            return state
        mark = secrets.token_hex(8)
        if not store.claim(account_id, mark, now()):
            return state
        try:
            _towards(account_id, state, mark, now)
        finally:
            store.release(account_id, mark)
    return store.read(account_id)


def _begin(account_id: str, now: datetime) -> MenuState:
    """The state, once the next thing that is due has begun."""
    state = store.read(account_id)
    following = course.next_step(state, now)
    if following is None:
        return state
    try:
        return store.write(account_id, following, before=state, by=state.last_by)
    except MenuChanged:
        return store.read(account_id)


def _towards(account_id: str, state: MenuState, mark: str, now: Callable[[], datetime]) -> None:
    """Bring what this state wants to WeChat, and write down what came of it, unless the state changes meanwhile."""
    try:
        menus = menus_of(account_id)
        found = menus.read()
        state = _marked(account_id, state, found, now())
        shown = _shown(menus, found, state, mark, now)
        after = course.confirmed(state, now()) if shown else course.put_off(state, _OTHERWISE, now())  # fmt: skip
    except _Overtaken:
        return
    except ApiRefused as error:
        change = course.put_off if isinstance(error, Busy) else course.refused
        after = change(state, str(error), now())
    except WeChatError as error:
        after = course.put_off(state, str(error), now())
    except DomainError as error:
        after = course.refused(state, str(error), now())
    if after.problem:
        telemetry.logger.warning(
            "menu not brought", extra={"account": account_id, "problem": after.problem[:300]}
        )
    try:
        store.write(account_id, after, before=state, by=state.last_by)
    except MenuChanged:
        return  # somebody wants something else by now: the next round brings that


class _Overtaken(Exception):
    """The state has changed, or another function is at it."""


def _marked(account_id: str, state: MenuState, found: Found, now: datetime) -> MenuState:
    """The state with a mark that its menu is being changed at WeChat; what stood there first is kept as a version.

    From the mark on, what stands there may be a half of ours.
    """
    wanted = state.wanted
    assert wanted is not None  # noqa: S101 - the caller looked
    if wanted.begun:
        return state
    after = state.model_copy(update={"wanted": wanted.model_copy(update={"begun": True})})
    also = []
    if _foreign(account_id, state, found):
        kept = MenuVersion(
            number=state.versions + 1,
            document=found.document,
            at=now,
            by=course.WORKER,
            source=Source.FOUND,
        )
        after = after.model_copy(update={"versions": kept.number})
        also.append(store.version_action(account_id, kept))
    try:
        return store.write(account_id, after, before=state, by=state.last_by, also=also)
    except MenuChanged:
        raise _Overtaken from None


def _foreign(account_id: str, state: MenuState, found: Found) -> bool:
    """Whether what stands at WeChat is none of the menus that are known here."""
    if not found.buttons:
        return False
    numbers = {one.version for one in state.open if one.periods} | {state.versions}
    if state.wanted is not None:
        numbers.add(state.wanted.version)
    known = {digest(store.document(account_id, number)) for number in numbers}
    return digest(found.document) not in known


def _shown(
    menus: Menus, found: Found, state: MenuState, mark: str, now: Callable[[], datetime]
) -> bool:
    """Whether WeChat shows what is wanted in the end. Raises ``_Overtaken`` and what the calls raise."""
    target = store.document(menus.account, state.wanted.version) if state.wanted else MenuDocument()
    for _ in range(_ROUNDS):
        calls = missing_calls(found, target)
        if not calls:
            return True
        for call in calls:
            if not store.hold(menus.account, mark, state.edition, now()):
                raise _Overtaken
            try:
                menus.make(call, now())
            except UnknownOutcome:
                break  # it may have happened: what stands there now, tells
        found = menus.read()
    return not missing_calls(found, target)
