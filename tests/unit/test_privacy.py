"""docs/privacy.md says of everything that is stored what it holds of persons."""

from __future__ import annotations

import json
import re

import pytest

from dev.places import ROOT
from dev.tables import items

PAGE = (ROOT / "docs/privacy.md").read_text("utf-8")
TEMPLATE = json.loads((ROOT / ".chalice/resources.json").read_text("utf-8"))["Resources"]
ROWS = {
    line.split(" | ")[0].removeprefix("| ") for line in PAGE.splitlines() if line.startswith("| `")
}


def stored(table: str, keys: int) -> list[str]:
    """The keys of every row of a table of docs/data.md, as the first cell of docs/privacy.md spells them."""
    lines = table.splitlines()[2:]
    return [" ".join(line.strip("| ").split(" | ")[:keys]) for line in lines]


@pytest.mark.parametrize("item", stored(items.items(), 2))
def test_every_item_has_a_row(item: str) -> None:
    assert item in ROWS, f"say in docs/privacy.md what {item} holds of a person, and how it goes"


@pytest.mark.parametrize("key", stored(items.objects(), 1))
def test_every_object_has_a_row(key: str) -> None:
    assert key in ROWS


def test_no_row_is_left_of_an_item_that_is_gone() -> None:
    known = {*stored(items.items(), 2), *stored(items.objects(), 1)}
    rows = {row for row in ROWS if "#" in row or "{" in row or " " in row}
    about = {row for row in rows if not row.startswith(("`unsubscribe`", "`user_", "`./rongmei"))}
    assert about - known == set()


def test_every_queue_is_named() -> None:
    queues = {name for name, one in TEMPLATE.items() if one.get("Type") == "AWS::SQS::Queue"}
    named = set(re.findall(r"`(\w+)`", PAGE))
    assert queues - named == set()


def test_days_of_the_template_are_those_of_the_page() -> None:
    days = {
        name: one["Properties"]["MessageRetentionPeriod"] // 86_400
        for name, one in TEMPLATE.items()
        if one.get("Type") == "AWS::SQS::Queue"
    }
    assert (days["OutgoingMessages"], days["OutgoingFailures"]) == (4, 14)
    table = TEMPLATE["State"]["Properties"]
    assert table["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}
