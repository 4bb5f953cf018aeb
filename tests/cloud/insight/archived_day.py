"""A day of one account as the stream tells it, and the same day counted by hand in plain Python."""

from __future__ import annotations

import random
from collections import Counter
from datetime import datetime, timedelta
from typing import Any

from chalicelib.cloud.items import Item
from chalicelib.conversation import Rung
from chalicelib.desk import Ending, MessageState, SessionState
from chalicelib.publishing import DeliveryState
from tests.unit.insight.items import NOON, delivery, event, said, session, text


def day_of(
    seed: int, *, people: int = 40, at: datetime = NOON, account: str = "province"
) -> list[Item]:
    """Some hundred items in the order of their writing."""
    chance = random.Random(seed)  # noqa: S311 - the same day for the same seed
    items: list[Item] = []

    def moment() -> datetime:
        return at + timedelta(seconds=chance.randrange(-6 * 3600, 6 * 3600))

    for number in range(people):
        who = f"o{seed}x{number:04d}"
        came = moment()
        key = chance.choice(["", "qrscene_hall-1", "qrscene_hall-2", "last_trade_no_1"])
        items.append(event("subscribe", who, came, key=key, account=account))
        for n in range(chance.randrange(4)):
            rung = chance.choice([Rung.FAQ, Rung.EXACT, Rung.CLARIFY, Rung.DEFAULT, Rung.PERSON])
            more = {"entry": f"q{n}"} if rung is Rung.FAQ else {}
            items.append(
                text(
                    "怎么办",
                    who,
                    moment(),
                    number=seed * 10**6 + number * 10 + n,
                    rung=rung,
                    account=account,
                    **more,
                )
            )
        for _ in range(chance.randrange(3)):
            items.append(
                event(
                    "CLICK", who, moment(), key=chance.choice(["refund", "hall"]), account=account
                )
            )
        if chance.random() < 0.3:
            opened, wait = moment(), chance.randrange(10, 600)
            of: dict[str, Any] = {"number": number, "who": who, "at": opened, "account": account}
            items.append(session(**of, version=1))
            if chance.random() < 0.8:
                had = {"owner": "lin", "first_assigned_at": opened + timedelta(seconds=wait)}
                items.append(session(**of, version=2, state=SessionState.OPEN, **had))
                had |= {
                    "first_reply_at": opened + timedelta(seconds=wait + 30),
                    "resolved_at": opened + timedelta(seconds=wait + 300),
                    "ending": Ending.ANSWERED,
                }
                items.append(session(**of, version=3, state=SessionState.RESOLVED, **had))
                if chance.random() < 0.7:
                    items.append(
                        session(
                            **of,
                            version=3,
                            state=SessionState.RESOLVED,
                            rating=chance.randrange(1, 6),
                            **had,
                        )
                    )
            items += [
                said(state, who, opened, account=account)
                for state in (MessageState.QUEUED, MessageState.SENDING, MessageState.SENT)
            ]
        if chance.random() < 0.25:
            items.append(event("unsubscribe", who, came + timedelta(seconds=60), account=account))
    counts = {"total": 100, "filtered": 98, "sent": 97, "failed": 1}
    items += [
        delivery(DeliveryState.RESERVED, 1, at=at, account=account),
        delivery(DeliveryState.CONFIRMED, 2, at=at, counts=counts, account=account),
    ]
    return items


def counted(items: list[Item]) -> Counter[str]:
    """What the day's numbers should be, from the items alone and by other means than the archive's."""
    numbers: Counter[str] = Counter()
    seen: set[tuple[str, str]] = set()
    last: dict[str, Item] = {}
    for item in items:
        key = (str(item["pk"]), str(item["sk"]))
        if str(item["sk"]).startswith("IN#") and key not in seen:
            wire = str(item["push"])
            for name, mark in (
                ("came", '"subscribe"'),
                ("went", '"unsubscribe"'),
                ("taps", '"CLICK"'),
                ("messages", '"Content"'),
            ):
                numbers[name] += mark in wire
            numbers["answered"] += '"Content"' in wire and any(
                f'"{rung}"' in str(item["decision"]) for rung in ("faq", "exact")
            )
        seen.add(key)
        if str(item["sk"]).startswith("s-"):
            last[str(item["sk"])] = item
    numbers["sessions"] = len(last)
    numbers["resolved"] = sum(str(one["pk"]).startswith("SESSIONS") for one in last.values())
    numbers["rated"] = sum("rating" in one for one in last.values())
    return +numbers
