"""What the author of a page has hidden is not published, and is named; what only looks so stays."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.newsroom import Severity
from chalicelib.newsroom.composing.layout import lay_out
from chalicelib.newsroom.composing.sources import read_html


def read(html: str) -> tuple[str, list[str]]:
    source = read_html(html)
    laid = lay_out(source.html, lambda name: name, source.begins)
    words = re.sub(r"\s", "", re.sub("<[^>]+>", "", laid.html))
    assert all(one.severity is Severity.WARNING for one in laid.findings)
    return words, [str(one) for one in laid.findings]


@pytest.mark.parametrize(
    "hidden",
    [
        '<span style="display:none">内部</span>',
        '<span style="DISPLAY : NONE !important">内部</span>',
        "<span hidden>内部</span>",
        '<span style="visibility:hidden">内部</span>',
        '<span style="font-size:0">内部</span>',
        '<span style="font-size:0px;line-height:0">内部</span>',
        '<span style="mso-hide:all">内部</span>',
        '<span style="opacity:0">内部</span>',
        '<span style="color:#fff">内部</span>',
        '<span style="color:white">内部</span>',
        '<span style="color:rgb(255, 255, 255)">内部</span>',
        '<font color="#ffffff">内部</font>',
        '<span style="color:transparent">内部</span>',
        '<span style="color:rgba(0,0,0,0)">内部</span>',
        '<span style="position:absolute;left:-9999px">内部</span>',
        '<span style="text-indent:-9999px;display:block">内部</span>',
        '<span style="display:inline-block;height:0;overflow:hidden">内部</span>',
        '<span style="position:absolute;clip:rect(0,0,0,0)">内部</span>',
        '<span style="color:#000;background:#000">内部</span>',
        '<span style="background:#0b5cad"><span style="background:#fff;color:#fefefe">内部</span></span>',
        '<span style="margin-left:-9999px">内部</span>',
        '<span style="transform:scale(0)">内部</span>',
        '<span style="font:0/0 a">内部</span>',
        '<span style="display:block;max-height:0;overflow:hidden">内部</span>',
        '<span style="mso-element:comment">内部</span>',
        '<a class="msocomanchor" href="#_msocom_1">内部</a>',
        "<template>内部</template>",
        '<b style="display:none"><i>内<u>部</u></i></b>',
    ],
)
def test_hidden_words_are_left_out_and_named(hidden: str) -> None:
    words, findings = read(f"<p>显示{hidden}完</p>")
    assert words == "显示完"
    assert findings == [
        "第 1 行：网页里隐藏的内容没有放进正文：“内部”；要发布请先取消隐藏"
        if "<i>" not in hidden
        else "第 1 行：网页里隐藏的内容没有放进正文：“内 部”；要发布请先取消隐藏"
    ]


@pytest.mark.parametrize(
    "page",
    [
        '<p style="display:none">内部</p><p>显示</p>',
        "<div hidden><p>内部</p></div><p>显示</p>",
        "<style>.n{display:none} p.x{color:red}</style><p class='n a'>内部</p><p>显示</p>",
        "<style>/* x */ #n , .m { visibility: hidden }</style><p id=n>内部</p><p>显示</p>",
        "<html><head><style><!-- .n{mso-hide:all} --></style></head><body><p class=n>内部</p><p>显示</p></body></html>",
        "<style>.a > .n{display:none}</style><div class=a><i class=n>内部</i></div><p>显示</p>",
        "<style>.a.n{display:none}</style><p class='n a'>内部</p><p class=n>显示</p>",
        "<style>.n{display:none!important}</style><p class=n style='display:block'>内部</p><p>显示</p>",
        '<table><tr style="display:none"><td>内部</td></tr><tr><td>显示</td></tr></table>',
        '<ul><li style="display:none">内部</li><li>显示</li></ul>',
    ],
)
def test_hidden_blocks_are_left_out(page: str) -> None:
    words, findings = read(page)
    assert words == "显示"
    assert len(findings) == 1
    assert "“内部”" in findings[0]


@pytest.mark.parametrize(
    "page",
    [
        '<div id="js_content" class="rich_media_content" style="visibility:hidden;opacity:1"><p>显示</p></div>',
        '<div id="js_content" style="visibility:hidden;opacity:0"><p>显示</p></div>',
        "<style>.n{display:none}</style><p class=n style='display:block'>显示</p>",
        "<style>@media print{p{display:none}} p:hover{display:none}</style><p>显示</p>",
        "<!--[if mso]><style>p{display:none}</style><![endif]--><p>显示</p>",
        '<span style="color:transparent;background-image:linear-gradient(red,blue)">显示</span>',
        "<details><summary>显</summary>示</details>",
        '<section style="font-size:0"><span style="font-size:16px">显示</span></section>',
        '<section style="visibility:hidden"><p style="visibility:visible">显示</p></section>',
        '<section style="background-color:#0b5cad"><p style="color:#fff">显示</p></section>',
        '<section style="background:linear-gradient(#fff,#0b5cad)"><span style="color:white">显示</span></section>',
        '<table><tr><td bgcolor="#0b5cad"><font color="#ffffff">显示</font></td></tr></table>',
        '<p style="text-indent:2em;color:#333">显示</p>',
        '<p style="opacity:0.8;width:100%">显示</p>',
        '<p style="position:absolute;left:0;top:-20px">显示</p>',
        '<p style="font-size:0.9em">显示</p>',
        '<p style="overflow:hidden;height:20px">显示</p>',
    ],
)
def test_what_can_be_seen_stays(page: str) -> None:
    assert read(page) == ("显示", [])


def test_a_hidden_picture_is_left_out_and_named() -> None:
    _, findings = read('<p>显示<img src="a.png" alt="章" style="display:none"></p>')
    assert findings == ["第 1 行：网页里隐藏的内容没有放进正文：“章”；要发布请先取消隐藏"]


LOOKS = st.sampled_from(
    ["display:none", "visibility:hidden", "visibility:visible", "font-size:0", "font-size:14px", "color:#fff",
     "color:#333", "background:#000", "opacity:0", ""]
)  # fmt: skip
TREES = st.recursive(
    st.text("甲乙丙丁", min_size=1, max_size=4),
    lambda inner: st.tuples(
        st.sampled_from(["div", "span", "section"]), LOOKS, st.lists(inner, max_size=3)
    ),
    max_leaves=12,
)


def written(tree: object) -> str:
    if isinstance(tree, str):
        return tree
    tag, look, inner = tree  # type: ignore[misc]
    return f'<{tag} style="{look}">{"".join(map(written, inner))}</{tag}>'


def visible(tree: object, look: dict[str, str]) -> str:
    if isinstance(tree, str):
        white = look.get("color") == "#fff" and "background" not in look
        hidden = look.get("visibility") == "hidden" or look.get("font-size") == "0" or white
        return "" if hidden else tree
    _tag, own, inner = tree  # type: ignore[misc]
    if own in ("display:none", "opacity:0"):
        return ""
    name, _, value = own.partition(":")
    below = look | ({name: value} if own else {})
    return "".join(visible(one, below) for one in inner)


@given(TREES)
def test_exactly_what_is_visible_is_read(tree: object) -> None:
    whole = ("div", "", [tree])
    words, findings = read(written(whole))
    assert words == visible(whole, {})
    hidden = re.sub("<[^>]+>", "", written(whole)) != visible(whole, {})
    assert bool(findings) == hidden
