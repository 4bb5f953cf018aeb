"""Which change of which item is which fact. Pure.

Items come as the stream tells them: another domain's document is read here as JSON, since what is counted must not
stop at a field that a later version adds.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any, Final, NamedTuple

from chalicelib.clock import SHANGHAI
from chalicelib.cloud.items import Item
from chalicelib.insight.facts.models import Fact, Kind, Told
from chalicelib.insight.facts.of_pushes import told_of_push

Doc = dict[str, Any]

_REPLY_STATES: Final = {"queued": 1, "sending": 2, "unknown": 3, "refused": 4, "sent": 5}
"""State of an agent's message → the version of its fact. A note is none: it goes nowhere."""


class _Source(NamedTuple):
    """Items that are facts."""

    partition: str
    """The first part of the partition key."""
    sort: str
    """How the sort key begins."""
    told: Callable[[Item], Told | None]


def facts_of(item: Item) -> Iterator[Told]:
    """What a new state of an item tells; mostly one fact, or none.

    ``item`` is the new image of a record of the stream. An item that was removed tells nothing: what happened, happened.
    """
    partition, _, _ = str(item["pk"]).partition("#")
    for source in _SOURCES:
        if partition == source.partition and str(item["sk"]).startswith(source.sort):
            told = source.told(item)
            if told is not None:
                yield told


def _reply(item: Item) -> Told | None:
    doc = _doc(item)
    version = _REPLY_STATES.get(str(item.get("state")))
    if version is None:
        return None
    return _told(
        doc["account"],
        _time(doc["at"]),
        openid=str(doc["openid"]),
        # The person's place stands in the id until the pseudonym does.
        id=f"{doc['openid']}#{item['sk']}",
        version=version,
        kind=Kind.REPLY,
        type=str(doc["kind"]),
        session=str(doc["session"]),
        state=str(item["state"]),
        agent=str(doc["by"]),
    )


def _session(item: Item) -> Told | None:
    doc = _doc(item)
    if not doc["openid"]:
        return None  # its follower was erased: what was counted stays as it was
    opened = _time(doc["opened_at"])
    rating = int(item.get("rating", 0))
    return _told(
        doc["account"],
        opened,
        openid=str(doc["openid"]),
        id=str(doc["id"]),
        # A rating comes after the last change, without one of its own.
        version=2 * int(doc["version"]) + (rating > 0),
        kind=Kind.SESSION,
        session=str(doc["id"]),
        state=str(doc["state"]),
        reason=str(doc.get("reason", "")),
        skill=str(doc.get("skill", "")),
        team=str(doc.get("team", "")),
        agent=str(doc.get("owner", "")),
        ending=str(doc.get("ending") or ""),
        wait_seconds=_since(opened, doc.get("first_assigned_at")),
        first_reply_seconds=_since(opened, doc.get("first_reply_at")),
        resolve_seconds=_since(opened, doc.get("resolved_at")),
        escalated=int(doc.get("escalated", 0)),
        rating=rating,
    )


def _score(item: Item) -> Told | None:
    doc = _doc(item)
    session = str(doc["session"])
    # The session's id names its day; so does the fact, or a judgement of a later day would stand alone.
    noon = datetime.strptime(session[2:10], "%Y%m%d").replace(hour=12, tzinfo=SHANGHAI)
    return _told(
        doc["account"],
        noon,
        id=f"score-{session}",
        version=int(doc.get("version", 1)),
        kind=Kind.SCORE,
        session=session,
        team=str(doc.get("team", "")),
        agent=str(doc.get("agent", "")),
        points=sum(int(one["points"]) for one in doc.get("marks", ())),
    )


def _delivery(item: Item) -> Told | None:
    doc = _doc(item)
    counts: Doc = doc.get("counts") or {}
    return _told(
        doc["account"],
        _time(doc["at"]),
        id=str(doc["id"]),
        version=int(doc["version"]),
        kind=Kind.PUSH,
        type=str(doc["pieces"][0].get("kind", "news")),
        state=str(doc["state"]),
        way=str(doc.get("way", "mass")),
        articles=len(doc["pieces"]),
        audience=int(counts.get("total", -1)),
        reached=int(counts.get("filtered", -1)),
        sent=int(counts.get("sent", -1)),
        failed=int(counts.get("failed", -1)),
    )


def _appointment(item: Item) -> Told | None:
    doc = _doc(item)
    if doc.get("person") is None:
        return None  # a walk-in follows no account
    account, openid = doc["person"]
    made = _time(doc["made_at"])
    ahead = date.fromisoformat(doc["day"]) - made.astimezone(SHANGHAI).date()
    return _told(
        str(account),
        made,
        openid=str(openid),
        id=f"appointment-{doc['id']}",
        version=int(doc["version"]) + 1,
        kind=Kind.APPOINTMENT,
        type=str(doc["origin"]),
        service=str(doc["service"]),
        state=str(doc["state"]),
        reason=str(doc.get("reason") or ""),
        hall=str(doc["hall"]),
        days_ahead=ahead.days,
    )


def _attempt(item: Item) -> Told | None:
    doc = _doc(item)
    if not doc.get("ended_at"):
        return None
    began = _time(doc["started_at"])
    return _told(
        doc["account"],
        began,
        # The attempt's own id is the address of its result.
        id=f"quiz-{hashlib.sha256(str(doc['id']).encode()).hexdigest()[:24]}",
        kind=Kind.QUIZ,
        entry=str(doc["quiz"]),
        state="passed" if doc["passed"] else "failed",
        points=int(doc["score"]),
        resolve_seconds=_since(began, doc["ended_at"]),
    )


_SOURCES: Final = (
    _Source("FOLLOWER", "IN#", told_of_push),
    _Source("FOLLOWER", "SAID#", _reply),
    _Source("LIVE", "", _session),
    _Source("SESSIONS", "", _session),
    _Source("SCORES", "", _score),
    _Source("DELIVERIES", "", _delivery),
    _Source("BOOKING", "BOOKING", _appointment),
    _Source("QUIZATTEMPT", "ATTEMPT", _attempt),
)

COUNTED: Final = frozenset(source.partition for source in _SOURCES)
"""The function ``Outbox`` hears these partitions (.chalice/resources.json)."""


def _told(account: str, at: datetime, *, openid: str = "", **fields: Any) -> Told:
    local = at.astimezone(SHANGHAI)
    fact = Fact(moment=int(at.timestamp()), hour=local.hour, **fields)
    return Told(account=account, day=local.date().isoformat(), openid=openid, fact=fact)


def _doc(item: Item) -> Doc:
    doc: Doc = json.loads(str(item["doc"]))
    return doc


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _since(opened: datetime, then: str | None) -> int:
    return -1 if not then else max(0, int((_time(then) - opened).total_seconds()))
