"""Transcripts of WeChat's own agents (``agents: wechat``): unseen during a session, fetched afterwards.

| pk | sk | attributes |
|---|---|---|
| ``FOLLOWER#{account}#{openid}`` | ``WXKF#{time:010d}#{digest}`` | ``doc`` (Record): said on WeChat's own client, fetched afterwards, ``expires_at`` |
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from enum import IntEnum
from typing import Any, Final

from pydantic import Field

from chalicelib import followers
from chalicelib.actor import Actor
from chalicelib.clock import SHANGHAI
from chalicelib.cloud import table
from chalicelib.desk.agents.acting import permitted
from chalicelib.desk.sessions import updates
from chalicelib.values import Value

PAGE: Final = 10_000
"""The most that msgrecord/getmsglist gives at once (sheet §2.7)."""
_SK: Final = "WXKF#"

Fetch = Callable[[int, int, int, int], Mapping[str, Any]]
"""Start, end (Unix seconds, at most 24 hours apart), msgid to begin at, number → WeChat's answer."""


class Said(IntEnum):
    """Who spoke (``opercode``)."""

    AGENT = 2002
    FOLLOWER = 2003


class Record(Value):
    """One line of a conversation on WeChat's own client; pictures are ``[image]`` only."""

    openid: str
    opercode: int
    text: str = ""
    time: int
    """Unix seconds."""
    worker: str = ""

    @property
    def digest(self) -> str:
        """Its identity, by content, because WeChat gives it no id: fetched twice it is one."""
        said = "\x1f".join(map(str, (self.opercode, self.worker, self.text)))
        return hashlib.sha256(said.encode(errors="replace")).hexdigest()[:16]


class Fetched(Value):
    """The result of fetching a day."""

    day: date
    records: int
    followers: int


class _Answer(Value):
    recordlist: tuple[Record, ...] = Field(default=())
    number: int = 0
    msgid: int = 1


def fetch_day(
    account_id: str,
    day: date,
    *,
    by: Actor,
    now: datetime,
    fetch_page: Fetch | None = None,
    page: int = PAGE,
) -> Fetched:
    """Fetch and keep the messages of ``day`` (Asia/Shanghai), page by page, for as long as the account keeps messages.

    Running it twice is harmless: a record's key is its content. Raises ``PermissionDenied``, ``AccountError`` or
    ``WeChatError``.
    """
    fetcher = permitted(account_id, by, "desk:transcripts:fetch")
    fetch_page = fetch_page or pages_of(account_id)
    days = updates.keep_days(account_id)
    begin = datetime.combine(day, time(), SHANGHAI)
    start, end = int(begin.timestamp()), int((begin + timedelta(days=1)).timestamp()) - 1
    msgid, number, openids = 1, 0, set[str]()
    while True:
        answer = _Answer.model_validate(fetch_page(start, end, msgid, page))
        for record in answer.recordlist:
            _keep(account_id, record, days)
            number += 1
            openids.add(record.openid)
        if len(answer.recordlist) < page or answer.msgid <= msgid:
            break
        msgid = answer.msgid
    fetcher.record(f"account:{account_id}", now, note=f"{day}：{number} 条")
    return Fetched(day=day, records=number, followers=len(openids))


def transcript_of(account_id: str, openid: str) -> Iterator[Record]:
    """The fetched records of one follower, in order of time."""
    for item in table.query(followers.partition(account_id, openid), _SK):
        yield Record.model_validate_json(str(item["doc"]))


def pages_of(account_id: str) -> Fetch:
    """The account's way to WeChat's records. Raises ``AccountError``."""
    from chalicelib import accounts

    service = accounts.wechat_client(account_id).customservice

    def page(start: int, end: int, msgid: int, number: int) -> Mapping[str, Any]:
        answer: Mapping[str, Any] = service.get_records(start, end, msgid, number)
        return answer

    return page


def _keep(account_id: str, record: Record, keep_days: int) -> None:
    table.put(
        {
            "pk": followers.partition(account_id, record.openid),
            "sk": f"{_SK}{record.time:010d}#{record.digest}",
            "doc": record.model_dump_json(),
            "expires_at": record.time + keep_days * 86400,
        }
    )
