"""What an inquiry is about: the archive's files of its days, what they hold, and the id that follows from them.

The same question to the same files has the same answer: its id is made of both, so an answer is used again as long as
no file has changed, and never longer.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import date, datetime
from typing import NamedTuple

from chalicelib.cloud import objects
from chalicelib.insight.archive.places import FACTS, day_key
from chalicelib.insight.inquiries.models import Wanted
from chalicelib.insight.queries.query import Seen
from chalicelib.insight.queries.run import price


class Estimate(NamedTuple):
    """What an inquiry would cost at most."""

    id: str
    """That it would have."""
    files: int
    bytes: int
    """That the files hold. Athena reads of them the columns that the query names."""
    dollars: float


def estimate(wanted: Wanted, now: datetime) -> Estimate:
    """What would be read, from a list of the files; nothing is read, and nothing costs."""
    since, until = _days(wanted, now)
    found = [list(_files(account, since, until)) for account in wanted.accounts]
    sizes = [sum(one.size for one in files) for files in found]
    said = [
        wanted.asks.sql,
        *(
            [account, wanted.parameters(account, now).model_dump_json()]
            + [f"{one.key} {one.etag}" for one in files]
            for account, files in zip(wanted.accounts, found, strict=True)
        ),
    ]
    digest = hashlib.sha256(json.dumps(said).encode()).hexdigest()[:24]
    dollars = sum(price(size) for size in sizes if size)
    return Estimate(digest, sum(map(len, found)), sum(sizes), dollars)


def _days(wanted: Wanted, now: datetime) -> tuple[date, date]:
    fields = wanted.asks.takes.model_fields
    until = wanted.seen(now) if issubclass(wanted.asks.takes, Seen) else wanted.until
    if "day" in fields:
        return wanted.until, wanted.until
    return (wanted.since if "since" in fields else date.min), until


def _files(account: str, since: date, until: date) -> Iterator[objects.Listed]:
    last = day_key(account, until.isoformat())
    for one in objects.listed(f"{FACTS}account={account}/", day_key(account, since.isoformat())):
        if one.key > last:
            return
        yield one
