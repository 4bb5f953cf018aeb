"""All that is kept of one person on one account, read from every domain that keeps something."""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple

from chalicelib import (
    appointments,
    conversation,
    desk,
    followers,
    hotline,
    insight,
    notices,
    topics,
)
from chalicelib.cloud.items import Item
from chalicelib.wechat.text import Message

KIND_NAMES: Final = {
    "messages": "消息",
    "events": "事件",
    "questions": "提问存档",
    "second_looks": "二次查找的结果",
    "sessions": "人工会话",
    "ratings": "评价",
    "agreements": "有答复时要告知的提问",
    "appointments": "预约",
    "consents": "订阅的通知",
    "notices": "发过的订阅通知",
    "lines": "坐席、热线与机器人在会话中的话",
    "unsent": "其中还没有发出的",
    "transcripts": "微信客服的聊天记录",
    "cases": "移交热线的会话",
    "pseudonyms": "统计用的化名",
    "others": "其他记录",
    "tags": "按规则打的标签",
    "roll": "粉丝名册中的登记",
    "state": "关注状态",
}
"""Kinds of what is kept, in the order of a receipt."""
FOREVER: Final = 2**40
"""Later than every message; Unix seconds."""


class FollowerData(NamedTuple):
    """Everything of one person, as the domains hold it; messages and sessions in order of time."""

    state: Item | None
    pushes: list[conversation.erasure.Kept]
    lines: list[desk.AgentMessage]
    transcripts: list[desk.Record]
    sessions: list[desk.ServiceSession]
    cases: list[hotline.Case]
    agreements: list[topics.agreements.Agreement]
    appointments: list[appointments.Booking]
    """In order of time."""
    appointment_limits: appointments.PersonBook
    """What counts against what they may book."""
    consents: list[notices.Consent]
    notices: list[notices.Sending]
    pseudonym: str
    """What the archive of facts calls them; empty where it does not know them."""
    others: list[Item]
    tags: tuple[Item, ...] = ()
    """Those that rules gave."""
    on_roll: bool = False
    """Whether the last complete list of WeChat's names them."""
    last_event: followers.roll.Since | None = None
    """What their last event said, as kept for the next list."""

    @property
    def looks(self) -> dict[str, Any]:
        """Results of second looks, by the key of the message."""
        found: dict[str, Any] = json.loads(str((self.state or {}).get("deferred", "{}")))
        return found

    def counts(self) -> dict[str, int]:
        """How much there is of each kind; kinds of which there is nothing are left out."""
        kinds = Counter("messages" if one.is_message else "events" for one in self.pushes)
        kinds["questions"] = sum(has_words(one) for one in self.pushes)
        kinds["second_looks"] = len(self.looks)
        kinds["sessions"] = len(self.sessions)
        kinds["ratings"] = sum(session.rating > 0 for session in self.sessions)
        kinds["agreements"] = len(self.agreements)
        kinds["appointments"] = len(self.appointments)
        kinds["consents"] = len(self.consents)
        kinds["notices"] = len(self.notices)
        kinds["lines"] = len(self.lines)
        kinds["unsent"] = sum(line.state is desk.MessageState.QUEUED for line in self.lines)
        kinds["transcripts"] = len(self.transcripts)
        kinds["cases"] = len(self.cases)
        kinds["pseudonyms"] = int(bool(self.pseudonym))
        kinds["others"] = len(self.others)
        kinds["tags"] = len(self.tags)
        kinds["roll"] = int(self.on_roll) + int(self.last_event is not None)
        kinds["state"] = int(self.state is not None)
        return {kind: kinds[kind] for kind in KIND_NAMES if kinds[kind]}


def read(account_id: str, openid: str, until: int = FOREVER) -> FollowerData:
    """Everything that is kept of a person; of what has a time, what is not later than ``until`` (Unix seconds)."""
    pushes = list(conversation.erasure.kept(account_id, openid, until))
    asked = [
        (one.key, datetime.fromtimestamp(one.at, UTC))
        for one in pushes
        if one.recorded.decision.handover is not None
    ]
    ids = desk.erasure.session_ids(account_id, openid, asked)
    sessions = [desk.erasure.session_of(account_id, one, openid) for one in ids]
    cases = [case for one in ids for case in hotline.erasure.cases_of(account_id, one)]
    on_roll, last_event = followers.roll.kept(account_id, openid, until)
    return FollowerData(
        state=followers.erasure_store.kept_state(account_id, openid),
        pushes=sorted(pushes, key=lambda one: one.at),
        lines=[
            one
            for one in desk.erasure.lines(account_id, openid)
            if int(one.at.timestamp()) <= until
        ],
        transcripts=[
            one for one in desk.erasure.transcripts(account_id, openid) if one.time <= until
        ],
        sessions=sorted(
            (one for one in sessions if one and int(one.opened_at.timestamp()) <= until),
            key=lambda one: one.opened_at,
        ),
        cases=cases,
        agreements=[
            one for one in topics.agreements.of_follower(account_id, openid) if one.agreed <= until
        ],
        appointments=appointments.erasure.kept(account_id, openid, until),
        appointment_limits=appointments.erasure.book(account_id, openid),
        consents=[
            one
            for one in notices.erasure.consents_of(account_id, openid)
            if max(one.accepted_at, one.refused_at) <= until
        ],
        notices=[
            one
            for one in notices.erasure.sendings_of(account_id, openid)
            if int(one.at.timestamp()) <= until
        ],
        pseudonym=insight.erasure.pseudonym(account_id, openid),
        others=followers.erasure_store.others(account_id, openid, KINDS),
        tags=tuple(
            one for one in followers.tags.kept(account_id, openid) if int(one["at"]) <= until
        ),
        on_roll=on_roll,
        last_event=last_event,
    )


def has_words(one: conversation.erasure.Kept) -> bool:
    """Whether the archive of questions keeps a push."""
    push = one.recorded.push
    return isinstance(push, Message) and bool(conversation.spoken(push).strip())


KINDS: Final = (
    *conversation.erasure.KINDS,
    *desk.erasure.KINDS,
    *insight.erasure.KINDS,
    followers.tags.KIND,
    *topics.agreements.KINDS,
    *appointments.erasure.KINDS,
    *notices.erasure.KINDS,
)
"""Beginnings of the sort keys in a follower's partition that a domain erases itself."""
