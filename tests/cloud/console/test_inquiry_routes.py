"""深入查询 as pages get it: priced, begun, looked at, paged, taken away."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from chalicelib.insight import Told
from chalicelib.people import Role
from chalicelib.settings import settings
from tests.cloud import snapshot
from tests.cloud.console import world
from tests.cloud.console.conftest import Ask
from tests.cloud.insight import counted
from tests.cloud.insight.asked_archive import Asked, connected
from tests.cloud.wechat.stub import WeChat
from tests.unit.insight.small_archive import invented

EDITOR = world.person_of(Role.EDITOR)
DAYS = {"since": "2026-08-10", "until": "2026-10-31"}


@pytest.fixture
def told() -> list[Told]:
    """The facts of the small archive, as the city's."""
    return [
        one.model_copy(update={"account": "jia"}) for one in invented(1) if one.account == "city"
    ]


@pytest.fixture
def archive(
    wechat: WeChat, told: list[Told], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Asked]:
    snapshot.world("numbers", lambda: world.fill() | counted.fill("jia", world.MARK))
    yield connected(told, tmp_path, monkeypatch)
    settings.cache_clear()


def test_a_question_is_priced_put_and_answered(ask: Ask, archive: Asked) -> None:
    known = ask(EDITOR, "GET", "/numbers/inquiries").json
    titles = {one["name"]: one["title"] for one in known["queries"]}
    assert titles["retention"] == "粉丝留存" and "fact_rows" not in titles
    query = {"query": "retention", "accounts": "jia", **DAYS}
    cost = ask(EDITOR, "GET", "/numbers/inquiries/cost", query=query).json
    assert cost["files"] > 50 and cost["dollars"] == pytest.approx(0.00005) and not cost["known"]
    body = {"query": "retention", "accounts": ["jia"], **DAYS}
    archive.state = "RUNNING"
    begun = ask(EDITOR, "POST", "/numbers/inquiries", body).json
    assert (begun["state_name"], begun["table"]) == ("查询中", None)
    archive.state = "SUCCEEDED"
    done = ask(EDITOR, "GET", f"/numbers/inquiries/{begun['id']}").json
    assert (done["state_name"], done["title"], done["scanned"]) == (
        "已完成",
        "粉丝留存",
        20_000_000,
    )
    assert done["table"]["chart"]["measures"] == ["rate_7", "rate_30"]
    assert [one["label"] for one in done["table"]["columns"]][-2:] == ["7 天留存率", "30 天留存率"]
    assert all(0 <= row[-2] <= 1 for row in done["table"]["rows"] if row[-2] is not None)
    again = ask(EDITOR, "GET", "/numbers/inquiries/cost", query=query).json
    assert (again["known"], again["dollars"]) == (begun["id"], 0)
    taken = ask(EDITOR, "POST", f"/numbers/inquiries/{begun['id']}/export", {"reason": "总结", "form": "csv"})  # fmt: skip
    text = base64.b64decode(taken.json["base64"]).decode("utf-8-sig")
    assert text.startswith("周（从周一起）,关注") and taken.json["name"].startswith("粉丝留存-jia")


def test_rows_come_page_by_page(ask: Ask, archive: Asked, told: list[Told]) -> None:
    messages = [one for one in told if one.fact.kind == "message"]
    day = max((one.day for one in messages), key=[one.day for one in messages].count)
    number = sum(one.day == day for one in messages)
    body = {"account": "jia", "day": day, "kind": "message"}
    begun = ask(EDITOR, "POST", "/numbers/inquiries/rows", body).json
    page = ask(EDITOR, "GET", f"/numbers/inquiries/{begun['id']}").json
    assert (len(page["table"]["rows"]), page["next"], page["title"]) == (number, "", "消息明细")
    wrong = ask(EDITOR, "POST", "/numbers/inquiries/rows", {**body, "cursor": "MeKB"})
    assert wrong.status == 422
    strange = ask(EDITOR, "POST", "/numbers/inquiries/rows", {**body, "kind": "score"})
    assert strange.status == 422 and strange.json["fields"][0]["name"] == "kind"


def test_more_rows_than_a_page_holds_have_a_next_one(
    ask: Ask, archive: Asked, told: list[Told], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    day = date(2026, 9, 9)
    many = [
        Told(
            account="jia",
            day=day.isoformat(),
            fact=told[0].fact.model_copy(
                update={"id": f"m{n:03d}", "kind": "message", "moment": 1_788_900_000 + n // 3}
            ),
        )
        for n in range(120)
    ]
    (tmp_path / "more").mkdir()
    connected(many, tmp_path / "more", monkeypatch)
    body = {"account": "jia", "day": day.isoformat(), "kind": "message", "cursor": ""}
    pages = []
    while True:
        begun = ask(EDITOR, "POST", "/numbers/inquiries/rows", body).json
        page = ask(EDITOR, "GET", f"/numbers/inquiries/{begun['id']}").json
        pages.append(page["table"]["rows"])
        if not page["next"]:
            break
        body["cursor"] = page["next"]
    assert [len(one) for one in pages] == [50, 50, 20]


def test_whoever_gets_the_address_sees_it_if_they_may_read_the_account(
    ask: Ask, archive: Asked
) -> None:
    body = {"query": "menu_use", "accounts": ["jia"], **DAYS}
    begun = ask(EDITOR, "POST", "/numbers/inquiries", body).json
    for person, status in ((world.person_of(Role.CONTROLLER), 200), (world.NEIGHBOUR, 403)):
        assert ask(person, "GET", f"/numbers/inquiries/{begun['id']}").status == status
    assert ask(EDITOR, "POST", f"/numbers/inquiries/{begun['id']}/cancel").status == 409
    newest = ask(world.person_of(Role.CHIEF), "GET", "/audit", query={"unit": "jia"}).json
    notes = [one["note"] for one in newest["entries"] if one["action_name"] == "深入查询数据档案"]
    assert notes == ["菜单点击 2026-08-10 至 2026-10-31"]
