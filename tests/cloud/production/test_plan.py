"""The plan of a day or a week, as a value, as a document, and by a command."""

from __future__ import annotations

import io
import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from docx import Document
from typer.testing import CliRunner

from chalicelib import newsroom, people, products, publishing
from chalicelib.actor import SYSTEM
from chalicelib.application import production_paper, production_plan
from chalicelib.errors import Invalid
from chalicelib.newsroom import Written
from chalicelib.topics import ProductForm
from cli.app import app
from tests.cloud.newsroom.people import PNG
from tests.cloud.production.conftest import LI, MONDAY, UNIT, WANG, Works

RUN = CliRunner()
WEEK = [date(2026, 11, 30) + timedelta(days=n) for n in range(7)]


def waiting_article(works: Works) -> None:
    cover = newsroom.store_picture(PNG).key
    text = Written(fields={"title": "征期提示", "cover": cover}, body="请按时申报。")
    made = newsroom.create_from(UNIT, text, by=LI, now=works.now)
    newsroom.submit(made.id, by=LI, now=works.now)


def test_a_week_names_its_days_and_a_day_is_one() -> None:
    assert production_plan.days_of("2026-W49", MONDAY) == WEEK
    assert production_plan.days_of("", MONDAY) == WEEK
    assert production_plan.days_of("2026-12-01", MONDAY) == [date(2026, 12, 1)]
    for wrong in ("2026-W60", "下周", "2026-13-01"):
        with pytest.raises(Invalid):
            production_plan.days_of(wrong, MONDAY)


def test_a_plan_has_pushes_products_by_person_and_what_waits(works: Works) -> None:
    works.ordered(ProductForm.POSTER, days=2, to="wang")
    works.ordered(ProductForm.ARTICLE, days=2, to="li")
    waiting_article(works)
    publishing.plan_issue(
        "sheng-hao", at=MONDAY + timedelta(days=2), by=WANG, now=works.now, title="第一期"
    )
    found = production_plan.plan(UNIT, WEEK, by=LI, now=works.now)
    day = found.days[2]
    assert (day.weekday, [one.titles for one in day.pushes]) == ("周三", [("第一期",)])
    assert [(one.person, one.form) for one in day.products] == [("li", "图文"), ("wang", "海报")]
    assert [(one.title, one.stage) for one in found.reviews] == [("征期提示", "终审")]
    assert found.span == "2026年第49周（11月30日至12月6日）"


def test_a_live_stream_stands_on_its_day(works: Works) -> None:
    starts = MONDAY + timedelta(days=3)
    products.new(
        UNIT,
        products.Form.LIVE,
        "怎样预约办税",
        account="sheng-hao",
        content={"starts": starts.isoformat()},
        by=LI,
        now=works.now,
    )
    products.new(UNIT, products.Form.LIVE, "还没有定", account="sheng-hao", by=LI, now=works.now)
    found = production_plan.plan(UNIT, WEEK, by=LI, now=works.now)
    assert [[one.title for one in day.lives] for day in found.days[2:5]] == [
        [],
        ["怎样预约办税"],
        [],
    ]


def test_a_plan_as_a_document_has_a_heading_a_day_and_says_what_is_late(works: Works) -> None:
    works.ordered(ProductForm.POSTER, days=1)
    works.now += timedelta(days=2)
    found = production_plan.plan(UNIT, WEEK, by=LI, now=works.now)
    document = Document(io.BytesIO(production_paper.document(found)))
    said = [one.text for one in document.paragraphs]
    assert [text for text in said if text.endswith(("周一", "周日"))] == [
        "11月30日　周一",
        "12月6日　周日",
    ]
    assert "超期的产品" in said
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert "待开始，超期 1 天" in cells


def test_the_plan_by_a_command(
    works: Works, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RONGMEI_STAGE", "local")
    works.ordered(ProductForm.POSTER, days=1)
    out = tmp_path / "计划.docx"
    asked = ["production", "plan", "--unit", UNIT, "--week", "2026-W49", "--by", "li"]
    done = RUN.invoke(app, [*asked, "--docx", str(out)])
    assert done.exit_code == 0, done.output
    assert out.read_bytes().startswith(b"PK")
    done = RUN.invoke(app, [*asked, "--json"])
    assert json.loads(done.output)["days"][1]["products"][0]["form"] == "海报"


def test_who_may_not_see_the_board_gets_no_plan(works: Works) -> None:
    people.add_staff("zuo", UNIT, [people.Role.AGENT], by=SYSTEM, now=MONDAY)
    from tests.cloud.production.conftest import person

    with pytest.raises(people.PermissionDenied):
        production_plan.plan(UNIT, WEEK, by=person("zuo"), now=works.now)
