"""Reports: made, kept, taken away, drafted as an article, made by themselves; whatever breaks on the way, once."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import pytest
from docx import Document
from typer.testing import CliRunner

from chalicelib import accounts, audit, jobs, newsroom, people, reports, units
from chalicelib.accounts import AccountKind, OfficialAccount
from chalicelib.actor import Actor, KnownBy, local
from chalicelib.application import job_kinds, report_schedule, reporting
from chalicelib.application.growth import mark_day
from chalicelib.application.report_article import draft_article
from chalicelib.clock import SHANGHAI
from chalicelib.cloud import objects, queues, table
from chalicelib.insight.growth import MarkKind
from chalicelib.insight.wechat_numbers import observe, store
from chalicelib.insight.wechat_numbers.models import ArticleDay, ArticleNumbers, Progress
from chalicelib.jobs import JobState, Silent
from chalicelib.people import PermissionDenied
from chalicelib.reports import BadSchedule, Place, PlaceKind, ReportKind, UnknownReport
from chalicelib.roles import Role
from chalicelib.units import UnitLevel
from chalicelib.wechat.statistics_calls import StatCall
from cli.app import app

MONDAY = date(2026, 11, 16)
SEEN = datetime(2026, 11, 23, 0, 20, tzinfo=UTC)
NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
ZONG = Actor(person="zong1", known_by=KnownBy.SIGN_IN)
LI = Actor(person="li", known_by=KnownBy.SIGN_IN)
NOBODY = Actor(person="nobody", known_by=KnownBy.SIGN_IN)
PROVINCE = Place(kind=PlaceKind.UNIT, id="province")
ACCOUNT = Place(kind=PlaceKind.ACCOUNT, id="city")
WEEK = reports.asked(ReportKind.WEEK, "2026-W47", NOW)


@pytest.fixture(autouse=True)
def world(cloud: None) -> None:
    """A province and a city, an account each; of the province's week all is told, of the city's nothing."""
    for unit, level, above in (
        ("province", UnitLevel.PROVINCE, None),
        ("city", UnitLevel.CITY, "province"),
    ):
        units.add_unit(unit, name=f"{unit}税务局", level=level, parent=above)
        accounts.store.add_account(
            OfficialAccount(
                id=unit,
                name=f"{unit}号",
                unit=unit,
                kind=AccountKind.SUBSCRIPTION,
                appid=f"wx00{unit}",
            )
        )
    shell = local("root")
    people.add_staff("zong1", unit="province", name="总编", roles={Role.CHIEF}, by=shell, now=NOW)
    people.add_staff("li", unit="city", name="小李", roles={Role.EDITOR}, by=shell, now=NOW)
    for number in range(7):
        tell(MONDAY + timedelta(days=number), 10 + number)
    told = ArticleNumbers(
        account="province",
        msg_data_id=7,
        index=1,
        published=MONDAY,
        title="个税汇算清缴怎么办",
        days=(ArticleDay(day=MONDAY, read=300, share=9),),
        observed_at=SEEN,
    )
    key = f"ARTICLE#{MONDAY}#7_001"
    table.put({"pk": "NUMBERS#province", "sk": key, "doc": told.model_dump_json()})
    known = Progress(connected=MONDAY, first=MONDAY, last_at=SEEN)
    table.put({"pk": "NUMBERS#province", "sk": "PROGRESS", "doc": known.model_dump_json()})


def tell(day: date, came: int, account: str = "province") -> None:
    """WeChat says of a day who came and left, how many there are, and that nobody read anything."""
    for call, rows in (
        (StatCall.USERS, [{"user_source": 1, "new_user": came, "cancel_user": 1}]),
        (StatCall.USERS_TOTAL, [{"cumulate_user": 1_000 + came}]),
        (StatCall.ACCOUNT, []),
    ):
        record = observe.observed(None, call, day, rows, delayed=False, now=SEEN)
        store.save(account, record, rows)


def untell(day: date) -> None:
    table.delete("NUMBERS#province", f"DAY#{StatCall.USERS.value}#{day}")


def made(place: Place = PROVINCE, by: Actor = ZONG) -> reports.Made:
    return reporting.make_now(place, WEEK, by=by, now=NOW, told=Silent())


def cli(*args: str) -> str:
    done = CliRunner().invoke(app, ["report", *args], env={"COLUMNS": "250"})
    assert done.exit_code == 0, done.output
    return done.output


def told_at(now: datetime, body: str, monkeypatch: pytest.MonkeyPatch) -> jobs.Job | None:
    """The function of jobs gets a message at a time."""
    monkeypatch.setattr(job_kinds, "utc_now", lambda: now)
    return job_kinds.run(body)


def test_a_report_is_kept_with_its_document() -> None:
    one = made()
    again, body = reporting.report_for(PROVINCE, one.id, by=ZONG)
    assert again == one
    assert body.summary.startswith("本周新增粉丝 91 人；取消关注 7 人，净增 84 人。")
    # A day that WeChat has no row of is one without readers; one that it was never asked about is missing.
    assert body.faults == (
        "city号：缺 11月16日至22日 的粉丝增减；缺 11月16日至22日 的累计粉丝；缺 11月16日至22日 的阅读；取数停在这里：还没有向微信取过数。",
    )
    _, file = reporting.document_for(PROVINCE, one.id, by=ZONG, now=NOW)
    lines = [one.text for one in Document(io.BytesIO(file)).paragraphs]
    assert lines[0] == "province税务局运营周报"
    assert body.summary in lines
    assert sorted(one.action for one in audit.of_unit("province") if "report" in one.action) == [
        "insight:report:make",
        "insight:report:take",
    ]


def test_made_again_it_is_another_one_and_the_older_stays() -> None:
    first = made()
    tell(date(2026, 11, 22), 1_000)
    later = NOW + timedelta(hours=1)
    second = reporting.make_now(PROVINCE, WEEK, by=ZONG, now=later, told=Silent())
    listed = reporting.reports_of(PROVINCE, by=ZONG).reports
    assert [one.id for one in listed] == [second.id, first.id]
    assert "新增粉丝 91 人" in reports.body(first).summary
    assert "新增粉丝 1,075 人" in reports.body(second).summary


def test_an_editor_of_a_city_sees_no_report_of_the_province() -> None:
    one = made()
    for ask in (
        lambda: made(by=LI),
        lambda: reporting.report_for(PROVINCE, one.id, by=LI),
        lambda: reporting.document_for(PROVINCE, one.id, by=LI, now=NOW),
        lambda: draft_article(PROVINCE, one.id, by=LI, now=NOW),
        lambda: reporting.reports_of(PROVINCE, by=NOBODY),
    ):
        with pytest.raises(PermissionDenied):
            ask()
    with pytest.raises(UnknownReport):
        reporting.report_for(ACCOUNT, one.id, by=LI)


def test_it_becomes_one_draft_article_with_its_pictures() -> None:
    mark_day("province", MONDAY, MarkKind.POLICY, "个税新政", by=local("root"), now=NOW)
    one = made()
    article = draft_article(PROVINCE, one.id, by=ZONG, now=NOW)
    assert (article.unit, article.created_by) == ("province", "zong1")
    assert article.title == "province税务局运营周报（11月16日—22日）"
    content = newsroom.read_content(article.key)
    assert content.html.count("<img") == 3  # followers by day and source, readers by day
    assert "个税汇算清缴怎么办" in content.html
    assert "个税新政" not in content.html, "what moved growth is for the house"
    assert "个税新政" in reports.body(one).model_dump_json()
    assert content.cover is not None
    assert objects.read(content.cover.key)
    again = draft_article(PROVINCE, one.id, by=ZONG, now=NOW + timedelta(days=1))
    assert again.id == article.id
    assert reports.get(PROVINCE, one.id).article == article.id


def test_commands_make_list_show_get_and_draft(tmp_path: Path) -> None:
    told = cli("make", "--unit", "province", "--period", "2026-W47")
    assert "做好了" in told
    assert "1 处数据不全" in told
    assert "2026年11月16日至22日" in cli("list", "--unit", "province")
    [listed] = json.loads(cli("list", "--unit", "province", "--json"))
    shown = cli("show", "--unit", "province")
    assert "city号：缺 11月16日至22日" in shown
    assert "个税汇算清缴怎么办" in shown
    file = tmp_path / "周报.docx"
    cli("get", listed["id"], "--unit", "province", "--out", str(file))
    assert Document(str(file)).tables
    assert "已存为稿件" in cli("draft", "--unit", "province", "--by", "zong1")
    assert "每周一 08:00" in cli("schedule", "set", "--unit", "province")
    assert "运营周报" in cli("schedule", "list", "--unit", "province")
    assert "不再" in cli("schedule", "remove", "--unit", "province")


# By itself

DUE = datetime(2026, 11, 23, 8, 0, tzinfo=SHANGHAI)
FRIDAY = datetime(2026, 11, 20, 9, 0, tzinfo=SHANGHAI)
SUNDAY = date(2026, 11, 22)


def scheduled(**more: Any) -> reports.Schedule:
    given: dict[str, Any] = {"article": False, "by": ZONG, "now": FRIDAY} | more
    return report_schedule.set_schedule(PROVINCE, ReportKind.WEEK, 1, "8:00", **given)


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Messages that sweeps and jobs put on the queue."""
    found: list[str] = []
    monkeypatch.setattr(queues, "send_all", lambda _, bodies: found.extend(bodies))
    monkeypatch.setattr(queues, "wake", lambda _, body, **more: found.append(body))
    return found


def test_a_schedule_that_is_due_makes_one_report_for_its_owner(
    sent: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    scheduled(article=True)
    assert reports.sweep(DUE - timedelta(minutes=1)) == 0
    assert reports.sweep(DUE) == 1
    [message] = sent
    # Queued twice, and carried out twice.
    job = told_at(DUE, message, monkeypatch)
    assert told_at(DUE, message, monkeypatch) is None
    assert job is not None
    for _ in range(2):
        jobs.run(f"{job.id} zong1", job_kinds.find)
    assert reports.sweep(DUE + timedelta(minutes=1)) == 0
    [one] = reporting.reports_of(PROVINCE, by=ZONG).reports
    assert (one.period, one.by_name, one.scheduled) == (WEEK, "总编", True)
    [mine] = jobs.jobs_of(ZONG)
    assert mine.state is JobState.DONE
    assert mine.page == f"/numbers/reports?unit=province&report={one.id}"
    assert mine.message == "province税务局运营周报已做好，有 1 处数据不全；已存为稿件"
    assert one.article
    [next_one] = reports.schedules_of(PROVINCE)
    assert next_one.due == DUE + timedelta(days=7)


class Killed(BaseException):
    """The function is gone."""


WRITES: Final = 21
"""Of the story of a scheduled report with its article; the one after the last kills nothing."""
_MADE: Final[dict[tuple[str, str], bytes]] = {}


@pytest.fixture
def made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A report's files are made once for all tests: they hold what the report holds, and take most of the time."""

    def once(name: str, make: Callable[[Any], bytes]) -> Callable[[Any], bytes]:
        def made(of: Any) -> bytes:
            key = (name, repr(of))
            if key not in _MADE:
                _MADE[key] = make(of)
            return _MADE[key]

        return made

    for name in ("chart_picture", "cover_picture", "word_document"):
        monkeypatch.setattr(reports, name, once(name, getattr(reports, name)))


@pytest.mark.usefixtures("made_once")
@pytest.mark.parametrize("at", range(1, WRITES + 2))
def test_killed_before_any_write_it_makes_one_report(
    at: int, sent: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    scheduled(article=True)
    writes = 0

    def counting(real: Any) -> Any:
        def call(*args: Any, **more: Any) -> Any:
            nonlocal writes
            writes += 1
            if writes == at:
                raise Killed
            return real(*args, **more)

        return call

    for module, names in ((table, ("put", "update", "transact")), (objects, ("write",))):
        for name in names:
            monkeypatch.setattr(module, name, counting(getattr(module, name)))
    killed = False
    for round_ in range(4):
        later = DUE + timedelta(minutes=6 * round_)
        reports.sweep(later)
        jobs.sweep(later)
        for body in [*sent]:
            sent.remove(body)
            try:
                if body.startswith(reports.MESSAGE):
                    told_at(later, body, monkeypatch)
                else:
                    jobs.run(body, job_kinds.find, now=lambda at=later: at)
            except Killed:
                killed = True
    assert killed is (at <= WRITES), "the story has more or fewer writes than the test thinks"
    [one] = reports.of(PROVINCE)
    assert [article.id for article in newsroom.list_articles("province")] == [one.article]
    entries = [entry.action for entry in audit.of_unit("province")]
    assert entries.count("insight:report:make") == 1
    assert reports.schedules_of(PROVINCE)[0].due == DUE + timedelta(days=7)


def test_it_waits_for_the_last_day_and_then_says_what_is_missing(
    sent: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    untell(SUNDAY)
    scheduled()
    reports.sweep(DUE)
    [message] = sent
    assert told_at(DUE, message, monkeypatch) is None
    assert list(jobs.jobs_of(ZONG)) == []
    assert reports.sweep(DUE + timedelta(minutes=14)) == 0
    assert reports.sweep(DUE + timedelta(minutes=15)) == 1
    # After four hours nobody waits any longer.
    job = told_at(DUE + reports.PATIENCE, message, monkeypatch)
    assert job is not None
    done = jobs.run(f"{job.id} zong1", job_kinds.find)
    assert done is not None
    assert done.state is JobState.DONE
    [one] = reporting.reports_of(PROVINCE, by=ZONG).reports
    assert any("province号：缺 11月22日 的粉丝增减" in one for one in reports.body(one).faults)


def test_it_goes_on_as_soon_as_the_last_day_is_there(
    sent: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    untell(SUNDAY)
    scheduled()
    reports.sweep(DUE)
    [message] = sent
    assert told_at(DUE, message, monkeypatch) is None
    tell(SUNDAY, 5)
    assert told_at(DUE + timedelta(minutes=15), message, monkeypatch) is not None


def test_an_owner_without_the_right_gets_none_and_the_schedule_says_why(
    sent: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    scheduled()
    people.remove_staff("zong1", unit="province", by=local("root"), now=NOW)
    assert told_at(DUE, "report-schedule unit:province week", monkeypatch) is None
    assert list(jobs.jobs_of(ZONG)) == []
    [one] = reports.schedules_of(PROVINCE)
    assert "没有制作报告的权限" in one.problem
    assert one.due > DUE


def test_a_stage_that_stood_still_makes_the_latest_report_alone(
    sent: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    scheduled()
    late = DUE + timedelta(days=20)
    job = told_at(late, "report-schedule unit:province week", monkeypatch)
    assert job is not None
    assert job.arguments["period"]["since"] == "2026-11-30"
    assert told_at(late, "report-schedule unit:province week", monkeypatch) is None
    assert reports.schedules_of(PROVINCE)[0].due == DUE + timedelta(days=21)


def test_days_and_times_of_schedules() -> None:
    for kind, day, at in (
        (ReportKind.WEEK, 0, "08:00"),
        (ReportKind.WEEK, 8, "08:00"),
        (ReportKind.MONTH, 29, "08:00"),
        (ReportKind.WEEK, 1, "24:00"),
        (ReportKind.WEEK, 1, "八点"),
    ):
        with pytest.raises(BadSchedule):
            report_schedule.set_schedule(PROVINCE, kind, day, at, article=False, by=ZONG, now=NOW)
    due = reports.next_due
    at_eight = datetime(2026, 11, 23, 8, 0, tzinfo=SHANGHAI)
    assert due(ReportKind.WEEK, 1, "08:00", at_eight) == at_eight + timedelta(days=7)
    assert due(ReportKind.WEEK, 1, "08:01", at_eight) == at_eight + timedelta(minutes=1)
    assert due(ReportKind.MONTH, 1, "08:00", at_eight) == datetime(2026, 12, 1, 8, tzinfo=SHANGHAI)
    with pytest.raises(PermissionDenied):
        report_schedule.set_schedule(
            ACCOUNT, ReportKind.WEEK, 1, "08:00", article=False, by=LI, now=NOW
        )
