"""Long texts as pages that WeChat takes whole."""

from __future__ import annotations

import re
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.clock import SHANGHAI
from chalicelib.conversation.ladder import phrases
from chalicelib.conversation.ladder.decide import decide
from chalicelib.conversation.ladder.pages import PAGE_BYTES, page, pages
from chalicelib.conversation.models import ReplyRules
from chalicelib.conversation.rules.reply_book import ReplyBook
from chalicelib.followers import FollowerState
from chalicelib.wechat.parse import typed
from chalicelib.wechat.replies import TextReply

LINK = '<a href="https://example.org/a/very/long/address">这里有办理入口</a>'
PIECES = st.lists(
    st.sampled_from(["先登录。", "再提交！\n", "\n\n", LINK, "没有标点" * 300, "a b ", "”", "？"]),
    max_size=60,
)


@given(PIECES.map("".join), st.integers(0, 400))
def test_pages_are_small_and_together_the_text(text: str, foot: int) -> None:
    made = pages(text, foot)
    assert "".join("".join(made).split()) == "".join(text.split())
    assert all(made)
    assert all(len(one.encode()) + (foot if len(made) == 1 else 0) <= PAGE_BYTES for one in made)


@given(PIECES.map("".join))
def test_a_link_is_never_cut(text: str) -> None:
    assert sum(one.count(LINK) for one in pages(text)) == text.count(LINK)


@given(PIECES.map("".join).filter(str.strip), st.integers(-1, 40))
def test_every_page_with_its_links_fits(text: str, number: int) -> None:
    foot = '<a href="weixin://bizmsgmenu?msgmenucontent=%E6%9C%89&msgmenuid=helpful:q:1">有</a>' * 3
    assert len(page(text, "q" * 36, number, foot).encode()) <= PAGE_BYTES


def test_pages_end_with_sentences() -> None:
    made = pages("这是一句有十几个字的完整的话。" * 100)
    assert len(made) > 1
    assert all(one.endswith("。") for one in made)


@pytest.mark.parametrize("text", ["", "  \n "])
def test_an_empty_text_has_no_pages(text: str) -> None:
    assert pages(text) == []


def test_a_link_whose_address_fills_a_page_is_told_in_words() -> None:
    made = pages(f'看<a href="https://example.org/{"a" * 3000}">公告</a>。' + "正文。" * 300)
    assert not re.search("<a", "".join(made))
    assert "公告" in made[0]


LONG = "这是欢迎词里的一句话。" * 150 + LINK
SAID = {"replies": [{"type": "text", "content": LONG}]}
LONG_BOOK = ReplyBook(
    ReplyRules.model_validate(
        {
            "follow": SAID,
            "scenes": {"s": SAID},
            "menu": {"KEY": SAID},
            "types": {"image": SAID},
            "default": SAID,
            "services": [{"name": "发票代开", "text": LONG, "link": "https://example.org/fp"}],
        }
    ),
    7,
)
COMMON = {"ToUserName": "gh_1", "FromUserName": "oA", "CreateTime": 1}
OCCASIONS = [
    {"MsgType": "event", "Event": "subscribe"},
    {"MsgType": "event", "Event": "subscribe", "EventKey": "qrscene_s"},
    {"MsgType": "event", "Event": "SCAN", "EventKey": "s"},
    {"MsgType": "event", "Event": "CLICK", "EventKey": "KEY"},
    {"MsgType": "image", "MsgId": "1"},
    {"MsgType": "text", "MsgId": "1", "Content": "随便"},
    {"MsgType": "text", "MsgId": "1", "Content": "发票代开"},
]


def said(push: dict[str, object], book: ReplyBook = LONG_BOOK) -> str:
    decision = decide(typed(COMMON | push), book, FollowerState(), datetime.now(SHANGHAI))
    assert isinstance(decision.reply, TextReply)
    return decision.reply.content


@pytest.mark.parametrize("push", OCCASIONS)
def test_a_special_reply_that_is_too_long_is_read_page_by_page(push: dict[str, object]) -> None:
    shown, together = said(push), ""
    for number in range(2, 9):
        assert len(shown.encode()) <= PAGE_BYTES
        led = re.search(r"&msgmenuid=(page:[^\"]+)", shown)
        together += re.sub(r'<a href="weixin.*', "", shown)
        if led is None:
            break
        assert led[1].endswith(f":{number}")
        shown = said({"MsgType": "text", "MsgId": "2", "Content": "下一页", "bizmsgmenuid": led[1]})
    assert "".join(LONG.split()) in "".join(together.split())


def test_a_page_of_an_earlier_book_is_gone() -> None:
    led = re.search(r"&msgmenuid=(page:[^\"]+)", said(OCCASIONS[0]))
    assert led is not None
    later = ReplyBook(LONG_BOOK.special, 8)
    tap = {"MsgType": "text", "MsgId": "2", "Content": "下一页", "bizmsgmenuid": led[1]}
    assert said(tap, later).startswith(phrases.GONE)
