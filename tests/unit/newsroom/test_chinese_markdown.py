"""Markdown as Chinese editors write it: bold is what stands between the marks, a line is a line, a star a star."""

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.newsroom.composing.sources import read_markdown

HEAD = "---\ntitle: 题\n---\n\n"


def html(markdown: str) -> str:
    """The body as HTML, without the places that findings need."""
    made = read_markdown(HEAD + markdown).html
    return re.sub(r' data-[a-z-]+="[^"]*"', "", made).strip()


def inner(markdown: str) -> str:
    made = html(markdown)
    assert made.startswith("<p>"), made
    return made.removeprefix("<p>").removesuffix("</p>")


@pytest.mark.parametrize(
    ("markdown", "shown"),
    [
        ("税率**13%**降为**9%**，减按**1%**征收", "税率<b>13%</b>降为<b>9%</b>，减按<b>1%</b>征收"),
        ("减按**1%**征收，**(一)**项", "减按<b>1%</b>征收，<b>(一)</b>项"),
        ("**15日(含)**前", "<b>15日(含)</b>前"),
        ("**3‰**计", "<b>3‰</b>计"),
        ("**5.**项", "<b>5.</b>项"),
        ('**"六税两费"**减免', '<b>"六税两费"</b>减免'),
        ("~~原3%~~现1%", "<s>原3%</s>现1%"),
        ("**Are you hungry?**Hello", "<b>Are you hungry?</b>Hello"),
        ("**注意：**请", "<b>注意：</b>请"),
        ("**（一）**项", "<b>（一）</b>项"),
        ("**“甲”**乙", "<b>“甲”</b>乙"),
        ("第1**2**3条", "第1<b>2</b>3条"),
        ("**甲**乙**丙**", "<b>甲</b>乙<b>丙</b>"),
        ("**3*4=12**元", "<b>3*4=12</b>元"),
        ("*强调*这里", "<em>强调</em>这里"),
        ("***都要***", "<em><b>都要</b></em>"),
        ("**~~都要~~**", "<b><s>都要</s></b>"),
        ("金额100*2*3元", "金额100*2*3元"),
        ("单价*3*数量", "单价*3*数量"),
        ("3 * 4 * 5", "3 * 4 * 5"),
        ("电话138****1234、139****5678", "电话138****1234、139****5678"),
        ("\\*\\*不加粗\\*\\*", "**不加粗**"),
        ("`**原样**`", "<code>**原样**</code>"),
    ],
)
def test_emphasis_is_what_stands_between_the_marks(markdown: str, shown: str) -> None:
    made = unescape(inner(markdown)).replace("strong>", "b>")
    assert made == shown


def test_a_link_can_be_bold_beside_words() -> None:
    assert inner("看**[办税指南](https://a.example/)**后").startswith("看<strong><a href=")
    assert inner("看**[办税指南](https://a.example/)**后").endswith("</a></strong>后")


RUNS = st.text(
    "税率元降为项（）“”，。！：0123456789%‰)(.!?,;:/+-=\"'《》、", min_size=1, max_size=12
)


@given(RUNS, RUNS, RUNS)
def test_emphasising_a_run_shows_exactly_that_run_as_bold(
    before: str, run: str, after: str
) -> None:
    made = inner(f"字{before}**{run}**{after}")
    assert unescape(made) == f"字{before}<strong>{run}</strong>{after}"


@given(st.lists(st.tuples(RUNS, RUNS), min_size=1, max_size=4))
def test_runs_do_not_pair_the_other_way_round(pairs: list[tuple[str, str]]) -> None:
    made = inner("字" + "".join(f"{plain}**{bold}**" for plain, bold in pairs) + "尾")
    shown = "字" + "".join(f"{plain}<strong>{bold}</strong>" for plain, bold in pairs) + "尾"
    assert unescape(made) == shown


@pytest.mark.parametrize("indent", ["    ", "\t", "　　", "        "])
def test_an_indented_paragraph_is_a_paragraph(indent: str) -> None:
    made = html(f"前一段。\n\n{indent}一、申报期限为**12月15日**。")
    assert "<code>" not in made
    assert "<strong>12月15日</strong>" in made


@pytest.mark.parametrize(
    "lines",
    [
        ["一、办理对象", "二、办理材料", "三、办理流程"],
        ["（一）身份证", "（二）申请表"],
        ["地址：甲路1号", "电话：12366", "时间：9:00"],
        ["第一条 总则", "第二条 范围"],
        ["①登录", "②填写", "③提交"],
        ["春眠不觉晓", "处处闻啼鸟"],
        ["请于12月15日前办理。", "逾期不予受理。"],
        ["**办理时间**", "工作日 9:00–17:00"],
    ],
)
def test_one_point_a_line_stays_one_a_line(lines: list[str]) -> None:
    made = inner("\n".join(lines))
    assert made.count("<br />") == len(lines) - 1
    assert [re.sub("<[^>]+>", "", one).strip() for one in made.split("<br />")] == [
        line.replace("**", "") for line in lines
    ]


def test_a_long_line_that_a_program_wrapped_runs_on() -> None:
    line = "纳税人应当自取得应税凭证之日起十五日内向主管税务机关申报缴纳并按照规定"
    assert "<br" not in inner(f"{line}\n保存有关的凭证以备检查。")
    assert "<br" not in inner("a line of English that somebody's\neditor has wrapped")


@pytest.mark.parametrize(
    "markdown",
    [
        "> [!TIP] 标题\n> 内容",
        "![甲](a.png)\n![乙](b.png)",
        "<center>\n文字\n</center>",
        "```\n一、甲\n二、乙\n```",
    ],
)
def test_a_line_that_stands_alone_needs_no_break(markdown: str) -> None:
    assert "<br" not in html(markdown)


def test_lines_of_a_list_item_are_kept() -> None:
    assert "<br />" in html("- 地址：甲路1号\n  电话：12366")
