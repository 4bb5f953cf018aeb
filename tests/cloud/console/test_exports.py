"""Exports are jobs: what comes of them is whole, safe to open, and stands in the log."""

from __future__ import annotations

import io

import pytest
from openpyxl import load_workbook

from chalicelib.application import job_kinds
from chalicelib.application.number_tables import Table
from chalicelib.cloud import objects
from chalicelib.console.rates import RATES
from chalicelib.people import Role
from chalicelib.sheets.exports import Form, export
from tests.cloud import snapshot
from tests.cloud.console import world
from tests.cloud.console.conftest import Ask
from tests.cloud.insight import counted
from tests.cloud.wechat.stub import WeChat

CHIEF = world.person_of(Role.CHIEF)


def test_an_export_has_every_push_of_the_unit_and_those_below(ask: Ask, wechat: WeChat) -> None:
    RATES._left.clear()
    ids = world.publish(world.fill())
    wanted = {"unit": "jia", "reason": "总结", "form": "csv"}
    begun = ask(CHIEF, "POST", "/deliveries/export", wanted)
    assert begun.status == 202
    done = job_kinds.run(f"{begun.json['id']} {CHIEF}")
    assert done is not None and done.file is not None, done
    text = objects.read(done.file.key).decode("utf-8-sig")
    assert ids["delivery_id"] in text and ids["pushed_title"] in text
    assert done.message == f"共 {len(text.splitlines()) - 1} 条"
    newest = ask(CHIEF, "GET", "/audit", query={"unit": "jia"}).json["entries"]
    assert ("导出推送记录", "总结") in {(one["action_name"], one["note"]) for one in newest}


def test_who_lost_the_role_meanwhile_gets_nothing(ask: Ask, wechat: WeChat) -> None:
    from chalicelib import people
    from chalicelib.actor import local

    RATES._left.clear()
    world.fill()
    begun = ask(CHIEF, "POST", "/audit/export", {"unit": "jia", "reason": "总结"})
    people.remove_staff(CHIEF, "jia", by=local("ops"), now=world.NOW)
    done = job_kinds.run(f"{begun.json['id']} {CHIEF}")
    assert done is not None
    assert (done.state, done.file) == ("failed", None)
    assert "不能导出操作日志" in done.message


def test_the_same_key_starts_one_job(ask: Ask, wechat: WeChat) -> None:
    RATES._left.clear()
    world.fill()
    wanted = {"unit": "jia", "reason": "总结"}
    said = [
        ask(CHIEF, "POST", "/audit/export", wanted, {"Idempotency-Key": "k1"}).json["id"]
        for _ in range(2)
    ]
    assert said[0] == said[1]
    assert len(ask(CHIEF, "GET", "/jobs").json["jobs"]) == 1


@pytest.mark.parametrize("text", ["=1+1", "+86", "@SUM(A1)", "正常", "a\x0bb", "长" * 40_000])
def test_a_cell_is_text_whatever_it_holds(text: str) -> None:
    made = export(("列",), [[text]], Form.XLSX)
    cell = load_workbook(io.BytesIO(made.body)).active["A2"]  # type: ignore[index]
    assert cell.data_type == "s"
    assert cell.value == text.replace("\x0b", "")[:32_767]


@pytest.mark.parametrize(
    ("table", "of", "row"),
    [
        (Table.OVERVIEW, "", "新增粉丝"),
        (Table.FOLLOWERS, "", ""),
        (Table.SOURCES, "", "扫描二维码"),
        (Table.MARKS, "new", "甲市新政发布"),
        (Table.ARTICLES, "", "甲市十万加的一篇"),
        (Table.ARTICLE, "2247490098_1", "甲市涨粉的一篇"),
        (Table.SUMS, "account", "甲市税务"),
        (Table.INDEX, "", "甲市税务"),
        (Table.MESSAGES, "", ""),
        (Table.ANSWERS, "", "办税日历"),
    ],
)
def test_every_table_of_the_numbers_goes_out(
    ask: Ask, wechat: WeChat, table: Table, of: str, row: str
) -> None:
    RATES._left.clear()
    snapshot.world("numbers", lambda: world.fill() | counted.fill("jia", world.MARK))
    wanted = {"table": table, "unit": "jia", "account": "jia", "of": of, "reason": "总结"}
    begun = ask(CHIEF, "POST", "/numbers/export", wanted)
    assert begun.status == 202
    done = job_kinds.run(f"{begun.json['id']} {CHIEF}")
    assert done is not None and done.file is not None, done
    heads, *rows = load_workbook(io.BytesIO(objects.read(done.file.key))).active.values  # type: ignore[union-attr]
    assert rows
    assert row in {cell for one in rows for cell in one} or not row
    # Each row says who counted it, and when.
    assert heads[-1] in ("观测时间（北京）", "导出时间（北京）")
    assert all(str(one[-1]).startswith("20") and one[-2] for one in rows)


def test_a_table_that_needs_a_choice_is_refused_without_one(ask: Ask, wechat: WeChat) -> None:
    RATES._left.clear()
    snapshot.world("numbers", lambda: world.fill() | counted.fill("jia", world.MARK))
    for table, of in (("sums", ""), ("sums", "weather"), ("article", ""), ("index", "x"), ("marks", "old")):  # fmt: skip
        wanted = {"table": table, "unit": "jia", "account": "jia", "of": of, "reason": "总结"}
        assert ask(CHIEF, "POST", "/numbers/export", wanted).status == 422
    alone = {"table": "sources", "unit": "jia", "reason": "总结"}
    assert ask(CHIEF, "POST", "/numbers/export", alone).status == 422
