"""What is learnt from messages: kept once however often the stream repeats itself, grouped, measured."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chalicelib import accounts, audit, knowledge, units
from chalicelib.accounts import AccountKind, OfficialAccount
from chalicelib.actor import Actor, KnownBy, local
from chalicelib.cloud import table
from chalicelib.conversation import AskedMessage, Decision, Handover, Reason, RecordedPush, Rung
from chalicelib.insight.errors import NoSuchQuestion, OwnWordsNeeded
from chalicelib.insight.questions import archive, rows
from chalicelib.insight.questions.answer_stats import answer_stats
from chalicelib.insight.questions.drafts import draft_question
from chalicelib.insight.questions.open_questions import question_key, unanswered
from chalicelib.insight.questions.rows import asker
from chalicelib.knowledge import Standing
from chalicelib.people import PermissionDenied
from chalicelib.wechat.parse import typed
from tests.cloud.insight.asked_questions import learn

pytestmark = pytest.mark.usefixtures("cloud")

NOW = datetime(2026, 12, 1, 4, tzinfo=UTC)
CREATED = int(NOW.timestamp())
EXPIRES = CREATED + 180 * 86400


def recorded(
    text: str,
    rung: Rung,
    *,
    who: str = "oA",
    at: int = 0,
    tap: str | None = None,
    kind: str = "text",
    **decision: Any,
) -> RecordedPush:
    push = typed(
        {
            "ToUserName": "gh",
            "FromUserName": who,
            "CreateTime": CREATED + at,
            "MsgType": kind,
            "MsgId": f"{who}{at}",
            "MediaId": "M",
            ("Recognition" if kind == "voice" else "Content"): text,
        }
        | ({"bizmsgmenuid": tap} if tap else {})
    )
    return RecordedPush(
        "city", push.key, push, Decision(rung=rung, **decision), CREATED + at, EXPIRES
    )


def add_account() -> None:
    units.add_unit("city", name="青溪市税务局", level=units.UnitLevel.CITY)
    accounts.store.add_account(
        OfficialAccount(
            id="city", name="市局", unit="city", kind=AccountKind.SUBSCRIPTION, appid="wx00city"
        )
    )


def learnt(*pushes: RecordedPush) -> list[AskedMessage]:
    for one in pushes:
        learn(one)
        learn(one)  # the stream repeats itself
    return list(archive.asked_messages("city", NOW - timedelta(days=1), NOW + timedelta(days=1)))


def test_what_was_asked_is_kept_once_and_goes_with_its_message() -> None:
    [one] = learnt(recorded("怎么退税", Rung.FAQ, entry="q1", score=0.934))
    assert (one.text, one.rung, one.entry, one.score) == ("怎么退税", Rung.FAQ, "q1", 0.93)
    assert one.who == asker("city", "oA")
    [item] = table.query("ASKEDMINUTES#city#2026-12-01")
    assert item["expires_at"] == EXPIRES


def test_the_day_is_the_messages_day_in_china() -> None:
    learnt(recorded("夜里问的", Rung.DEFAULT, at=13 * 3600))
    assert [row.text for row in rows.of_day("city", "2026-12-02")] == ["夜里问的"]
    [item] = table.query("ASKEDMINUTES#city#2026-12-02")
    assert str(item["sk"]).startswith("0100#")


def test_heard_words_are_kept_and_pictures_are_not() -> None:
    kept = learnt(
        recorded("怎么退税。", Rung.DEFAULT, kind="voice"),
        recorded("", Rung.TYPE, kind="image", at=1),
    )
    assert [one.text for one in kept] == ["怎么退税。"]


def test_votes_are_counted_once() -> None:
    learnt(
        recorded("怎么退税", Rung.FAQ, entry="q1"),
        recorded("没帮助", Rung.FEEDBACK, entry="q1", at=2, tap="helpful:q1:0"),
        recorded("有帮助", Rung.FEEDBACK, entry="q1", at=3, who="oB", tap="helpful:q1:1"),
    )
    found = knowledge.quality.tallies("city", NOW, NOW)
    assert (found["q1"].helpful, found["q1"].unhelpful) == (1, 1)


def test_questions_without_a_sure_answer_are_counted_together() -> None:
    learnt(
        recorded("月亮上能开票吗", Rung.DEFAULT),
        recorded("月亮上能开票吗？", Rung.SILENT, at=60),
        recorded("月亮上能开票吗", Rung.CLARIFY, who="oB", at=90000, clarify=("q1",)),
        recorded("有答案的", Rung.FAQ, entry="q1", at=5),
        recorded("？", Rung.DEFAULT, at=6),
        recorded("谢谢", Rung.SILENT, at=7),
        recorded("对坐席说的话", Rung.OWNED, at=8),
        recorded("排队时说的话", Rung.WAITING, at=9),
        recorded(
            "人工",
            Rung.PERSON,
            at=10,
            handover=Handover(reason=Reason.ASKED, ticket="T1201-AAAAA"),
        ),
    )
    [one] = unanswered(archive.asked_messages("city", NOW, NOW + timedelta(days=2)))
    assert (one.text, one.count, one.askers) == ("月亮上能开票吗", 3, 2)
    assert one.days == {"2026-12-01": 2, "2026-12-02": 1}
    assert one.key == question_key("月亮上能开票吗！")


def test_what_askers_tapped_is_named_with_the_question() -> None:
    kept = learnt(
        recorded("退钱", Rung.CLARIFY, clarify=("q1", "q2")),
        recorded("怎么退税", Rung.FAQ, entry="q2", at=20, tap="faq:q2"),
        recorded("别的", Rung.DEFAULT, who="oB", at=30),
        recorded("怎么退税", Rung.FAQ, entry="q2", who="oB", at=3000, tap="faq:q2"),
    )
    assert {one.text: one.chosen for one in unanswered(kept)} == {"退钱": "q2", "别的": ""}


def test_an_answers_effect_is_hits_votes_and_asking_on() -> None:
    kept = learnt(
        recorded("怎么退税", Rung.FAQ, entry="q1"),
        recorded("下一页", Rung.FAQ, entry="q1", at=10, tap="page:q1:2"),
        recorded("还是不懂", Rung.DEFAULT, at=60),
        recorded("怎么退税", Rung.FAQ, entry="q1", who="oB"),
        recorded("没帮助", Rung.FEEDBACK, entry="q1", who="oB", at=10, tap="helpful:q1:0"),
        recorded("有帮助", Rung.FEEDBACK, entry="q1", who="oB", at=20, tap="helpful:q1:1"),
        recorded("地址", Rung.EXACT, rule="地址", who="oC"),
        recorded("隔了很久", Rung.DEFAULT, who="oC", at=601),
    )
    entry, rule = answer_stats(kept)
    assert (entry.name, entry.hits, entry.helpful_share, entry.asked_on) == ("q1", 2, 1.0, 1)
    assert (rule.kind, rule.name, rule.hits, rule.asked_on_share) == (
        Rung.CONTAINS,
        "地址",
        1,
        0.0,
    )


def test_a_question_becomes_a_draft_that_answers_nobody() -> None:
    add_account()
    learnt(
        recorded("月亮上能开票吗", Rung.DEFAULT, who="oA"),
        recorded("月亮上能开票吗", Rung.DEFAULT, who="oB"),
        recorded("月亮上能开票吗？", Rung.SILENT, who="oC", at=1),
    )
    until = NOW + timedelta(hours=1)
    key = question_key("月亮上能开票吗")
    made = {draft_question("city", key, NOW, by=local("小王"), now=until).entry for _ in range(2)}
    [entry] = knowledge.versions.working("city").knowledge.entries
    assert made == {entry.id}
    assert (entry.question, entry.standing) == ("月亮上能开票吗", Standing.DRAFT)
    assert entry.variants == ("月亮上能开票吗？",)
    with pytest.raises(NoSuchQuestion) as refusal:
        draft_question("city", "00000000", NOW, by=local("小王"), now=until)
    assert [one.action for one in refusal.value.remedies] == [
        "question.list",
        "question.list.earlier",
    ]


def test_words_of_two_people_get_into_the_knowledge_only_as_an_editor_puts_them() -> None:
    add_account()
    words = "我是税号9144的张某，为什么查我的账"
    learnt(
        recorded(words, Rung.DEFAULT, who="oA"),
        recorded(f"{words}？", Rung.DEFAULT, who="oA", at=1),
        recorded(f"{words}！", Rung.DEFAULT, who="oB", at=2),
    )
    until, key = NOW + timedelta(hours=1), question_key(words)
    with pytest.raises(OwnWordsNeeded) as refusal:
        draft_question("city", key, NOW, wording="  ", by=local("小王"), now=until)
    assert [one.action for one in refusal.value.remedies] == ["question.draft.worded"]
    made = draft_question("city", key, NOW, wording=" 哪些情形会查账 ", by=local("小王"), now=until)
    working = knowledge.versions.working("city")
    [entry] = working.knowledge.entries
    assert (entry.id, entry.question, entry.variants) == (made.entry, "哪些情形会查账", ())
    assert "9144" not in repr(working)


def test_words_of_three_people_become_variants_of_the_editors() -> None:
    add_account()
    learnt(*(recorded("月亮上能开票吗", Rung.DEFAULT, who=f"o{one}") for one in "ABC"))
    draft_question(
        "city",
        question_key("月亮上能开票吗"),
        NOW,
        wording="在月亮上怎么开票",
        by=local("小王"),
        now=NOW + timedelta(hours=1),
    )
    [entry] = knowledge.versions.working("city").knowledge.entries
    assert (entry.question, entry.variants) == ("在月亮上怎么开票", ("月亮上能开票吗",))


def test_a_draft_needs_a_role_and_is_in_the_log() -> None:
    add_account()
    learnt(*(recorded("月亮上能开票吗", Rung.DEFAULT, who=f"o{one}") for one in "ABC"))
    until = NOW + timedelta(hours=1)
    key = question_key("月亮上能开票吗")
    signed_in = Actor(person="li", known_by=KnownBy.SIGN_IN)
    with pytest.raises(PermissionDenied):
        draft_question("city", key, NOW, by=signed_in, now=until)
    assert not knowledge.versions.working("city").knowledge.entries
    draft_question("city", key, NOW, by=local("小王"), now=until)
    [drafted] = [one for one in audit.of_unit("city") if one.object.startswith("knowledge:city")]
    assert (drafted.by, drafted.note) == ("小王", f"question draft {key}")


def test_the_text_that_stands_for_a_sticker_is_never_learnt(cloud):
    add_account()
    for number in range(3):
        learn(recorded("【收到不支持的消息类型，暂无法显示】", Rung.TYPE, who=f"o{number}"))
    learn(recorded("怎么打印完税证明", Rung.DEFAULT, who="oZ"))
    [one] = unanswered(archive.asked_messages("city", NOW, NOW + timedelta(days=2)))
    assert one.text == "怎么打印完税证明"
