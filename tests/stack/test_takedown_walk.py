"""One article adopted by the city, published there, and taken down everywhere, on the deployed bundle."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tests.stack.conftest import Stack
from tests.stack.test_demo_walk import command, until
from tests.stack.test_matrix_walk import REVIEWERS, asked, beijing, soon


def test_an_article_that_the_city_has_pushed_is_taken_down_by_two_people_of_the_province(
    seeded: Stack,
) -> None:
    written = asked(seeded, "article", "list", "--unit", "province")
    ready = [one for one in written if one["state"] == "approved"]
    article = min(ready, key=lambda one: str(one["created_at"]))
    deadline = ("--deadline", beijing(timedelta(days=1)), "--by", "li")
    offer = asked(seeded, "offer", "make", article["id"], "--mandatory", *deadline)["id"]

    def copied() -> Any:
        found = asked(seeded, "offer", "receipts", offer)
        return next(one for one in found if one["account"] == "city")["receipt"]["article"]

    copy = until(copied, 60)
    for person in REVIEWERS:
        command(seeded, "review", "approve", copy, "--by", person)
    issue = asked(
        seeded,
        *("issue", "plan", "--account", "city", "--article", copy, "--off-slot"),
        *("--at", soon(), "--by", "qx.li"),
    )
    # Other walks use the city's one mass send of the day.
    schedule = ("issue", "schedule", issue["id"], "--way", "publish", "--by", "qx.li")
    delivery = asked(seeded, *schedule)["delivery"]
    until(lambda: asked(seeded, "push", "show", delivery)["state"] == "confirmed", 120, pause=3)

    clue = ("--unit", "province", "--article", copy, "--reason", "文件撤销", "--by", "zong1")
    case = asked(seeded, "takedown", "begin", *clue)["id"]

    def seen() -> Any:
        return asked(seeded, "takedown", "show", case, "--by", "zong1")

    until(lambda: seen()["takedown"]["state"] == "preview", 180, pause=3)
    assert delivery in json_of(seen())
    command(seeded, "takedown", "approve", case, "--by", "zong2")
    until(lambda: asked(seeded, "push", "show", delivery)["state"] == "recalled", 180, pause=3)
    until(lambda: seen()["takedown"]["state"] in ("closed", "preview"), 300, pause=5)


def json_of(found: Any) -> str:
    return " ".join(str(one) for one in found["places"])
