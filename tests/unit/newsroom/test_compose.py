"""From a Markdown file to an article, or to every reason why not."""

from __future__ import annotations

import pytest

from chalicelib.newsroom import Article, ArticleRefused, compose, content_key, measures
from chalicelib.newsroom.composing.wechat_draft import with_addresses
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
    assert "[1] 公告：https://tax.example.cn/公告</p>" in made.html
    assert '<a href="https://mp.weixin.qq.com/s/abc"' in made.html
    assert made.html.count("<a ") == 1


def test_what_runs_never_comes_through() -> None:
    made = article('<b onclick="x()">粗</b> <i style="position:fixed;color:red">斜</i>')
    assert "onclick" not in made.html
    assert "position" not in made.html
    assert "color:red" in made.html


def test_the_same_words_have_the_same_key() -> None:
    assert content_key(article("一")) == content_key(article("一"))
    assert content_key(article("一")) != content_key(article("二"))


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
    assert "文件头：没有用到这些字段：colour" in found
    assert any(line.startswith("cover：没有填写封面：") and "--set 封面=" in line for line in found)
    assert "source_url：应以 https:// 或 http:// 开头" in found
    assert "valid_until：应是日期，例如 2026-12-31" in found
    assert "第 11 行：找不到图片文件 没有.png" in found
    assert any(line.startswith("第 12 行：外部图片 https://x.cn/a.png") for line in found)
    assert any(line.startswith("第 14 行：图片 anim.gif 已损坏或不完整") for line in found)
    assert any(line.startswith("第 16 行：网页脚本没有放进正文") for line in found)
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
        (
            "---\ntitle: a\ncover: https://a.example/c.png\n---\nx",
            "cover：封面应是稿件旁边的图片文件",
        ),
        ("---\ntitle: a\ncover: Xb3kq9_temporary\n---\nx", "cover：封面应是稿件旁边的图片文件"),
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


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("**不能。**同一年度", "<strong>不能。</strong>同一年度"),
        ("请看**“汇算”**页面", "请看<strong>“汇算”</strong>页面"),
        ("~~以前。~~现在", "<s>以前。</s>现在"),
        ("换行\n之后", "换行<br>\n之后"),
        ("new\nline", "new\nline"),
    ],
)
def test_chinese_is_read_as_it_is_written(markdown: str, html: str) -> None:
    assert html in article(markdown).html


def test_a_first_heading_that_is_the_title_is_said_once() -> None:
    head = "---\ncover: cover.png\n---\n"
    made = article("# 个税 *汇算*\n\n正文", head)
    assert made.title == "个税 汇算"
    assert "<h1" not in made.html
    assert "<h1" in article("# 另一个标题\n\n正文").html


def test_boxes_to_tick_are_shown() -> None:
    html = article("- [ ] 身份证\n- [x] 申请表\n- [链接](https://a.example.cn/)\n").html
    assert "☐ 身份证" in html
    assert "☑ 申请表" in html
    assert "链接<sup" in html


def test_callouts_of_every_kind_get_their_heading() -> None:
    for word, heading in (
        ("TIP", "提示"),
        ("note", "注意"),
        ("IMPORTANT", "重要"),
        ("依据", "政策依据"),
    ):
        html = article(f"> [!{word}] 要点\n> 内容\n").html
        assert f">{heading}｜要点</p>" in html
        assert "[!" not in html
        assert "<blockquote" not in html
    assert ">提示</p>" in article("> [!TIP]\n> 内容\n").html


def test_a_wide_table_scrolls_and_a_narrow_one_fits() -> None:
    wide = "|" + "这一列的标题很长|" * 6 + "\n" + "|" + "---|" * 6 + "\n"
    assert "min-width:" in article(wide).html
    assert "overflow-x:auto" in article(wide).html
    assert "min-width:" not in article("| 甲 | 乙 |\n|---|---|\n| 1 | 2 |\n").html


def test_code_keeps_its_lines_and_indents() -> None:
    html = article("```\nif a:\n    b  = 1\n```\n").html
    assert "if a:<br>&nbsp;&nbsp;&nbsp;&nbsp;b&nbsp;&nbsp;= 1</pre>" in html


def test_a_picture_that_stands_alone_has_a_caption_unless_its_words_say_nothing() -> None:
    assert ">办理流程</p>" in article("![办理流程](<图 1.jpg>)").html
    assert ">图一</p>" in article('![别的](<图 1.jpg> "图一")').html
    for nothing in ("image", "图片1", "IMG_2031.jpg", "微信图片_20261123"):
        assert article(f"![{nothing}](<图 1.jpg>)").html.count("<p ") == 1


def test_an_article_with_a_place_for_a_video_does_not_go_out() -> None:
    [said] = refusals(HEAD + "文字\n\n[[视频: 演示 | wxv_123]]\n")
    assert said.startswith("第 7 行：视频“演示”还没有放进来")


def test_fields_may_be_written_in_chinese() -> None:
    made = article("正文", "---\n标题: 题\n封面: cover.png\n责任部门: 法规处\n---\n")
    assert (made.title, made.owner) == ("题", "法规处")


def test_notes_are_numbered_by_their_first_mark() -> None:
    html = article("甲[^b]乙[^a]丙[^b]\n\n[^a]: 第二\n[^b]: 第一\n").html
    assert html.count("注1</sup>") == 2
    assert "注1 第一</p>" in html
    assert "注2 第二</p>" in html
