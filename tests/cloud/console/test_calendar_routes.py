"""The calendar and issues as the console's API shows and changes them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from typer.testing import CliRunner

from chalicelib import accounts, audit, people, publishing, units
from chalicelib.accounts import AccountKind, Limit, OfficialAccount, Period, Scarce
from chalicelib.actor import local
from chalicelib.people import Role
from chalicelib.units import UnitLevel
from cli.app import app
from tests.cloud.console.conftest import Ask
from tests.cloud.newsroom.people import approved_article, newsroom_of

NOW = datetime(2026, 12, 1, 1, 0, tzinfo=UTC)
SLOT = "2026-12-02T00:00:00Z"
NEXT = "2026-12-02T02:00:00Z"


def an_account(account: str, unit: str, mass: int = 1) -> None:
    accounts.store.add_account(
        OfficialAccount(
            id=account,
            name=f"{account}税务",
            unit=unit,
            kind=AccountKind.SUBSCRIPTION,
            appid=f"wx000000{account}",
            limits={Scarce.MASS: Limit(count=mass, per=Period.DAY)},
        )
    )


@pytest.fixture(autouse=True)
def _tree(cloud: None) -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        newsroom_of("province")
        units.add_unit("city", name="市局", level=UnitLevel.CITY, parent="province")
        units.add_unit("other", name="别的市局", level=UnitLevel.CITY, parent="province")
        an_account("province", "province")
        an_account("city", "city")
        an_account("other", "other")
        for person, unit, role in (
            ("qx", "city", Role.EDITOR),
            ("zuo", "province", Role.AGENT),
            ("guan", "province", Role.CONTROLLER),
            ("yun", "province", Role.OPERATOR),
        ):
            people.add_staff(person, unit, [role], by=local("ops"), now=NOW)
        yield


def dropped(ask: Ask, article: str, at: str = SLOT, person: str = "li", key: str = "") -> Any:
    headers = {"Idempotency-Key": key} if key else {}
    body = {"account": "province", "at": at, "articles": [article]}
    return ask(person, "POST", "/calendar/drop", body, headers)


def tag(version: int) -> dict[str, str]:
    return {"If-Match": f'"{version}"'}


def week(ask: Ask, person: str = "li", **query: str) -> Any:
    return ask(
        person, "GET", "/calendar", query={"unit": "province", "first": "2026-12-01", **query}
    )


def entries(calendar: Any) -> list[Any]:
    return [one for day in calendar["days"] for cell in day["cells"] for one in cell["entries"]]


@pytest.mark.parametrize(
    ("person", "status"),
    [("li", 200), ("zongbian", 200), ("guan", 200), ("yun", 200), ("zuo", 403), ("qx", 403)],
)
def test_who_reads_the_calendar_of_the_province(ask: Ask, person: str, status: int) -> None:
    assert week(ask, person).status == status
    assert ask(person, "GET", "/calendar/ready", query={"unit": "province"}).status == status
    places = ask(person, "GET", "/calendar/places", query={"account": "province"})
    assert places.status == status


@pytest.mark.parametrize(
    ("person", "status"),
    [("li", 200), ("zongbian", 200), ("chu", 403), ("guan", 403), ("yun", 403), ("qx", 403)],
)
def test_who_drops_an_article(ask: Ask, person: str, status: int) -> None:
    article = approved_article()
    said = dropped(ask, article.id, person=person)
    assert said.status == status, said.json
    assert len(entries(week(ask).json["calendars"][0])) == (1 if status == 200 else 0)


def test_the_calendar_of_a_unit_has_the_accounts_below_too(ask: Ask) -> None:
    page = week(ask).json
    assert [one["account"] for one in page["calendars"]] == ["province", "city", "other"]
    assert [one["edit_refusal"] for one in page["calendars"]] == ["", "", ""]
    assert len(page["calendars"][0]["days"]) == 7
    assert page["calendars"][0]["days"][1]["left"] == 1
    one = ask("qx", "GET", "/calendar", query={"unit": "city"}).json
    assert [c["account"] for c in one["calendars"]] == ["city"]


def test_an_account_of_another_unit_is_refused_by_its_id_too(ask: Ask) -> None:
    article = approved_article()
    issue = dropped(ask, article.id).json["issue"]
    delivery = publishing.get_issue(issue).delivery
    for path in (f"/issues/{issue}", f"/issues/{issue}/covers/1", f"/deliveries/{delivery}"):
        assert ask("qx", "GET", path).status == 403, path
    for query in ({"account": "province"}, {"account": "other"}):
        assert ask("qx", "GET", "/calendar", query=query).status == 403
        assert ask("qx", "GET", "/calendar/file", query=query).status == 403
    moved = ask("qx", "POST", f"/issues/{issue}/move", {"at": NEXT}, tag(2))
    assert moved.status == 403
    # An issue is no key to another account's places.
    said = ask("li", "GET", "/calendar/places", query={"account": "city", "issue": issue})
    assert said.status == 404


def test_a_drop_plans_and_schedules_and_the_article_is_ready_no_more(ask: Ask) -> None:
    article = approved_article()
    ready = ask("li", "GET", "/calendar/ready", query={"unit": "province"}).json["articles"]
    assert [one["id"] for one in ready] == [article.id]
    said = dropped(ask, article.id).json
    assert said["made"]
    [entry] = entries(week(ask).json["calendars"][0])
    assert (entry["id"], entry["firm"], entry["movable"]) == (said["issue"], True, True)
    assert entry["state"] == "reserved"
    assert ask("li", "GET", "/calendar/ready", query={"unit": "province"}).json["articles"] == []


def test_the_same_drop_under_one_key_is_one_issue(ask: Ask) -> None:
    article = approved_article()
    first, second = dropped(ask, article.id, key="k1").json, dropped(ask, article.id, key="k1").json
    assert first == second
    assert len(list(publishing.list_issues(["province"]))) == 1


def test_two_people_in_one_slot_the_second_hears_who_has_it_and_loses_nothing(ask: Ask) -> None:
    mine, theirs = approved_article(), approved_article(title="另一篇")
    first = dropped(ask, mine.id).json["issue"]
    said = dropped(ask, theirs.id, person="wang")
    assert (said.status, said.json["type"], said.json["by"]) == (409, "conflict", first)
    assert "2026-12-02 10:00" not in said.json["title"]  # the day has one mass send
    assert "2026-12-03 08:00" in said.json["title"]
    assert publishing.get_issue(first).state == "scheduled"
    live = [one for one in publishing.list_issues(["province"]) if one.state != "cancelled"]
    assert [one.id for one in live] == [first]
    ready = ask("wang", "GET", "/calendar/ready", query={"unit": "province"}).json["articles"]
    assert [one["id"] for one in ready] == [theirs.id]


def test_a_planned_issue_is_filled_by_a_drop_and_is_as_before_where_that_fails(ask: Ask) -> None:
    plan = {"account": "province", "at": SLOT, "title": "汇算专题"}
    planned = ask("li", "POST", "/issues", plan).json["id"]
    first, second = approved_article(), approved_article(title="第二篇")
    assert dropped(ask, first.id).json == {
        "issue": planned, "title": "汇算专题", "at": SLOT, "made": False, "version": 3,
    }  # fmt: skip
    other = ask("li", "POST", "/issues", {**plan, "at": NEXT, "title": "同一天"}).json["id"]
    assert dropped(ask, second.id, at=NEXT).status == 409
    kept = publishing.get_issue(other)
    assert (kept.state, kept.entries) == ("planned", ())


def test_places_say_free_taken_and_used_up_before_anything_moves(ask: Ask) -> None:
    article = approved_article()
    issue = dropped(ask, article.id).json["issue"]
    query = {"account": "province", "first": "2026-12-01", "days": "3"}
    found = {
        one["at"]: one for one in ask("li", "GET", "/calendar/places", query=query).json["places"]
    }
    taken, used_up = found[SLOT], found[NEXT]
    assert (taken["free"], taken["holder"], issue in taken["why"]) == (False, issue, True)
    assert (used_up["free"], used_up["holder"]) == (False, "")
    assert "已用完" in used_up["why"]
    assert used_up["next"] == "2026-12-03T00:00:00Z"
    assert not found["2026-12-01T00:00:00Z"]["free"]  # over
    # The issue itself takes its allowance along.
    own = ask("li", "GET", "/calendar/places", query={**query, "issue": issue}).json["places"]
    assert all(one["free"] for one in own if one["at"] > "2026-12-02")
    version = publishing.get_issue(issue).version
    assert ask("li", "POST", f"/issues/{issue}/move", {"at": NEXT}, tag(version)).status == 200


def test_an_edit_from_an_old_version_is_a_conflict_that_names_who_was_first(ask: Ask) -> None:
    issue = dropped(ask, approved_article().id).json["issue"]
    seen = ask("li", "GET", f"/issues/{issue}")
    assert seen.headers["etag"] == f'"{seen.json["version"]}"'
    old = tag(seen.json["version"])
    assert ask("wang", "POST", f"/issues/{issue}/unschedule", {"note": "待补"}, old).status == 200
    late = ask("li", "POST", f"/issues/{issue}/move", {"at": NEXT}, old)
    assert (late.status, late.json["by"]) == (409, "wang")
    assert publishing.get_issue(issue).at == datetime(2026, 12, 2, tzinfo=UTC)
    assert ask("li", "POST", f"/issues/{issue}/move", {"at": NEXT}).status == 422


def test_what_may_be_done_comes_with_the_issue_and_the_reason_where_not(ask: Ask) -> None:
    issue = dropped(ask, approved_article().id).json["issue"]

    def deeds(person: str) -> dict[str, Any]:
        return {one["name"]: one for one in ask(person, "GET", f"/issues/{issue}").json["deeds"]}

    mine, theirs = deeds("li"), deeds("guan")
    assert {name for name, one in mine.items() if one["allowed"]} == {
        "move",
        "unschedule",
        "cancel",
    }
    assert "不能这样做" in mine["edit"]["why"]
    assert not any(one["allowed"] for one in theirs.values())
    assert "不能安排推送" in theirs["move"]["why"]


def test_swapping_exchanges_two_times(ask: Ask) -> None:
    first = dropped(ask, approved_article().id).json["issue"]
    second = dropped(ask, approved_article(title="另一篇").id, at="2026-12-03T00:00:00Z").json[
        "issue"
    ]
    version = publishing.get_issue(first).version
    said = ask("li", "POST", f"/issues/{first}/swap", {"other": second}, tag(version))
    assert said.json["at"] == "2026-12-03T00:00:00Z"
    assert publishing.get_issue(second).at == datetime(2026, 12, 2, tzinfo=UTC)


def test_articles_are_added_ordered_and_taken_out_within_eight(ask: Ask) -> None:
    stories = [approved_article(title=f"第 {n} 篇").id for n in range(9)]
    plan = {"account": "province", "at": SLOT, "title": "合集", "articles": stories[:3]}
    issue = ask("li", "POST", "/issues", plan).json["id"]

    def edit(deed: str, **body: Any) -> Any:
        version = publishing.get_issue(issue).version
        return ask("li", "POST", f"/issues/{issue}/{deed}", body, tag(version))

    order = [stories[2], stories[0], stories[1]]
    assert [one["article"] for one in edit("reorder", articles=order).json["articles"]] == order
    assert edit("add", articles=stories[3:9]).status == 422
    assert len(edit("add", articles=stories[3:8]).json["articles"]) == 8
    assert len(edit("remove", articles=[stories[2]]).json["articles"]) == 7
    cover = ask("li", "GET", f"/issues/{issue}/covers/1")
    assert (cover.status, cover.headers["content-type"]) == (200, "image/png")


def test_name_way_and_audience_of_an_intention_can_be_changed(ask: Ask) -> None:
    plan = {"account": "province", "at": SLOT, "title": "合集"}
    issue = ask("li", "POST", "/issues", plan).json["id"]
    change = {"title": "新名称", "way": "mass", "tag_id": 3}
    said = ask("li", "PUT", f"/issues/{issue}", change, tag(1))
    assert (said.json["title"], said.json["tag_id"], said.json["version"]) == ("新名称", 3, 2)
    bad = ask("li", "PUT", f"/issues/{issue}", {**change, "way": "publish"}, tag(2))
    assert (bad.status, bad.json["fields"][0]["name"]) == (422, "tag_id")


def test_the_calendar_file_holds_the_issue(ask: Ask) -> None:
    from icalendar import Calendar

    article = approved_article(title="分号；与,逗号\\的标题")
    issue = dropped(ask, article.id).json["issue"]
    [event] = Calendar.from_ical(
        publishing.as_ics(
            [publishing.agenda_of("province", publishing.span(NOW.date(), 7), NOW)], NOW
        )
    ).walk("VEVENT")
    assert event["UID"] == f"{issue}@rongmei"
    assert "分号；与,逗号\\的标题" in str(event["SUMMARY"])
    said = ask("li", "GET", "/calendar/file", query={"account": "province"})
    assert (said.status, said.headers["content-type"]) == (200, "text/calendar; charset=utf-8")


def log_of(issue: str) -> list[tuple[str, str, str, str]]:
    found = [one for one in audit.of_unit("province") if one.object == f"issue:{issue}"]
    return sorted((one.action, one.unit, one.note, str(one.changes)) for one in found)


def test_the_same_deeds_by_api_and_command_line_leave_the_same(ask: Ask) -> None:
    from chalicelib.cloud import identity

    people.link_identity("li", identity.arn(), by=local("ops"), now=NOW)
    by_api, by_shell = approved_article(), approved_article(title="另一篇稿")
    first = dropped(ask, by_api.id).json["issue"]
    version = publishing.get_issue(first).version
    ask("li", "POST", f"/issues/{first}/move", {"at": "2026-12-04T00:00:00Z"}, tag(version))

    def run(line: list[str]) -> str:
        result = CliRunner().invoke(app, line)
        assert result.exit_code == 0, result.output
        return result.stdout.strip()

    second = run(
        [
            "issue",
            "plan",
            "--account",
            "province",
            "--at",
            "2026-12-02 08:00",
            "--article",
            by_shell.id,
        ]
    )
    run(["issue", "schedule", second])
    run(["issue", "move", second, "--at", "2026-12-05 08:00"])
    one, two = publishing.get_issue(first), publishing.get_issue(second)
    assert (one.state, one.version, one.attempts) == (two.state, two.version, two.attempts)
    assert [(s.what, s.by) for s in one.history] == [(s.what, s.by) for s in two.history]
    plain = [
        [(action, unit, note.split("：")[0]) for action, unit, note, _ in log_of(issue)]
        for issue in (first, second)
    ]
    assert plain[0] == plain[1]
    assert len(plain[0]) == 3
    assert timedelta(days=1) == two.at - one.at
