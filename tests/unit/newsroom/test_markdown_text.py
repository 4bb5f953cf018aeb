"""HTML → the Markdown that gives it again."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from chalicelib.newsroom.composing.compose import attempt
from chalicelib.newsroom.composing.from_disk import read_file
from chalicelib.newsroom.composing.layout.clean import clean
from chalicelib.newsroom.composing.markdown_text import to_markdown
from chalicelib.newsroom.composing.sources import read_html, read_markdown

PLAINEST = {"theme": "简洁"}
DEMO = sorted(Path("demo").rglob("articles/*.md"))


def markdown(html: str) -> str:
    return to_markdown(clean(read_html(html).html, "").soup, lambda name: name).strip()


def page(text: str) -> str:
    return attempt(read_markdown("---\n---\n" + text), lambda name: None).article.html


def bare(html: str) -> str:
    """Elements and words without looks, which a theme gives anew."""
    return re.sub(r' style="[^"]*"|</?span[^>]*>', "", html)


@pytest.mark.parametrize("file", DEMO, ids=lambda file: file.name)
def test_the_text_made_of_an_article_gives_its_words_and_their_structure_again(file: Path) -> None:
    # The plainest theme: what the others draw around a heading becomes words of the text.
    read = read_file(file, given=PLAINEST)
    article = read.article
    text = markdown(article.html)
    again = attempt(read_markdown("---\n---\n" + text), read.files.get, given=PLAINEST)
    assert bare(again.article.html) == bare(article.html)


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<h2>小标题</h2><p>正文</p>", "## 小标题\n\n正文"),
        ("<p>一<b>二</b>三<i>四</i></p>", "一**二**三*四*"),
        ("<p><b> 前后有空 </b>接</p>", "**前后有空** 接"),
        ("<p><b>一</b><b>二</b></p>", "**一二**"),
        ("<ul><li>甲<ul><li>乙</li></ul></li><li>丙</li></ul>", "- 甲\n  - 乙\n- 丙"),
        ('<ol start="3"><li>甲</li><li>乙</li></ol>', "3. 甲\n4. 乙"),
        ("<blockquote><p>引</p><p>用</p></blockquote>", "> 引\n>\n> 用"),
        (
            '<p>见<a href="https://a.example/x?y=(1)">这里</a></p>',
            "见[这里](<https://a.example/x?y=(1)>)",
        ),
        (
            "<table><tr><th>甲</th><th>乙|丙</th></tr><tr><td>1</td><td>2</td></tr></table>",
            "| 甲 | 乙\\|丙 |\n| --- | --- |\n| 1 | 2 |",
        ),
        ("<p>第一行<br>第二行</p>", "第一行\\\n第二行"),
        ("<p>5 * 3 与 a_b 和 <code>x`y</code></p>", "5 \\* 3 与 a\\_b 和 ``x`y``"),
        (
            "<p># 不是标题</p><p>1. 不是列表</p><p>- 不是列表</p>",
            "\\# 不是标题\n\n1\\. 不是列表\n\n\\- 不是列表",
        ),
        ("<p>&lt;b&gt;是字&lt;/b&gt;</p>", "\\<b>是字\\</b>"),
        ('<p align="center">居中</p>', '<p style="text-align:center">居中</p>'),
    ],
)
def test_each_element_has_its_sign(html: str, text: str) -> None:
    assert markdown(html) == text


@pytest.mark.parametrize(
    "words",
    ["# 井", "1. 点", "- 横", "> 大于", "*星*", "**双星**", "_下划_", "`反引`", "[方](https://a.example)", "![图](a.png)",
     "<b>标签</b>", "&lt;实体", "a | b", "~~划~~", "[^1]: 注", "[!提示] 框", "---", "===", "+ 加", "\\反斜"],
)  # fmt: skip
def test_words_that_look_like_markdown_stay_words(words: str) -> None:
    from html import escape

    html = f"<p>{escape(words)}</p>"
    made = page(markdown(html))
    assert f">{escape(words, quote=False)}</p>" in made, made


def test_a_picture_keeps_its_caption_once() -> None:
    html = '<figure><img src="a.png" alt="旧"><figcaption>新说明</figcaption></figure><p>后</p>'
    assert markdown(html) == "![新说明](a.png)\n\n后"


def test_a_picture_that_is_left_out_leaves_nothing() -> None:
    tree = clean(read_html('<p>前</p><p><img src="a.png"></p><p>后</p>').html, "").soup
    assert to_markdown(tree, lambda name: "") == "前\n\n后\n"
