"""Notes of links carry their words; findings have their own line, and many of a kind are one."""

from __future__ import annotations

import re

import pytest

from chalicelib.newsroom import ArticleRefused
from chalicelib.newsroom.composing.compose import compose
from chalicelib.newsroom.models import Article, Finding
from tests.unit.newsroom.images import image

HEAD = "---\ntitle: 题\ncover: c.png\n---\n"


def made(text: str) -> Article:
    return compose(HEAD + text, lambda _: image()).article


def findings(text: str) -> list[Finding]:
    with pytest.raises(ArticleRefused) as refused:
        made(text)
    return list(refused.value.findings)


def words(article: Article) -> str:
    return re.sub("<[^>]+>", "", article.html)


def test_a_reference_has_the_words_of_its_link() -> None:
    html = made("见[征管法](https://a.cn/1)和[又见](https://a.cn/1)，<https://a.cn/2>").html
    assert "[1] 征管法：https://a.cn/1</p>" in html
    assert html.count("[2]") == 0


def test_no_line_begins_with_the_mark_of_a_link() -> None:
    assert "办法\u2060[1]" in words(made("见[办法](https://a.cn/1)"))


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("[a@b.cn](mailto:a@b.cn)", "a@b.cn"),
        ("[A@B.cn](mailto:a@b.cn?subject=x)", "A@B.cn"),
        ("[写信](mailto:a@b.cn)", "写信（a@b.cn）"),
        ("[0871 123-4567](tel:08711234567)", "0871 123-4567"),
        ("a@b.cn[写信](mailto:a@b.cn)", "a@b.cn写信"),
    ],
)
def test_an_address_is_printed_once(written: str, shown: str) -> None:
    assert words(made(written)) == shown


def test_the_second_heading_of_the_same_words_has_a_number() -> None:
    assert made("# 深圳\n\n# 深圳\n\n[前](#深圳) [后](#深圳-1)")
    assert [one for one in findings("# 深圳\n\n[后](#深圳-1)") if "没有的位置" in one.what]


def test_a_finding_in_code_has_its_own_line() -> None:
    found = findings("正文\n\n```\n甲\n登陆\n```\n\n```\n\n帐户\n```\n")
    assert [one.where for one in found] == ["第 9 行", "第 14 行"]


def test_many_findings_of_a_kind_are_one() -> None:
    [one, _empty] = findings("\n\n".join(f"![](https://x.cn/{n}.png)" for n in range(8)))
    assert one.where == "第 5 行"
    assert "0.png" in one.what
    assert one.what.endswith("（同样的还有 7 处：第 7、9、11、13、15、17、19 行）")


def test_different_wrong_words_stay_apart() -> None:
    found = findings("\n\n".join(["登陆", "帐户"] * 4))
    assert len(found) == 8


def test_a_nested_quote_has_no_air_below_its_last_line() -> None:
    html = made("> 外\n>\n> > 内\n").html
    margins = re.findall(r'<(blockquote|p) style="margin:([^;"]*)', html)
    assert margins[-2:] == [("blockquote", "0.6em 0 0"), ("p", "0")]
