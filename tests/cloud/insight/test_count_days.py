"""WeChat's days of a province added up: what a page shows of many accounts is what it would read one by one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from chalicelib import accounts, units
from chalicelib.actor import SYSTEM, local
from chalicelib.application import article_numbers, count_days, number_overview
from chalicelib.application.recount_units import recount_units
from chalicelib.application.wechat_numbers import Span
from chalicelib.cloud import clients, table
from chalicelib.insight.wechat_numbers import Group, Measure, day_store, observe, store
from chalicelib.insight.wechat_numbers.models import Progress
from chalicelib.settings import settings
from chalicelib.units import UnitLevel
from chalicelib.wechat.statistics_calls import StatCall
from chalicelib.wechat.statistics_rows import ArticleRow
from tests.cloud.accounts.made import SECRETS, account

NOW = datetime(2026, 11, 28, 1, tzinfo=UTC)
LATER = NOW + timedelta(minutes=5)
DAYS = [date(2026, 11, 25), date(2026, 11, 26), date(2026, 11, 27)]
SPAN = Span(since=DAYS[0], until=DAYS[-1])
PLACES = {
    "top": ("", UnitLevel.PROVINCE),
    "east": ("top", UnitLevel.CITY),
    "west": ("top", UnitLevel.CITY),
    "east-1": ("east", UnitLevel.COUNTY),
    "east-2": ("east", UnitLevel.COUNTY),
    "east-3": ("east", UnitLevel.COUNTY),
}
BY = local("ops")


@pytest.fixture(autouse=True)
def province(cloud: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Six accounts; four are many, so that the province and one city have days of their own."""
    for one, (above, level) in PLACES.items():
        units.add_unit(one, name=one, level=level, parent=above or None)
        made = account(id=one, name=one, unit=one, appid=f"wx{one:0<10}".replace("-", "0"))
        accounts.add_account(made, SECRETS, by=SYSTEM, now=NOW)
    many_are(3, monkeypatch)


def many_are(number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (count_days, article_numbers, number_overview):
        monkeypatch.setattr(module, "MOST_READ", number)


def told(of: str, call: StatCall, day: date, rows: list[dict[str, Any]]) -> None:
    """WeChat says something new of a day, and it is kept as a fetch keeps it."""
    day_store.mark_day(of, day, NOW)
    record = observe.observed(None, call, day, rows, delayed=False, now=NOW)
    read = [found for row in rows if (found := ArticleRow.of(row))]
    store.save(of, record, rows, [observe.article_of(of, day, one, NOW) for one in read])


def tell(of: str, day: date, number: int) -> None:
    """A day of an account: people who came, followers, readers, and ``number`` articles."""
    at = f"{day}"
    told(of, StatCall.USERS, day, [{"ref_date": at, "user_source": 1, "new_user": 10 * number}])
    told(of, StatCall.USERS_TOTAL, day, [{"ref_date": at, "cumulate_user": 1000 * number}])
    told(of, StatCall.ACCOUNT, day, [{"ref_date": at, "read_user": 50 * number}])
    articles(of, day, [100 * number * place + day.day for place in range(1, number + 1)])


def articles(of: str, day: date, readers: list[int]) -> None:
    said = [
        {"msgid": f"{day:%m%d}{len(of):02d}{sum(map(ord, of))}_{place}", "title": f"{of} {place}",
         "detail_list": [{"stat_date": f"{day}", "read_user": read, "like_user": read // 9,
                          "share_user": place}]}
        for place, read in enumerate(readers, 1)
    ]  # fmt: skip
    told(of, StatCall.ARTICLES, day, said)


def tell_all() -> None:
    for number, of in enumerate(PLACES, 1):
        for day in DAYS:
            if (of, day) != ("west", DAYS[-1]):
                tell(of, day, number % 4 + 1)


def count() -> bool:
    return count_days.count_marked(clock=lambda: LATER)


def seen() -> dict[str, Any]:
    """All that pages show of the province."""
    index = article_numbers.index_of("top", SPAN, by=BY)
    found: dict[str, Any] = {
        f"sums {group}": article_numbers.sums("top", SPAN, group, by=BY) for group in Group
    }
    for measure in (Measure.READ, Measure.SHARE, Measure.ZAIKAN):
        ranking = article_numbers.ranking("top", SPAN, measure=measure, by=BY)
        found[f"order {measure}"] = [
            (one.numbers.msgid, one.numbers.total) for one in ranking.articles
        ]
        found[f"total {measure}"] = (ranking.count, ranking.total)
    found["index"] = [(one.rank, one.account, round(one.index.value, 6)) for one in index]
    found["index terms"] = [one.index.model_dump() for one in index]
    overview = number_overview.overview("top", SPAN, by=BY)
    found["figures"] = {one.name: (one.now, one.before) for one in overview.figures}
    found["late"] = [(one.account, one.missing) for one in overview.late]
    return found


def test_a_page_about_many_shows_what_it_would_read_one_by_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tell_all()
    assert not count()
    added = seen()
    many_are(99, monkeypatch)
    one_by_one = seen()
    # The day on which one of six is late has no sum of all followers: the day before has.
    assert added["figures"]["total"] == one_by_one["figures"]["total"] == (15_000, None)
    assert added == one_by_one
    assert added["late"] == [("west", 1)]


def test_only_what_changed_is_added_up_and_it_changes_the_units_above(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tell_all()
    count()
    added: list[tuple[date, list[str]]] = []
    real = count_days.count_day

    def noted(known: count_days.Tree, day: date, changed: list[str]) -> int:
        added.append((day, changed))
        return real(known, day, changed)

    monkeypatch.setattr(count_days, "count_day", noted)
    articles("east-2", DAYS[0], [90_000, 120_000])
    assert not count()
    after = article_numbers.ranking("top", SPAN, by=BY)
    assert added == [(DAYS[0], ["east-2"])]
    assert after.articles[0].numbers.total.read == 120_000
    east = article_numbers.ranking("east", SPAN, popular=True, by=BY)
    assert [one.numbers.account for one in east.articles] == ["east-2"]


def test_a_round_goes_on_where_it_was_stopped_and_twice_is_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tell_all()
    count()
    wanted = seen()
    for item in [*table.query("UNITSTATS#top"), *table.query("UNITSTATS#east")]:
        table.delete(item["pk"], item["sk"])
    tell_all()
    steps = killable(monkeypatch)
    died = 0
    while True:
        steps["left"] = 7 + 11 * died
        try:
            assert not count()
            break
        except Killed:
            died += 1
            steps["left"] = 1
            table.delete("STATSDUE", "CLAIM")  # its lease is over
    assert died > 3
    assert seen() == wanted
    assert list(table.query("STATSDUE")) == []


class Killed(BaseException):
    """The process is gone."""


def killable(monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """Every write may be the last one: ``left`` says how many there are."""
    steps = {"left": 0}

    def limited(real: Any) -> Any:
        def write(*given: Any, **more: Any) -> Any:
            steps["left"] -= 1
            if steps["left"] < 0:
                raise Killed
            return real(*given, **more)

        return write

    for name in ("put", "transact", "delete"):
        monkeypatch.setattr(day_store.table, name, limited(getattr(table, name)))
    return steps


def test_what_is_marked_again_meanwhile_is_added_up_again(monkeypatch: pytest.MonkeyPatch) -> None:
    tell("west", DAYS[0], 2)
    real, once = count_days.count_day, [True]

    def overtaken(*given: Any) -> int:
        found = real(*given)
        if once.pop() if once else False:
            articles("west", DAYS[0], [7, 8, 9])
            day_store.mark_day("west", DAYS[0], LATER)
        return found

    monkeypatch.setattr(count_days, "count_day", overtaken)
    assert not count()
    assert [one.account for one in day_store.due_days(LATER + timedelta(minutes=3), 9)] == ["west"]
    assert not count_days.count_marked(clock=lambda: LATER + timedelta(minutes=3))
    assert list(table.query("STATSDUE")) == []


def test_what_was_marked_just_now_waits_and_one_function_counts_at_a_time() -> None:
    tell("west", DAYS[0], 1)
    assert day_store.due_days(NOW + timedelta(minutes=1), 9) == []
    assert day_store.claim_days(LATER)
    assert not count()
    assert day_store.due_days(LATER, 9) != [], "the other one has it"
    day_store.let_days_go()
    assert not count()
    assert day_store.due_days(LATER, 9) == []


def test_every_ten_minutes_a_round_is_ordered_where_something_is_marked() -> None:
    assert count_days.sweep(LATER.replace(minute=10)) == 0
    tell("west", DAYS[0], 1)
    assert count_days.sweep(LATER.replace(minute=11)) == 0
    assert count_days.sweep(LATER.replace(minute=10)) == 1
    queue = settings().numbers_queue_url
    [message] = clients.sqs().receive_message(QueueUrl=queue)["Messages"]
    assert message["Body"] == count_days.ORDER


def test_a_round_that_runs_out_of_time_orders_the_next() -> None:
    for day in DAYS:
        tell("west", day, 1)
    times: Iterator[datetime] = iter([LATER, LATER, LATER, *[LATER + timedelta(hours=1)] * 9])
    count_days.carry_out(clock=lambda: next(times))
    queue = settings().numbers_queue_url
    [message] = clients.sqs().receive_message(QueueUrl=queue)["Messages"]
    assert message["Body"] == count_days.ORDER
    assert len(day_store.due_days(LATER, 9)) == 1
    assert not count()


def test_days_of_before_are_added_up_by_command() -> None:
    tell_all()
    assert article_numbers.ranking("top", SPAN, by=BY).count == 0
    recount_units("top", SPAN, by=BY, now=NOW)
    assert article_numbers.ranking("top", SPAN, by=BY).count > 0


def test_an_account_with_a_problem_is_named_though_no_day_is_missing() -> None:
    tell_all()
    count()
    known = Progress(connected=DAYS[0], first=DAYS[0], problem="没有权限")
    assert store.claim("top", "test", NOW)
    assert store.keep("top", "test", known, NOW, done=True)
    found = number_overview.overview("top", SPAN, by=BY).late
    assert [(one.account, one.missing, one.problem) for one in found] == [
        ("west", 1, ""),
        ("top", 0, "没有权限"),
    ]
