"""The run: from the archive of questions to topics and spikes, whatever is done twice or stops half-way."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest

from chalicelib import accounts, units
from chalicelib.accounts import AccountKind, OfficialAccount
from chalicelib.clock import SHANGHAI
from chalicelib.cloud import clients, queues, table
from chalicelib.conversation import Decision, RecordedPush, Rung
from chalicelib.insight import topics
from chalicelib.insight.questions import archive, lately
from chalicelib.insight.topics import store
from chalicelib.settings import settings
from chalicelib.wechat.parse import typed
from tests.cloud.insight.asked_questions import learn
from tests.unit.insight.topics.asked_days import MATTERS, a_day

pytestmark = pytest.mark.usefixtures("cloud", "account")

DAY = date(2026, 12, 1)
POLICY = (
    "育儿补贴怎么申领",
    "育儿补贴怎么申请",
    "育儿补贴在哪里申领",
    "申领育儿补贴要什么材料",
    "育儿补贴何时发",
)


@pytest.fixture
def account(cloud: None) -> None:
    units.add_unit("city", name="青溪市税务局", level=units.UnitLevel.CITY)
    accounts.store.add_account(
        OfficialAccount(
            id="city", name="市局", unit="city", kind=AccountKind.SUBSCRIPTION, appid="wx00city"
        )
    )


def at(hour: int, minute: int = 0, day: date = DAY) -> datetime:
    return datetime.combine(day, time(hour, minute), SHANGHAI)


def ask(text: str, who: str, when: datetime) -> RecordedPush:
    second = int(when.timestamp())
    push = typed(
        {
            "ToUserName": "gh",
            "FromUserName": who,
            "CreateTime": second,
            "MsgType": "text",
            "MsgId": f"{who}{second}",
            "Content": text,
        }
    )
    asked = RecordedPush(
        "city", push.key, push, Decision(rung=Rung.DEFAULT), second, second + 180 * 86400
    )
    learn(asked)
    return asked


def ask_a_day(day: date, each: int = 3) -> None:
    for one in a_day(day, each=each, alone=2)[0]:
        ask(one.text, one.who, datetime.fromtimestamp(one.at, SHANGHAI))


def usual_days() -> None:
    """Days before ``DAY`` that were counted, so that it is known what is usual."""
    for back in (4, 3, 2, 1):
        day = DAY - timedelta(days=back)
        ask_a_day(day)
        topics.run_day("city", day, at(0, 30, day + timedelta(days=1)), close=True)


def spiking(now: datetime) -> list[str]:
    return [one.name for one in topics.question_topics("city", DAY, now=now) if one.spiking]


def test_a_days_questions_become_topics_with_the_citys_place() -> None:
    ask_a_day(DAY)
    [done] = [one for one in topics.run("city", at(21)) if one.day == DAY]
    found = topics.question_topics("city", DAY)
    assert (done.shown, done.new_spikes) == (len(found), ())
    assert len(found) >= len(MATTERS) - 2
    first = found[0]
    assert first.regions == {"青溪市": first.asked_today}
    assert first.name in {
        text + end
        for texts in MATTERS.values()
        for text in texts
        for end in ("", "？", "，谢谢", "呢")
    }
    assert first.keywords
    assert first.share_unanswered == 1
    begins, ends = at(0), at(23)
    assert len(list(topics.askers("city", first.id, begins, ends))) == first.asked_today
    assert topics.asked_by_day("city", first.id, DAY, DAY)[DAY].people == first.asked_today


def test_a_run_done_twice_changes_nothing() -> None:
    usual_days()
    ask_a_day(DAY)
    topics.run("city", at(21))
    kept = {name: list(table.query(name)) for name in ("QTOPICS#city", f"QTOPICS#city#{DAY}")}
    memory, places = store.memory("city")[0], store.places_of_day("city", DAY)
    topics.run("city", at(21))
    assert {name: list(table.query(name)) for name in kept} == kept
    assert (store.memory("city")[0], store.places_of_day("city", DAY)) == (memory, places)


@pytest.mark.parametrize("stop", ["put_memory", "put_places", "put_day", "put_spike"])
def test_a_run_that_stops_anywhere_is_made_good_by_the_next(
    stop: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual_days()
    for nth in range(12):
        ask(POLICY[nth % len(POLICY)], f"p{nth}", at(15, nth))
    now = at(15, 14)
    with monkeypatch.context() as patch:

        def broken(*_: object) -> None:
            raise OSError("stopped")

        patch.setattr(store, stop, broken)
        with pytest.raises(OSError, match="stopped"):
            topics.run("city", now)
    told = [spike for done in topics.run("city", now) for spike in done.new_spikes]
    assert len(told) == 1
    assert len(spiking(now)) == 1
    [one] = [one for one in topics.question_topics("city", DAY, now=now) if one.spiking]
    assert one.asked_today == 12


def test_a_spike_is_told_once_and_ends_by_itself() -> None:
    usual_days()
    told: list[str] = []
    for nth in range(30):
        ask(POLICY[nth % len(POLICY)], f"p{nth}", at(15, nth % 30))
    for minute in (15, 20, 25, 30, 45):
        now = at(15, minute)
        told += [spike.topic for done in topics.run("city", now) for spike in done.new_spikes]
    assert len(told) == 1
    [name] = spiking(at(15, 45))
    assert "育儿补贴" in name
    assert not spiking(at(18))
    assert len(list(table.query("QTOPICS#city", "SPIKE#"))) == 1


def test_an_ignored_topic_rings_nobody() -> None:
    usual_days()
    for nth in range(4):
        ask(POLICY[nth % 5], f"p{nth}", at(9, nth))
    topics.run("city", at(9, 10))
    [topic] = [one for one in topics.question_topics("city", DAY) if "育儿补贴" in one.name]
    said = topics.Decided(topic=topic.id, ignored=True, by="zong1", at=at(9, 11))
    table.transact([store.decide_action("city", said, None)])
    for nth in range(20):
        ask(POLICY[nth % 5], f"q{nth}", at(15, nth % 10))
    assert not [spike for done in topics.run("city", at(15, 12)) for spike in done.new_spikes]


def test_yesterday_is_counted_once_more_when_it_is_over() -> None:
    ask_a_day(DAY)
    topics.run("city", at(12))
    tomorrow = DAY + timedelta(days=1)
    late = ask("车船税怎么交", "late", at(23, 59))
    assert [one.day for one in topics.run("city", at(0, 10, tomorrow))] == [tomorrow]
    assert [one.day for one in topics.run("city", at(0, 20, tomorrow))] == [DAY, tomorrow]
    assert [one.day for one in topics.run("city", at(0, 25, tomorrow))] == [tomorrow]
    assert late.push is not None
    begins = at(23, 58)
    [topic] = [one for one in topics.question_topics("city", DAY) if "车船税" in one.name]
    found = topics.askers("city", topic.id, begins, begins + timedelta(minutes=2))
    assert [one.openid for one in found] == ["late"]


def test_an_erased_question_is_nowhere_after_the_next_run() -> None:
    pushes = [
        ask(f"我叫张三丰，育儿补贴怎么申领{end}", f"p{n}", at(9, n))
        for n, end in enumerate("啊呢吗吧")
    ]
    topics.run("city", at(10))
    [before] = topics.question_topics("city", DAY)
    assert before.asked_today == 4
    for push in pushes[:1]:
        archive.erase(push)
    topics.run("city", at(10, 5))
    [after] = topics.question_topics("city", DAY)
    assert (after.id, after.asked_today) == (before.id, 3)


def test_two_who_count_at_once_agree(monkeypatch: pytest.MonkeyPatch) -> None:
    ask_a_day(DAY)
    read = store.memory

    def read_before_another(account_id: str) -> object:
        found = read(account_id)
        monkeypatch.setattr(store, "memory", read)
        topics.run_day("city", DAY, at(20))
        return found

    monkeypatch.setattr(store, "memory", read_before_another)
    ask("车船税怎么交", "late", at(20, 1))
    with pytest.raises(topics.CountedElsewhere):
        topics.run_day("city", DAY, at(20, 5))


def test_a_round_is_queued_and_passes_over_an_account_that_is_gone() -> None:
    lately.note("city", at(10))
    url = settings().topics_queue_url
    assert topics.sweep(at(10, 3)) == 0
    assert topics.sweep(at(10, 5)) == 1
    topics.carry_out("*", at(10, 5))
    topics.carry_out("gone", at(10, 5))
    got = clients.sqs().receive_message(QueueUrl=url, MaxNumberOfMessages=10)["Messages"]
    assert sorted(one["Body"] for one in got) == ["*", "city"]


def test_a_round_asks_the_accounts_that_were_asked_lately(monkeypatch: pytest.MonkeyPatch) -> None:
    queued: list[str] = []
    monkeypatch.setattr(queues, "send_all", lambda _, bodies: queued.extend(bodies))
    lately.note("city", at(9))
    lately.note("city", at(9, 4))  # a warm function says it once in five minutes
    for minute, wanted in ((5, ["city"]), (15, ["city"]), (25, [])):
        queued.clear()
        topics.carry_out("*", at(9, minute))
        assert queued == wanted
    lately.note("city", at(9, 30))
    topics.carry_out("*", at(9, 30))
    assert queued == ["city"]


def test_after_midnight_every_account_closes_its_day(monkeypatch: pytest.MonkeyPatch) -> None:
    queued: list[str] = []
    monkeypatch.setattr(queues, "send_all", lambda _, bodies: queued.extend(bodies))
    topics.carry_out("*", at(0, 15))
    assert queued == []
    topics.carry_out("*", at(0, 20))
    assert queued == ["city"]
