"""Agreements: that a follower wants to be told when a question of theirs has an answer (有答复时告诉我).

| pk | sk | attributes |
|---|---|---|
| ``FOLLOWER#{account}#{openid}`` | ``WANTS#{digest}`` | ``text`` (the question), ``key`` (its message), ``asked``, ``agreed``, ``state``, ``topic``, ``entry``, ``message`` (that told it), ``expires_at``; in ``GSI1`` under ``WANTS#{account}`` while it waits |
| ``TOPIC#{id}`` | ``TOLD`` | ``told``: how many followers were told of a topic |
| ``FOLLOWER#{account}#{openid}`` | ``TOLD#{topic}`` | that the answer of a topic was told, or is being told; ``expires_at`` |

The digest is of the question's words, so that one question is one agreement. It leaves ``waiting`` in one transaction with
what tells the follower: a message that is counted and queued, or the news in their state. Nothing sends it back there.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Final

from chalicelib import conversation, followers
from chalicelib.clock import stamp
from chalicelib.cloud import table
from chalicelib.cloud.errors import ConditionFailed
from chalicelib.values import Value

WANTS: Final = "WANTS#"
TOLD: Final = "TOLD#"
KINDS: Final = (WANTS, TOLD)
"""Beginnings of the sort keys of this domain's items in a follower's partition."""
QUESTION_CHARS: Final = 200
KEPT: Final = timedelta(days=90)
"""An agreement that nobody could serve by then is forgotten, and so is that a topic was told: its telling is over long before."""


class AgreementState(StrEnum):
    """How far an agreement is."""

    WAITING = "waiting"
    MESSAGE = "message"
    """A message that tells it was counted and queued; the message says what became of it."""
    NOTICE = "notice"
    """A subscription notice that tells it took a consent and was queued; the notice says what became of it."""
    NEXT_WORD = "next_word"
    """The answer stands in the follower's state, to be told at their next word."""
    GIVEN = "given"
    """Told with a reply."""
    COVERED = "covered"
    """The same topic was told for another question of theirs."""
    LEFT = "left"
    """The follower stopped following."""


_OVER: Final = (
    AgreementState.MESSAGE,
    AgreementState.NOTICE,
    AgreementState.GIVEN,
    AgreementState.COVERED,
)


class Agreement(Value):
    """One follower's wish to be told."""

    account: str
    openid: str
    digest: str
    text: str
    key: str
    asked: int
    """Unix seconds."""
    agreed: int
    """When they tapped; Unix seconds."""
    state: AgreementState
    topic: str = ""
    entry: str = ""
    message: str = ""

    @property
    def sk(self) -> str:
        """Its sort key."""
        return WANTS + self.digest


def digest_of(text: str) -> str:
    """What an agreement is called: made of the question's words."""
    return hashlib.sha256(conversation.bare(conversation.fold(text)).encode()).hexdigest()[:16]


def agree(account_id: str, openid: str, key: str, agreed: int) -> str:
    """Note that a follower wants to be told the answer to their message ``key``; returns the agreement's digest.

    Empty where there is nothing to note, or it was noted before.

    Nothing is noted of a message that is gone, or that they have left since; an agreement that waits stays as it is. One
    that was served may be made again, by a later tap.
    """
    pk = followers.partition(account_id, openid)
    item = table.get(pk, conversation.PREFIX + key, consistent=True)
    asked = conversation.recorded(item) if item else None
    if item is None or asked is None or asked.push is None:
        return ""
    text = conversation.spoken(asked.push).strip()  # type: ignore[arg-type]
    if not text:
        return ""
    noted = table.update_action(
        pk,
        WANTS + digest_of(text),
        "SET #text = :text, #key = :key, asked = :asked, agreed = :agreed, #state = :waiting,"
        " expires_at = :expires, gsi1pk = :index, gsi1sk = :at REMOVE topic, entry, message",
        {
            ":text": text[:QUESTION_CHARS],
            ":key": key,
            ":asked": asked.push.created,
            ":agreed": agreed,
            ":waiting": AgreementState.WAITING.value,
            ":expires": min(agreed + int(KEPT.total_seconds()), asked.expires_at),
            ":index": _index(account_id),
            ":at": stamp(datetime.fromtimestamp(agreed, UTC)),
            **{f":over{n}": state.value for n, state in enumerate((*_OVER, AgreementState.LEFT))},
        },
        condition="attribute_not_exists(pk) OR (agreed < :agreed AND #key <> :key"
        f" AND #state IN ({', '.join(f':over{n}' for n in range(len(_OVER) + 1))}))",
        names={"#text": "text", "#key": "key", "#state": "state"},
    )
    there = table.check_action(pk, conversation.PREFIX + key, "pk = :pk", {":pk": pk})
    follows = followers.follows_since_action(account_id, openid, agreed)
    try:
        table.transact([noted, there, follows])
    except ConditionFailed:
        before = find(account_id, openid, digest_of(text))
        again = before is not None and before.agreed == agreed
        return before.digest if before and again and before.state is AgreementState.WAITING else ""
    return digest_of(text)


def waiting(account_id: str, *, after: Agreement | None = None, limit: int) -> list[Agreement]:
    """The agreements of an account that wait, the oldest first."""
    place = (
        None
        if after is None
        else {
            "pk": followers.partition(account_id, after.openid),
            "sk": after.sk,
            "gsi1sk": stamp(datetime.fromtimestamp(after.agreed, UTC)),
        }
    )
    return list(map(read, table.due(_index(account_id), "9", limit=limit, after=place)))


def of_follower(account_id: str, openid: str) -> Iterator[Agreement]:
    """Every agreement of one person."""
    found = table.query(followers.partition(account_id, openid), WANTS, consistent=True)
    return map(read, found)


def find(account_id: str, openid: str, digest: str) -> Agreement | None:
    """One agreement, or None."""
    item = table.get(followers.partition(account_id, openid), WANTS + digest, consistent=True)
    return None if item is None else read(item)


def served_actions(
    one: Agreement, topic: str, entry: str, state: AgreementState, now: datetime, message: str = ""
) -> list[table.Action]:
    """For a transaction: the agreement is served, and the follower has not been told of this topic before."""
    pk = followers.partition(one.account, one.openid)
    served = table.update_action(
        pk,
        one.sk,
        "SET #state = :state, topic = :topic, entry = :entry, message = :message"
        " REMOVE gsi1pk, gsi1sk",
        {
            ":state": state.value,
            ":topic": topic,
            ":entry": entry,
            ":message": message,
            ":waiting": AgreementState.WAITING.value,
            ":agreed": one.agreed,
        },
        condition="#state = :waiting AND agreed = :agreed",
        names={"#state": "state"},
    )
    told: table.Item = {
        "pk": pk,
        "sk": TOLD + topic,
        "at": int(now.timestamp()),
        "expires_at": int((now + KEPT).timestamp()),
    }
    return [served, table.put_action(told, only_new=True)]


def count_action(topic: str) -> table.Action:
    """For the same transaction: one more was told of a topic."""
    return table.update_action(f"TOPIC#{topic}", "TOLD", "ADD told :one", {":one": 1})


def number_told(topic: str) -> int:
    """Followers who were told of a topic, or will be at their next word."""
    item = table.get(f"TOPIC#{topic}", "TOLD", consistent=True)
    return int(item["told"]) if item else 0


def close(one: Agreement, state: AgreementState, topic: str = "") -> bool:
    """End an agreement that waits without telling anything; False where it does not wait any more."""
    try:
        table.update(
            followers.partition(one.account, one.openid),
            one.sk,
            "SET #state = :state, topic = :topic REMOVE gsi1pk, gsi1sk",
            {
                ":state": state.value,
                ":topic": topic,
                ":waiting": AgreementState.WAITING.value,
                ":agreed": one.agreed,
            },
            condition="#state = :waiting AND agreed = :agreed",
            names={"#state": "state"},
        )
    except ConditionFailed:
        return False
    return True


def put_to_next_word(one: Agreement, before: str, after: str) -> list[table.Action]:
    """For a transaction: the follower's news become ``after`` (JSON), if they are ``before`` and the person follows."""
    pk = followers.partition(one.account, one.openid)
    values: dict[str, table.Value] = {":news": after, ":since": one.agreed}
    unchanged = "attribute_not_exists(news)"
    if before:
        values[":before"] = before
        unchanged = "news = :before"
    return [
        table.update_action(
            pk,
            followers.STATE,
            "SET news = :news",
            values,
            condition=f"({followers.FOLLOWS_SINCE}) AND {unchanged}",
        )
    ]


def not_arrived_actions(one: Agreement) -> list[table.Action]:
    """For a transaction: the message or notice that told it surely did not arrive; it is told at the next word."""
    return [
        table.update_action(
            followers.partition(one.account, one.openid),
            one.sk,
            "SET #state = :next",
            {
                ":next": AgreementState.NEXT_WORD.value,
                ":was": one.state.value,
                ":message": one.message,
            },
            condition="#state = :was AND message = :message",
            names={"#state": "state"},
        )
    ]


def given(account_id: str, openid: str, digests: tuple[str, ...]) -> None:
    """Note that agreements were told with a reply. Twice is once."""
    for digest in digests:
        try:
            table.update(
                followers.partition(account_id, openid),
                WANTS + digest,
                "SET #state = :given",
                {
                    ":given": AgreementState.GIVEN.value,
                    ":next": AgreementState.NEXT_WORD.value,
                },
                condition="#state = :next",
                names={"#state": "state"},
            )
        except ConditionFailed:
            continue  # erased meanwhile, or noted before


def left(account_id: str, openid: str, at: int) -> None:
    """End the agreements of a person who stopped following at ``at`` (Unix seconds). Twice is once."""
    for one in of_follower(account_id, openid):
        if one.state is AgreementState.WAITING and one.agreed <= at:
            close(one, AgreementState.LEFT)


def erase(account_id: str, openid: str, cut: int) -> int:
    """Erase what was agreed, and told, up to ``cut`` (Unix seconds); returns how many items went."""
    pk, number = followers.partition(account_id, openid), 0
    for prefix, at in ((WANTS, "agreed"), (TOLD, "at")):
        for item in table.query(pk, prefix, consistent=True):
            if int(item[at]) <= cut:
                table.delete(pk, str(item["sk"]))
                number += 1
    return number


def read(item: table.Item) -> Agreement:
    """The agreement that an item holds."""
    _, account, openid = str(item["pk"]).split("#", 2)
    return Agreement(
        account=account,
        openid=openid,
        digest=str(item["sk"]).removeprefix(WANTS),
        text=str(item["text"]),
        key=str(item["key"]),
        asked=int(item["asked"]),
        agreed=int(item["agreed"]),
        state=AgreementState(str(item["state"])),
        topic=str(item.get("topic", "")),
        entry=str(item.get("entry", "")),
        message=str(item.get("message", "")),
    )


def _index(account_id: str) -> str:
    return f"{WANTS}{account_id}"
