"""From a Markdown file to an article, or to every reason why not."""

from __future__ import annotations

import pytest

from chalicelib.newsroom import Article, ArticleRefused, compose, key_of, measures, with_addresses
from tests.unit.newsroom.images import image

PNG = image()
JPG = image("JPEG", (300, 200))
FILES = {"cover.png": PNG, "图 1.jpg": JPG, "anim.gif": b"GIF89a..", "notes.txt": b"hello"}
HEAD = "---\ntitle: 个税汇算开始了\ncover: cover.png\n---\n"


def article(body: str, head: str = HEAD) -> Article:
    return compose(head + body, FILES.get).article


def refusals(text: str) -> list[str]:
    with pytest.raises(ArticleRefused) as refused:
        compose(text, FILES.get)
    return [str(finding) for finding in refused.value.findings]


def test_fields_and_body_become_an_article() -> None:
    head = (
        "---\ntitle: 2026\nauthor: 省税务局\ndigest: 一图看懂\ncover: cover.png\nlegal_basis: 云岭税发〔2026〕1号\n"
        "source_url: https://tax.example.cn/a\ncolumn: 图解\nvalid_until: 2026-12-31\n---\n"
    )
    made = article("2026 年的正文，**要点**。", head)
    assert (made.title, made.author, made.digest, made.column) == (
        "2026",
        "省税务局",
        "一图看懂",
        "图解",
    )
    assert made.cover.media_type == "image/png"
    assert "<strong>要点</strong>" in made.html


def test_every_block_carries_its_style() -> None:
    made = article("## 小标题\n\n段落\n\n> 引用\n\n| 甲 | 乙 |\n|---|--:|\n| 1 | 2 |\n")
    for tag in ("h2", "p", "blockquote", "table", "th", "td"):
        assert f'<{tag} style="' in made.html
    assert "text-align:right" in made.html
    assert "class=" not in made.html


def test_a_picture_is_named_by_its_content_and_gets_its_address_later() -> None:
    made = article("![图](图%201.jpg)\n\n再看一次 ![图](<图 1.jpg>)")
    [shown] = made.pictures
    assert made.html.count(f'src="{shown.key}"') == 2
    html = with_addresses(made, {shown.key: "http://mmbiz.qpic.cn/x"})
    assert html.count('src="http://mmbiz.qpic.cn/x"') == 2
    assert "articles/" not in html


def test_a_picture_that_wechat_holds_already_stays() -> None:
    assert 'src="https://mmbiz.qpic.cn/a"' in article("![图](https://mmbiz.qpic.cn/a)").html


def test_a_link_out_becomes_a_numbered_reference() -> None:
    made = article(
        "见[公告](https://tax.example.cn/公告)和[往期](https://mp.weixin.qq.com/s/abc)，"
        "再看[公告](https://tax.example.cn/公告)。"
    )
    assert made.html.count("[1]</sup>") == 2
    assert "参考链接" in made.html
    assert "[1] https://tax.example.cn/公告</p>" in made.html
    assert '<a href="https://mp.weixin.qq.com/s/abc"' in made.html
    assert made.html.count("<a ") == 1


def test_what_runs_never_comes_through() -> None:
    made = article('<b onclick="x()">粗</b> <i style="position:fixed;color:red">斜</i>')
    assert "onclick" not in made.html
    assert "position" not in made.html
    assert "color:red" in made.html


def test_the_same_words_have_the_same_key() -> None:
    assert key_of(article("一")) == key_of(article("一"))
    assert key_of(article("一")) != key_of(article("二"))


def test_every_reason_is_given_at_once_with_its_place() -> None:
    text = (
        f"---\ntitle: {'长' * 33}\nauthor: {'人' * 17}\ndigest: {'摘' * 129}\ncolour: red\n"
        "source_url: ftp://x\nvalid_until: 明年\n---\n第一段\n\n![a](没有.png)\n![b](https://x.cn/a.png)\n\n"
        "![c](anim.gif)\n\n<script>alert(1)</script>\n"
    )
    found = refusals(text)
    assert "title：有 33 个字，最多 32 个" in found
    assert "author：有 17 个字，最多 16 个" in found
    assert "digest：有 129 个字，最多 128 个" in found
    assert any(line.startswith("colour：没有这个字段") for line in found)
    assert "cover：没有填写" in found
    assert "source_url：应以 https:// 或 http:// 开头" in found
    assert "valid_until：应是日期，例如 2026-12-31" in found
    assert "第 11 行：找不到图片文件 没有.png" in found
    assert any(line.startswith("第 12 行：外部图片 https://x.cn/a.png") for line in found)
    assert any(line.startswith("第 14 行：图片 anim.gif 已损坏或不完整") for line in found)
    assert any(line.startswith("第 16 行：微信会删掉 <script>") for line in found)
    assert len(found) == 11


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("没有文件头", "第 1 行：缺少文件头"),
        ("---\ntitle: a\n", "第 1 行：文件头没有结束"),
        ("---\ntitle: [a\n---\nx", "行：文件头不是正确的 YAML"),
        ("---\n- a\n---\nx", "第 2 行：文件头应是"),
        ("---\ntitle: [a]\ncover: cover.png\n---\nx", "title：应是一段文字"),
        ("---\ntitle:\ncover: cover.png\n---\nx", "title：没有填写"),
        (HEAD, "第 5 行：正文是空的"),
        (HEAD + "\n&nbsp;\n", "第 5 行：正文是空的"),
        ("---\ntitle: a\ncover: notes.txt\n---\nx", "cover：图片 notes.txt 不是图片"),
        (HEAD + "长" * 20_000, "须少于 20,000"),
    ],
)
def test_it_is_refused(text: str, reason: str) -> None:
    assert any(reason in line for line in refusals(text))


def test_measures_count_what_wechat_counts() -> None:
    by_name = {measure.name: measure for measure in measures(article("一二三"))}
    assert (by_name["标题"].value, by_name["标题"].limit) == (7, 32)
    assert by_name["正文"].value == len(article("一二三").html)


def test_a_source_url_that_is_no_address_is_a_finding() -> None:
    head = "---\ntitle: 题\ncover: cover.png\nsource_url: http://[oops\n---\n正文"
    assert refusals(head) == ["source_url：不是网址"]
