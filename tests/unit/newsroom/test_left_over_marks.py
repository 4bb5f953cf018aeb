"""Marks that readers would see are found, and what only looks like one is not."""

import pytest

from chalicelib.newsroom import Severity
from chalicelib.newsroom.composing.checks.marks import MARKS, left_over
from chalicelib.newsroom.composing.checks.models import Copy, House
from chalicelib.newsroom.composing.compose import compose
from chalicelib.newsroom.composing.layout import lay_out
from chalicelib.newsroom.composing.sources import read_markdown
from chalicelib.newsroom.errors import ArticleRefused


def found(words: str) -> list[tuple[str, Severity]]:
    return [
        (one.what.split("会原样显示")[0], one.severity)
        for one in left_over(Copy({}, (("第 1 行", words),)), House())
    ]


ERROR, WARNING = Severity.ERROR, Severity.WARNING


@pytest.mark.parametrize(
    ("words", "name", "severity"),
    [
        ("纳税人张**已办结", "加粗的 **", ERROR),
        ("纳税人张**、李四", "星号", WARNING),
        ("** 重点 **内容", "加粗的 **", ERROR),
        ("~~ 旧 ~~新", "删除线的 ~~", ERROR),
        ("这是==高亮==", "高亮的 ==", ERROR),
        ("这是++下划线++", "下划线的 ++", ERROR),
        ("![图](我的 图.jpg)", "图片", ERROR),
        ("![[图.jpg]]", "图片", ERROR),
        ("[办税指南](见下文 网址)", "链接", ERROR),
        ("详见[^1]", "注释编号", ERROR),
        ("参见[[另一页]]", "双链", ERROR),
        ("[TOC]", "目录", ERROR),
        ("<div>内容", "HTML 标签", ERROR),
        ("甲&nbsp;乙", "HTML 转义", ERROR),
        ("::: tip", "提示框", ERROR),
        ("!!! note", "提示框", ERROR),
        ("[!info]+ 题", "折叠的提示框", ERROR),
        ("%%内部口径%%", "不公开的批注", ERROR),
        ("{% asset_img a.png %}", "网站模板的标记", ERROR),
        ("{{< figure src=a >}}", "网站模板的标记", ERROR),
        ("办理流程{#flow}", "属性标记", ERROR),
        ("图{width=50%}", "属性标记", ERROR),
        ("应纳税额 $x_1+y$", "公式", ERROR),
        ("$$", "公式", ERROR),
        ("```python", "代码框的起止", ERROR),
        ("| 甲 | 乙 | |---|---|", "表格", ERROR),
        ("---", "文件头的起止", ERROR),
        ("##办理对象", "标题的 #", WARNING),
        (": 解释", "定义列表", WARNING),
        ("提醒:bell:请看", "表情代码", WARNING),
        ("税额 $x$ 元", "公式", ERROR),
        ("@[toc]", "目录", ERROR),
        ("%%内部", "不公开的批注", ERROR),
        ("[!NOTE] 内", "提示框的 [!]", ERROR),
        ("???+ note 题", "提示框", ERROR),
        ('=== "标签" 内', "提示框", ERROR),
        ("/// note 内 ///", "提示框", ERROR),
        ("{: .class}", "属性标记", ERROR),
        ("{税|shuì}", "注音", ERROR),
        ("x^2^", "上标的 ^", ERROR),
        ("H~2~O", "下标的 ~", WARNING),
        ("__粗__字", "加粗的 __", WARNING),
        ("[甲][2]", "没有地址的链接", WARNING),
        ("第一\\n第二", "换行的 \\n", WARNING),
        ("术语 : 解释", "定义列表", WARNING),
        ("import X from 'y'", "网页的代码", ERROR),
        ("\\newpage", "排版命令", ERROR),
    ],
)
def test_a_mark_that_is_left_is_named(words: str, name: str, severity: Severity) -> None:
    assert found(words) == [(name, severity)]


@pytest.mark.parametrize(
    "words",
    [
        "a == b 时成立，1+1=2，C++ 语言",
        "#个税汇算# 开始了",
        "办理时间：9:00-17:00，电话：12366",
        "价格 US$100 和 $200",
        "税率 3%，13%%",
        "（一）对象 [2026] 3 号 《办法》",
        "x < 5 且 y > 3，<重要提示>",
        "3 - 2 = 1；—— 说明 ——",
        "云税发〔2026〕3号!",
        "a*b",
        "9:00~12:00，3~5 个工作日，1~2 月",
        "姓名____，财税[2026]3号，[2026]第 3 号",
        "C:\\new，x^2",
        "价格$5，税$6",
        "见 https://a.example/#top",
    ],
)
def test_words_are_no_marks(words: str) -> None:
    assert found(words) == []


def test_code_may_hold_any_mark() -> None:
    head = "---\ntitle: 题\nkind: newspic\nimages: [a.png]\n---\n\n"
    with pytest.raises(ArticleRefused) as refused:
        compose(head + "用 `**` 加粗\n\n```\n{{ x }} ~~\n```\n\n正文==高亮==。\n", lambda _: None)
    met = [one.what for one in refused.value.findings if one.check == "marks"]
    assert len(met) == 1
    assert met[0].startswith("高亮的 ==")


def body(text: str) -> tuple[list[str], str]:
    """The findings of a text, and its words."""
    source = read_markdown("---\ntitle: 题\n---\n\n" + text + "\n")
    laid = lay_out(source.html, lambda name: name, source.begins)
    found = [*source.findings, *laid.findings]
    return [str(one) for one in found], " ".join(words for _, words in laid.places)


def test_what_its_author_means_is_shown() -> None:
    assert body("![图示|300](a.jpg)") == ([], "图示")
    assert body("![图示|center|300x200](a.jpg)") == ([], "图示")
    assert body("> [!info]+ 题\n> 内容") == ([], "提示｜题 内容")
    assert body(">[!warning]- 折叠\n>内") == ([], "警告｜折叠 内")
    assert body("    四格缩进**重点**") == ([], "四格缩进重点")
    assert body("金额3*4*5元") == ([], "金额3*4*5元")


def test_formulas_and_drawings_in_code_are_named() -> None:
    assert body(r"税额\[x=1\]元")[0] == ["第 5 行：公式会原样显示：…x=1…。改成文字或图片"]
    assert body(r"财税\[2026\]3号、\(一\)")[0] == []
    [said] = body("```mermaid\ngraph\n```")[0]
    assert said.startswith("第 5 行：mermaid 图")


def test_a_private_remark_keeps_the_article_back() -> None:
    for text in ("甲%%内部%%乙", "%%\n内部\n%%", "%%\n内部\n\n又一段\n%%", "甲 %% 内部"):
        with pytest.raises(ArticleRefused) as refused:
            compose(f"---\ntitle: 题\n---\n\n{text}\n", lambda _: None)
        assert any("不公开的批注" in one.what for one in refused.value.findings)


def test_a_video_that_is_not_there_keeps_the_article_back() -> None:
    [said] = body("[[视频: 办税演示]]")[0]
    assert said.startswith("第 5 行：视频“办税演示”还没有放进来")


def test_words_in_code_are_told_with_their_own_line() -> None:
    head = "---\ntitle: 题\nkind: newspic\nimages: [a.png]\n---\n\n"
    with pytest.raises(ArticleRefused) as refused:
        compose(head + "正文。\n\n```\n第一行\n\n帐户\n```\n", lambda _: None)
    assert [one.where for one in refused.value.findings if "帐户" in one.what] == ["第 12 行"]


def test_every_mark_says_how_to_mend_it() -> None:
    assert len({mark.name for mark in MARKS}) == len(MARKS)
    assert all(mark.mend for mark in MARKS)


def test_every_word_has_one_place_and_marks_of_notes_have_none() -> None:
    source = read_markdown("- 甲\n\n  乙`码`丙[^1]\n\n[^1]: 注文\n")
    laid = lay_out(source.html, lambda name: name, source.begins)
    assert [words for _, words in laid.places] == ["甲", "乙码丙", "注释", "注1 注文"]
    assert [words for _, words in laid.prose] == ["甲", "乙 丙", "注释", "注1 注文"]
