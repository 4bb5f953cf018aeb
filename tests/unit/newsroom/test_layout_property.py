"""Whatever comes in: nothing that runs goes out, nothing crashes, and cleaning twice is cleaning once."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from chalicelib.newsroom.composing.layout import lay_out
from chalicelib.newsroom.composing.layout.clean import clean
from chalicelib.newsroom.composing.layout.dress import safe
from chalicelib.newsroom.composing.layout.kept import TAGS
from chalicelib.newsroom.composing.sources import Source, read_html, read_markdown
from chalicelib.newsroom.models import Finding

_PIECES = (
    *"<p> </p> <div> </div> <section style='color:red'> </section> <b> </b> <span style='font-weight:700'> </span>".split(
        " "
    ),
    *"<table> <tr> <td> </td> </tr> </table> <ul> <li> </li> </ul> <blockquote> </blockquote> <pre> </pre> <h2>".split(),
    *"</h2> <br> <hr> <!-- --> <![if !x]> <![endif]> <?xml > <![CDATA[ ]]> <math> <svg> </svg> <style> </style>".split(),
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '<img src="https://evil.example/a.png">',
    '<img src="https://mmbiz.qpic.cn/a">',
    '<a href="javascript:alert(1)">',
    '<a href="https://a.example/b">',
    '<a href="https://mp.weixin.qq.com/s/a">',
    '<a href="#fn1" id="r1">[1]</a>',
    '<li id="fn1"><a href="#r1">↩</a>',
    "</a>",
    "<iframe src='https://v.qq.com/x'>",
    "<p style='background:url(javascript:1);position:fixed' onclick=x()>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<![CDATA[><img src=x onerror=1>]]>",
    "[!TIP] ",
    "> [!NOTE]\n> ",
    "[^1]",
    "\n\n[^1]: 注\n\n",
    "**",
    "`",
    "```\n",
    "| a | b |\n|---|---|\n",
    "![视频 x](wxv_1)",
    "![图](图.png)",
    "[甲](https://a.example/)",
    "[[视频: a | b]]",
    "&lt;script&gt;",
    "&#60;img src=x&#62;",
    "\u200b",
    "\x00",
    "　",
    "文字。",
    "\n",
    "\n\n",
)
soup = st.lists(st.one_of(st.sampled_from(_PIECES), st.text(max_size=6)), max_size=25).map("".join)
quick = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
KEY = "articles/pictures/a.png"


def resolve(source: str) -> str | Finding:
    return KEY if source.endswith(".png") else Finding(where="", what="没有")


def laid(source: Source) -> str:
    return lay_out(source.html, resolve, source.begins).html


class _Look(HTMLParser):
    """Everything that a browser would act on."""

    def __init__(self) -> None:
        super().__init__()
        self.bad: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS:
            self.bad.append(tag)
        for name, value in attrs:
            text = re.sub(r"\s", "", value or "").lower()
            if name.startswith("on") or text.startswith(("javascript:", "vbscript:", "data:")):
                self.bad.append(f"{tag} {name}={value}")
            if name == "style" and re.search(r"url\(|expression|position|@import", text):
                self.bad.append(f"{tag} {value}")
            if tag == "img" and name == "src" and not text.startswith((KEY, "https://mmbiz.")):
                self.bad.append(f"img {value}")
            if tag == "a" and name == "href" and "//mp.weixin.qq.com/" not in text:
                self.bad.append(f"a {value}")


def harmless(html: str) -> None:
    look = _Look()
    look.feed(html)
    look.close()
    assert look.bad == []
    assert safe(html) == html


@quick
@given(soup)
@example("<p><table><b><img src='https://evil.example/a.png'></b></table></p>")
@example("<a href='https://mp.weixin.qq.com.evil.example/s'>x</a>")
def test_html_of_any_kind_comes_out_harmless(text: str) -> None:
    harmless(laid(read_html(text)))


@quick
@given(soup)
@example("<section<iframe src='https://v.qq.com/x'><iframe src='https://v.qq.com/x'>")
def test_markdown_of_any_kind_comes_out_harmless(text: str) -> None:
    harmless(laid(read_markdown("---\ntitle: a\n---\n" + text)))


@quick
@given(st.text())
@example(".HTM")
def test_any_text_at_all_is_read(text: str) -> None:
    harmless(laid(read_markdown(text)))
    harmless(laid(read_html(text)))


@quick
@given(soup)
@example("<b><ul>style='color:red'></p>-->")
@example("<ul><b>甲<i>乙</i></b><p></p><b><i>丙</i></b>")
@example("<pre><h2><div><h2>0")
@example('<ul><h2><a href="javascript:alert(1)"><h2>0')
@example('<h2><a href="javascript:alert(1)"><h2>0')
@example('<li id="fn1"><a href="#r1">↩</a><table><li id="fn1"><a href="#r1">↩</a>')
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    once = str(clean(text, "").soup)
    assert str(clean(once, "").soup) == once


@quick
@given(st.text(alphabet="甲乙丙abc12。，（）《》“” ", max_size=80))
def test_plain_words_come_through_whole(text: str) -> None:
    html = laid(read_html(f"<div><span>{text}</span></div>"))
    shown = re.sub(r"<[^>]*>|\s", "", html)
    assert shown == re.sub(r"\s", "", text)
