"""What a wall remembers of the table's stream: today's pushes as they stand, and the alarms as they come.

A wall of 1,750 accounts reads two partitions, not 1,750; and because these rows are written, the doorbell rings it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import date, datetime
from typing import Any, Final, NamedTuple

from chalicelib import accounts, insight, inspection, matrix, orders, publishing, wall
from chalicelib.accounts import UnknownAccount
from chalicelib.application.wall_control import signs_of
from chalicelib.clock import SHANGHAI
from chalicelib.cloud.items import Item
from chalicelib.publishing import DeliveryState
from chalicelib.wall import TITLE_CHARS, Alarm, AlarmKind, Grade, PushRow

Doc = dict[str, Any]
ANEW: Final = "*"


class Told(NamedTuple):
    """What an alarm says, before its unit is known."""

    what: str
    account: str
    unit: str
    """Empty where the account's is meant."""
    path: str


class AlarmWatch(NamedTuple):
    """A change that is an alarm."""

    kind: AlarmKind
    grade: Grade
    partition: str
    """The first part of the item's partition key."""
    sort: str
    """How its sort key begins."""
    attribute: str
    """What has to become ``value`` (``ANEW``: another than before); empty: the item has to be new."""
    value: str
    tell: Callable[[Doc, str], Told | None]
    """From the item's document and ``value``; None where it is no alarm after all."""


def _push(doc: Doc, state: str) -> Told:
    titles = " / ".join(str(one.get("title", "")) for one in doc["pieces"])[:TITLE_CHARS]
    name = publishing.labels.STATES[DeliveryState(state)]
    return Told(f"推送{name}：{titles}", doc["account"], "", f"/deliveries/{doc['id']}")


def _spike(doc: Doc, _: str) -> Told:
    began = datetime.fromisoformat(doc["began"]).astimezone(SHANGHAI).date()
    name = _topic_name(doc["account"], doc["topic"], began)
    what = f"提问突增：{name}，{doc['minutes']} 分钟 {doc['people']} 人"
    path = f"/numbers/question-topics/{doc['account']}/{doc['topic']}"
    return Told(what, doc["account"], "", path)


def _turn(doc: Doc, _: str) -> Told:
    account = doc["account"]
    row = matrix.store.group(matrix.group_of(account)).rows.get(account)
    signs = signs_of(row) if row else ""
    return Told(f"转为异常：{signs}".rstrip("："), account, doc["unit"], "/matrix")


def _urged(doc: Doc, _: str) -> Told:
    level = orders.labels.URGINGS[orders.Urging(doc["urged"])]
    what = f"{doc['label']}{doc['title']}"[:TITLE_CHARS]
    return Told(f"指令超期{level}：{what}", "", doc["unit"], f"/orders/{doc['order']}")


def _finding(doc: Doc, _: str) -> Told | None:
    if doc["severity"] != inspection.FindingSeverity.VETO:
        return None
    what = f"发现单项否决问题：{doc['indicator_name']}"[:TITLE_CHARS]
    return Told(what, doc["account"], doc["unit"], f"/inspection/findings/{doc['id']}")


WATCHED: Final = (
    AlarmWatch(AlarmKind.ORDER, Grade.BAD, "ORDERS_URGED", "", "doc", ANEW, _urged),
    AlarmWatch(AlarmKind.FINDING, Grade.BAD, "FINDINGS", "f-", "", "", _finding),
    AlarmWatch(AlarmKind.HEALTH, Grade.BAD, "MATRIXHEALTH", "", "health", "bad", _turn),
    AlarmWatch(AlarmKind.PUSH, Grade.BAD, "DELIVERIES", "", "state", "failed", _push),
    AlarmWatch(AlarmKind.PUSH, Grade.BAD, "DELIVERIES", "", "state", "partially_sent", _push),
    AlarmWatch(AlarmKind.PUSH, Grade.WARN, "DELIVERIES", "", "state", "awaiting_admin", _push),
    AlarmWatch(AlarmKind.SPIKE, Grade.WARN, "QTOPICS", "SPIKE#", "", "", _spike),
)
"""The function ``Outbox`` hears these partitions (.chalice/resources.json)."""


def follow(old: Item | None, new: Item, at: datetime) -> None:
    """Note what a change means for walls. Running it twice, or in another order, leaves the same rows."""
    if str(new["pk"]).startswith("DELIVERIES#"):
        _note_push(old, new)
    for watch in WATCHED:
        if _is(watch, old, new):
            _alarm(watch, new, at)


def _note_push(old: Item | None, new: Item) -> None:
    if old is not None and old.get("state") == new.get("state"):
        return
    doc = json.loads(str(new["doc"]))
    row = PushRow(
        delivery=doc["id"],
        account=doc["account"],
        at=doc["at"],
        state=str(new["state"]),
        title=" / ".join(str(one.get("title", "")) for one in doc["pieces"])[:TITLE_CHARS],
    )
    wall.note_push(row, int(new.get("version", 1)))


def _is(watch: AlarmWatch, old: Item | None, new: Item) -> bool:
    partition, _, _ = str(new["pk"]).partition("#")
    if partition != watch.partition or not str(new["sk"]).startswith(watch.sort):
        return False
    if not watch.attribute:
        return old is None
    if watch.value == ANEW:
        return old is None or old.get(watch.attribute) != new.get(watch.attribute)
    return new.get(watch.attribute) == watch.value and (
        old is None or old.get(watch.attribute) != watch.value
    )


def _alarm(watch: AlarmWatch, new: Item, at: datetime) -> None:
    told = watch.tell(json.loads(str(new["doc"])), watch.value)
    if told is None:
        return
    unit = told.unit
    if not unit:
        try:
            unit = accounts.state(told.account).account.unit
        except UnknownAccount:
            return  # it was removed meanwhile
    what = f"{watch.kind}\n{watch.value}\n{new['pk']}\n{new['sk']}\n{new.get('version', 1)}\n{told.what}"
    wall.add_alarm(
        Alarm(
            id=hashlib.sha256(what.encode()).hexdigest()[:16],
            kind=watch.kind,
            grade=watch.grade,
            unit=unit,
            account=told.account,
            what=told.what,
            at=at,
            path=told.path,
        )
    )


def _topic_name(account: str, topic: str, day: date) -> str:
    """An editor's name of a topic, or words that three people or more have used; never what one person wrote."""
    decided = insight.topics.decisions(account).get(topic)
    if decided and decided.name:
        return decided.name
    figures = insight.topics.figures(account, topic, day)
    return " ".join(figures.keywords) if figures and figures.keywords else "一件事"
