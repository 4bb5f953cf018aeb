"""A night at one account: what is published by hand is read once, judged, and judged again when it changes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from chalicelib import accounts, inspection
from chalicelib.accounts import Scarce, Secrets
from chalicelib.application import control_tasks, inspection_night, inspection_runs
from chalicelib.foreign_http import File, Page
from chalicelib.inspection import Ended, FindingState, Inspected
from chalicelib.settings import settings as ours
from tests.cloud.inspection.conftest import GUAN
from tests.simulator.conftest import running
from wechat_simulator.settings import Settings

NUMBER = "11010519491231002X"
LEAK = f"<p>张三，身份证号<b>{NUMBER[:6]}</b>{NUMBER[6:]}</p>"
CLEAN = "<p>请广大纳税人按期申报。</p>"


@pytest.fixture(scope="module")
def simulator() -> Iterator[str]:
    with running(Settings()) as url:
        yield url


class Hand:
    """The person at WeChat's own page, and the inspector's clock."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.now = datetime.now(UTC)
        self.pages: dict[str, Page] = {}
        self.asked: list[str] = []
        self.files: dict[str, bytes] = {}
        self.fetched: list[str] = []

    def publish(self, *contents: str, days_ago: int = 0) -> str:
        articles = [{"title": f"第 {n} 篇", "content": one} for n, one in enumerate(contents, 1)]
        body = {"articles": articles, "days_ago": days_ago}
        return str(self._put("POST", "published", body)["article_id"])

    def change(self, article: str, **body: Any) -> None:
        self._put("PUT", f"published/{article}", body)

    def _put(self, method: str, path: str, body: dict[str, Any]) -> dict[str, Any]:
        answer = httpx.request(method, f"{self.url}/_sim/accounts/wx0000xian/{path}", json=body)
        answer.raise_for_status()
        told: dict[str, Any] = answer.json()
        return told

    def look(self, address: str, seconds: float) -> Page:
        self.asked.append(address)
        return self.pages.get(address, Page(200, address, "<p>有内容</p>"))

    def file(self, address: str, seconds: float, most: int) -> File:
        self.fetched.append(address)
        if address not in self.files:
            raise OSError("连接不上")
        return File(200, self.files[address])

    def night(self, days: int = 1) -> Inspected:
        """A person asks for an inspection, and the step is done."""
        self.now += timedelta(days=days)
        inspection_runs.start("xian", by=GUAN, now=self.now)
        inspection_night.inspect("xian", lambda: self.now, look=self.look, fetch=self.file)
        done = inspection.last_of("xian")
        assert done is not None
        return done

    @property
    def calls(self) -> int:
        calls = httpx.get(f"{self.url}/_sim/calls").json()
        return sum("freepublish/batchget" in str(one) for one in calls)


@pytest.fixture
def hand(matrix: None, simulator: str, monkeypatch: pytest.MonkeyPatch) -> Hand:
    monkeypatch.setenv("RONGMEI_WECHAT_API_URL", simulator)
    ours.cache_clear()
    httpx.post(f"{simulator}/_sim/reset")
    account = {"name": "县局", "secret": "right", "token": "token"}
    httpx.put(f"{simulator}/_sim/accounts/wx0000xian", json=account).raise_for_status()
    secrets = Secrets.model_validate({"app_secret": "right", "token": "token"})
    accounts.store.keep_secrets("xian", secrets)
    return Hand(simulator)


def found(indicator: str) -> list[inspection.Finding]:
    return [one for one in inspection.of_account("xian").values() if one.indicator == indicator]


def test_a_number_published_by_hand_is_found_across_its_markup_and_stored_masked(
    hand: Hand,
) -> None:
    hand.publish(CLEAN, LEAK)
    done = hand.night(0)
    (leak,) = found("privacy")
    assert (done.ended, leak.place.label) == (Ended.WHOLE, "第 2 篇")
    assert NUMBER not in leak.model_dump_json()
    assert NUMBER[6:14] not in leak.model_dump_json()


def test_a_quiet_night_asks_one_page_and_keeps_what_was_found(hand: Hand) -> None:
    hand.publish(LEAK)
    first = hand.night(0)
    again = hand.night()
    assert (again.calls, again.new, again.gone) == (2, 0, 0)  # the list and the menu
    assert first.calls >= again.calls
    assert found("privacy")[0].state is FindingState.OPEN


def test_a_changed_text_is_read_again_and_a_deleted_one_is_gone(hand: Hand) -> None:
    kept, changed = hand.publish(LEAK, days_ago=3), hand.publish(CLEAN, days_ago=2)
    hand.night(0)
    hand.change(changed, content=LEAK)
    hand.night()
    assert len(found("privacy")) == 2
    hand.change(kept, deleted=True)
    hand.night()
    assert sorted(one.state.value for one in found("privacy")) == ["gone", "open"]


def test_one_article_of_several_that_is_taken_down_is_gone(hand: Hand) -> None:
    both = hand.publish(CLEAN, LEAK)
    hand.night(0)
    hand.change(both, idx=2, deleted=True)
    hand.night()
    assert [one.state for one in found("privacy")] == [FindingState.GONE]


def test_new_rules_judge_old_texts_without_a_call_more(hand: Hand) -> None:
    hand.publish("<p>请登录新版税务通</p>")
    hand.night(0)
    mine = inspection.UnitIndicators(
        unit="xian",
        words=(inspection.ListedWord(kind="banned", wrong="税务通"),),
        reason="已停用的名称",
    )
    from tests.cloud.inspection.conftest import WANG

    inspection.set_indicators(mine, base=0, by=WANG, now=hand.now)
    again = hand.night()
    assert (len(found("error-grave")), again.calls) == (1, 2)


def test_where_the_days_calls_end_the_next_night_goes_on(
    hand: Hand, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(70):
        hand.publish(LEAK if n == 0 else CLEAN, days_ago=70 - n)
    monkeypatch.setattr(inspection_night.inspection, "MOST_CALLS", 2, raising=False)
    first = hand.night(0)
    assert (first.ended, len(found("privacy"))) == (Ended.PART, 0)
    for _ in range(4):
        last = hand.night()
    assert (last.ended, len(found("privacy"))) == (Ended.WHOLE, 1)
    assert len(inspection_night.read_index("xian").publications) == 70


def test_a_used_up_allowance_ends_the_night_and_not_the_inspection(hand: Hand) -> None:
    hand.publish(LEAK)
    accounts.ledger.spend("xian", Scarce.PUBLISH_LIST, hand.now, 100)
    assert hand.night(0).ended is Ended.PART
    assert not found("privacy")
    assert hand.night().ended is Ended.WHOLE
    assert found("privacy")


@pytest.mark.parametrize("killed_in", ["record", "write_index", "finish"])
def test_a_step_that_dies_anywhere_is_done_again_and_adds_nothing_twice(
    hand: Hand, monkeypatch: pytest.MonkeyPatch, killed_in: str
) -> None:
    hand.publish(LEAK, CLEAN)

    def die(*_: Any, **__: Any) -> None:
        raise SystemExit

    with monkeypatch.context() as patch:
        owner = inspection_night if killed_in == "write_index" else inspection_night.inspection
        patch.setattr(owner, killed_in, die, raising=False)
        with pytest.raises(SystemExit):
            hand.night(0)
    inspection_night.inspect("xian", lambda: hand.now, look=hand.look)  # still leased
    assert inspection.last_of("xian") is None
    hand.now += timedelta(minutes=7)
    assert inspection.due(hand.now, 10) == ["xian"]
    inspection_night.inspect("xian", lambda: hand.now, look=hand.look)
    assert len(found("privacy")) == 1
    assert inspection.due(hand.now + timedelta(days=1), 10) == []


def test_an_address_is_asked_once_a_night_and_its_fault_stands_at_each_place(hand: Hand) -> None:
    link = '<p><a href="https://www.example.com/gone">链接</a></p>'
    hand.pages["https://www.example.com/gone"] = Page(404, "https://www.example.com/gone", "")
    hand.publish(link, link)
    hand.night(0)
    assert len(hand.asked) == 1
    assert len(found("dead-link")) == 2
    hand.pages.clear()
    hand.night()
    assert {one.state for one in found("dead-link")} == {FindingState.GONE}


def test_the_night_makes_every_account_due_once(hand: Hand) -> None:
    at = datetime(2026, 12, 1, 17, 30, tzinfo=UTC)  # 01:30 in Beijing
    assert inspection_runs.sweep(at) == 1
    for _ in range(2):
        control_tasks.carry_out(f"inspect-night {inspection.night_id(at)}", clock=lambda: at)
    assert sorted(inspection.due(at + timedelta(hours=5), 10)) == ["sheng", "shi", "xian"]
    assert inspection_runs.sweep(at + timedelta(hours=5)) == 3


def test_an_account_that_was_never_used_is_judged_from_its_first_publication(hand: Hand) -> None:
    hand.publish(CLEAN, days_ago=40)
    hand.night(0)
    (silent,) = found("silent")
    assert silent.severity is inspection.FindingSeverity.VETO
    hand.publish(CLEAN)
    hand.night()
    assert found("silent")[0].state is FindingState.GONE
