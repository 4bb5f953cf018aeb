"""Topics as others read them: figures from the table, words from the archive of questions and from nowhere else."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from chalicelib.conversation import Decision, RecordedPush, Rung
from chalicelib.insight import topics
from chalicelib.insight.questions import archive
from chalicelib.insight.topics import store
from chalicelib.insight.topics.models import Decided, Figures
from chalicelib.wechat.parse import typed
from tests.cloud.insight.asked_questions import learn

pytestmark = pytest.mark.usefixtures("cloud")

DAY = date(2026, 12, 1)
NOON = datetime(2026, 12, 1, 4, tzinfo=UTC)
SINCE, UNTIL = NOON - timedelta(hours=3), NOON + timedelta(hours=3)


def asked(text: str, who: str, minute: int = 0, rung: Rung = Rung.DEFAULT) -> RecordedPush:
    at = int(NOON.timestamp()) + 60 * minute
    push = typed(
        {
            "ToUserName": "gh",
            "FromUserName": who,
            "CreateTime": at,
            "MsgType": "text",
            "MsgId": f"{who}{minute}",
            "Content": text,
        }
    )
    pushed = RecordedPush("city", push.key, push, Decision(rung=rung), at, at + 180 * 86400)
    learn(pushed)
    return pushed


def place(pushed: RecordedPush) -> str:
    assert pushed.push is not None
    return f"{DAY.isoformat()}/{pushed.push.created:010d}#{pushed.key}"


def figures(topic: str, *shown: RecordedPush, people: int = 3, course: int = 0) -> Figures:
    return Figures(
        id=topic,
        day=DAY,
        keywords=("退税", "到账"),
        questions=4,
        unanswered=1,
        people=people,
        course=(course,) * 28,
        first_day=DAY,
        shown=tuple(place(one) for one in shown),
    )


def decide(topic: str, **decided: object) -> None:
    said = Decided.model_validate({"topic": topic, "by": "zong1", "at": NOON, **decided})
    from chalicelib.cloud import table

    table.transact([store.decide_action("city", said, store.decisions("city").get(topic))])


def test_a_topic_has_the_words_of_its_questions_masked() -> None:
    first = asked("退税什么时候到账，我电话13812345678", "oA")
    store.put_figures(
        "city", figures("t1", first, asked("退税多久到", "oB", 1), people=6, course=2)
    )
    [one] = topics.question_topics("city", DAY)
    assert one.name == "退税什么时候到账，我电话＊＊＊＊"
    assert one.examples == ("退税多久到", "退税什么时候到账，我电话＊＊＊＊")
    assert (one.asked_today, one.mean_7, one.mean_28, one.growth_7) == (6, 2, 2, 3)
    assert one.share_unanswered == 0.25
    assert len(one.course) == 29


def test_words_that_were_erased_are_in_no_topic() -> None:
    first, second = asked("退税什么时候到账", "oA"), asked("退税多久到", "oB", 1)
    store.put_figures("city", figures("t1", first, second))
    archive.erase(first)
    assert topics.question_topic("city", "t1").name == "退税多久到"
    archive.erase(second)
    bare = topics.question_topic("city", "t1")
    assert (bare.name, bare.examples) == ("退税、到账", ())


def test_each_asker_comes_once_with_the_newest_question() -> None:
    pushes = [asked("怎么退税", "oA"), asked("退税怎么办", "oA", 5), asked("怎么退税", "oB", 2)]
    store.put_places("city", DAY, {"t1": [place(one) for one in pushes]})
    found = list(topics.askers("city", "t1", SINCE, UNTIL))
    assert [(one.openid, one.question) for one in found] == [
        ("oA", "退税怎么办"),
        ("oB", "怎么退税"),
    ]
    archive.erase(pushes[2])
    assert [one.openid for one in topics.askers("city", "t1", SINCE, UNTIL)] == ["oA"]
    assert not list(topics.askers("city", "t1", NOON + timedelta(hours=1), UNTIL))


def test_a_day_counts_people_and_who_was_left_without_an_answer() -> None:
    pushes = [
        asked("怎么退税", "oA"),
        asked("怎么退税啊", "oA", 1, Rung.FAQ),
        asked("退税怎么办", "oB", 2),
    ]
    store.put_places("city", DAY, {"t1": [place(one) for one in pushes]})
    tomorrow = DAY + timedelta(days=1)
    assert topics.asked_by_day("city", "t1", DAY, tomorrow) == {DAY: (2, 1), tomorrow: (0, 0)}


def test_a_merged_topic_leads_to_the_other_and_brings_its_questions() -> None:
    first, second = asked("怎么退税", "oA"), asked("钱退哪里", "oB", 1)
    store.put_figures("city", figures("t1", first))
    store.put_figures("city", figures("t2", second))
    store.put_places("city", DAY, {"t1": [place(first)], "t2": [place(second)]})
    decide("t2", into="t1")
    assert [one.id for one in topics.question_topics("city", DAY)] == ["t1"]
    assert topics.question_topic("city", "t2").id == "t1"
    assert {one.openid for one in topics.askers("city", "t2", SINCE, UNTIL)} == {"oA", "oB"}


def test_an_ignored_topic_is_listed_only_when_asked_for() -> None:
    store.put_figures("city", figures("t1", asked("你好呀", "oA")))
    decide("t1", ignored=True, name="打招呼")
    assert not topics.question_topics("city", DAY)
    [one] = topics.question_topics("city", DAY, ignored=True)
    assert (one.name, one.named_by_hand, one.ignored) == ("打招呼", True, True)


def test_an_unknown_topic_is_named_as_such() -> None:
    with pytest.raises(topics.NoSuchTopic, match="没有编号为“t9”的话题"):
        topics.question_topic("city", "t9")
    assert not list(topics.askers("city", "t9", SINCE, UNTIL))
