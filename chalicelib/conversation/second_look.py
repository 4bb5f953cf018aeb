"""The second look at a question without a sure answer: late, elsewhere, and found behind a link.

Its result is kept with the follower (``STATE``, attribute ``deferred``), so that the tapped link is answered with
the one read that every message makes. Of a follower's questions the last few have a place there.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple

from chalicelib.cloud import queues, table
from chalicelib.conversation.inbox.store import PREFIX, RecordedPush, recorded
from chalicelib.conversation.ladder.context import MOST_ASKED, spoken
from chalicelib.conversation.rules.versions import knowledge_of
from chalicelib.followers import STATE, partition
from chalicelib.settings import settings
from chalicelib.wechat.text import Message

MOST_KEPT: Final = 3
"""Questions of one follower whose second look can be tapped; each takes some 200 bytes of an item read all the time."""

KIND: Final = "second_look"
"""Of the task on the queue."""


class Released(NamedTuple):
    """An answer that people released, to choose from."""

    id: str
    question: str
    answer: str


class Chosen(NamedTuple):
    """The released answer that fits, and its wording."""

    id: str
    text: str = ""
    """Other words for it; empty for its own."""


Look = Callable[[str, str, Sequence[Released], datetime], Chosen | None]
"""Account, question, released answers (best first), now → the answer that fits."""


def ask_for(recorded: RecordedPush) -> None:
    """Queue a second look, if the follower was given a link to its result.

    Only the message's place goes into the queue, not its words. Run twice, it is looked at twice, to one effect.
    """
    push = recorded.push
    if not recorded.decision.later or push is None:
        return
    task = {
        "kind": KIND,
        "account": recorded.account_id,
        "openid": push.from_user,
        "key": recorded.key,
    }
    queues.send(settings().outgoing_queue_url, json.dumps(task))


def is_task(body: str) -> bool:
    """Whether a queue's message asks for a second look."""
    task = json.loads(body)
    return isinstance(task, dict) and task.get("kind") == KIND


def look_again(body: str, look: Look, now: datetime | None = None) -> None:
    """Look again at the message that a task names, and keep the result with its follower.

    Running it twice is harmless: a message that has a result is not looked at again, and an older message
    never takes the place of newer ones. Raises ``ConditionFailed`` where two are done at the very same time, or
    the message was erased meanwhile: the queue brings this one back.
    """
    task: dict[str, Any] = json.loads(body)
    pk = partition(task["account"], task["openid"])
    item = table.get(pk, PREFIX + task["key"], consistent=True)
    old = recorded(item) if item else None
    if old is None or not isinstance(old.push, Message):
        return  # erased meanwhile
    before = (table.get(pk, STATE, consistent=True) or {}).get("deferred")
    kept: dict[str, Any] = json.loads(str(before or "{}"))
    if task["key"] in kept:
        return
    found = _found(old, spoken(old.push)[:MOST_ASKED], look, now or datetime.now(UTC))
    kept[task["key"]] = found | {"at": old.push.created}
    latest = sorted(kept, key=lambda key: int(kept[key]["at"]))[-MOST_KEPT:]
    keeping = table.update_action(
        pk,
        STATE,
        "SET #deferred = :found",
        {":found": json.dumps({key: kept[key] for key in latest}), ":before": before or ""},
        condition="attribute_not_exists(#deferred) OR #deferred = :before",
        names={"#deferred": "deferred"},
    )
    # A look takes some seconds: of a message that was erased meanwhile nothing is kept.
    there = table.check_action(pk, PREFIX + task["key"], "pk = :pk", {":pk": pk})
    table.transact([keeping, there])


def released_near(key: str, text: str, now: datetime) -> list[Released]:
    """The released answers near a text in the compiled knowledge under ``key``, best first."""
    from chalicelib import knowledge

    found = (
        knowledge.entry(key, one.id, now) for one in knowledge.consult(key, text, now).candidates
    )
    return [Released(one.id, one.question, one.answer) for one in found if one is not None]


def _found(old: RecordedPush, text: str, look: Look, now: datetime) -> dict[str, Any]:
    """Zone, entries best first, and other words for the first."""
    key = knowledge_of(old.account_id, old.decision.book_version)
    if key is None:
        return {"zone": "none", "entries": []}
    released = released_near(key, text, now)
    chosen = look(old.account_id, text, released, now)
    ids = [one.id for one in released]
    if chosen is None:
        offered = ids if old.decision.clarify else []
        return {"zone": "unsure" if offered else "none", "entries": offered}
    return {
        "zone": "sure",
        "entries": [chosen.id, *(one for one in ids if one != chosen.id)],
        "text": chosen.text,
    }
