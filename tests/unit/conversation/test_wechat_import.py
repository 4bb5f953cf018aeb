"""What was set on WeChat's own pages becomes rules and a menu; what can't is named."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.conversation.models import Pick, Replies, ReplyRules
from chalicelib.conversation.wechat_import import Takeover, take_over
from chalicelib.wechat.replies import ImageReply, NewsReply, TextReply, VoiceReply

NEWS = {
    "title": "办税指南",
    "digest": "一文看懂",
    "cover_url": "https://mmbiz.qpic.cn/c.jpg",
    "content_url": "https://mp.weixin.qq.com/s/1",
}
AUTOREPLY: dict[str, Any] = {
    "is_add_friend_reply_open": 1,
    "is_autoreply_open": 1,
    "add_friend_autoreply_info": {"type": "text", "content": "欢迎关注"},
    "message_default_autoreply_info": {"type": "text", "content": "请稍候"},
    "keyword_autoreply_info": {
        "list": [
            {
                "rule_name": "发票",
                "reply_mode": "reply_all",
                "keyword_list_info": [
                    {"type": "text", "match_mode": "contain", "content": "发票"},
                    {"type": "text", "match_mode": "equal", "content": "开票"},
                ],
                "reply_list_info": [
                    {"type": "text", "content": "看这里"},
                    {"type": "img", "content": "MEDIA"},
                ],
            },
            {
                "rule_name": "指南",
                "reply_mode": "random_one",
                "keyword_list_info": [{"type": "text", "match_mode": "equal", "content": "指南"}],
                "reply_list_info": [
                    {"type": "news", "news_info": {"list": [NEWS, NEWS | {"title": "第二篇"}]}},
                    {"type": "voice", "content": "VOICE"},
                ],
            },
        ]
    },
}
SELFMENU = {
    "is_menu_open": 1,
    "selfmenu_info": {
        "button": [
            {
                "name": "办税",
                "sub_button": {"list": [{"type": "text", "name": "地址", "value": "人民路1号"}]},
            },
            {"type": "view", "name": "官网", "url": "https://tax.example/"},
            {"type": "click", "name": "客服", "key": "KF"},
        ]
    },
}


def lost(taken: Takeover) -> str:
    return "\n".join(map(str, taken.losses))


def test_rules_keep_their_keywords_their_order_and_how_they_reply() -> None:
    invoice, guide = take_over(AUTOREPLY, {}).rules.rules
    assert (invoice.exact, invoice.contains, invoice.pick) == (("开票",), ("发票",), Pick.ALL)
    assert invoice.replies == (TextReply(content="看这里"), ImageReply(media_id="MEDIA"))
    assert guide.pick is Pick.ONE
    assert isinstance(guide.replies[0], NewsReply)
    assert guide.replies[1] == VoiceReply(media_id="VOICE")


def test_follow_and_default_replies_come_along() -> None:
    rules = take_over(AUTOREPLY, {}).rules
    assert rules.follow == Replies(replies=(TextReply(content="欢迎关注"),))
    assert rules.default == Replies(replies=(TextReply(content="请稍候"),))


def test_what_is_switched_off_is_left_behind_and_said() -> None:
    taken = take_over(AUTOREPLY | {"is_autoreply_open": 0, "is_add_friend_reply_open": 0}, {})
    assert taken.rules == ReplyRules()
    assert "关键词回复在微信后台已停用" in lost(taken)
    assert "被关注回复：在微信后台已停用" in lost(taken)


def test_only_the_first_of_several_articles_comes_along() -> None:
    assert "规则“指南”：回复是多篇图文" in lost(take_over(AUTOREPLY, {}))


def test_a_video_is_named_with_what_to_do() -> None:
    video = {"type": "video", "content": "http://video.example/v"}
    taken = take_over({"is_add_friend_reply_open": 1, "add_friend_autoreply_info": video}, {})
    assert taken.rules.follow is None
    assert "被关注回复：视频只给出下载地址" in lost(taken)


def test_rules_of_one_name_get_names_of_their_own() -> None:
    rule = AUTOREPLY["keyword_autoreply_info"]["list"][0] | {"rule_name": "长" * 70}
    autoreply = AUTOREPLY | {"keyword_autoreply_info": {"list": [rule, rule, rule]}}
    names = [one.name for one in take_over(autoreply, {}).rules.rules]
    assert len(set(names)) == 3
    assert max(map(len, names)) <= 60


def test_a_menu_text_becomes_a_key_that_is_answered() -> None:
    taken = take_over({}, SELFMENU)
    sub = taken.menu[0]["sub_button"][0]
    assert sub == {"type": "click", "name": "地址", "key": "WX_1_1"}
    assert taken.rules.menu["WX_1_1"] == Replies(replies=(TextReply(content="人民路1号"),))
    assert taken.menu[1] == {"type": "view", "name": "官网", "url": "https://tax.example/"}
    assert "点击键 KF 还没有回复" in lost(taken)


def test_carried_over_again_the_menu_keeps_its_replies() -> None:
    first = take_over({}, SELFMENU)
    created = {
        "is_menu_open": 1,
        "selfmenu_info": {
            "button": [
                {**b, "sub_button": {"list": b["sub_button"]}} if "sub_button" in b else b
                for b in first.menu
            ]
        },
    }
    again = take_over({}, created, first.rules)
    assert (again.menu, again.rules) == (first.menu, first.rules)


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                "type content name key value url list button sub_button rule_name reply_mode match_mode "
                "news_info keyword_list_info reply_list_info is_menu_open selfmenu_info "
                "is_autoreply_open is_add_friend_reply_open keyword_autoreply_info "
                "add_friend_autoreply_info message_default_autoreply_info".split()
            ),
            inner | st.sampled_from(["text", "news", "img", "view", "click", "contain"]),
            max_size=6,
        )
    ),
    max_leaves=20,
)
answers = st.dictionaries(st.sampled_from(sorted({*AUTOREPLY, *SELFMENU})), anything)


@given(answers, answers)
def test_no_answer_of_whatever_shape_breaks_it(
    autoreply: dict[str, Any], selfmenu: dict[str, Any]
) -> None:
    taken = take_over(autoreply, selfmenu)
    assert Takeover.model_validate_json(taken.model_dump_json()) == taken
