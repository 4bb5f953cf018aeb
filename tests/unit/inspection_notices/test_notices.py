"""Published notices of real districts, made again from equivalent data: every part is there, in both files."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import NamedTuple

import openpyxl
import pytest
from docx import Document

from chalicelib.inspection_notices.body import Body
from chalicelib.inspection_notices.document import document_of
from chalicelib.inspection_notices.errors import BadSpan
from chalicelib.inspection_notices.models import CheckMethod, Choice, Material, PaperKind, Span
from chalicelib.inspection_notices.notice_text import notice_of
from chalicelib.inspection_notices.periods import asked, name_of
from chalicelib.inspection_notices.sampling import drawn
from chalicelib.inspection_notices.self_check_text import AREAS, self_check_of
from chalicelib.inspection_notices.verdicts import city_of, counted, grouped, judged, ranked
from chalicelib.inspection_notices.workbook import workbook_of
from tests.unit.inspection_notices import districts

DISTRICT, PROVINCE, SPOTLESS = districts.district(), districts.province(), districts.spotless()


class Files(NamedTuple):
    body: Body
    words: str
    """All text of the document, tables too."""
    headings: list[str]
    sheets: dict[str, list[tuple[object, ...]]]


def files_of(material: Material) -> Files:
    body = notice_of(material) if material.kind is PaperKind.NOTICE else self_check_of(material)
    document = Document(io.BytesIO(document_of(body, material)))
    cells = [box.text for table in document.tables for row in table.rows for box in row.cells]
    book = openpyxl.load_workbook(io.BytesIO(workbook_of(body, material)))
    return Files(
        body,
        "\n".join([*(one.text for one in document.paragraphs), *cells]),
        [one.text for one in document.paragraphs if one.style and str(one.style.name).startswith("Heading")],
        {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book},
    )  # fmt: skip


@pytest.fixture(scope="module")
def district() -> Files:
    return files_of(DISTRICT)


@pytest.fixture(scope="module")
def province() -> Files:
    return files_of(PROVINCE)


@pytest.fixture(scope="module")
def spotless() -> Files:
    return files_of(SPOTLESS)


def overview(files: Files) -> dict[str, str]:
    return {str(row[0]): str(row[1]) for row in files.sheets["概况"][1:]}


def rows(files: Files, sheet: str) -> Iterator[tuple[object, ...]]:
    """Rows of a sheet, without its heads and the source below them."""
    for row in files.sheets[sheet][1:]:
        if row[1] is None:
            return
        yield row


def test_every_part_of_a_published_notice_is_a_heading(district: Files) -> None:
    assert district.headings[:12] == [
        "一、总体情况",
        "（一）检查范围和方式",
        "（二）检查结果",
        "（三）日常监管",
        "二、存在的问题",
        "（一）单项否决问题",
        "（二）扣分问题",
        "（三）整改情况",
        "三、各单位情况",
        "（一）排名",
        "（二）与以前各期比较",
        "四、好的做法",
    ]
    assert district.headings[12] == "五、下一步工作要求"


def test_a_notice_begins_with_title_and_receiver_and_ends_with_who_signs(district: Files) -> None:
    lines = district.words.split("\n")
    assert lines[:2] == ["某区税务局关于2026年第三季度微信公众号检查情况的通报", "所属各单位："]
    signed = lines.index("某区税务局")
    assert lines[signed + 1] == "2026年10月12日"
    assert "附件：1．检查公众号名单" in lines[signed - 4 : signed]


def test_a_district_of_31_tells_period_method_and_share(district: Files) -> None:
    assert "采用全面检查的方式，检查2026年第三季度在册的全部 31 个公众号。" in district.words
    assert "共检查公众号 31 个，合格 29 个，合格率 93.55%。" in district.words
    told = overview(district)
    assert (told["检查方式"], told["检查公众号"], told["合格率"]) == ("全面检查", "31", "93.55%")


def test_a_province_tells_how_many_were_drawn_how_many_there_are_and_the_share_passed(
    province: Files,
) -> None:
    said = "从2026年第三季度在册的 2999 个公众号中抽取 471 个，抽查比例 15.71%"
    assert said in province.words
    assert "种子为“2026Q3”" in province.words
    assert "合格 428 个，合格率 90.87%" in province.words
    told = overview(province)
    assert (told["在册公众号"], told["检查公众号"], told["合格率"]) == ("2999", "471", "90.87%")
    assert told["抽取种子"] == "2026Q3"


def test_alarms_reminders_and_reports_of_the_quarter_are_told(district: Files) -> None:
    assert "本期共发出预警 25 次，提醒更新和整改 35 次，编发专报 13 期。" in district.words
    told = overview(district)
    assert (told["预警"], told["提醒"], told["专报"]) == ("25", "35", "13")


def test_accounts_with_a_veto_are_listed_with_which(district: Files) -> None:
    listed = [(row[0], row[2], row[5]) for row in rows(district, "单项否决问题清单")]
    assert listed == [
        ("公众号0001", "两周未更新", "已整改"),
        ("公众号0002", "未提供有效互动功能", "待整改"),
    ]
    assert "两周未更新 1 个，未提供有效互动功能 1 个" in district.words


def test_a_long_list_stands_in_an_annex(province: Files) -> None:
    assert province.body.annexes[0].title == "单项否决问题清单"
    assert len(list(rows(province, "单项否决问题清单"))) == 43
    assert "共有 43 个公众号出现单项否决问题" in province.words


def test_deductions_are_counted_by_indicator_and_listed_by_account(province: Files) -> None:
    assert [row[:6] for row in rows(province, "按指标的扣分问题")] == [
        ("功能无法使用", "链接失效", "扣分", 60, 60, "300"),
        ("错敏信息", "错敏信息", "扣分", 60, 60, "120"),
    ]
    first = next(rows(province, "扣分公众号清单"))
    assert first[2:] == ("错敏信息 2 分；链接失效 5 分", 2, "7", "93")


def test_good_examples_are_accounts_without_a_finding(district: Files) -> None:
    assert "25 个公众号没有发现问题" in district.words
    assert "公众号0007（第7税务所，发布 93 篇，原创率 53.76%）" in district.words


def test_what_to_do_by_when_and_to_whom(district: Files) -> None:
    said = "各单位要于2026年10月31日前将整改情况（含整改前后的截图）报送区局办公室。"
    assert said in district.words


def test_demands_of_a_person_take_the_place_of_the_usual_ones() -> None:
    texts = DISTRICT.texts.model_copy(update={"demands": "（一）立即整改。\n（二）按时报送。"})
    words = files_of(DISTRICT.model_copy(update={"texts": texts})).words
    assert "（二）按时报送。" in words
    assert "一是立即整改" not in words


def test_units_are_ranked_by_share_passed_and_equal_ones_share_a_rank(province: Files) -> None:
    ranks = list(rows(province, "各单位排名"))
    assert len(ranks) == 21
    assert ranks[0][:2] == (1, "第18市")
    rates = [float(str(row[3]).rstrip("%")) for row in ranks]
    assert rates == sorted(rates, reverse=True)
    groups = grouped(judged(SPOTLESS), lambda one: (one.id, one.name))
    assert {rank for rank, _ in ranked(groups)} == {1}


def test_a_large_matrix_has_a_table_of_units_by_indicator(province: Files) -> None:
    table = list(rows(province, "各单位各指标问题数"))
    assert len(table) == 21
    assert sum(int(str(row[1])) for row in table) == 163


def test_the_trend_is_a_chart_over_the_quarters(district: Files) -> None:
    assert "合格率 93.55%，与2026年第二季度的 93.55% 相比持平。" in district.words
    assert [row[:4] for row in rows(district, "各期检查结果")] == [
        ("2026年第二季度", 31, 29, "93.55%"),
        ("2026年第三季度", 31, 29, "93.55%"),
    ]
    assert "图 1　合格率的变化（%）" in district.words


def test_a_first_notice_says_that_there_is_nothing_to_compare_with(spotless: Files) -> None:
    assert "没有以前各期的通报，不作比较。" in spotless.words


def test_a_county_without_faults_is_told_as_such(spotless: Files) -> None:
    assert "共检查公众号 15 个，合格 15 个，合格率 100%。" in spotless.words
    assert "本期没有发现单项否决问题。" in spotless.words
    assert "本期没有发现扣分问题。" in spotless.words
    assert "不合格" not in spotless.words
    assert overview(spotless)["合格率"] == "100%"


def test_every_table_says_where_it_comes_from_and_when(province: Files) -> None:
    assert province.words.count("来源：巡检记录，截至 2026-10-12 10:00") == 9
    assert next(rows(province, "数据来源与口径"))[0] == "巡检记录"


def test_every_account_that_was_checked_is_in_the_annex(province: Files) -> None:
    listed = list(rows(province, "检查的公众号"))
    assert len(listed) == 471
    assert sum(row[7] == "合格" for row in listed) == 428


def test_what_nobody_could_look_at_neither_passes_nor_fails() -> None:
    lost = districts.account(99).model_copy(update={"looked": False, "unlooked": ("微信没有回答",)})
    material = districts.material([*SPOTLESS.accounts, lost])
    words = files_of(material).words
    assert "共检查公众号 15 个，合格 15 个，合格率 100%。" in words
    assert "另有 1 个公众号未能检查" in words
    assert "公众号0099：微信没有回答" in words


def test_points_below_the_line_fail_without_a_veto() -> None:
    kinds = ("链接失效", "错敏信息")
    weak = districts.account(
        1, *(districts.finding(n, points=10, name=kinds[n % 2]) for n in range(6))
    )
    body = notice_of(districts.material([weak, districts.account(2)]))
    assert "不合格 1 个，其中得分低于 60 分的 1 个。" in body.summary


def test_an_indicator_takes_no_more_than_thrice_its_points() -> None:
    one = districts.account(1, *(districts.finding(n, points=5) for n in range(9)))
    assert judged(districts.material([one]))[0].score == 85


def test_what_nobody_counts_is_said_and_not_zero() -> None:
    told = DISTRICT.activity.model_copy(update={"reminders": None})
    words = files_of(DISTRICT.model_copy(update={"activity": told})).words
    assert "提醒更新和整改没有统计数据。" in words


def test_no_number_of_a_document_is_invented(district: Files) -> None:
    assert "〔" not in district.words
    assert "号文" not in district.words


def test_a_self_check_has_the_parts_of_a_notice_for_one_unit() -> None:
    files = files_of(DISTRICT.model_copy(update={"kind": PaperKind.SELF_CHECK}))
    assert [one.heading for one in files.body.sections[1].parts] == list(AREAS)
    assert "共发布 2604 篇" in files.words
    assert "收到群众提问 620 次，没有得到回应的 31 次，回应率 95%。" in files.words
    assert "公众号0003的备案信息不全" in files.words
    assert len(list(rows(files, "信息更新方面的问题"))) == 1
    assert len(list(rows(files, "问题和整改清单"))) == 7
    assert "自查情况的报告" in files.words


def test_the_same_seed_draws_the_same_accounts_in_any_order() -> None:
    every = [f"a{n}" for n in range(500)]
    choice = Choice(method=CheckMethod.SAMPLE, share=10, seed="x")
    first = drawn(every, choice)
    assert len(first) == 50
    assert drawn(reversed(every), choice) == first
    assert drawn(every, choice.model_copy(update={"seed": "y"})) != first


def test_a_sample_has_one_account_at_least() -> None:
    assert len(drawn(["a", "b"], Choice(method=CheckMethod.SAMPLE, share=0.1, seed="x"))) == 1


def test_a_period_is_a_quarter_or_its_days() -> None:
    now = datetime(2026, 11, 30, tzinfo=UTC)
    assert name_of(asked("", now)) == "2026年第三季度"
    assert asked("2026-Q4", now) == Span(since=date(2026, 10, 1), until=date(2026, 12, 31))
    assert name_of(asked("2026-07-01..2026-08-15", now)) == "2026年7月1日至2026年8月15日"
    for wrong in ("2027-Q1", "2026-Q5", "2026-08-15..2026-07-01", "letztes"):
        with pytest.raises(BadSpan):
            asked(wrong, now)


def test_groups_add_up_to_all() -> None:
    verdicts = judged(PROVINCE)
    groups = grouped(verdicts, city_of)
    every = counted(verdicts)
    assert sum(one.checked for one in groups) == every.checked == 471
    assert sum(one.vetoed for one in groups) == every.vetoed == 43
