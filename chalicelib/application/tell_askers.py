"""The askers of a topic are told its answer: whoever wanted to be, once, by the first way that is open to them.

Everything that tells somebody is one transaction with the agreement that leaves ``waiting`` and the mark that this topic was
told to this person (``topics.agreements``). So whoever dies on the way, or runs twice, or at the same time, tells nobody twice.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final, NamedTuple

from chalicelib import (
    accounts,
    conversation,
    desk,
    followers,
    insight,
    knowledge,
    notices,
    topics,
)
from chalicelib.cloud import queues, table
from chalicelib.cloud.errors import ConditionFailed
from chalicelib.cloud.items import Item
from chalicelib.settings import settings
from chalicelib.topics import Origin, Telling, Topic

KIND: Final = "tell_askers"
ONE: Final = "tell_asker"
"""Of the tasks on the queue: everybody who waits at an account, and one who has just agreed."""
PORTION: Final = 50
"""Agreements that one task looks at."""
AGAIN_AFTER: Final = timedelta(minutes=10)
"""Whoever agreed while the answer was being released is looked at once more after this."""
_ASKED_BACK: Final = timedelta(days=90)
_TRIES: Final = 5
_SERVED, _TOLD, _FOLLOWS = range(3)
"""Places of the conditions in what tells somebody."""


class _Lost(NamedTuple):
    """How it is seen that something did not arrive."""

    states: tuple[str, ...]
    agreement: topics.agreements.AgreementState


_LOST: Final = {
    "SAID#": _Lost(("refused",), topics.agreements.AgreementState.MESSAGE),
    # WeChat took a notice that failed, and says that it did not arrive.
    "NOTE#": _Lost(("refused", "failed"), topics.agreements.AgreementState.NOTICE),
}
"""Beginning of the sort key of what tells an answer → what says that it did not."""


def is_task(body: str) -> bool:
    """Whether a queue's message asks for this."""
    task = json.loads(body)
    return isinstance(task, dict) and task.get("kind") in (KIND, ONE)


def start(topic: Topic) -> None:
    """Have everybody told who wanted to be; the sweep does it where this fails."""
    queues.wake(settings().outgoing_queue_url, json.dumps({"kind": KIND, "topic": topic.id}))


def agreed(account_id: str, openid: str, digest: str) -> None:
    """Have one agreement looked at that was just made: its answer may be out already."""
    task = {"kind": ONE, "account": account_id, "openid": openid, "digest": digest}
    queues.send(settings().outgoing_queue_url, json.dumps(task))


def work(body: str, now: datetime) -> None:
    """Do a task. Running it twice is harmless: what tells somebody happens once, the rest is looked at again."""
    task: Mapping[str, Any] = json.loads(body)
    try:
        if task["kind"] == ONE:
            _tell_one(task, now)
        else:
            _tell_all(task, now)
    except (accounts.UnknownAccount, topics.UnknownTopic):
        return  # removed meanwhile: there is nobody to tell


def not_arrived(item: Item) -> bool:
    """A message or notice that told an answer surely did not arrive: it is told at the next word. Twice is once.

    ``item`` is the message as the stream has it; False where it is something else, or the person has left.
    """
    lost = [told for kind, told in _LOST.items() if str(item["sk"]).startswith(kind)]
    if not lost or item.get("state") not in lost[0].states:
        return False
    _, account_id, openid = str(item["pk"]).split("#", 2)
    for one in topics.agreements.of_follower(account_id, openid):
        if one.message == str(item["sk"]) and one.state is lost[0].agreement:
            return _at_next_word(one, one.entry, topics.agreements.not_arrived_actions(one))
    return False


def _tell_all(task: Mapping[str, Any], now: datetime) -> None:
    topic = topics.get(str(task["topic"]))
    if topic.telling is not Telling.GOING_ON or topic.made is None:
        return
    entry = entry_in_force(topic.account, topic.made.entry, now)
    after = topics.agreements.Agreement.model_validate(task["after"]) if "after" in task else None
    found = topics.agreements.waiting(topic.account, after=after, limit=PORTION)
    if entry is not None and found:
        belongs = _belongs(topic, now)
        for one in found:
            if belongs(one):
                tell(one, topic.id, entry, now)
    if len(found) == PORTION:
        place = found[-1].model_dump(mode="json") | {"text": ""}
        queues.send(settings().outgoing_queue_url, json.dumps(dict(task) | {"after": place}))
    elif topic.made.entry_released_at and now >= topic.made.entry_released_at + AGAIN_AFTER:
        topics.progress.told(topic.id, now, topics.agreements.number_told(topic.id))


def _tell_one(task: Mapping[str, Any], now: datetime) -> None:
    one = topics.agreements.find(str(task["account"]), str(task["openid"]), str(task["digest"]))
    if one is None or one.state is not topics.agreements.AgreementState.WAITING:
        return
    sure = _sure(one.account, one.text, now)
    if not sure.startswith("t-"):
        return  # no entry that was made of a topic
    topic = topics.get(sure)
    entry = entry_in_force(one.account, sure, now)
    if entry is not None and topic.made and topic.made.entry_released_at:
        tell(one, topic.id, entry, now)


def tell(
    one: topics.agreements.Agreement, topic: str, entry: knowledge.CompiledEntry, now: datetime
) -> bool:
    """Tell a follower the answer by the first way that is open; False where none is, or it was told before."""
    try:
        return any(way(one, topic, entry, now) for way in WAYS)
    except ConditionFailed as error:
        if error.index == _TOLD:
            topics.agreements.close(one, topics.agreements.AgreementState.COVERED, topic)
        elif error.index == _FOLLOWS:
            topics.agreements.close(one, topics.agreements.AgreementState.LEFT)
        elif error.index != _SERVED:
            raise
        return False


def _by_message(
    one: topics.agreements.Agreement, topic: str, entry: knowledge.CompiledEntry, now: datetime
) -> bool:
    """A customer-service message, where WeChat takes one more; while an agent has the follower, one is left to them."""
    session = followers.state(one.account, one.openid, consistent=True).session
    key = f"told {one.account} {one.openid} {topic}"
    also = topics.agreements.served_actions(
        one, topic, entry.id, topics.agreements.AgreementState.MESSAGE, now, desk.message_id(key)
    )
    also.append(followers.follows_since_action(one.account, one.openid, one.agreed))
    also.append(topics.agreements.count_action(topic))
    text = conversation.told_text(entry, one.text)
    return desk.tell_wanted(
        one.account, one.openid, text, key=key, now=now, spare=1 if session else 0, also=also
    )


def _by_notice(
    one: topics.agreements.Agreement, topic: str, entry: knowledge.CompiledEntry, now: datetime
) -> bool:
    """A subscription notice (订阅通知), where the account has a template for it and the follower consents to that."""
    key = f"told {one.account} {one.openid} {topic}"
    also = topics.agreements.served_actions(
        one,
        topic,
        entry.id,
        topics.agreements.AgreementState.NOTICE,
        now,
        notices.sending_sk(key),
    )
    also.append(followers.follows_since_action(one.account, one.openid, one.agreed))
    also.append(topics.agreements.count_action(topic))
    told = notices.tell(
        one.account,
        one.openid,
        notices.Purpose.ANSWER_READY,
        {"question": one.text, "answer": entry.answer, "time": now},
        key=key,
        now=now,
        also=also,
    )
    if told is notices.Told.BEFORE:
        topics.agreements.close(one, topics.agreements.AgreementState.COVERED, topic)
    return told in (notices.Told.QUEUED, notices.Told.BEFORE)


def _by_next_word(
    one: topics.agreements.Agreement, topic: str, entry: knowledge.CompiledEntry, now: datetime
) -> bool:
    """The reply to their next word."""
    served = topics.agreements.served_actions(
        one, topic, entry.id, topics.agreements.AgreementState.NEXT_WORD, now
    )
    return _at_next_word(one, entry.id, served, [topics.agreements.count_action(topic)])


Way = Callable[[topics.agreements.Agreement, str, "knowledge.CompiledEntry", datetime], bool]
WAYS: Final[tuple[Way, ...]] = (_by_message, _by_notice, _by_next_word)
"""Ways to tell somebody, the first that is open is taken; False: not open now."""


def _at_next_word(
    one: topics.agreements.Agreement,
    entry: str,
    served: list[table.Action],
    also: list[table.Action] | tuple[()] = (),
) -> bool:
    """Put an answer into a follower's state; again where their state is written meanwhile. Raises ``ConditionFailed``."""
    for tried in range(_TRIES):
        before = followers.state(one.account, one.openid, consistent=True).news
        after = conversation.news_with(before, one.digest, entry, one.text)
        news = topics.agreements.put_to_next_word(one, before, after)
        try:
            table.transact([*served, *news, *also])
        except ConditionFailed as error:
            if error.index != len(served):
                if len(served) == 1:
                    return False  # it was put there before
                raise
            follows = followers.follows_since_action(one.account, one.openid, one.agreed)
            try:
                table.transact([follows])
            except ConditionFailed:
                if len(served) == 1:
                    return False
                raise ConditionFailed("the follower left", None, _FOLLOWS) from error
            if tried == _TRIES - 1:
                raise
            continue
        return True
    return False


def _belongs(topic: Topic, now: datetime) -> Callable[[topics.agreements.Agreement], bool]:
    """Whether an agreement's question is the topic's: asked in its words, or answered by its entry for sure."""
    digests = {topics.agreements.digest_of(topic.title)}
    if topic.origin is Origin.QUESTIONS and topic.of:
        found = insight.topics.askers(topic.account, topic.of, now - _ASKED_BACK, now)
        digests |= {topics.agreements.digest_of(asker.question) for asker in found}
    made = topic.made.entry if topic.made else ""

    def belongs(one: topics.agreements.Agreement) -> bool:
        same = one.digest in digests or insight.question_key(one.text) == topic.of
        return same or _sure(topic.account, one.text, now) == made

    return belongs


def _sure(account_id: str, text: str, now: datetime) -> str:
    """The entry with which the account answers a text for sure; empty where it does not."""
    key = _compiled(account_id)
    found = knowledge.consult(key, text, now.astimezone(UTC)) if key else None
    if found is None or found.zone != "sure" or not found.candidates:
        return ""
    return found.candidates[0].id


def entry_in_force(account_id: str, entry_id: str, now: datetime) -> knowledge.CompiledEntry | None:
    """A released entry as followers get it; None where it is not, or no longer, in force."""
    key = _compiled(account_id)
    return knowledge.entry(key, entry_id, now.astimezone(UTC)) if key and entry_id else None


def _compiled(account_id: str) -> str | None:
    return conversation.knowledge_of(account_id, accounts.current(account_id).book_version)
