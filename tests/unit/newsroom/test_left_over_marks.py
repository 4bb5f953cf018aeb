"""Marks that readers would see are found, and what only looks like one is not."""

import pytest

from chalicelib.newsroom import Severity
from chalicelib.newsroom.composing.checks.marks import MARKS, left_over
from chalicelib.newsroom.composing.checks.models import Copy, House
from chalicelib.newsroom.composing.compose import compose
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


def test_every_mark_says_how_to_mend_it() -> None:
    assert len({mark.name for mark in MARKS}) == len(MARKS)
    assert all(mark.mend for mark in MARKS)
