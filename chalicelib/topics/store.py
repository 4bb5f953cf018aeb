"""Items of this package.

| pk | sk | attributes |
|---|---|---|
| ``TOPICS#{unit}`` | topic id | ``doc`` (Topic), ``version``, ``state``, ``urged`` (of its inquiry); in ``GSI1`` under ``TOPIC`` while something of it is due |
| ``TOPIC#{id}`` | ``UNIT`` | ``unit``: on whose board it stands |
| ``TOPICARTICLE#{article or product}`` | topic id | that an article or a product was made of a topic |
| ``TOPICCLUSTER#{account}`` | ``{question topic}#{topic id}`` | that a topic comes from what followers of the account ask |
| ``TOPICENTRY#{account}`` | topic id | that an entry made of a topic waits for its release |
| ``PRODUCTSETS`` | unit | ``doc`` (ProductSets), ``version``: what a unit orders at once |
| ``DUTIES`` | unit | ``doc`` (Duties), ``version``: the responsibility table of a unit |

Every change is one transaction on the topic's version: the topic, the log of the unit, and what came with it.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Final

from chalicelib import audit
from chalicelib.audit import AuditEntry
from chalicelib.clock import SHANGHAI, stamp
from chalicelib.cloud import table
from chalicelib.cloud.errors import ConditionFailed
from chalicelib.topics.errors import TopicChanged, UnknownTopic
from chalicelib.topics.models import Duties, Origin, ProductSets, Topic
from chalicelib.topics.rules import due_at

Change = Callable[[Topic], "tuple[Topic, AuditEntry | None, Sequence[table.Action]] | None"]
"""A topic as it is → as it becomes, the entry of the log, further writes; None: nothing is to do."""

DUE: Final = "TOPIC"
_TRIES: Final = 8
_DUTIES: Final = "DUTIES"
_SETS: Final = "PRODUCTSETS"
_LETTERS: Final = "0123456789abcdefghjkmnpqrstvwxyz"


def new_id(now: datetime) -> str:
    """The id of a new topic."""
    mark = "".join(secrets.choice(_LETTERS) for _ in range(6))
    return f"t-{now.astimezone(SHANGHAI):%Y%m%d}-{mark}"


def new_actions(topic: Topic) -> list[table.Action]:
    """A new topic as part of a transaction."""
    place = {"pk": f"TOPIC#{topic.id}", "sk": "UNIT", "unit": topic.unit}
    actions = [
        table.put_action(_item(topic), only_new=True),
        table.put_action(place, only_new=True),
    ]
    if topic.origin is Origin.QUESTIONS and topic.of and topic.account:
        cluster = {"pk": f"TOPICCLUSTER#{topic.account}", "sk": f"{topic.of}#{topic.id}"}
        actions.append(table.put_action(cluster))
    return actions


def add(topic: Topic, entry: AuditEntry, also: Sequence[table.Action] = ()) -> None:
    """Store a new topic."""
    table.transact([*new_actions(topic), audit.write_action(entry), *also])


def get(topic_id: str) -> Topic:
    """One topic as it is now. Raises ``UnknownTopic``."""
    place = table.get(f"TOPIC#{topic_id}", "UNIT", consistent=True)
    item = place and table.get(_board(str(place["unit"])), topic_id, consistent=True)
    if not item:
        raise UnknownTopic(topic_id)
    return _read(item)


def change(topic_id: str, decide: Change) -> Topic:
    """Apply ``decide`` to the topic as it is; where somebody was faster, again on the topic as it became.

    Raises ``UnknownTopic``, ``TopicChanged`` after ``_TRIES`` lost races, and the errors of ``decide``.
    """
    for _ in range(_TRIES):
        before = get(topic_id)
        decided = decide(before)
        if decided is None:
            return before
        after, entry, more = decided
        after = after.model_copy(update={"version": before.version + 1})
        logged = [audit.write_action(entry)] if entry else []
        try:
            table.transact([_update(before, after), *logged, *more])
        except ConditionFailed as error:
            if error.index:
                raise
            continue
        return after
    raise TopicChanged("这个选题正被多人同时修改，没有保存。请稍后重试。")


def of_unit(unit: str) -> Iterator[Topic]:
    """Every topic of a unit's board, the newest day first."""
    return map(_read, table.query(_board(unit), "t-", newest_first=True, consistent=True))


def due(now: datetime) -> Iterator[str]:
    """Ids of the topics of which something is due."""
    return (str(item["sk"]) for item in table.due(DUE, stamp(now)))


def article_action(topic: str, article: str) -> table.Action:
    """Note with a change that an article or a product was made of a topic."""
    return table.put_action({"pk": f"TOPICARTICLE#{article}", "sk": topic})


def of_article(article: str) -> list[str]:
    """Ids of the topics that an article or a product was made of."""
    found = table.query(f"TOPICARTICLE#{article}", consistent=True)
    return [str(item["sk"]) for item in found]


def of_clusters(account: str) -> dict[str, list[str]]:
    """Ids of the topics that come from what followers of an account ask, by question topic, the oldest day first."""
    found: dict[str, list[str]] = {}
    for item in table.query(f"TOPICCLUSTER#{account}", consistent=True):
        cluster, _, topic = str(item["sk"]).rpartition("#")
        found.setdefault(cluster, []).append(topic)
    return found


def entry_action(topic: str, account: str) -> table.Action:
    """Note with a change that an entry made of a topic waits for its release."""
    return table.put_action({"pk": f"TOPICENTRY#{account}", "sk": topic})


def entry_done(topic: str, account: str) -> None:
    """Forget that an entry waits. Twice is once."""
    table.delete(f"TOPICENTRY#{account}", topic)


def waiting_entries(account: str) -> list[str]:
    """Ids of the topics whose entries wait for a release of this account's knowledge."""
    return [str(item["sk"]) for item in table.query(f"TOPICENTRY#{account}", consistent=True)]


def duties(unit: str) -> Duties | None:
    """A unit's own responsibility table; None where it has none."""
    item = table.get(_DUTIES, unit, consistent=True)
    return None if item is None else Duties.model_validate_json(str(item["doc"]))


def save_duties(before: int, after: Duties, entry: AuditEntry) -> None:
    """Write a responsibility table. Raises ``TopicChanged`` where the present version is not ``before``."""
    item: table.Item = {
        "pk": _DUTIES,
        "sk": after.unit,
        "doc": after.model_dump_json(),
        "version": after.version,
    }
    put = table.put_action(item)
    put["Put"]["ConditionExpression"] = "attribute_not_exists(pk) OR version = :before"
    put["Put"]["ExpressionAttributeValues"] = table.encode({":before": before})
    try:
        table.transact([put, audit.write_action(entry)])
    except ConditionFailed as error:
        raise TopicChanged("有人刚刚改过责任分工，您的修改没有保存。请对照后再保存。") from error


def sets(unit: str) -> ProductSets | None:
    """A unit's own sets of products; None where it has none."""
    item = table.get(_SETS, unit, consistent=True)
    return None if item is None else ProductSets.model_validate_json(str(item["doc"]))


def save_sets(before: int, after: ProductSets, entry: AuditEntry) -> None:
    """Write a unit's sets. Raises ``TopicChanged`` where the present version is not ``before``."""
    item: table.Item = {
        "pk": _SETS,
        "sk": after.unit,
        "doc": after.model_dump_json(),
        "version": after.version,
    }
    condition = "version = :before" if before else "attribute_not_exists(pk)"
    put = table.put_if_action(item, condition, {":before": before} if before else {})
    try:
        table.transact([put, audit.write_action(entry)])
    except ConditionFailed as error:
        raise TopicChanged("有人刚刚改过成套产品，您的修改没有保存。请对照后再保存。") from error


def _update(before: Topic, after: Topic) -> table.Action:
    index = _index(after)
    moved = ", gsi1pk = :pk, gsi1sk = :sk" if index else " REMOVE gsi1pk, gsi1sk"
    return table.update_action(
        _board(after.unit),
        after.id,
        "SET doc = :doc, version = :version, #state = :state, urged = :urged" + moved,
        {
            ":doc": after.model_dump_json(),
            ":version": after.version,
            ":state": after.state.value,
            ":urged": _urged(after),
            ":before": before.version,
            **({":pk": index["gsi1pk"], ":sk": index["gsi1sk"]} if index else {}),
        },
        condition="version = :before",
        names={"#state": "state"},
    )


def _item(topic: Topic) -> table.Item:
    return {
        "pk": _board(topic.unit),
        "sk": topic.id,
        "doc": topic.model_dump_json(),
        "version": topic.version,
        "state": topic.state.value,
        "urged": _urged(topic),
        **_index(topic),
    }


def _urged(topic: Topic) -> str:
    return topic.inquiry.urged.value if topic.inquiry else ""


def _index(topic: Topic) -> table.Item:
    at = due_at(topic)
    return {} if at is None else {"gsi1pk": DUE, "gsi1sk": stamp(at)}


def _read(item: table.Item) -> Topic:
    return Topic.model_validate_json(str(item["doc"]))


def _board(unit: str) -> str:
    return f"TOPICS#{unit}"
