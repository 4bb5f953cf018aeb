"""An account's life: what leads to what, what has to be entered, what may be taken back."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from chalicelib.matrix.errors import BadRegistration, WrongLifeState
from chalicelib.matrix.life import StepInput, opened, refusal, stepped
from chalicelib.matrix.models import LifeAction, LifeState, Registration

NOW = datetime(2026, 11, 30, 2, tzinfo=UTC)
TODAY = date(2026, 11, 30)


def on_file(*, running: bool = True) -> Registration:
    return opened("zhupu", TODAY, running=running, number="备字1号", by="guan", now=NOW)


def take(one: Registration, action: LifeAction, **given: str) -> Registration:
    return stepped(one, StepInput(action=action, on=TODAY, **given), by="guan", now=NOW)


def test_a_life_goes_from_its_filing_to_its_end() -> None:
    one = on_file(running=False)
    assert one.state is LifeState.FILING
    one = take(one, LifeAction.RUN, filing_number="备字2号")
    assert (one.state, one.filing_number) == (LifeState.RUNNING, "备字2号")
    one = take(one, LifeAction.CHANGE, reason="机构更名")
    assert one.state is LifeState.CHANGING
    one = take(one, LifeAction.CHANGED, filing_number="备字3号")
    one = take(one, LifeAction.ANNOUNCE, reason="并入县局账号")
    assert one.state is LifeState.CLOSING
    one = take(one, LifeAction.PUBLISH, evidence="https://mp.weixin.qq.com/s/abc")
    one = take(one, LifeAction.CLOSE, filing_number="销字1号")
    assert one.state is LifeState.CLOSED
    assert [step.action for step in one.steps] == [
        "open", "run", "change", "changed", "announce", "publish", "close",
    ]  # fmt: skip


def test_nothing_is_closed_before_its_announcement_is_out() -> None:
    one = take(on_file(), LifeAction.ANNOUNCE, reason="停更")
    with pytest.raises(WrongLifeState, match="公告还没有发布"):
        take(one, LifeAction.CLOSE, filing_number="销字1号")


@pytest.mark.parametrize("state", [LifeState.FILING, LifeState.RUNNING, LifeState.CLOSED])
def test_only_a_closing_account_is_closed(state: LifeState) -> None:
    one = on_file().model_copy(update={"state": state, "announcement": "https://example.com/a"})
    assert refusal(one, LifeAction.CLOSE)


def test_the_last_step_is_taken_back_once() -> None:
    one = take(on_file(), LifeAction.CHANGE, reason="更名")
    back = take(one, LifeAction.UNDO, reason="选错了账号")
    assert back.state is LifeState.RUNNING
    assert refusal(back, LifeAction.UNDO)


def test_what_people_have_read_is_not_taken_back() -> None:
    one = take(on_file(), LifeAction.ANNOUNCE, reason="停更")
    assert not refusal(one, LifeAction.UNDO)
    out = take(one, LifeAction.PUBLISH, evidence="https://example.com/a")
    assert refusal(out, LifeAction.UNDO)


@pytest.mark.parametrize(
    ("action", "missing"),
    [(LifeAction.CHANGE, "reason"), (LifeAction.ANNOUNCE, "reason")],
)
def test_a_step_without_its_paper_names_the_field(action: LifeAction, missing: str) -> None:
    with pytest.raises(BadRegistration) as refused:
        take(on_file(), action)
    assert [one.name for one in refused.value.fields] == [missing]
