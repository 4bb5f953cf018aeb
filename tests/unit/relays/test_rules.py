"""Whose turn it is, whatever happens to steps; what articles lead to; tables of steps."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib import relays
from chalicelib.relays import (
    PlanFileErrors,
    Relay,
    RelayNotNow,
    RelayState,
    RelayStep,
    RelayUrged,
    StepAction,
    StepState,
    Who,
)
from chalicelib.relays.rules import Place

NOW = datetime(2026, 12, 1, 1, 0, tzinfo=UTC)
PLACES = {
    "sheng": Place("sheng", "省局", "省局税务"),
    "qing": Place("qing", "青溪市税务局", "青溪税务"),
    "bai": Place("bai", "白水市税务局", "白水税务"),
    "bai2": Place("bai", "白水市税务局", "白水服务"),
}


def started(number: int = 6) -> Relay:
    steps = tuple(
        RelayStep(
            id=f"s{nth:02d}",
            number=nth,
            title=f"第{relays.planning.numeral(nth)}计",
            account="qing",
            unit="qing",
            unit_name="青溪市税务局",
            account_name="青溪税务",
            due_at=NOW + timedelta(days=nth),
        )
        for nth in range(1, number + 1)
    )
    relay = Relay(
        id="jl-20261201090000-7f3k",
        unit="sheng",
        title="36计",
        account="sheng",
        state=RelayState.RUNNING,
        steps=steps,
        made_at=NOW,
        made_by="li",
        started_at=NOW,
    )
    return relays.rules.turned(relay, NOW)


def taken(relay: Relay, step: str, what: str) -> Relay:
    """The relay after something that may happen to a step; as it was where it may not."""
    article = f"a-{step}"
    if what == "publish":
        return (
            relays.rules.published(relay, step, article, delivery=f"d-{step}", url="", at=NOW)
            or relay
        )
    if what == "gone":
        return relays.rules.taken_down(relay, step, f"d-{step}", NOW) or relay
    action = {
        "make": (StepAction.MAKE, Who.MAKER, {"article": article, "made_at": NOW}),
        "approve": (StepAction.APPROVE, Who.SYSTEM, {"approved_at": NOW}),
        "detach": (StepAction.DETACH, Who.MAKER, {"article": ""}),
        "skip": (StepAction.SKIP, Who.LEAD, {}),
        "restore": (StepAction.RESTORE, Who.LEAD, {"article": "", "turn_at": None}),
        "hand_over": (StepAction.HAND_OVER, Who.LEAD, {"article": "", "turn_at": None}),
    }[what]
    try:
        return relays.rules.step_after(
            relay, step, action[0], action[1], by="x", at=NOW, **action[2]
        )
    except RelayNotNow:
        return relay


HAPPENS = st.tuples(
    st.sampled_from([f"s{nth:02d}" for nth in range(1, 7)]),
    st.sampled_from(
        ["make", "approve", "publish", "publish", "gone", "detach", "skip", "restore", "hand_over"]
    ),
)


@settings(max_examples=300, deadline=None)
@given(st.lists(HAPPENS, max_size=40))
def test_the_turn_is_at_the_first_open_step_and_nowhere_else(what: list[tuple[str, str]]) -> None:
    relay = started()
    for step, happens in what:
        before = relay
        relay = taken(relay, step, happens)
        open_ = [one for one in relay.steps if one.open]
        turns = [one.id for one in relay.steps if one.open and one.turn_at]
        assert turns == [open_[0].id] if open_ else not turns
        assert relay.state is (RelayState.RUNNING if open_ else RelayState.DONE)
        assert all(one.id == turns[0] for one in relay.steps if one.state is StepState.TURN)
        # A step that is out stays out until its article is taken down.
        for was, now in zip(before.steps, relay.steps, strict=True):
            if was.state is StepState.OUT and now.state is not StepState.OUT:
                assert (now.state, happens) == (StepState.GONE, "gone")
        # The page shows what is out, and nothing of what is skipped or gone.
        shown = relays.rules.page_of(relay)["steps"]
        assert [one["number"] for one in shown if one["out"]] == [
            one.number for one in relay.steps if one.state is StepState.OUT
        ]


def test_what_was_out_once_is_not_out_again() -> None:
    relay = taken(taken(started(), "s01", "make"), "s01", "publish")
    assert relays.rules.published(relay, "s01", "a-s01", delivery="d-s01", url="", at=NOW) is None
    gone = taken(relay, "s01", "gone")
    assert relays.rules.published(gone, "s01", "a-s01", delivery="d-s01", url="", at=NOW) is None


def test_an_address_that_comes_later_is_kept() -> None:
    relay = taken(taken(started(), "s01", "make"), "s01", "publish")
    after = relays.rules.published(
        relay, "s01", "a-s01", delivery="d-s01", url="https://mp.weixin.qq.com/s/1", at=NOW
    )
    assert after is not None
    assert after.steps[0].url == "https://mp.weixin.qq.com/s/1"


def test_a_step_is_reminded_and_late_once_each_and_a_new_time_begins_anew() -> None:
    relay = started()
    assert relays.rules.urge(relay, NOW) is not None  # due within a day
    reminded = relays.rules.urge(relay, NOW + timedelta(hours=1))
    assert reminded is not None
    assert reminded.steps[0].urged is RelayUrged.REMINDED
    assert relays.rules.urge(reminded, NOW + timedelta(hours=2)) is None
    late = relays.rules.urge(reminded, NOW + timedelta(days=1))
    assert late is not None
    assert relays.rules.urge(late, NOW + timedelta(days=2)) is None


@pytest.mark.parametrize(
    ("number", "said"), [(1, "一"), (10, "十"), (21, "二十一"), (36, "三十六")]
)
def test_numerals(number: int, said: str) -> None:
    assert relays.planning.numeral(number) == said


def test_words_of_a_skeleton_are_filled_and_others_left_alone() -> None:
    relay = started().model_copy(update={"template": "{标题}由{单位}写。{不认识}"})
    body = relays.texts.body(relay, relay.steps[0])
    assert body == "第一计由青溪市税务局写。{不认识}\n\n下一棒：青溪市税务局，第二计。\n"
    with pytest.raises(relays.BadRelay, match="不认识"):
        relays.rules.check_template(relay.template)


def test_what_a_title_holds_means_nothing_in_the_article() -> None:
    relay = started()
    named = relay.steps[1].model_copy(update={"title": "[点我](https://evil.example)"})
    body = relays.texts.hand_on(relay.with_step(named), 1)
    assert "\\[点我\\]" in body


def test_a_table_is_read_by_names_of_accounts_and_units() -> None:
    body = "序号,标题,公众号,时限,要点\n1,第一计,青溪税务,2026-12-05 18:00,讲清楚\n2,第二计,qing,2026-12-06,\n3,第三计,省局,,\n"
    steps = relays.plan_file.read("编排.csv", body.encode(), PLACES)
    assert [one.account for one in steps] == ["qing", "qing", "sheng"]
    assert steps[0].due_at == datetime(2026, 12, 5, 10, 0, tzinfo=UTC)
    assert steps[1].due_at == datetime(2026, 12, 6, 10, 0, tzinfo=UTC)
    assert steps[2].due_at is None


def test_every_fault_of_a_table_is_told_with_its_row() -> None:
    body = (
        "标题,公众号,时限\n,青溪税务,\n第二计,没有的号,\n第三计,白水市税务局,\n第四计,青溪税务,明天\n"
        + f"{'长' * 40},qing,\n"
    )
    with pytest.raises(PlanFileErrors) as refused:
        relays.plan_file.read("编排.csv", body.encode(), PLACES)
    said = [(one.row, one.reason) for one in refused.value.problems]
    assert [row for row, _ in said] == [2, 3, 4, 5, 6]
    assert "缺少标题" in said[0][1]
    assert "有几个公众号" in said[2][1]


def test_what_is_exported_as_a_plan_is_read_again_the_same() -> None:
    relay = started()
    rows = relays.plan_file.rows_of(relay.steps)
    body = "\n".join(",".join(row) for row in [list(relays.plan_file.HEADS), *rows])
    again = relays.plan_file.read("编排.csv", body.encode(), PLACES)
    assert [(one.title, one.account, one.due_at) for one in again] == [
        (one.title, one.account, one.due_at) for one in relay.steps
    ]
