"""A report against figures that were counted by hand from ``small_material``."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from chalicelib.reports import periods
from chalicelib.reports.content import listed, report_of
from chalicelib.reports.errors import BadPeriod
from chalicelib.reports.models import Chart, Figure, Figures, Period, Report, ReportKind, Table
from chalicelib.reports.sums import change
from chalicelib.reports.wording import changed, numeral, seconds
from tests.unit.reports.small_material import NOW, SEEN, WEEK, account_a, account_b, material

WEEKLY, MONTHLY = ReportKind.WEEK, ReportKind.MONTH


def headline(report: Report) -> dict[str, Figure]:
    block = report.sections[0].blocks[1]
    assert isinstance(block, Figures)
    return {one.name: one for one in block.figures}


def tables(report: Report) -> dict[str, Table]:
    return {
        block.caption: block
        for section in report.sections
        for block in section.blocks
        if isinstance(block, Table)
    }


def charts(report: Report) -> dict[str, Chart]:
    return {
        block.caption: block
        for section in report.sections
        for block in section.blocks
        if isinstance(block, Chart)
    }


def test_one_account_of_which_all_is_known() -> None:
    found = headline(report_of(material(account_a())))
    told = {name: (one.now, one.before, one.year_before) for name, one in found.items()}
    assert told == {
        "came": (280, 140, 28),
        "left": (28, 14, 7),
        "net": (252, 126, 21),
        "total": (5_252, 5_000, 1_000),
        "articles": (3, 1, 0),
        "read": (1_050, 700, 350),
        "share": (35, 70, 7),
        "messages": (140, 70, None),
        "answer_rate": (75, 80, None),
        "sessions": (7, 7, None),
        "satisfaction": (100, 100, None),
    }
    assert change(found["came"], found["came"].before) == 100
    assert changed(found["share"], found["share"].before) == "-50.0%"
    assert changed(found["answer_rate"], found["answer_rate"].before) == "-5.0 个百分点"
    assert {one.as_of for one in found.values()} == {SEEN, NOW}
    assert report_of(material(account_a())).faults == ()


def test_what_lacks_days_is_added_up_but_compared_with_nothing() -> None:
    report = report_of(material())
    came = headline(report)["came"]
    assert (came.now, came.missing) == (285, 2)
    assert (came.before, came.year_before) == (None, None)  # account b was not there
    whole = came.model_copy(update={"before": 140.0})
    assert changed(whole, 140.0) == "—"
    assert "比上周" not in report.summary.split("。")[0]


def test_a_day_that_one_account_has_not_told_is_a_gap_in_the_chart() -> None:
    came, left = charts(report_of(material()))["每日新增与取消关注"].series
    assert came.values == (11, 21, 31, 41, 51, None, None)
    assert left.values == (4, 4, 4, 4, 4, None, None)


def test_faults_are_said_by_account_with_their_days() -> None:
    (said,) = report_of(material()).faults
    assert said == (
        "昆水税务：缺 11月21日至22日 的粉丝增减；缺 11月21日至22日 的累计粉丝；缺 11月21日至22日 的阅读；"
        "11月20日 的粉丝数据微信还没有定；取数停在这里：微信说今天的次数用完了。"
    )


def test_sources_of_followers_and_accounts() -> None:
    report = report_of(material())
    sources = charts(report)["新增粉丝的来源"]
    # 28 of a's 280 by code, none of b's 5.
    assert dict(zip(sources.labels, sources.series[0].values, strict=True)) == {
        "公众号搜索": 257,
        "扫描二维码": 28,
    }
    assert tables(report)["各公众号情况"].rows == (
        ("云岭税务", "省税务局", 5_252, 280, 28, 252, 1_050),
        ("昆水税务", "昆水市税务局", 70, 5, 0, 5, 50),
    )


def test_articles_by_readers_and_columns() -> None:
    found = tables(report_of(material(account_a())))
    assert [row[0] for row in found["本期图文"].rows] == [
        "个税汇算清缴怎么办",
        "增值税发票八问",
        "周末办税提醒",
    ]
    # Of 90,000 and one that nobody has told yet.
    assert found["各栏目图文的期内阅读"].rows == (
        ("办税指南", 2, 90_000, 45_000),
        ("政策解读", 1, 500, 500),
    )
    said = report_of(material(account_a())).sections[2].blocks[0]
    assert "发布图文 3 篇，比上周增长 200.0%" in getattr(said, "text", "")
    assert "达到 10 万的有 1 篇" in getattr(said, "text", "")


def test_waits_are_averages_of_all_sessions() -> None:
    desk = report_of(material(account_a())).sections[4].blocks[1]
    assert isinstance(desk, Figures)
    told = {one.name: one.now for one in desk.figures}
    assert (told["wait_seconds"], told["first_reply_seconds"]) == (30, 90)
    assert seconds(90) == "1 分 30 秒"


def test_questions_are_left_out_of_a_report_for_who_may_not_read_them() -> None:
    hidden = material(account_a()).model_copy(update={"questions_hidden": True})
    assert "怎么开数电发票" not in report_of(hidden).model_dump_json()
    assert "怎么开数电发票" in report_of(material(account_a())).model_dump_json()


def test_what_no_reader_of_an_article_is_told() -> None:
    report = report_of(material())
    assert [one.heading for one in report.sections if not one.public] == [
        "人工服务",
        "没答好的问题",
        "重点日子与粉丝增长",
    ]


def test_every_figure_table_and_chart_names_its_source() -> None:
    report = report_of(material())
    known = {one.source for one in report.origins}
    for section in report.sections:
        for block in section.blocks:
            named = [one.source for one in getattr(block, "figures", ())]
            named += [block.source] if isinstance(block, Table | Chart) else []
            for source in named:
                assert set(source.split("；")) <= known


def test_nothing_at_all_is_said_plainly() -> None:
    report = report_of(material(account_b().model_copy(update={"followers": (), "readers": ()})))
    found = headline(report)
    assert found["came"].now is None
    assert found["read"].now is None
    assert found["messages"].now == 0
    assert "微信还没有给出粉丝增减" in report.summary


@pytest.mark.parametrize(
    ("kind", "text", "since", "until"),
    [
        (WEEKLY, "", date(2026, 11, 16), date(2026, 11, 22)),
        (WEEKLY, "2026-W47", date(2026, 11, 16), date(2026, 11, 22)),
        (WEEKLY, "2026-11-18", date(2026, 11, 16), date(2026, 11, 22)),
        (WEEKLY, "2026-W01", date(2025, 12, 29), date(2026, 1, 4)),
        (MONTHLY, "", date(2026, 10, 1), date(2026, 10, 31)),
        (MONTHLY, "2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        (MONTHLY, "2024-02-29", date(2024, 2, 1), date(2024, 2, 29)),
    ],
)
def test_periods_as_people_name_them(kind: ReportKind, text: str, since: date, until: date) -> None:
    assert periods.asked(kind, text, NOW) == Period(kind=kind, since=since, until=until)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (WEEKLY, "2026-W48"),
        (WEEKLY, "2026-W54"),
        (WEEKLY, "2026-11"),
        (WEEKLY, "0001-W01"),
        (MONTHLY, "2026-11"),
        (MONTHLY, "2026-W47"),
        (MONTHLY, "2026-13"),
        (MONTHLY, "2011-01"),
        (MONTHLY, "昨天"),
    ],
)
def test_a_period_that_no_report_can_tell_of_is_refused(kind: ReportKind, text: str) -> None:
    with pytest.raises(BadPeriod):
        periods.asked(kind, text, NOW)


def test_a_week_ends_at_midnight_in_beijing() -> None:
    sunday_evening = datetime(2026, 11, 22, 15, 59, tzinfo=UTC)
    assert periods.last_over(WEEKLY, sunday_evening).since == date(2026, 11, 9)
    monday = datetime(2026, 11, 22, 16, 0, tzinfo=UTC)
    assert periods.last_over(WEEKLY, monday) == WEEK


def test_the_year_before_has_the_same_weekdays_or_the_same_month() -> None:
    assert periods.year_before(WEEK).since == date(2025, 11, 17)
    leap = periods.period_of(MONTHLY, date(2024, 2, 10))
    assert periods.year_before(leap).until == date(2023, 2, 28)


def test_periods_and_days_in_words() -> None:
    assert periods.name_of(WEEK) == "2026年11月16日至22日"
    over_new_year = periods.period_of(WEEKLY, date(2026, 1, 1))
    assert periods.name_of(over_new_year) == "2025年12月29日至2026年1月4日"
    days = [date(2026, 11, 29), date(2026, 11, 30), date(2026, 12, 1), date(2026, 12, 4)]
    assert listed(days) == "11月29日至12月1日、12月4日"
    assert [numeral(one) for one in (1, 10, 11, 20, 42)] == ["一", "十", "十一", "二十", "四十二"]
