"""The difference between two revisions, as a reviewer reads it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.newsroom.articles.diff import (
    Difference,
    Mark,
    Part,
    difference,
    text_difference,
    words,
)
from chalicelib.newsroom.articles.labels import FIELD_NAMES
from chalicelib.newsroom.articles.review_text import body_text
from chalicelib.newsroom.models import Article, Picture

COVER = Picture(key="articles/pictures/aaaaaaaaaaaa.png", media_type="image/png", size=1)
OTHER = Picture(key="articles/pictures/bbbbbbbbbbbb.png", media_type="image/png", size=1)


def article(html: str = "<p>一</p>", **fields: Any) -> Article:
    return Article(**{"title": "题", "html": html, "cover": COVER, **fields})


def signs(parts: tuple[Part, ...]) -> str:
    marks = {Mark.SAME: "{}", Mark.REMOVED: "[-{}-]", Mark.ADDED: "{{+{}+}}"}
    return "".join(marks[part.mark].format(part.text) for part in parts)


def changed(found: Difference) -> list[str]:
    return [signs(line.parts) for line in found.body if line.changed]


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("九点开门", "十点开门", "[-九-]{+十+}点开门"),
        ("截至2026年", "截至2027年", "截至[-2026-]{+2027+}年"),
        ("税率 3.5% 起", "税率 3% 起", "税率 [-3.5%-]{+3%+} 起"),
        ("用 App 办", "用 Web 办", "用 [-App-]{+Web+} 办"),
        ("", "新", "{+新+}"),
        ("同", "同", "同"),
    ],
)
def test_words_and_numbers_change_as_a_whole(before: str, after: str, shown: str) -> None:
    assert signs(words(before, after)) == shown


@given(st.text("一二三 a1.\n"), st.text("一二三 a1.\n"))
def test_both_texts_can_be_read_out_of_a_difference(before: str, after: str) -> None:
    parts = words(before, after)
    assert "".join(part.text for part in parts if part.mark is not Mark.ADDED) == before
    assert "".join(part.text for part in parts if part.mark is not Mark.REMOVED) == after


def test_a_paragraph_that_was_put_in_is_shown_as_one() -> None:
    before = "<p>第一段说的是时间。</p><p>第二段说的是地点。</p>"
    after = "<p>第一段说的是时间！</p><p>另有一事须知。</p><p>第二段说的是地址。</p>"
    assert changed(difference(article(before), article(after))) == [
        "第一段说的是时间[-。-]{+！+}",
        "{+另有一事须知。+}",
        "第二段说的是地[-点-]{+址+}。",
    ]


def test_another_address_behind_the_same_words_is_a_change() -> None:
    before = '<p><a href="https://a.example.cn">办理</a></p>'
    found = difference(article(before), article(before.replace("//a.", "//b.")))
    assert changed(found) == ["办理〔链接 https://[-a-]{+b+}.example.cn〕"]


def test_another_picture_is_a_change() -> None:
    before = '<p><img src="articles/pictures/aaaaaaaaaaaa.png"></p>'
    found = difference(article(before), article(before.replace("aaaa", "bbbb")))
    assert changed(found) == ["[-〔图片 aaaaaaaa〕-]", "{+〔图片 bbbbbbbb〕+}"]


def test_fields_are_compared_under_their_chinese_names() -> None:
    found = difference(article(), article(title="新题", cover=OTHER, author="税务"))
    assert [(one.label, signs(one.parts)) for one in found.fields] == [
        ("标题", "{+新+}题"),
        ("封面", "〔图片 [-aaaaaaaa-]{+bbbbbbbb+}〕"),
        ("作者", "{+税务+}"),
    ]


def test_other_styles_alone_are_said_to_be_that() -> None:
    found = difference(article("<p>一</p>"), article('<p style="color:red">一</p>'))
    assert found.layout_only
    assert not found.empty
    assert difference(article(), article()).empty


def test_every_field_of_an_article_is_compared_or_read() -> None:
    assert set(Article.model_fields) - set(FIELD_NAMES) == {"html", "pictures"}


def test_a_body_is_read_paragraph_by_paragraph() -> None:
    html = (
        "<section><h2>时间</h2><p>九点<strong>开门</strong>，<br>五点关门</p>"
        "<table><tr><th>项</th><th>期</th></tr><tr><td>一</td><td>三月</td></tr></table>"
        "<ul><li>身份证</li><li>A &amp; B</li></ul></section>"
    )
    assert body_text(html).split("\n") == [
        "时间",
        "九点开门，",
        "五点关门",
        "项 | 期",
        "一 | 三月",
        "身份证",
        "A & B",
    ]


def test_a_field_that_only_one_version_has_is_told() -> None:
    """Of what is no article, a label is left out where it says nothing."""
    gone, come = (
        text_difference({"简介": "旧"}, {}, [], []),
        text_difference({}, {"简介": "旧"}, [], []),
    )
    assert gone.fields[0].parts == (Part(mark=Mark.REMOVED, text="旧"),)
    assert come.fields[0].parts == (Part(mark=Mark.ADDED, text="旧"),)
