"""What WeChat's own agents said (``agents: wechat``): we are blind during the session and fetch it afterwards.

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
from chalicelib.clock import SHANGHAI
from chalicelib.cloud import table
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
        """What it is known by: fetched twice it is one, and WeChat gives it no id."""
        said = "\x1f".join(map(str, (self.opercode, self.worker, self.text)))
        return hashlib.sha256(said.encode(errors="replace")).hexdigest()[:16]


class Fetched(Value):
    """What came of fetching a day."""

    day: date
    records: int
    followers: int


class _Answer(Value):
    recordlist: tuple[Record, ...] = Field(default=())
    number: int = 0
    msgid: int = 1


def fetch(
    account_id: str, day: date, fetch_page: Fetch, *, keep_days: int, page: int = PAGE
) -> Fetched:
    """Fetch and keep what was said on ``day`` (Asia/Shanghai), page by page.

    Running it twice is harmless: a record's key is what it says. Raises ``WeChatError``.
    """
    begin = datetime.combine(day, time(), SHANGHAI)
    start, end = int(begin.timestamp()), int((begin + timedelta(days=1)).timestamp()) - 1
    msgid, number, openids = 1, 0, set[str]()
    while True:
        answer = _Answer.model_validate(fetch_page(start, end, msgid, page))
        for record in answer.recordlist:
            _keep(account_id, record, keep_days)
            number += 1
            openids.add(record.openid)
        if len(answer.recordlist) < page or answer.msgid <= msgid:
            return Fetched(day=day, records=number, followers=len(openids))
        msgid = answer.msgid


def of_follower(account_id: str, openid: str) -> Iterator[Record]:
    """What was fetched of one follower, in order of time."""
    for item in table.query(followers.partition(account_id, openid), _SK):
        yield Record.model_validate_json(str(item["doc"]))


def fetcher(account_id: str) -> Fetch:
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
