"""Issues (期): what is planned, scheduled, moved, swapped and called off, and what all that takes and gives back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import SecretStr

from chalicelib import accounts, newsroom, publishing, units
from chalicelib.accounts import Scarce
from chalicelib.actor import local
from chalicelib.cloud import table
from chalicelib.errors import DomainError
from chalicelib.publishing import (
    BadIssue,
    BadTime,
    Delivery,
    DeliveryState,
    Issue,
    IssueState,
    MaybeSent,
    NoAllowance,
    NotASlot,
    NotReady,
    SlotTaken,
    Way,
    WrongState,
)
from chalicelib.publishing.calendar.layout import Trouble
from chalicelib.publishing.deliveries import store
from chalicelib.publishing.issues import slots
from chalicelib.publishing.issues import store as issue_store
from tests.cloud.accounts.made import account
from tests.cloud.newsroom.people import approved_article, composed, newsroom_of
from tests.cloud.publishing.conftest import Clock
from tests.cloud.publishing.platform import Platform, lost, refused
from tests.cloud.racing import one_call_at_a_time

NOW = datetime(2026, 12, 1, 1, 0, tzinfo=UTC)
EIGHT, TEN, NOON, *_ = slots.times(accounts.models.SLOTS, (NOW + timedelta(days=1)).date())
NEXT_DAY = EIGHT + timedelta(days=1)


def limited(mass: int) -> None:
    """The province with so many mass sends a day."""
    limits = {"mass": {"count": mass, "per": "day"}, "mass_call": {"count": 1000, "per": "day"}}
    made = accounts.OfficialAccount.model_validate(account(limits=limits))
    accounts.store.add_account(made)
    accounts.store.keep_secrets(
        made.id, accounts.Secrets(app_secret=SecretStr("s"), token=SecretStr("tok"))
    )


@pytest.fixture
def articles(cloud: None) -> list[str]:
    """Three approved articles of the province, whose account may push twice a day."""
    newsroom_of()
    limited(2)
    return [approved_article(title=f"第{n}篇", body=f"正文{n}").id for n in "一二三"]


def remedies(error: DomainError) -> list[str]:
    """The use cases that an error names as ways out."""
    return [one.action for one in error.remedies]


def planned(*article_ids: str, at: datetime = EIGHT, title: str = "") -> Issue:
    return publishing.plan_issue(
        "province", at=at, by=local("wang"), now=NOW, title=title, article_ids=article_ids
    )


def scheduled(*article_ids: str, at: datetime = EIGHT, title: str = "") -> Issue:
    return schedule(planned(*article_ids, at=at, title=title))


def schedule(issue: Issue, **how: object) -> Issue:
    return publishing.schedule(issue.id, by=local("wang"), now=NOW, **how)  # type: ignore[arg-type]


def move(issue: Issue, at: datetime) -> Issue:
    return publishing.move_issue(issue.id, at, by=local("wang"), now=NOW)


def delivery_of(issue: Issue) -> Delivery:
    delivery = publishing.get_issue(issue.id).delivery
    assert delivery is not None
    return publishing.get(delivery)


def held(at: datetime = EIGHT) -> dict[str, str]:
    """Who holds a mass send of that day, and how."""
    [claim] = accounts.ledger.claims("province", [Scarce.MASS], at)
    return accounts.ledger.line("province", claim).holders


def taken() -> dict[datetime, str]:
    return issue_store.slots_taken("province")


def worked(issue: Issue, at: datetime = EIGHT) -> tuple[Delivery, Platform]:
    """Its delivery after its slot, and what the platform got."""
    clock = Clock()
    wechat = Platform(clock)
    for clock.now in (at - timedelta(minutes=10), at):
        publishing.deliver(delivery_of(issue).id, channel_for=lambda account: wechat, clock=clock)
    return delivery_of(issue), wechat


@pytest.mark.parametrize("take_back", ["return", "withdraw"])
def test_what_lost_its_approval_after_it_was_scheduled_is_not_sent(
    articles: list[str], take_back: str
) -> None:
    issue = scheduled(articles[0])
    if take_back == "return":
        newsroom.send_back(articles[0], by=local("zhong"), now=NOW, reasons=["数字有误"])
    else:
        newsroom.withdraw(articles[0], by=local("li"), now=NOW)
    delivery, wechat = worked(issue)
    assert (delivery.state, wechat.sent) == (DeliveryState.FAILED, [])
    assert delivery.problem is not None
    assert "没有发送" in delivery.problem.what
    assert held() == {}


def test_what_was_edited_after_it_was_scheduled_goes_out_as_approved(articles: list[str]) -> None:
    issue = scheduled(articles[0])
    newsroom.revise(articles[0], composed(title="改过的"), by=local("li"), now=NOW)
    delivery, wechat = worked(issue)
    assert (delivery.state, len(wechat.sent)) == (DeliveryState.SUBMITTED, 1)
    assert [piece.revision for piece in delivery.pieces] == [1]


def test_what_was_approved_anew_is_sent(articles: list[str]) -> None:
    issue = scheduled(articles[0])
    newsroom.withdraw(articles[0], by=local("li"), now=NOW)
    newsroom.submit(articles[0], by=local("li"), now=NOW)
    for person in ("chu", "fu", "zhong"):
        newsroom.approve(articles[0], by=local(person), now=NOW)
    assert worked(issue)[0].state is DeliveryState.SUBMITTED


def test_an_intention_takes_nothing(articles: list[str]) -> None:
    issue = planned(articles[0])
    assert (issue.title, issue.state) == ("第一篇", IssueState.PLANNED)
    assert held() == {}
    assert taken() == {}
    assert list(publishing.list_deliveries()) == []


def test_planning_twice_is_planning_once(articles: list[str]) -> None:
    assert planned(articles[0]).id == planned(articles[0]).id
    assert len(list(publishing.list_issues(["province"]))) == 1


def test_an_intention_needs_no_article_but_a_name(articles: list[str]) -> None:
    assert planned(title="汇算专题").entries == ()
    with pytest.raises(BadIssue, match="名称"):
        planned()


def test_a_cancelled_issue_can_be_planned_anew(articles: list[str]) -> None:
    first = planned(articles[0])
    publishing.cancel_issue(first.id, by=local("wang"), now=NOW)
    assert planned(articles[0]).id != first.id


@pytest.mark.parametrize(
    ("at", "error"),
    [(NOW - timedelta(minutes=1), BadTime), (EIGHT + timedelta(minutes=30), NotASlot)],
)
def test_a_time_that_is_over_or_no_slot_is_refused(
    articles: list[str], at: datetime, error: type[Exception]
) -> None:
    with pytest.raises(error):
        planned(articles[0], at=at)
    issue = planned(articles[0])
    with pytest.raises(error):
        move(issue, at)
    with pytest.raises(error):
        schedule(issue, at=at)


def test_scheduling_fixes_revision_time_slot_and_allowance(articles: list[str]) -> None:
    issue = scheduled(*articles[:2])
    delivery = delivery_of(issue)
    assert issue.state is IssueState.SCHEDULED
    assert [entry.revision for entry in issue.entries] == [1, 1]
    assert [piece.article_id for piece in delivery.pieces] == articles[:2]
    assert (delivery.state, delivery.at, delivery.issue) == ("reserved", EIGHT, issue.id)
    assert held() == {delivery.id: "reserved"}
    assert taken() == {EIGHT: issue.id}


def test_scheduling_twice_is_scheduling_once(articles: list[str]) -> None:
    first = scheduled(articles[0])
    assert schedule(first) == first
    assert len(held()) == 1


def test_every_article_that_may_not_go_out_is_named(articles: list[str]) -> None:
    drafts = [
        newsroom.create(
            composed(title=f"草稿{n}", body=n), unit="province", by=local("li"), now=NOW
        ).id
        for n in "甲乙"
    ]
    issue = planned(articles[0], *drafts)
    with pytest.raises(NotReady) as refusal:
        schedule(issue)
    assert all(one in str(refusal.value) for one in drafts)
    assert articles[0] not in str(refusal.value)
    assert taken() == {}


def test_an_empty_issue_is_not_scheduled(articles: list[str]) -> None:
    with pytest.raises(NotReady, match="还没有稿件"):
        scheduled(title="专题")


def test_a_slot_that_is_taken_is_refused_with_the_next_free_one(articles: list[str]) -> None:
    first = scheduled(articles[0])
    with pytest.raises(SlotTaken, match=f"{first.id}.*2026-12-02 10:00"):
        scheduled(articles[1])
    assert len(held()) == 1


def test_a_full_day_is_refused_with_what_can_be_done_instead(articles: list[str]) -> None:
    scheduled(articles[0])
    scheduled(articles[1], at=TEN)
    issue = planned(articles[2], at=NOON)
    with pytest.raises(NoAllowance, match=r"上限 2 次.*改用“发布”.*2026-12-03 08:00") as refused:
        schedule(issue)
    assert remedies(refused.value) == ["issue.publish", "account.allowance"]
    assert taken().keys() == {EIGHT, TEN}
    by_publishing = schedule(issue, way=Way.PUBLISH)
    assert delivery_of(by_publishing).way is Way.PUBLISH
    [submits] = accounts.ledger.claims("province", [Scarce.PUBLISH_SUBMIT], NOON)
    assert accounts.ledger.line("province", submits).left == 99
    assert len(held()) == 2


def test_next_takes_the_first_slot_that_is_free_from_then_on(articles: list[str]) -> None:
    scheduled(articles[0])
    assert schedule(planned(articles[1]), next_slot=True).at == TEN
    third = schedule(planned(articles[2]), next_slot=True)
    assert third.at == NEXT_DAY
    with pytest.raises(WrongState, match=r"已排在 .* 08:00。") as refused:
        schedule(third, next_slot=True)
    assert remedies(refused.value) == ["issue.move"]


def test_a_plan_whose_first_issue_was_moved_is_another_issue(articles: list[str]) -> None:
    first = planned(articles[0])
    move(first, TEN)
    second = planned(articles[0])
    assert second.id != first.id
    assert second.at == EIGHT
    assert planned(articles[0]) == second


def test_a_push_moves_within_a_full_day_without_losing_its_place(articles: list[str]) -> None:
    scheduled(articles[0])
    second = scheduled(articles[1], at=TEN)
    before = delivery_of(second)
    moved = move(second, NOON)
    assert publishing.get(before.id).state is DeliveryState.CANCELLED
    assert delivery_of(moved).at == NOON
    assert taken().keys() == {EIGHT, NOON}
    assert delivery_of(moved).id in held()
    assert before.id not in held()
    assert len(held()) == 2
    assert move(moved, NOON) == moved


def test_moving_to_another_day_moves_the_allowance(articles: list[str]) -> None:
    issue = move(scheduled(articles[0]), NEXT_DAY)
    assert held() == {}
    assert held(NEXT_DAY) == {delivery_of(issue).id: "reserved"}


def test_a_move_to_where_there_is_no_room_leaves_all_as_it_was(articles: list[str]) -> None:
    scheduled(articles[0], at=NEXT_DAY)
    issue = scheduled(articles[1])
    with pytest.raises(SlotTaken):
        move(issue, NEXT_DAY)
    assert publishing.get_issue(issue.id) == issue
    assert delivery_of(issue).state is DeliveryState.RESERVED
    assert len(held()) == len(held(NEXT_DAY)) == 1


@pytest.mark.parametrize("other", [TEN, NEXT_DAY])
def test_two_issues_swap_their_times(articles: list[str], other: datetime) -> None:
    first, second = scheduled(articles[0]), scheduled(articles[1], at=other)
    publishing.swap(first.id, second.id, by=local("wang"), now=NOW)
    assert taken() == {EIGHT: second.id, other: first.id}
    assert delivery_of(first).at == other
    assert delivery_of(second).at == EIGHT
    assert delivery_of(first).id in held(other)
    assert delivery_of(second).id in held()
    assert len(held() | held(other)) == 2


def test_an_intention_and_a_scheduled_issue_swap_too(articles: list[str]) -> None:
    first, second = scheduled(articles[0]), planned(articles[1], at=TEN)
    publishing.swap(first.id, second.id, by=local("wang"), now=NOW)
    assert taken() == {TEN: first.id}
    assert publishing.get_issue(second.id).at == EIGHT


@pytest.mark.parametrize("turned", [False, True])
def test_a_swap_that_has_no_allowance_tells_it_of_the_issue_that_needs_one(
    cloud: None, turned: bool
) -> None:
    newsroom_of()
    limited(1)
    articles = [approved_article(title=f"第{n}篇").id for n in "一二三"]
    scheduled(articles[0], at=NEXT_DAY + timedelta(hours=4))
    pair = (scheduled(articles[1]), planned(articles[2], at=NEXT_DAY))
    first, second = pair[::-1] if turned else pair
    with pytest.raises(NoAllowance) as told:
        publishing.swap(first.id, second.id, by=local("wang"), now=NOW)
    named = [value for one in told.value.remedies for key, value in one.arguments if key == "issue"]
    assert set(named) == {pair[0].id}
    assert [publishing.get_issue(one.id) for one in pair] == list(pair)


@pytest.mark.parametrize("turned", [False, True])
def test_a_swap_to_a_time_that_a_third_issue_has_names_that_issue(
    articles: list[str], turned: bool
) -> None:
    third = scheduled(articles[0], at=TEN)
    pair = (scheduled(articles[1]), planned(articles[2], at=TEN))
    first, second = pair[::-1] if turned else pair
    with pytest.raises(SlotTaken) as told:
        publishing.swap(first.id, second.id, by=local("wang"), now=NOW)
    assert told.value.by == third.id
    [swap] = [one for one in told.value.remedies if one.action == "issue.swap"]
    assert dict(swap.arguments) == {"first": pair[0].id, "second": third.id}
    assert [publishing.get_issue(one.id) for one in pair] == list(pair)


def test_two_issues_with_the_same_article_swap(articles: list[str]) -> None:
    first, second = scheduled(articles[0]), scheduled(articles[0], at=TEN, title="再推")
    publishing.swap(first.id, second.id, by=local("wang"), now=NOW)
    assert taken() == {EIGHT: second.id, TEN: first.id}


@pytest.mark.parametrize("call_off", [publishing.cancel_issue, publishing.unschedule])
def test_calling_off_gives_everything_back(
    articles: list[str], call_off: Callable[..., Issue]
) -> None:
    issue = scheduled(articles[0])
    delivery = delivery_of(issue)
    after = call_off(issue.id, by=local("wang"), now=NOW)
    assert publishing.get(delivery.id).state is DeliveryState.CANCELLED
    assert held() == {}
    assert taken() == {}
    assert call_off(issue.id, by=local("wang"), now=NOW) == after


def test_an_unscheduled_issue_is_an_intention_and_can_be_scheduled_again(
    articles: list[str],
) -> None:
    issue = scheduled(articles[0])
    first = delivery_of(issue)
    publishing.unschedule(issue.id, by=local("wang"), now=NOW)
    publishing.add_articles(issue.id, [articles[1]], by=local("wang"), now=NOW, position=1)
    again = schedule(issue)
    assert [entry.article_id for entry in again.entries] == [articles[1], articles[0]]
    assert delivery_of(again).clientmsgid != first.clientmsgid


def test_calling_the_delivery_off_makes_its_issue_an_intention(articles: list[str]) -> None:
    issue = scheduled(articles[0])
    publishing.cancel(delivery_of(issue).id, by=local("wang"), now=NOW)
    assert publishing.get_issue(issue.id).state is IssueState.PLANNED
    assert (held(), taken()) == ({}, {})


def test_articles_are_put_in_and_taken_out_and_reordered(articles: list[str]) -> None:
    one, two, three = articles
    issue = planned(one)
    publishing.add_articles(issue.id, [three], by=local("wang"), now=NOW)
    publishing.add_articles(issue.id, [two, one], by=local("wang"), now=NOW, position=2)
    assert order(issue) == [one, two, three]
    publishing.reorder(issue.id, [three, one, two], by=local("wang"), now=NOW)
    publishing.remove_articles(issue.id, [one], by=local("wang"), now=NOW)
    assert order(issue) == [three, two]
    with pytest.raises(BadIssue, match="全部稿件编号"):
        publishing.reorder(issue.id, [three], by=local("wang"), now=NOW)
    with pytest.raises(BadIssue, match="1–3"):
        publishing.add_articles(issue.id, [one], by=local("wang"), now=NOW, position=9)


def order(issue: Issue) -> list[str]:
    return [entry.article_id for entry in publishing.get_issue(issue.id).entries]


def test_a_ninth_article_is_refused(articles: list[str]) -> None:
    more = [
        newsroom.create(
            composed(title=f"稿{n}", body=str(n)), unit="province", by=local("li"), now=NOW
        ).id
        for n in range(9)
    ]
    issue = planned(*more[:8])
    with pytest.raises(BadIssue, match="最多 8 篇"):
        publishing.add_articles(issue.id, more[8:], by=local("wang"), now=NOW)


def test_a_scheduled_issue_is_not_edited(articles: list[str]) -> None:
    issue = scheduled(articles[0])
    with pytest.raises(WrongState, match="已排期") as refused:
        publishing.add_articles(issue.id, [articles[1]], by=local("wang"), now=NOW)
    assert remedies(refused.value) == ["issue.unschedule"]
    assert refused.value.possible == ("schedule", "move", "unschedule", "cancel")


def test_another_authoritys_article_is_refused(articles: list[str]) -> None:
    newsroom_of_city = "city"
    units.add_unit(
        newsroom_of_city, name="青溪市税务局", level=units.UnitLevel.CITY, parent="province"
    )
    newsroom_of(newsroom_of_city)
    theirs = approved_article(unit="city", title="市局通知", body="市局")
    with pytest.raises(BadIssue, match="属于别的单位") as refused:
        planned(theirs.id)
    assert theirs.title not in str(refused.value)


def revised(article_id: str, body: str) -> None:
    newsroom.revise(article_id, composed(title="第一篇", body=body), by=local("li"), now=NOW)
    newsroom.submit(article_id, by=local("li"), now=NOW)
    for person in ("chu", "fu", "zhong"):
        newsroom.approve(article_id, by=local(person), now=NOW)


def test_an_article_edited_after_scheduling_shows_and_takes_its_place_when_scheduled_again(
    articles: list[str],
) -> None:
    issue = scheduled(articles[0])
    first = delivery_of(issue)
    newsroom.revise(articles[0], composed(title="第一篇", body="改了"), by=local("li"), now=NOW)
    assert Trouble.EDITED in troubles()
    with pytest.raises(NotReady):
        schedule(issue)
    assert delivery_of(issue) == first
    revised(articles[0], "又改了")
    assert Trouble.EDITED in troubles()
    again = schedule(issue)
    assert again.entries[0].revision == 3
    assert delivery_of(again).pieces[0].revision == 3
    assert publishing.get(first.id).state is DeliveryState.CANCELLED
    assert troubles() == set()
    assert (len(held()), taken()) == (1, {EIGHT: issue.id})


def troubles() -> set[Trouble]:
    days = publishing.span(EIGHT.date(), 2)
    drawn = publishing.calendar_of("province", days, NOW)
    entries = [entry for day in drawn.days for cell in day.cells for entry in cell.entries]
    # The file has the same entries, without drawing the days.
    assert publishing.agenda_of("province", days, NOW).entries == tuple(entries)
    return {found.kind for entry in entries for found in entry.troubles}


def work(issue: Issue, platform: Platform, clock: Clock) -> None:
    while publishing.deliver(
        delivery_of(issue).id, channel_for=lambda account: platform, clock=clock
    ):
        pass


def test_a_prepared_issue_still_moves_and_one_that_was_tried_does_not(articles: list[str]) -> None:
    issue = scheduled(articles[0])
    clock = Clock(EIGHT - timedelta(minutes=5))
    platform = Platform(clock)
    work(issue, platform, clock)
    assert delivery_of(issue).state is DeliveryState.PREPARED
    moved = publishing.move_issue(issue.id, TEN, by=local("wang"), now=clock.now)
    clock.now = TEN
    platform.after.append(lost())
    work(moved, platform, clock)
    assert delivery_of(moved).state is DeliveryState.PREPARED
    with pytest.raises(WrongState, match="已向微信提交过"):
        publishing.move_issue(issue.id, NOON, by=local("wang"), now=clock.now)
    assert len(platform.sent) == 1


def test_a_scheduled_issue_is_sent_whole_and_its_allowance_is_used(articles: list[str]) -> None:
    issue = scheduled(*articles)
    clock = Clock(EIGHT)
    platform = Platform(clock)
    work(issue, platform, clock)
    [(_, sent)] = platform.sent
    assert [one["title"] for one in sent] == ["第一篇", "第二篇", "第三篇"]
    assert held() == {delivery_of(issue).id: "committed"}
    with pytest.raises(WrongState):
        publishing.cancel_issue(issue.id, by=local("wang"), now=EIGHT)
    assert held() == {delivery_of(issue).id: "committed"}


def test_what_may_have_been_sent_is_scheduled_again_only_by_whoever_has_looked(
    articles: list[str],
) -> None:
    issue = scheduled(articles[0])
    before = delivery_of(issue)
    failed = before.model_copy(
        update={"state": DeliveryState.FAILED, "first_tried_at": EIGHT, "tried_at": EIGHT}
    )
    store.save(before, failed)
    with pytest.raises(MaybeSent, match="发表记录") as refused:
        move(issue, TEN)
    assert remedies(refused.value) == ["issue.schedule_again", "issue.move_again"]
    again = publishing.move_issue(issue.id, TEN, by=local("wang"), now=NOW, again=True)
    assert delivery_of(again).id != before.id
    assert taken() == {TEN: issue.id}


def failed(article_id: str) -> tuple[Issue, Clock]:
    """An issue whose delivery failed before anything could be sent."""
    issue = scheduled(article_id)
    clock = Clock(EIGHT - timedelta(minutes=5))
    platform = Platform(clock)
    platform.on_call = lambda: (_ for _ in ()).throw(refused(48001))
    work(issue, platform, clock)
    assert delivery_of(issue).state is DeliveryState.FAILED
    return issue, clock


def test_a_failed_delivery_of_an_issue_that_was_called_off_is_not_brought_back(
    articles: list[str],
) -> None:
    issue, clock = failed(articles[0])
    delivery = delivery_of(issue)
    publishing.cancel_issue(issue.id, by=local("wang"), now=clock.now)
    with pytest.raises(WrongState):
        publishing.retry(delivery.id, by=local("wang"), now=clock.now)
    assert (held(), taken()) == ({}, {})


def test_an_issue_that_failed_before_its_try_is_scheduled_again(articles: list[str]) -> None:
    issue, clock = failed(articles[0])
    assert held() == {}
    again = publishing.move_issue(issue.id, TEN, by=local("wang"), now=clock.now)
    assert held() == {delivery_of(again).id: "reserved"}


def test_a_direct_push_takes_its_allowance_too(articles: list[str]) -> None:
    def direct(title: str) -> Delivery:
        return publishing.plan_push(
            composed(title=title),
            "province",
            at=EIGHT,
            by=local("zongbian"),
            now=NOW,
            reason="停机公告",
        )

    first = direct("一")
    direct("二")
    with pytest.raises(NoAllowance):
        direct("三")
    with pytest.raises(NoAllowance):
        scheduled(articles[0])
    publishing.cancel(first.id, by=local("li"), now=NOW)
    assert scheduled(articles[0]).state is IssueState.SCHEDULED


# Two hundred race on real conditional writes in tests/stack/test_races.py; here each call of moto's costs most of it.
@pytest.mark.parametrize(("number", "allowed"), [(40, 6), (40, 4)])
def test_many_for_six_slots_are_never_more_than_the_slots_nor_the_allowance(
    cloud: None, number: int, allowed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    newsroom_of()
    limited(allowed)
    article = approved_article().id
    times = slots.times(accounts.models.SLOTS, EIGHT.date())
    wanted = [planned(article, at=times[n % 6], title=f"第 {n} 期") for n in range(number)]
    one_call_at_a_time(monkeypatch)

    def attempt(issue: Issue) -> str | None:
        try:
            return schedule(issue).delivery
        except (SlotTaken, NoAllowance):
            return None

    with ThreadPoolExecutor(20) as people:
        won = {one for one in people.map(attempt, wanted) if one is not None}
    assert len(won) == allowed
    assert {one.id for one in publishing.list_deliveries()} == won
    assert held().keys() == won
    assert len(taken()) == allowed


TIMES = st.sampled_from([EIGHT, TEN, NOON, NEXT_DAY])
WHICH = st.integers(0, 3)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("schedule"), WHICH, TIMES),
        st.tuples(st.just("move"), WHICH, TIMES),
        st.tuples(st.just("swap"), WHICH, WHICH),
        st.tuples(st.just("unschedule"), WHICH, st.none()),
        st.tuples(st.just("cancel"), WHICH, st.none()),
        st.tuples(st.just("direct"), WHICH, TIMES),
    ),
    max_size=8,
)


@pytest.fixture
def four(articles: list[str]) -> Iterator[list[str]]:
    yield [*articles, approved_article(title="第四篇", body="四").id]


@given(STEPS)
@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_whatever_editors_do_calendar_deliveries_slots_and_ledger_agree(
    four: list[str], steps: list[tuple[str, int, object]]
) -> None:
    empty()
    issues = [planned(one, title=f"第 {n} 期", at=EIGHT) for n, one in enumerate(four)]
    direct: set[str] = set()
    for verb, which, more in steps:
        act(verb, issues, which, more, direct)
        agree(issues, direct)


def act(verb: str, issues: list[Issue], which: int, more: object, direct: set[str]) -> None:
    one = issues[which]
    try:
        if verb == "swap" and isinstance(more, int):
            publishing.swap(one.id, issues[more].id, by=local("wang"), now=NOW)
        elif verb == "direct" and isinstance(more, datetime):
            pushed = publishing.plan_push(
                composed(title=f"直发{which}"),
                "province",
                at=more,
                by=local("zongbian"),
                now=NOW,
                reason="停机公告",
            )
            direct.add(pushed.id)
        elif verb == "move" and isinstance(more, datetime):
            move(one, more)
        elif verb == "schedule" and isinstance(more, datetime):
            schedule(one, at=more)
        elif verb == "unschedule":
            publishing.unschedule(one.id, by=local("wang"), now=NOW)
        else:
            publishing.cancel_issue(one.id, by=local("wang"), now=NOW)
    except publishing.PublishingError:
        pass


def agree(issues: list[Issue], direct: set[str]) -> None:
    now = [publishing.get_issue(one.id) for one in issues]
    firm = [one for one in now if one.state is IssueState.SCHEDULED]
    assert taken() == {one.at: one.id for one in firm}
    assert len(taken()) == len(firm)
    live = {one.id: one for one in publishing.list_deliveries(state=DeliveryState.RESERVED)}
    assert live.keys() == {one.delivery for one in firm} | direct
    assert all(live[one.delivery or ""].at == one.at for one in firm)
    for day in (EIGHT, NEXT_DAY):
        of_day = {one.id for one in live.values() if one.at.date() == day.date()}
        assert held(day).keys() == of_day
        assert len(of_day) <= 2
        [claim] = accounts.ledger.claims("province", [Scarce.MASS], day)
        line = accounts.ledger.line("province", claim)
        assert (line.reserved, line.committed) == (len(of_day), 0)


def empty() -> None:
    """As if nothing had been planned: one cloud serves all examples."""
    for partition in ("ISSUES", "SLOTS", "DELIVERIES", "ALLOWANCE"):
        for item in list(table.query(f"{partition}#province")):
            table.delete(str(item["pk"]), str(item["sk"]))
