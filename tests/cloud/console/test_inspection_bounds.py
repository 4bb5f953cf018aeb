"""What is too long, too short or not for persons in a request of 巡检 is refused with a sentence, and breaks nothing."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cloud import snapshot
from tests.cloud.console import in_inspection, world
from tests.cloud.console.conftest import Ask
from tests.cloud.wechat.stub import WeChat

CHIEF = "r.chief"
FOUND = {"account": "jia", "indicator": "silent", "said": "没有更新", "evidence": ["截图"]}
LIST = "/inspection/indicators/jia"
FIRST = {"If-Match": '"1"'}


@pytest.fixture
def ids(wechat: WeChat) -> dict[str, str]:
    return snapshot.world("findings", lambda: world.fill() | in_inspection.fill("jia", world.MARK))


def test_findings_at_long_addresses_are_told_apart(ask: Ask, ids: dict[str, str]) -> None:
    said = [
        ask(CHIEF, "POST", "/inspection/findings", {**FOUND, "url": f"https://x.cn/{'a' * 900}{n}"})
        for n in (1, 2, 2)
    ]
    assert [one.status for one in said] == [200] * 3
    first, second, again = (one.json["id"] for one in said)
    assert first != second == again


@pytest.mark.parametrize("action", ["vanish", "reappear"])
def test_what_a_check_does_no_person_does(ask: Ask, ids: dict[str, str], action: str) -> None:
    path = f"/inspection/findings/{ids['finding']}/actions"
    said = ask(CHIEF, "POST", path, {"action": action, "text": "没有了"})
    assert (said.status, said.json["fields"][0]["name"]) == (422, "action")
    assert ask(world.NEIGHBOUR, "POST", path, {"action": action}).status == 403


@pytest.mark.parametrize(
    ("kind", "value", "reason", "field"),
    [
        ("number", "--", "公开", "value"),
        ("number", "ß" * 300, "公开", "value"),
        ("word", "   ", "公开", "value"),
        ("address", "https://x.cn", "   ", "reason"),
    ],
)
def test_nothing_is_permitted_that_could_not_be_read_again(
    ask: Ask, ids: dict[str, str], kind: str, value: str, reason: str, field: str
) -> None:
    body = {"kind": kind, "value": value, "reason": reason}
    said = ask(CHIEF, "POST", f"{LIST}/permitted", body)
    assert (said.status, said.json["fields"][0]["name"]) == (422, field)
    assert ask(CHIEF, "GET", LIST).json["permitted"] == []


def test_a_list_that_no_item_holds_is_refused(ask: Ask, ids: dict[str, str]) -> None:
    def words(**more: str) -> dict[str, Any]:
        rows = [{"wrong": f"错词{n}", "right": "对词", **more} for n in range(5000)]
        return {"indicators": [], "words": rows, "reason": "词表"}

    said = ask(CHIEF, "PUT", LIST, words(note="注" * 100), FIRST)
    assert (said.status, said.json["fields"][0]["name"]) == (422, "words")
    assert ask(CHIEF, "PUT", LIST, words(), FIRST).status == 200


def test_a_version_of_thousands_of_digits_is_none(ask: Ask, ids: dict[str, str]) -> None:
    body = {"indicators": [], "reason": "修改"}
    assert ask(CHIEF, "PUT", LIST, body, {"If-Match": f'"{"9" * 5000}"'}).status == 422


def test_a_key_of_half_a_character_is_a_key(ask: Ask, ids: dict[str, str]) -> None:
    key = {"Idempotency-Key": "\ud83d"}
    first, again = (ask(CHIEF, "POST", "/inspection/runs", {"unit": "jia"}, key) for _ in range(2))
    assert first.status == 200
    assert first.json == again.json
