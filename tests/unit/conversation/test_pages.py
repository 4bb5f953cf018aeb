"""Long texts as pages that WeChat takes whole."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.conversation.ladder.pages import PAGE_BYTES, page, pages

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
