"""An article on its way to the accounts below, on the deployed bundle: offered, taken over, reviewed, pushed, recalled."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from chalicelib.clock import SHANGHAI
from tests.stack.conftest import Stack
from tests.stack.test_demo_walk import command, until

REVIEWERS = ("qx.chu", "qx.fu", "qx.zhong")


def asked(system: Stack, *arguments: str) -> Any:
    return json.loads(command(system, *arguments, "--json"))


def beijing(later: timedelta) -> str:
    return (datetime.now(UTC) + later).astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")


def soon() -> str:
    """The next minute that leaves a busy machine half a minute for the commands before it."""
    return beijing(timedelta(seconds=90))


def test_a_mandatory_article_is_pushed_by_the_city_and_taken_back_by_the_province(
    seeded: Stack,
) -> None:
    # The demo's own is the first; other tests may have written more.
    written = asked(seeded, "article", "list", "--unit", "province")
    ready = [one for one in written if one["state"] == "approved"]
    article = min(ready, key=lambda one: str(one["created_at"]))
    deadline = ("--deadline", beijing(timedelta(days=1)), "--by", "li")
    offer = asked(seeded, "offer", "make", article["id"], "--mandatory", *deadline)["id"]

    def receipt(account: str) -> Any:
        found = asked(seeded, "offer", "receipts", offer)
        return next(one for one in found if one["account"] == account)

    copy = until(lambda: receipt("city")["receipt"]["article"], 60)
    until(lambda: receipt("county")["receipt"]["article"], 60)
    for person in REVIEWERS:
        command(seeded, "review", "approve", copy, "--by", person)
    issue = asked(
        seeded,
        *("issue", "plan", "--account", "city", "--article", copy, "--off-slot"),
        *("--at", soon(), "--by", "qx.li"),
    )
    delivery = asked(seeded, "issue", "schedule", issue["id"], "--by", "qx.li")["delivery"]
    until(lambda: asked(seeded, "push", "show", delivery)["state"] == "confirmed", 120, pause=3)
    assert receipt("city")["standing"] == "pushed"

    command(seeded, "offer", "recall", offer, "--reason", "文件撤销", "--yes", *deadline)
    until(lambda: asked(seeded, "push", "show", delivery)["state"] == "recalled", 60)
    until(lambda: receipt("city")["standing"] == "recalled", 60)
