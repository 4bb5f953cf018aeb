"""Inquiries: priced before they are put, paid for once, shared, cancelled, and answered with what the archive holds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from chalicelib import accounts, audit, people, units
from chalicelib.actor import SYSTEM, Actor, KnownBy
from chalicelib.application import inquiries
from chalicelib.application.wechat_numbers import Span
from chalicelib.cloud import objects
from chalicelib.errors import Invalid
from chalicelib.insight import ArchiveNotThere
from chalicelib.insight.facts.models import Told
from chalicelib.insight.inquiries import (
    InquiryOver,
    InquiryState,
    NoSuchInquiry,
    Standing,
    scope,
    store,
)
from chalicelib.people import PermissionDenied, Role
from chalicelib.settings import settings
from chalicelib.units import UnitLevel
from tests.cloud import snapshot
from tests.cloud.accounts.made import SECRETS, account
from tests.cloud.insight.asked_archive import Asked, connected
from tests.unit.insight.by_hand import BY_HAND
from tests.unit.insight.small_archive import invented

pytestmark = pytest.mark.usefixtures("cloud")
NOW = datetime(2026, 11, 28, 9, 30, tzinfo=UTC)
DAYS = Span(since=date(2026, 8, 10), until=date(2026, 10, 31))


def person(name: str) -> Actor:
    return Actor(person=name, known_by=KnownBy.SIGN_IN)


LI, ZONG, OTHER = person("li"), person("zong"), person("other")


def people_who_ask() -> dict[str, str]:
    units.add_unit("top", name="省局", level=UnitLevel.PROVINCE)
    units.add_unit("next", name="邻省局", level=UnitLevel.PROVINCE)
    for one, unit in (("province", "top"), ("city", "top"), ("away", "next")):
        made = account(id=one, name=f"{one}税务", unit=unit, appid=f"wx{one:0<10}")
        accounts.add_account(made, SECRETS, by=SYSTEM, now=NOW)
    for name, unit, role in (
        ("li", "top", Role.EDITOR),
        ("zong", "top", Role.CHIEF),
        ("other", "next", Role.CHIEF),
    ):
        people.add_staff(name, unit, [role], by=SYSTEM, now=NOW, name=name)
    return {}


@pytest.fixture
def told() -> list[Told]:
    return invented(1)


@pytest.fixture(autouse=True)
def archive(
    cloud: None, told: list[Told], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Asked]:
    snapshot.world("inquiries", people_who_ask)
    yield connected(told, tmp_path, monkeypatch)
    settings.cache_clear()


def put(query: str, *named: str, by: Actor = LI, days: Span = DAYS) -> Standing:
    return inquiries.put(inquiries.inquiry_of(query, named or ("province",), days), by=by, now=NOW)


def notes(unit: str) -> list[str]:
    return [one.note for one in audit.of_unit(unit) if one.action == inquiries.ASK]


def test_what_it_costs_is_told_before_anything_is_begun(archive: Asked) -> None:
    wanted = inquiries.inquiry_of("messages_by_hour", ["province"], DAYS)
    cost = inquiries.cost_of(wanted, by=LI, now=NOW)
    within = [
        one
        for one in archive.files
        if "account=province" in str(one)
        and "day=2026-08-10" <= one.parent.name <= "day=2026-10-31"
    ]
    assert (cost.files, cost.bytes) == (len(within), sum(one.stat().st_size for one in within))
    assert cost.dollars == pytest.approx(0.00005) and cost.known == ""
    assert not archive.begun
    # Who is silent is told from all days; who stays, up to yesterday.
    silent = inquiries.cost_of(inquiries.inquiry_of("silent_followers", ["province"], DAYS), by=LI, now=NOW)  # fmt: skip
    stays = inquiries.cost_of(inquiries.inquiry_of("retention", ["province"], DAYS), by=LI, now=NOW)
    assert silent.files > cost.files and stays.files > cost.files


@pytest.mark.parametrize("choice", inquiries.choices(), ids=lambda one: one.name)
def test_every_query_is_answered_with_chinese_heads(
    archive: Asked, told: list[Told], choice: inquiries.Askable
) -> None:
    standing = inquiries.look(put(choice.name, by=ZONG).inquiry.id, by=ZONG)
    assert standing.state is InquiryState.DONE
    wanted = standing.inquiry.wanted
    by_hand = BY_HAND[choice.name](told, wanted.parameters("province", NOW))
    table = inquiries.table_for(standing, by=ZONG)
    assert len(table.rows) == standing.rows == len(by_hand) > 0
    assert all(not one.label.isascii() for one in table.columns)
    assert len({one.label for one in table.columns}) == len(table.columns)
    names = {one.name for one in table.columns}
    assert {*table.chart.axis, *table.chart.measures} <= names
    counts = [one.name for one in table.columns if one.unit == "count"]
    for name in counts:
        place = [one.name for one in table.columns].index(name)
        assert sorted(row[place] for row in table.rows) == sorted(row[name] for row in by_hand)  # type: ignore[type-var]


def test_the_same_question_is_paid_for_once_as_long_as_no_file_changes(archive: Asked) -> None:
    first = put("menu_use")
    assert put("menu_use").inquiry.id == first.inquiry.id
    inquiries.look(first.inquiry.id, by=LI)
    again = put("menu_use", by=ZONG)
    assert (again.state, again.inquiry.by, len(archive.begun)) == (InquiryState.DONE, "li", 1)
    wanted = inquiries.inquiry_of("menu_use", ["province"], DAYS)
    cost = inquiries.cost_of(wanted, by=ZONG, now=NOW)
    assert (cost.known, cost.dollars) == (first.inquiry.id, 0)
    # One file of these days is merged anew: another answer may be the right one.
    key = "archive/facts/account=province/day=2026-09-01/facts.parquet"
    objects.write(key, objects.read(key) + b" ", "")
    assert put("menu_use").inquiry.id != first.inquiry.id
    assert len(archive.begun) == 2
    assert notes("top") == ["菜单点击 2026-08-10 至 2026-10-31"] * 4


def test_accounts_stand_beside_each_other(archive: Asked, told: list[Told]) -> None:
    standing = inquiries.look(put("messages_by_hour", "province", "city").inquiry.id, by=LI)
    table = inquiries.table_for(standing, by=LI)
    assert len(archive.begun) == 2 and standing.dollars == pytest.approx(0.0002)
    assert table.columns[0].label == "公众号"
    by_hand = {
        one: BY_HAND["messages_by_hour"](told, standing.inquiry.wanted.parameters(one, NOW))
        for one in ("province", "city")
    }
    for one, rows in by_hand.items():
        mine = [row for row in table.rows if row[0] == f"{one}税务"]
        assert [row[2] for row in mine] == [row["messages"] for row in rows]


def test_a_crash_before_it_was_noted_begins_nothing_twice(
    archive: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as killed:
        killed.setattr(store, "keep", lambda _: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            put("menu_use")
    wanted = inquiries.inquiry_of("menu_use", ["province"], DAYS)
    known = store.find(scope.estimate(wanted, NOW).id)
    assert known is not None and known.executions == () and len(archive.begun) == 1
    done = inquiries.look(known.inquiry.id, by=LI)
    assert (done.state, len(archive.begun)) == (InquiryState.DONE, 1)


def test_it_is_cancelled_for_all_and_may_be_put_again(archive: Asked) -> None:
    archive.state = "RUNNING"
    running = put("menu_use")
    assert inquiries.look(running.inquiry.id, by=ZONG).state is InquiryState.RUNNING
    ended = inquiries.cancel(running.inquiry.id, by=ZONG, now=NOW)
    assert (ended.state, archive.stopped) == (InquiryState.CANCELLED, list(running.executions))
    with pytest.raises(InquiryOver):
        inquiries.cancel(running.inquiry.id, by=ZONG, now=NOW)
    # Athena's late word changes nothing.
    archive.state = "SUCCEEDED"
    assert inquiries.look(running.inquiry.id, by=LI).state is InquiryState.CANCELLED
    assert store.keep(running).state is InquiryState.CANCELLED
    again = put("menu_use")
    assert (again.attempt, again.executions == running.executions) == (2, False)
    assert inquiries.look(again.inquiry.id, by=LI).state is InquiryState.DONE
    assert "取消：菜单点击 2026-08-10 至 2026-10-31" in notes("top")


def test_a_failure_says_what_to_do_and_is_no_dead_end(archive: Asked) -> None:
    archive.state, archive.reason = "FAILED", "Query exceeded: bytes scanned limit was exceeded"
    failed = inquiries.look(put("menu_use").inquiry.id, by=LI)
    assert failed.state is InquiryState.FAILED and "缩短时间范围" in failed.problem
    with pytest.raises(Invalid):
        inquiries.export(failed.inquiry.id, "总结", "csv", by=LI, now=NOW)
    archive.state = "SUCCEEDED"
    assert inquiries.look(put("menu_use").inquiry.id, by=LI).state is InquiryState.DONE


def test_nothing_is_paid_for_days_without_a_file(archive: Asked) -> None:
    long_ago = Span(since=date(2020, 1, 1), until=date(2020, 1, 31))
    standing = put("messages_by_day", days=long_ago)
    assert (standing.state, standing.rows, archive.begun) == (InquiryState.DONE, 0, {})
    assert inquiries.table_for(inquiries.look(standing.inquiry.id, by=LI), by=LI).rows == ()


def test_who_may_not_read_an_account_neither_asks_nor_sees(archive: Asked) -> None:
    with pytest.raises(PermissionDenied):
        put("menu_use", by=OTHER)
    standing = put("menu_use")
    for act in (
        lambda: inquiries.look(standing.inquiry.id, by=OTHER),
        lambda: inquiries.cancel(standing.inquiry.id, by=OTHER, now=NOW),
        lambda: inquiries.export(standing.inquiry.id, "总结", "csv", by=OTHER, now=NOW),
        lambda: put("menu_use", "away", "province", by=OTHER),
    ):
        with pytest.raises(PermissionDenied):
            act()
    with pytest.raises(NoSuchInquiry):
        inquiries.look("nobody", by=LI)
    # An editor sees no agent's figures, whoever asked for them.
    agents = put("sessions_by_agent", by=ZONG)
    with pytest.raises(PermissionDenied):
        inquiries.look(agents.inquiry.id, by=LI)
    with pytest.raises(PermissionDenied):
        put("sessions_by_agent")


def test_what_is_no_question_is_refused_in_plain_words() -> None:
    for query, named in (("fact_rows", ["province"]), ("nothing", ["province"]), ("menu_use", [])):
        with pytest.raises(Invalid, match="请"):
            inquiries.inquiry_of(query, named, DAYS)
    with pytest.raises(Invalid, match="最多查 10 个"):
        inquiries.inquiry_of("menu_use", [f"a{n}" for n in range(11)], DAYS)


def test_without_an_archive_nothing_is_logged(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("RONGMEI_ATHENA_WORKGROUP")
    settings.cache_clear()
    with pytest.raises(ArchiveNotThere):
        put("menu_use")
    assert notes("top") == []


def test_an_answer_is_taken_away_with_its_reason_in_the_log() -> None:
    standing = inquiries.look(put("messages_by_rung", "province", "city").inquiry.id, by=LI)
    made = inquiries.export(standing.inquiry.id, "年度总结", "csv", by=LI, now=NOW)
    lines = made.body.decode("utf-8-sig").splitlines()
    assert lines[0] == "公众号,应答方式,消息" and len(lines) == 1 + standing.rows
    assert made.name == "由哪一级应答-city、province-2026-08-10至2026-10-31.csv"
    logged = [one for one in audit.of_unit("top") if one.action == inquiries.EXPORT]
    assert len(logged) == 2 and all("年度总结" in one.note for one in logged)
    with pytest.raises(Invalid):
        inquiries.export(standing.inquiry.id, " ", "csv", by=LI, now=NOW)


def test_behind_a_days_number_stand_its_rows_which_name_nobody(told: list[Told]) -> None:
    every = [
        one
        for one in told
        if one.account == "province" and one.fact.kind == "message" and one.fact.rung == "faq"
    ]
    day = max((one.day for one in every), key=[one.day for one in every].count)
    wanted = inquiries.rows_of("province", date.fromisoformat(day), "message", {"rung": "faq"})
    standing = inquiries.look(inquiries.put(wanted, by=LI, now=NOW).inquiry.id, by=LI)
    table = inquiries.table_for(standing, by=LI)
    assert len(table.rows) == sum(one.day == day for one in every)
    assert [one.label for one in table.columns][:4] == ["时间（北京）", "类型", "结果", "应答方式"]
    assert {row[3] for row in table.rows} == {"知识库"}
    said = store.answer(standing)[0].model_dump_json()
    assert not any(one.fact.follower in said for one in every)
    assert notes("top") == [f"消息明细 {day}"]
    for kind, after in (("score", ""), ("message", "x"), ("message", "1 ")):
        with pytest.raises(Invalid):
            inquiries.rows_of("province", date.fromisoformat(day), kind, {}, after=after)
    sessions = inquiries.rows_of("province", date.fromisoformat(day), "session", {})
    with pytest.raises(PermissionDenied):
        inquiries.put(sessions, by=LI, now=NOW)


@pytest.mark.parametrize("kind", inquiries.ROW_KINDS)
def test_rows_of_every_kind_have_heads(told: list[Told], kind: str) -> None:
    days = sorted(one.day for one in told if one.account == "province" and one.fact.kind == kind)
    day = date.fromisoformat(days[0]) if days else date(2026, 9, 1)
    wanted = inquiries.rows_of("province", day, kind, {})
    standing = inquiries.look(inquiries.put(wanted, by=ZONG, now=NOW).inquiry.id, by=ZONG)
    table = inquiries.table_for(standing, by=ZONG)
    assert len(table.rows) == days.count(day.isoformat())
    assert all(not one.label.isascii() for one in table.columns)
