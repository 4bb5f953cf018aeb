"""One push, one decision."""

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from chalicelib.conversation.ladder.decide import decide
from chalicelib.conversation.models import Decision, ReplyRules, Rung
from chalicelib.conversation.rules.reply_book import ReplyBook
from chalicelib.followers import FollowerState
from chalicelib.wechat.parse import typed
from chalicelib.wechat.replies import TextReply

NOW = datetime(2026, 12, 1, 12, 0, tzinfo=timezone(timedelta(hours=8)))


def text(content: str) -> dict[str, str]:
    return {"type": "text", "content": content}


BOOK = ReplyBook(
    ReplyRules.model_validate(
        {
            "rules": [
                {
                    "name": "个税",
                    "exact": ["个税"],
                    "contains": ["汇算"],
                    "replies": [text("个税答复")],
                },
                {
                    "name": "转",
                    "exact": ["人工"],
                    "replies": [{"type": "transfer_customer_service"}],
                },
                {
                    "name": "都说",
                    "exact": ["全部"],
                    "pick": "all",
                    "replies": [
                        text("一"),
                        text("二"),
                        {"type": "image", "media_id": "M"},
                        text("三"),
                    ],
                },
                {
                    "name": "长",
                    "exact": ["长"],
                    "pick": "all",
                    "replies": [text("税" * 500), text("票" * 500)],
                },
                {"name": "选一", "exact": ["选"], "replies": [text("甲"), text("乙")]},
            ],
            "follow": {"replies": [text("欢迎")]},
            "scenes": {
                "hall-1": {"replies": [text("一号厅")]},
                "t": {"replies": [{"type": "transfer_customer_service"}]},
            },
            "menu": {"HALL": {"replies": [text("办税厅")]}},
            "types": {
                "image": {"replies": [text("图收到")]},
                "voice": {"replies": [text("语音收到")]},
            },
            "default": {"replies": [text("默认")]},
        }
    ),
    7,
)

NOBODY = FollowerState()


def said(decision: Decision) -> str | None:
    return decision.reply.content if isinstance(decision.reply, TextReply) else None


def push(kind: str, **fields: Any) -> Any:
    return typed(
        {"ToUserName": "gh", "FromUserName": "oA", "CreateTime": 1, "MsgType": kind, "MsgId": "1"}
        | fields
    )


def event(kind: str, key: str = "") -> Any:
    return push("event", Event=kind, EventKey=key)


def ask(what: Any, follower: FollowerState = NOBODY, **how: Any) -> Decision:
    return decide(what, BOOK, follower, NOW, **how)


def test_a_full_stop_that_nobody_said_is_left_out_of_what_was_heard() -> None:
    rules = [
        {"name": "清缴", "exact": ["汇算清缴"], "replies": [text("清缴答复")]},
        {"name": "汇算", "contains": ["汇算"], "replies": [text("汇算答复")]},
        {"name": "好", "exact": ["好"], "replies": [text("好答复")]},
        {"name": "好。", "exact": ["好。"], "replies": [text("有句号的答复")]},
    ]
    book = ReplyBook(ReplyRules.model_validate({"rules": rules}), 1)

    def answer(kind: str, **fields: Any) -> tuple[Rung, str | None]:
        decision = decide(push(kind, **fields), book, NOBODY, NOW)
        return decision.rung, said(decision)

    assert answer("voice", MediaId="M", Recognition="汇算清缴。") == (Rung.EXACT, "清缴答复")
    assert answer("voice", MediaId="M", Recognition="年度汇算。") == (Rung.CONTAINS, "汇算答复")
    # What is called exactly is not looked for again.
    assert answer("voice", MediaId="M", Recognition="好。") == (Rung.EXACT, "有句号的答复")
    # Who types a full stop means it.
    assert answer("text", Content="汇算清缴。") == (Rung.CONTAINS, "汇算答复")
    assert answer("voice", MediaId="M", Recognition="天气。") == (Rung.SILENT, None)


@pytest.mark.parametrize(
    ("what", "rung", "words"),
    [
        (push("text", Content="个税"), Rung.EXACT, "个税答复"),
        (push("text", Content="怎么做年度汇算？"), Rung.CONTAINS, "个税答复"),
        (push("voice", MediaId="M", Recognition="个税"), Rung.EXACT, "个税答复"),
        (push("voice", MediaId="M", Recognition=""), Rung.TYPE, "语音收到"),
        (push("image", MediaId="M"), Rung.TYPE, "图收到"),
        (
            push("link", Url="http://x"),
            Rung.TYPE,
            "收到您发来的链接。自动答复只看得懂文字，请用文字说明您想咨询的问题。",
        ),
        (push("text", Content="天气"), Rung.DEFAULT, "默认"),
        (push("text", Content=""), Rung.DEFAULT, "默认"),
        (event("subscribe"), Rung.FOLLOW, "欢迎"),
        (event("subscribe", "qrscene_hall-1"), Rung.SCENE, "一号厅"),
        (event("subscribe", "qrscene_other"), Rung.FOLLOW, "欢迎"),
        (event("SCAN", "hall-1"), Rung.SCENE, "一号厅"),
        (event("CLICK", "HALL"), Rung.MENU, "办税厅"),
    ],
)
def test_each_push_is_answered_from_its_rung(what, rung, words):
    decision = ask(what)
    assert (decision.rung, said(decision), decision.book_version) == (rung, words, 7)


@pytest.mark.parametrize(
    "what",
    [
        event("unsubscribe"),
        event("SCAN", "x"),
        event("CLICK", "x"),
        event("VIEW", "http://x"),
        event("LOCATION"),
        event("new_thing"),
        event("SCAN", "t"),
    ],
)
def test_where_nothing_is_to_say_the_push_is_acknowledged(what):
    decision = ask(what)
    assert (decision.rung, decision.reply) == (Rung.SILENT, None)


def test_a_decision_names_rule_and_keyword():
    decision = ask(push("text", Content="年度汇算"))
    assert (decision.rule, decision.keyword) == ("个税", "汇算")


@pytest.mark.parametrize(("ago", "words"), [(3599, None), (3600, "默认")])
def test_the_default_reply_comes_once_an_hour(ago, words):
    follower = FollowerState(last_default_at=int(NOW.timestamp()) - ago)
    assert said(ask(push("text", Content="天气"), follower)) == words


def test_while_a_person_owns_the_conversation_the_robot_is_silent():
    follower = FollowerState(session_owner="agent-1")
    decision = ask(push("text", Content="个税"), follower)
    assert (decision.rung, decision.reply) == (Rung.OWNED, None)
    assert ask(event("CLICK", "HALL"), follower).rung is Rung.MENU


def test_one_of_several_is_chosen():
    assert said(ask(push("text", Content="选"), choose=lambda replies: replies[-1])) == "乙"


def test_all_of_several_texts_go_as_one_and_the_rest_follows():
    decision = ask(push("text", Content="全部"))
    assert said(decision) == "一\n\n二"
    assert [reply.type for reply in decision.follow_ups] == ["image", "text"]


def test_texts_that_do_not_fit_together_stay_apart():
    decision = ask(push("text", Content="长"))
    assert said(decision) == "税" * 500
    assert len(decision.follow_ups) == 1


@pytest.mark.parametrize(
    ("push", "follow_ups"),
    [
        ({"MsgType": "text", "MsgId": "1", "Content": "说明"}, 5),
        ({"MsgType": "event", "Event": "subscribe"}, 3),
    ],
)
def test_however_much_an_operator_typed_the_decision_fits_into_an_item(push, follow_ups):
    # Pictures between the texts, so that these don't go as one.
    said = {
        "pick": "all",
        "replies": [text("税" * 30_000), {"type": "image", "media_id": "M"}] * 20,
    }
    rules = {"rules": [{"name": "说明", "exact": ["说明"], **said}], "follow": said}
    common = {"ToUserName": "gh_1", "FromUserName": "oA", "CreateTime": "1"}
    book = ReplyBook(ReplyRules.model_validate(rules), 1)
    decision = decide(typed(common | push), book, FollowerState(), NOW)
    assert isinstance(decision.reply, TextReply)
    assert len(decision.reply.content.encode()) <= 2048
    assert len(decision.follow_ups) == follow_ups
    assert len(decision.to_json().encode()) < 20_000
