"""Numbers of lists, and joined emoji, as the author gave them."""

import re

import pytest

from chalicelib.newsroom.composing.layout import lay_out


def laid(html: str) -> str:
    made = lay_out(html, lambda *_: None, "第 1 行").html  # type: ignore[arg-type, return-value]
    return re.sub(r' style="[^"]*"', "", made).removeprefix("<section>").removesuffix("</section>")


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ("<ol><li>甲</li><li>乙</li></ol>", "<ol><li>甲</li><li>乙</li></ol>"),
        ('<ol start="5"><li>甲</li></ol>', '<ol start="5"><li>甲</li></ol>'),
        (
            '<ol><li>甲</li><li value="5">乙</li><li>丙</li></ol>',
            '<ol><li>甲</li></ol><ol start="5"><li>乙</li><li>丙</li></ol>',
        ),
        ('<ol type="a"><li>甲</li><li>乙</li></ol>', "<p>a. 甲</p><p>b. 乙</p>"),
        ('<ol type="A" start="27"><li>甲</li></ol>', "<p>AA. 甲</p>"),
        ('<ol type="i" start="4"><li>甲</li><li>乙</li></ol>', "<p>iv. 甲</p><p>v. 乙</p>"),
        ('<ol type="I"><li><p>甲</p><p>乙</p></li></ol>', "<p>I. 甲</p><p>乙</p>"),
        (
            "<ol reversed><li>甲</li><li>乙</li></ol>",
            '<ol start="2"><li>甲</li></ol><ol start="1"><li>乙</li></ol>',
        ),
        ('<ol start="x"><li value="y">甲</li></ol>', "<ol><li>甲</li></ol>"),
        ('<ol start="99999999999"><li>甲</li></ol>', "<ol><li>甲</li></ol>"),
    ],
)
def test_items_keep_their_numbers(html: str, shown: str) -> None:
    assert laid(html).replace("\n", "") == shown


@pytest.mark.parametrize("emoji", ["👨‍👩‍👧", "👩🏽‍💻", "🏳️‍🌈", "❤️‍🔥", "🧑‍⚕️"])
def test_joined_emoji_stay_one_picture(emoji: str) -> None:
    assert emoji in laid(f"<p>一家{emoji}办税</p>")


def test_an_invisible_joiner_between_words_goes() -> None:
    assert laid("<p>办\u200d税\u200b厅\ufeff</p>") == "<p>办税厅</p>"
