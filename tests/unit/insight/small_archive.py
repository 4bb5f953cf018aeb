"""A small archive: some weeks of two accounts with every kind of fact, written as the archive's files."""

from __future__ import annotations

import json
import random
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from chalicelib.clock import SHANGHAI
from chalicelib.insight.facts.models import Fact, Told
from chalicelib.insight.facts.schema import COLUMNS, PARTITIONS

FIRST = datetime(2026, 8, 3, tzinfo=SHANGHAI)
DAYS = 100


def invented(seed: int, people: int = 120) -> list[Told]:
    """Facts of ``people`` followers of each account."""
    return list(_invented(seed, people))


@cache
def _invented(seed: int, people: int) -> tuple[Told, ...]:
    chance = random.Random(seed)  # noqa: S311 - the same facts for the same seed
    told: list[Told] = []

    def add(account: str, at: datetime, **fields: Any) -> None:
        fact = Fact(id=f"f{len(told)}", moment=int(at.timestamp()), hour=at.hour, **fields)
        told.append(Told(account=account, day=at.date().isoformat(), fact=fact))

    def later(at: datetime, days: float) -> datetime:
        return at + timedelta(seconds=chance.randrange(int(days * 86400)))

    for account in ("province", "city"):
        for number in range(people):
            who, at = f"{account}{number}", later(FIRST, DAYS)
            if chance.random() < 0.9:
                way = chance.choice(["code", "payment", "other"])
                scene = chance.choice(["hall-1", "hall'2", ""]) if way == "code" else ""
                add(
                    account,
                    at,
                    kind="follow",
                    follower=who,
                    type="subscribe",
                    came_by=way,
                    scene=scene,
                )
            for _ in range(chance.randrange(6)):
                outcome = chance.choice(
                    ["answered", "offered", "handed_over", "unanswered", "none"]
                )
                named = chance.choice(["entry", "rule", "service", ""])
                more = {named: f"{named}-{chance.randrange(3)}"} if named else {}
                vote = chance.choice([1, -1]) if outcome == "none" else 0
                add(account, later(at, 40), kind="message", follower=who, outcome=outcome, vote=vote,
                    type=chance.choice(["text", "image", "voice"]), rung=chance.choice(["faq", "exact", "default"]), **more)  # fmt: skip
            for _ in range(chance.randrange(3)):
                add(
                    account,
                    later(at, 20),
                    kind="menu",
                    follower=who,
                    menu_key=chance.choice(["a", "b"]),
                    type=chance.choice(["click", "view"]),
                )
            for _ in range(chance.randrange(3)):
                spot = {"latitude": chance.choice([25.0, 25.1, 0.0]), "longitude": 102.7}
                add(account, later(at, 30), kind="location", follower=who, type="location", **spot)
            if chance.random() < 0.2:
                add(account, later(at, 20), kind="scan", follower=who, scene="hall-1")
            if chance.random() < 0.4:
                gone = later(at, 45)
                add(account, gone, kind="unfollow", follower=who)
                if chance.random() < 0.4:
                    add(account, later(gone, 9), kind="follow", follower=who, came_by="other")
            if chance.random() < 0.4:
                wait = chance.randrange(5, 900)
                had = chance.random() < 0.8
                done = had and chance.random() < 0.8
                add(account, later(at, 20), kind="session", follower=who, session=f"s{number}", team=chance.choice(["desk", "vat"]),
                    agent=chance.choice(["lin", "zhou"]) if had else "", state="resolved" if done else "open",
                    wait_seconds=wait if had else -1, first_reply_seconds=wait + 20 if had else -1,
                    resolve_seconds=wait + 500 if done else -1, escalated=chance.randrange(3),
                    rating=chance.randrange(1, 6) if done and chance.random() < 0.6 else 0)  # fmt: skip
        for number in range(30):
            out = chance.random() < 0.8
            add(account, FIRST + timedelta(days=3 * number, hours=9), kind="push", way="mass",
                state=chance.choice(["confirmed", "partially_sent", "recalled"]) if out else chance.choice(["failed", "reserved"]),
                audience=1000 if out else -1, sent=990 if out else -1, failed=10 if out else -1)  # fmt: skip
    return tuple(told)


def written(told: list[Told], home: Path) -> list[Path]:
    """The files of these facts, as the compaction would leave them."""
    import duckdb

    engine = duckdb.connect()
    types = ", ".join(f"'{one.name}': '{one.duckdb}'" for one in (*PARTITIONS, *COLUMNS))
    lines = home.with_suffix(".ndjson")
    lines.write_text(
        "".join(
            json.dumps({"account": one.account, "day": one.day} | one.fact.model_dump()) + "\n"
            for one in told
        )
    )
    engine.execute(
        f"CREATE TABLE told AS SELECT * FROM read_json('{lines}', columns = {{{types}}})"  # noqa: S608
    )
    engine.execute(
        f"COPY told TO '{home}' (FORMAT parquet, PARTITION_BY (account, day), COMPRESSION zstd)"
    )
    return sorted(home.rglob("*.parquet"))
