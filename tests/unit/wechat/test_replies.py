"""Replies on the wire."""

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from chalicelib.wechat.body import parse
from chalicelib.wechat.replies import TEXT_BYTES, cut, render, reply_adapter

CASES = {
    "text": ({"content": "你好"}, {"Content": "你好"}),
    "image": ({"media_id": "M"}, {"Image": {"MediaId": "M"}}),
    "voice": ({"media_id": "M"}, {"Voice": {"MediaId": "M"}}),
    "video": (
        {"media_id": "M", "title": "t", "description": "d"},
        {"Video": {"MediaId": "M", "Title": "t", "Description": "d"}},
    ),
    "music": (
        {"thumb_media_id": "T", "title": "t", "url": "http://m"},
        {"Music": {"Title": "t", "MusicUrl": "http://m", "ThumbMediaId": "T"}},
    ),
    "news": (
        {"title": "t", "description": "d", "pic_url": "http://p", "url": "http://u"},
        {
            "ArticleCount": "1",
            "Articles": {
                "item": {"Title": "t", "Description": "d", "PicUrl": "http://p", "Url": "http://u"}
            },
        },
    ),
    "transfer_customer_service": ({"kf_account": "a@b"}, {"TransInfo": {"KfAccount": "a@b"}}),
}


@pytest.mark.parametrize("kind", CASES)
def test_every_reply_type_reads_as_wechat_wants_it(kind):
    given_fields, wanted = CASES[kind]
    reply = reply_adapter.validate_python({"type": kind} | given_fields)
    common = {"ToUserName": "oA", "FromUserName": "gh_1", "CreateTime": "7", "MsgType": kind}
    assert parse(render(reply, to_user="oA", from_user="gh_1", now=7).encode()) == common | wanted
    as_json = json.loads(render(reply, to_user="oA", from_user="gh_1", now=7, as_json=True))
    assert as_json["MsgType"] == kind
    assert as_json["CreateTime"] == 7


def test_a_cdata_end_in_a_text_cannot_break_out():
    reply = reply_adapter.validate_python(
        {"type": "text", "content": "x]]></Content><Evil>1</Evil>"}
    )
    fields = parse(render(reply, to_user="oA", from_user="gh_1", now=7).encode())
    assert fields["Content"] == "x]]></Content><Evil>1</Evil>"
    assert "Evil" not in fields


@pytest.mark.parametrize(
    "blank", ["", " ", "\n\t", "\x00", "\u3000", "\u200b\ufeff", "\u3164", "\x07 \ufffe"]
)
def test_a_text_that_says_nothing_is_no_reply(blank):
    with pytest.raises(ValidationError):
        reply_adapter.validate_python({"type": "text", "content": blank})


@given(st.text(min_size=1).filter(lambda text: re.search(r"\w", text)))
def test_whatever_an_operator_types_becomes_readable_xml(text):
    for reply in (
        {"type": "text", "content": text},
        {"type": "news", "title": text, "url": text, "description": text},
    ):
        rendered = render(
            reply_adapter.validate_python(reply), to_user="oA", from_user="gh_1", now=7
        )
        assert parse(rendered.encode())["MsgType"] == reply["type"]


@given(st.text(alphabet="a税😀é", max_size=2000))
def test_text_is_cut_between_characters_and_no_shorter_than_needed(text):
    shorter = cut(text)
    assert text.startswith(shorter)
    assert len(shorter.encode()) <= TEXT_BYTES
    if shorter != text:
        assert len(text[: len(shorter) + 1].encode()) > TEXT_BYTES


ANCHOR = '<a href="https://example.org/a/long/address">办理入口</a>'


@pytest.mark.parametrize("before", range(1960, 2046, 3))
def test_a_link_at_the_border_is_left_out_whole(before):
    shorter = cut("x" * before + ANCHOR + "y" * 3000)
    assert len(shorter.encode()) <= TEXT_BYTES
    assert shorter.count("<a") == shorter.count("</a>") == shorter.count(ANCHOR)
    assert shorter.startswith("x" * before)


def test_the_words_of_a_link_that_is_longer_than_a_message_stay():
    assert cut(f'<a href="https://x/{"a" * 3000}">公告</a>。') == "公告。"


@given(st.lists(st.sampled_from([ANCHOR, "税", "<", "a ", "<a", "x" * 90]), max_size=90))
def test_whole_links_are_whole_after_the_cut(pieces):
    text = "".join(pieces)
    shorter = cut(text)
    assert len(shorter.encode()) <= TEXT_BYTES
    assert shorter.lower().count("</a>") >= shorter.count(ANCHOR)
    if text.count("<a") == text.count(ANCHOR):
        assert shorter.count("<a") == shorter.count(ANCHOR)


def test_what_a_later_version_stored_is_read_by_an_earlier_one():
    reply = reply_adapter.validate_python({"type": "text", "content": "好", "from_the_future": 1})
    assert reply == reply_adapter.validate_python({"type": "text", "content": "好"})
