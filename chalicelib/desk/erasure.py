"""The desk's part of erasing a person: their sessions, what was said in them, and WeChat's transcripts.

A session stays for the figures of the desk, without whose it was and without a word. It is found from the message that
asked for it and from what was said in it, so both go after it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Final

from chalicelib import accounts, followers
from chalicelib.cloud import table
from chalicelib.cloud.errors import ConditionFailed
from chalicelib.desk import follower_events
from chalicelib.desk.messages import store as message_store
from chalicelib.desk.messages.store import SAID
from chalicelib.desk.models import AgentMessage, MessageState, ServiceSession
from chalicelib.desk.quality import store as quality_store
from chalicelib.desk.reports.wechat_transcripts import Record, transcript_of
from chalicelib.desk.sessions import lifecycle, store

TRANSCRIPTS: Final = "WXKF#"
BUDGET: Final = "KF"
IN_FLIGHT: Final = timedelta(minutes=2)
"""For which a message that is marked ``sending`` is left alone: a function that sends runs a minute at most, and writes
the result afterwards."""


def session_id(account_id: str, key: str, at: datetime) -> str:
    """The id of the session that a message asked for."""
    return lifecycle.session_id(account_id, key, at)


def session_ids(account_id: str, openid: str, asked: Iterable[tuple[str, datetime]]) -> list[str]:
    """Ids under which this person may have sessions, each once.

    ``asked`` are key and time of the messages that were handed over. An id may name a session that was never opened,
    or has expired.
    """
    held = followers.state(account_id, openid, consistent=True).session
    found = [session_id(account_id, key, at) for key, at in asked]
    found += [line.session for line in message_store.of_follower(account_id, openid)]
    return [one for one in dict.fromkeys([held, *found]) if one]


def session_of(account_id: str, session_id: str, openid: str) -> ServiceSession | None:
    """A session that is this person's; None where it is another's, or gone."""
    session = store.find(account_id, session_id)
    return session if session is not None and session.openid == openid else None


def end_session(session: ServiceSession, now: datetime) -> None:
    """End a session that goes on, as if its follower had left. Twice changes nothing."""
    if not session.live:
        return
    try:
        follower_events.unfollowed(session.account, session.openid, now)
    except accounts.UnknownAccount:
        # Removed with sessions open: nobody has them, and nothing says how long they would be kept.
        store.drop(session)


def release(account_id: str, openid: str, session_id: str) -> None:
    """Take a session out of its follower's state that names it still, though it is gone."""
    if followers.state(account_id, openid, consistent=True).session == session_id:
        table.transact([followers.released_action(account_id, openid, session_id)])


def hide_session(session: ServiceSession) -> bool:
    """Take person and words out of a session that is over, and of its score. Twice is once."""
    quality_store.forget_words(session.account, session.id)
    return store.hide(session.account, session.id, session.openid)


def lines(account_id: str, openid: str) -> Iterator[AgentMessage]:
    """Messages and notes about this person: of agents, of the hotline, and of the robot on the desk's behalf."""
    return message_store.of_follower(account_id, openid)


def erase_line(line: AgentMessage, now: datetime) -> bool:
    """Erase a message, which is then not sent any more; False while it is being sent at this moment."""
    tried = line.tried_at if line.state is MessageState.SENDING else None
    if tried is not None and now - tried < IN_FLIGHT:
        return False
    gone = table.delete_action(
        followers.partition(line.account, line.openid),
        line.id,
        {":state": line.state.value},
        condition="attribute_not_exists(pk) OR #state = :state",
        names={"#state": "state"},
    )
    try:
        table.transact([gone])
    except ConditionFailed:  # it moved this very moment
        return False
    return True


def transcripts(account_id: str, openid: str) -> Iterator[Record]:
    """What was said on WeChat's own client and fetched afterwards."""
    return transcript_of(account_id, openid)


def erase_transcripts(account_id: str, openid: str, cut: int, most: int) -> int:
    """Erase up to ``most`` records of those up to ``cut`` (Unix seconds); returns how many went."""
    pk, number = followers.partition(account_id, openid), 0
    for item in table.query(pk, TRANSCRIPTS, consistent=True):
        if number >= most or int(str(item["sk"]).split("#")[1]) > cut:
            break
        table.delete(pk, str(item["sk"]))
        number += 1
    return number


def erase_budget(account_id: str, openid: str, cut: int) -> int:
    """Forget what WeChat still takes for this person, unless they wrote after ``cut`` (Unix seconds)."""
    pk = followers.partition(account_id, openid)
    item = table.get(pk, BUDGET, consistent=True)
    heard = message_store.budget(account_id, openid).heard
    if item is None or (heard and int(heard.split("#")[0]) > cut):
        return 0
    gone = table.delete_action(pk, BUDGET, {":doc": item["doc"]}, condition="doc = :doc")
    try:
        table.transact([gone])
    except ConditionFailed:
        return 0
    return 1


KINDS: Final = (SAID, TRANSCRIPTS, BUDGET)
"""Beginnings of the sort keys of this domain's items in a follower's partition."""
