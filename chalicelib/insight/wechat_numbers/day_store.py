"""Items of days that are added up, of accounts and of units, and the marks of days that are to be added up anew.

| pk | sk | attributes |
|---|---|---|
| ``STATS#{account}`` | day (``2026-11-28``) | ``packed`` (StatDay of one account) |
| ``UNITSTATS#{unit}`` | ``FIGURES#{day}`` | ``packed`` (DayFigures of the accounts of a unit and below) |
| ``UNITSTATS#{unit}`` | ``SUMS#{group}#{day}`` | ``packed`` (sums of articles by column, series, author, unit or hour) |
| ``UNITSTATS#{unit}`` | ``ACCOUNTS#{day}`` | ``packed`` (what each account's articles reached) |
| ``UNITSTATS#{unit}`` | ``ORDER#{measure}#{day}`` | ``packed`` (the articles with the most of a figure) |
| ``UNITSTATS#{unit}`` | ``TOTALS#{day}`` | ``packed`` (followers of each account at the day's end) |
| ``STATSDUE`` | ``{day}#{account}`` | ``marked`` (epoch s): WeChat has said something new of the day |
| ``STATSDUE`` | ``CLAIM`` | ``lease`` (epoch s) of the function that adds up |

``packed`` is JSON, gzip, base64: a province's day stays far below the 400 kB of an item.
"""

from __future__ import annotations

import base64
import contextlib
import gzip
import json
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any, Final, NamedTuple

from pydantic import TypeAdapter

from chalicelib.cloud import batches, table
from chalicelib.cloud.errors import ConditionFailed
from chalicelib.insight.wechat_numbers.day_sums import GROUPED, DayFigures, StatDay
from chalicelib.insight.wechat_numbers.joining import JoinedArticle
from chalicelib.insight.wechat_numbers.ranking import Group, Measure, Sum
from chalicelib.insight.wechat_numbers.reach_counts import Counts

LEASE: Final = timedelta(minutes=3)
"""A function that has said nothing for so long has broken off."""
RIPE: Final = timedelta(minutes=2)
"""What was marked less long ago may not be written yet: a fetch marks a day first (``turn``)."""
_DUE: Final = "STATSDUE"
_CLAIM: Final = "CLAIM"


class DueDay(NamedTuple):
    """A day of an account that is to be added up anew."""

    account: str
    day: date
    marked: int
    """When, epoch s."""


def mark_day(account: str, day: date, now: datetime) -> None:
    """Have a day of an account added up anew. Twice is once."""
    table.put({"pk": _DUE, "sk": f"{day}#{account}", "marked": int(now.timestamp())})


def due_days(now: datetime, most: int) -> list[DueDay]:
    """Marked accounts of the newest day that has any, ``most`` at most; only what was marked long enough ago."""
    ripe, found = int((now - RIPE).timestamp()), list[DueDay]()
    for item in table.query(_DUE, newest_first=True, consistent=True):
        day, _, account = str(item["sk"]).partition("#")
        if not account or int(item["marked"]) > ripe:
            continue
        one = DueDay(account, date.fromisoformat(day), int(item["marked"]))
        if len(found) == most or (found and found[0].day != one.day):
            break
        found.append(one)
    return found


def day_done(one: DueDay) -> None:
    """Remove a mark; one that was set again meanwhile stays."""
    gone = table.delete_action(
        _DUE, f"{one.day}#{one.account}", {":marked": one.marked}, condition="marked = :marked"
    )
    with contextlib.suppress(ConditionFailed):
        table.transact([gone])


def claim_days(now: datetime) -> bool:
    """Take the adding up for one function; False where another one has it."""
    try:
        table.update(
            _DUE,
            _CLAIM,
            "SET lease = :until",
            {":until": int((now + LEASE).timestamp()), ":now": int(now.timestamp())},
            condition="attribute_not_exists(lease) OR lease < :now",
        )
    except ConditionFailed:
        return False
    return True


def claim_days_again(now: datetime) -> None:
    """Hold what was claimed longer."""
    until = int((now + LEASE).timestamp())
    table.update(_DUE, _CLAIM, "SET lease = :until", {":until": until})


def let_days_go() -> None:
    """The next function may begin."""
    table.delete(_DUE, _CLAIM)


def keep_account_day(account: str, one: StatDay) -> None:
    """Write the day of one account."""
    day = one.figures.day.isoformat()
    table.put({"pk": f"STATS#{account}", "sk": day, "packed": _packed(one.model_dump(mode="json"))})


def account_days(accounts: Sequence[str], day: date) -> dict[str, StatDay]:
    """The days of these accounts that were counted, by account."""
    found = {}
    for start in range(0, len(accounts), batches.MOST):
        keys = [(f"STATS#{one}", day.isoformat()) for one in accounts[start : start + batches.MOST]]
        for (pk, _), item in batches.get_all(keys).items():
            found[pk.partition("#")[2]] = StatDay.model_validate_json(_unpacked(item))
    return found


def keep_unit_day(unit: str, one: StatDay) -> None:
    """Write the day of a unit, in parts."""
    said, day = one.model_dump(mode="json"), one.figures.day.isoformat()
    parts = {f"FIGURES#{day}": said["figures"], f"ACCOUNTS#{day}": said["accounts"]}
    parts[f"TOTALS#{day}"] = said["totals"]
    parts |= {f"SUMS#{group}#{day}": said["sums"][group] for group in GROUPED}
    parts |= {f"ORDER#{measure}#{day}": said["order"][measure] for measure in Measure}
    for name, part in parts.items():
        table.put({"pk": f"UNITSTATS#{unit}", "sk": name, "packed": _packed(part)})


def unit_day(unit: str, day: date) -> StatDay | None:
    """A unit's day whole; None where it was never added up."""
    keys = {
        "figures": f"FIGURES#{day}",
        "accounts": f"ACCOUNTS#{day}",
        **{f"sums {group}": f"SUMS#{group}#{day}" for group in GROUPED},
        **{f"order {measure}": f"ORDER#{measure}#{day}" for measure in Measure},
    }
    totals = f"TOTALS#{day}"
    found = batches.get_each(f"UNITSTATS#{unit}", [*keys.values(), totals])
    if any(sk not in found for sk in keys.values()):
        return None
    said = {name: json.loads(_unpacked(found[sk])) for name, sk in keys.items()}
    return StatDay.model_validate(
        {
            # A day that was added up before these were kept has none.
            "totals": json.loads(_unpacked(found[totals])) if totals in found else {},
            "figures": said["figures"],
            "accounts": said["accounts"],
            "sums": {group: said[f"sums {group}"] for group in GROUPED},
            "order": {measure: said[f"order {measure}"] for measure in Measure},
        }
    )


def unit_figures(unit: str, since: date, until: date) -> list[DayFigures]:
    """The key figures of a unit's days, both included, oldest first."""
    return [DayFigures.model_validate_json(one) for one in _between(unit, "FIGURES", since, until)]


def unit_sums(unit: str, group: Group, since: date, until: date) -> list[tuple[Sum, ...]]:
    """Sums of articles of each day."""
    found = _between(unit, f"SUMS#{group}", since, until)
    return [_reader(tuple[Sum, ...]).validate_json(one) for one in found]


def unit_accounts(unit: str, since: date, until: date) -> list[dict[str, Counts]]:
    """What each account's articles reached, of each day."""
    return [
        {name: tuple(row) for name, row in json.loads(one).items()}
        for one in _between(unit, "ACCOUNTS", since, until)
    ]


def unit_totals(unit: str, day: date) -> dict[str, int] | None:
    """Followers of each account of a unit and below at a day's end; None where the day has no such part."""
    item = table.get(f"UNITSTATS#{unit}", f"TOTALS#{day}")
    return {one: int(n) for one, n in json.loads(_unpacked(item)).items()} if item else None


def unit_order(unit: str, measure: Measure, since: date, until: date) -> list[JoinedArticle]:
    """The articles of each day with the most of a figure, day by day."""
    found = _between(unit, f"ORDER#{measure}", since, until)
    reader = _reader(tuple[JoinedArticle, ...])
    return [article for one in found for article in reader.validate_json(one)]


def _between(unit: str, part: str, since: date, until: date) -> Iterator[bytes]:
    for item in table.between(f"UNITSTATS#{unit}", f"{part}#{since}", f"{part}#{until}"):
        yield _unpacked(item)


@cache
def _reader(of: Any) -> TypeAdapter[Any]:
    return TypeAdapter(of)


def _packed(said: Any) -> str:
    body = json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()
    return base64.b64encode(gzip.compress(body, mtime=0)).decode()


def _unpacked(item: table.Item) -> bytes:
    return gzip.decompress(base64.b64decode(str(item["packed"])))
