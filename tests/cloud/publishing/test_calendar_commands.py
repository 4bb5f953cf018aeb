"""``./rongmei calendar`` and ``./rongmei issue`` as an editor types them."""

from __future__ import annotations

import json
import shlex
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from icalendar import Calendar
from typer.testing import CliRunner, Result

from chalicelib import people, publishing
from chalicelib.actor import local
from chalicelib.cloud import identity
from cli.app import app
from tests.cloud.newsroom.people import an_article, approved_article, newsroom_of
from tests.cloud.publishing.test_issues import limited

NOW = datetime(2026, 12, 1, 1, 0, tzinfo=UTC)
AT = '--at "2026-12-02 08:00"'


@pytest.fixture(autouse=True)
def _province(cloud: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    newsroom_of()
    limited(2)
    people.link_identity("li", identity.arn(), by=local("ops"), now=NOW)


def run(line: str) -> Result:
    with time_machine.travel(NOW, tick=False):
        return CliRunner().invoke(app, shlex.split(line))


def done(line: str) -> Result:
    result = run(line)
    assert result.exit_code == 0, result.output
    return result


def planned(at: str = AT, title: str = "汇算专题", more: str = "") -> str:
    result = done(f"issue plan --account province {at} --title {title} {more}")
    return result.stdout.strip()


def test_an_issue_goes_from_intention_to_its_slot() -> None:
    article = approved_article()
    issue = planned(more=f"--article {article.id} --by wang")
    said = done(f"issue schedule {issue} --by li").stderr
    assert "已排定于 2026-12-02 08:00" in said
    shown = done(f"issue show {issue}").stdout
    assert "第 1 版" in shown
    assert "wang" in shown
    assert "li" in shown
    assert json.loads(done(f"issue show {issue} --json").stdout)["state"] == "scheduled"


def test_the_calendar_shows_gaps_conflicts_and_what_is_left() -> None:
    planned(more=f"--article {an_article().id}")
    shown = done("calendar --account province --days 2")
    assert "12-02 周三" in shown.stdout
    assert "群发余 2/2" in shown.stdout
    assert "空" in shown.stdout
    assert "! 计划" in shown.stdout
    assert "还没有通过审核" in shown.stderr


def test_a_row_of_the_calendar_fits_a_hundred_columns() -> None:
    issue = planned(title="一个相当长的名称" * 8)
    shown = done("calendar --account province --days 2")
    assert max(len(line) for line in shown.stdout.splitlines()) <= 100
    assert issue in done("issue list").stdout


def test_the_calendar_as_json_is_days_of_cells() -> None:
    issue = planned()
    [drawn] = json.loads(
        done("calendar --account province --from 2026-12-02 --days 1 --json").stdout
    )
    [day] = drawn["days"]
    assert (day["date"], day["left"], day["limit"]) == ("2026-12-02", 2, 2)
    assert len(day["cells"]) == 6
    assert day["cells"][0]["entries"][0]["id"] == issue


def events(path: Path) -> dict[str, tuple[datetime, str, str]]:
    found = Calendar.from_ical(path.read_bytes())
    return {
        str(one["uid"]): (one["dtstart"].dt, str(one["summary"]), str(one["status"]))
        for one in found.walk("VEVENT")
    }


def test_an_entry_keeps_its_uid_in_the_calendar_file_wherever_it_moves(tmp_path: Path) -> None:
    path = tmp_path / "排期.ics"
    issue = planned()
    done(f"calendar --account province --ics {path}")
    [(uid, before)] = events(path).items()
    assert before[0] == datetime(2026, 12, 2, 0, 0, tzinfo=UTC)
    assert before[2] == "TENTATIVE"
    done(f'issue move {issue} --at "2026-12-02 20:00"')
    done(f"calendar --account province --ics {path}")
    after = events(path)[uid]
    assert after[0] - before[0] == timedelta(hours=12)


def test_a_calendar_file_is_what_the_rfc_asks_for() -> None:
    planned(
        title="逗号,分号;和一个很长很长很长很长很长很长很长很长很长很长的名称".replace(";", "；")
    )
    written = done("calendar --account province --ics -").stdout_bytes
    lines = written.split(b"\r\n")
    assert lines[0] == b"BEGIN:VCALENDAR"
    assert b"\n" not in written.replace(b"\r\n", b"")
    assert all(len(line) <= 75 for line in lines)
    assert written.count(b"DTSTAMP:") == written.count(b"UID:") == 1
    assert b"TZID" not in written


def test_a_units_calendar_covers_the_units_below() -> None:
    assert json.loads(done("calendar --unit province --json").stdout)[0]["account"] == "province"
    assert run("calendar --unit nowhere").exit_code == 1
    assert run("calendar --unit province --account province").exit_code == 2


def test_what_cannot_be_is_one_sentence() -> None:
    issue = planned()
    for line, sentence in {
        "issue show i-00000-province": "没有期",
        "issue show nothing": "没有期",
        f'issue move {issue} --at "2026-02-30 08:00"': "看不懂时间",
        f'issue move {issue} --at "2026-11-30 08:00"': "已经过去",
        f'issue move {issue} --at "2026-12-02 08:30"': "--off-slot",
        f"issue schedule {issue}": "还没有稿件",
        f"issue unschedule {issue} ": "",
        f"issue swap {issue} {issue}": "两个不同的期",
        f"issue add {issue} a-20261201-0000": "a-20261201-0000",
    }.items():
        result = run(line)
        assert sentence in result.stderr
        assert (result.exit_code == 1) is bool(sentence), line
    assert run("calendar --from 明天").exit_code == 2


def test_a_full_day_says_where_there_is_room() -> None:
    for hour in ("08:00", "10:00"):
        article = approved_article(body=hour)
        issue = planned(f'--at "2026-12-02 {hour}"', hour, f"--article {article.id}")
        done(f"issue schedule {issue}")
    third = approved_article(body="三")
    issue = planned('--at "2026-12-02 12:00"', "第三期", f"--article {third.id}")
    refused = run(f"issue schedule {issue}")
    assert refused.exit_code == 1
    assert "--way publish" in refused.stderr
    assert "2026-12-03 08:00" in refused.stderr
    assert "2026-12-03 08:00" in done(f"issue schedule {issue} --next").stderr


def test_a_cancelled_issue_leaves_the_calendar() -> None:
    issue = planned()
    done(f"issue cancel {issue} --note 暂缓")
    drawn = publishing.calendar_of("province", [date(2026, 12, 2)], NOW)
    assert not any(cell.entries for cell in drawn.days[0].cells)
    assert "已取消" in done("issue list").stdout


def test_two_swap_and_the_order_of_articles_changes() -> None:
    one, two = an_article(body="一"), an_article(body="二")
    first, second = planned(more=f"--article {one.id}"), planned('--at "2026-12-02 10:00"', "乙")
    done(f"issue swap {first} {second}")
    done(f"issue add {first} {two.id}")
    done(f"issue reorder {first} {two.id} {one.id}")
    done(f"issue remove {first} {one.id}")
    kept = json.loads(done(f"issue show {first} --json").stdout)
    assert kept["at"] == "2026-12-02T02:00:00Z"
    assert [entry["article_id"] for entry in kept["entries"]] == [two.id]


def test_name_and_audience_of_an_intention_are_changed_and_the_rest_stays() -> None:
    issue = planned()
    done(f"issue set {issue} --title 新名称 --tag 3 --by li")
    found = publishing.get_issue(issue)
    assert (found.title, found.way, found.tag_id) == ("新名称", "mass", 3)
    done(f"issue set {issue} --everybody --by li")
    assert publishing.get_issue(issue).tag_id is None
    assert run(f"issue set {issue} --title {'长' * 65} --by li").exit_code != 0
