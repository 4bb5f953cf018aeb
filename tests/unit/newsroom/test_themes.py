"""Themes: every element in every theme is what WeChat takes, can be read, and has the author's words."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chalicelib.newsroom import THEMES, Article, HouseThemes, Theme, choose, compose, themes_of
from chalicelib.newsroom.composing.compose import attempt
from chalicelib.newsroom.composing.layout import lay_out
from chalicelib.newsroom.composing.layout.dress import safe
from chalicelib.newsroom.composing.plain_text import paragraphs
from chalicelib.newsroom.composing.sources import read_html, read_markdown
from chalicelib.newsroom.composing.themes import PLAIN, look_of
from chalicelib.newsroom.composing.themes.legibility import measured
from chalicelib.newsroom.preview.dark_mode import darkened
from cli.newsroom import specimen
from tests.unit.newsroom.legible import contrasts
from tests.unit.newsroom.test_layout_property import harmless, resolve, soup

AA = 4.5
MORE = """

# 一级标题

#### 四级标题

##### 五级标题

###### 六级标题

> [!重要] 截止日期
> 逾期不再受理，**请抓紧**，详见[往期](https://mp.weixin.qq.com/s/a)。

[[视频: 三分钟看懂 | wxv_123]]

1. 甲

   > 项里的引用

<p style="text-align:center"><span style="color:#c00000">红字</span></p>
"""
EVERY = pytest.mark.parametrize("theme", THEMES.values(), ids=lambda theme: theme.name)


def article(theme: Theme, text: str = "") -> Article:
    """An article with every element: a place for a video keeps it back, and is drawn all the same."""
    return attempt(
        read_markdown(text or specimen.text(theme.name) + MORE), specimen.picture
    ).article


@EVERY
def test_every_element_is_what_wechat_takes(theme: Theme) -> None:
    html = article(theme).html
    assert safe(html) == html
    assert not re.search(r"\s(class|id|data-[a-z]+)=", html)
    assert not re.search(r"<(style|script|link|svg)|position|url\(|!important|@media", html)
    for tag in ("h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "table", "th", "td", "ul", "ol"):
        assert f"<{tag} " in html
    harmless(html.replace('src="articles/', 'src="https://mmbiz.qpic.cn/articles/'))


@EVERY
def test_text_may_grow_because_nothing_has_a_fixed_height(theme: Theme) -> None:
    look = look_of(theme)
    for style in (look.body, *look.styles.values(), *look.roles.values()):
        assert not re.search(r"(?<!line-)height:", style)
        assert not re.search(r"line-height:[\d.]+px", style)
        assert "width:100%" in style or not re.search(r"(?<![-x])width:\d+px", style)


@EVERY
def test_every_text_can_be_read_in_light_and_in_dark_mode(theme: Theme) -> None:
    html = article(theme).html.replace("#c00000", "#a30008")  # an author's own colour is theirs
    for shown in (
        contrasts(html),
        contrasts(darkened(html), page="#191919", words="#a3a3a3"),
    ):
        assert len(shown) > 80
        assert [(words, round(seen, 2)) for words, seen in shown if seen < AA] == []


def test_opaque_pale_grounds_would_stay_bright_in_dark_mode() -> None:
    pale = '<section style="background:#e3effb;color:#333333">字</section>'
    assert "background:#b" in darkened(pale)
    clear = '<section style="background:rgba(11,92,173,.1);color:#333333">字</section>'
    assert "rgba(11,92,173,.1)" in darkened(clear).replace("0.1)", ".1)")


@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda theme: theme.name)
def test_letters_stand_apart_and_lines_are_justified(theme: Theme) -> None:
    body = look_of(theme).body
    assert re.search(r"letter-spacing:1(\.5)?px", body)
    assert "text-align:justify" in body
    assert re.search(r"padding:0 (8|10)px", body)


def words_of(html: str, theme: Theme) -> list[str]:
    """The words of a body without the numbers that the theme puts before headings."""
    number = re.escape(look_of(theme).roles["number"])
    bare = re.sub(rf'<span style="{number}">(?:\d\d|[一二三四五六七八九十])</span>', "", html)
    return [re.sub(r"\s", "", line) for line in paragraphs(bare)]


PIECES = st.lists(
    st.sampled_from(
        [
            "## 一、总体要求",
            "## 基本情况",
            "## 1. 申报",
            "## 问题 1　能扣吗",
            "## 第 2 步：核对",
            "## 2027年新规",
            "## 3.5% 的税率",
            "## **加粗**标题[^1]",
            "**一、黑体小标题**",
            "**（一）楷体小标题**",
            "问：能不能办？",
            "**答：** 可以。",
            "答非所问的一句。",
            "- 甲\n- 乙\n  - 丙",
            "1. 甲\n\n   乙",
            "> 引用\n>\n> > 再引用",
            "> [!提示] 小标题\n> 正文",
            "| 甲 | 乙 |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |\n| 5 | 6 |",
            "正文**要点**，`annualTaxableIncomeOfResident`。",
            "国家税务总局云岭省税务局",
            "2026年2月20日",
            "[^1]: 注",
            "---",
            "```\ncode  two\n```",
        ]
    ),
    max_size=12,
).map("\n\n".join)
QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@QUICK
@given(PIECES, st.sampled_from([*THEMES.values()]))
def test_a_theme_never_changes_words(text: str, theme: Theme) -> None:
    source = read_markdown(f"---\ntitle: 题\n---\n{text}")
    plain = lay_out(source.html, resolve, source.begins, PLAIN)
    themed = lay_out(source.html, resolve, source.begins, theme)
    assert themed.places == plain.places
    assert words_of(themed.html, theme) == words_of(plain.html, PLAIN)


@QUICK
@given(soup, st.sampled_from([*THEMES.values()]))
def test_any_file_in_any_theme_comes_out_harmless(text: str, theme: Theme) -> None:
    source = read_html(text)
    harmless(lay_out(source.html, resolve, source.begins, theme).html)


def colours() -> st.SearchStrategy[str]:
    return st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(colours(), colours(), colours(), st.sampled_from([*THEMES.values()]))
def test_what_the_measures_let_pass_can_be_read_everywhere(
    main: str, text: str, quiet: str, base: Theme
) -> None:
    theme = base.model_copy(update={"main": main, "text": text, "quiet": quiet, "name": "试"})
    pairs = measured(theme)
    source = read_markdown(specimen.text() + MORE.replace("#c00000", "#a30008"))
    html = lay_out(source.html, lambda _: "articles/pictures/a.png", "正文", theme).html
    least = min(seen for _, seen in contrasts(html))
    assert (least >= AA - 0.25) or any(one.refused for one in pairs)


def heading(text: str, theme: str) -> str:
    html = compose(
        f"---\n标题: 题\n封面: 封面.png\n主题: {theme}\n---\n\n{text}", specimen.picture
    ).article.html
    return re.sub(r' style="[^"]*"', "", html)


def test_headings_are_numbered_where_the_theme_does_so_and_none_has_its_own() -> None:
    two = "## 甲\n\n文\n\n## 乙\n\n文"
    assert "<h2><span>01</span>甲</h2>" in heading(two, "税务蓝")
    assert "<h2><span>02</span>乙</h2>" in heading(two, "税务蓝")
    assert "<h2>甲</h2>" in heading(two, "简洁")
    assert "<h2>甲</h2>" in heading("## 甲\n\n文", "税务蓝")
    own = "## 一、甲\n\n文\n\n## 结语\n\n文"
    assert "<h2><span>一<span>、</span></span>甲</h2>" in heading(own, "税务蓝")
    assert "<h2>结语</h2>" in heading(own, "税务蓝")


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("一、总体要求", "一、"),
        ("十二、附则", "十二、"),
        ("1. 申报", "1."),
        ("第 2 步：核对", "第 2 步："),
        ("问题 1　能扣吗", "问题 1"),
        ("情形二　对方已勾选", "情形二"),
        ("01 谁要办", "01"),
    ],
)
def test_a_number_of_the_authors_own_becomes_the_badge(words: str, number: str) -> None:
    found = re.search(r"<h2><span>(.*?)</span>(?=[^<])", heading(f"## {words}", "税务蓝"))
    assert found is not None
    assert re.sub(r"<[^>]*>", "", found.group(1)) == number


@pytest.mark.parametrize(
    "words", ["2027年新规", "3.5% 的税率", "一图看懂", "10 月起施行", "三个小提醒", "第一时间知晓"]
)
def test_words_that_only_begin_like_a_number_stay_words(words: str) -> None:
    assert f"<h2>{words}</h2>" in heading(f"## {words}", "税务蓝")


def test_the_foot_says_what_the_author_gave_and_nothing_else() -> None:
    head = "---\n标题: 题\n封面: 封面.png\n审核: 陈立\n来源: 云岭省税务局\n---\n\n文"
    lines = paragraphs(compose(head, specimen.picture).article.html)
    assert lines == ["文", "来源：云岭省税务局", "审核：陈立"]
    assert paragraphs(
        compose(head.replace("审核: 陈立\n来源: 云岭省税务局\n", ""), specimen.picture).article.html
    ) == ["文"]


def test_the_articles_choice_comes_before_its_columns_and_the_accounts() -> None:
    account = HouseThemes(default="简洁", columns={"党建": "党建红"})
    unit = HouseThemes(default="政策解读", columns={"党建": "简洁", "问答": "你问我答"})

    def chosen(**fields: str) -> str:
        return choose(fields, [account, unit]).theme.name

    assert chosen(theme="税务蓝", column="党建") == "税务蓝"
    assert chosen(column="党建") == "党建红"
    assert chosen(column="问答") == "你问我答"
    assert chosen(column="其他") == chosen() == "简洁"
    assert choose({}, [unit]).theme.name == "政策解读"
    assert choose({}).theme.name == "税务蓝"


def test_a_theme_that_nobody_knows_is_an_error_and_a_setting_that_is_gone_is_not() -> None:
    wrong = choose({"theme": "无名"}, [HouseThemes(default="简洁")])
    assert wrong.theme.name == "简洁"
    assert wrong.finding is not None
    assert "税务蓝、党建红" in wrong.finding.what
    gone = choose({}, [HouseThemes(default="已删"), HouseThemes(default="党建红")])
    assert (gone.theme.name, gone.finding) == ("党建红", None)


def test_a_nearer_houses_theme_stands_in_for_one_of_the_same_name() -> None:
    near = Theme(name="税务蓝", main="#123456")
    assert (
        themes_of([HouseThemes(own=(near,)), HouseThemes(own=(Theme(name="税务蓝"),))])["税务蓝"]
        == near
    )


class _Depth(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.styles: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.styles.append((tag, dict(attrs).get("style") or ""))


@EVERY
def test_a_quote_in_a_quote_has_no_more_air_below_than_above(theme: Theme) -> None:
    text = f"---\n标题: 题\n封面: 封面.png\n主题: {theme.name}\n---\n\n> 外\n>\n> > 内\n"
    look = _Depth()
    look.feed(compose(text, specimen.picture).article.html)
    inner = [style for tag, style in look.styles if tag == "blockquote"][1]
    inside = [style for tag, style in look.styles if tag == "p"][-1]
    assert inner.startswith("margin:0.6em 0 0;")
    assert inside == "margin:0"


def test_a_line_with_a_word_that_cannot_break_is_not_justified() -> None:
    html = heading_styles("变量 `annualTaxableIncome` 在此。\n\n普通一段 App。")
    assert html.count("text-align:left") == 1


def heading_styles(text: str) -> str:
    return compose(f"---\n标题: 题\n封面: 封面.png\n---\n\n{text}", specimen.picture).article.html


def test_questions_and_answers_get_their_marks() -> None:
    html = heading("问：能办吗？\n\n答：能。\n\nQ1: 怎么办？\n\nA1: 网上办。", "你问我答")
    assert [
        re.sub(r"<[^>]*>", "", one) for one in re.findall(r"<p><span>(.*?)</span></span>", html)
    ] == [
        "问：",
        "答：",
        "Q1:",
        "A1:",
    ]


def test_a_choice_without_a_question_is_no_answer() -> None:
    html = heading("A：网上办\n\nB：窗口办\n\n答非所问。", "你问我答")
    assert "<p>A：网上办</p><p>B：窗口办</p>" in html
