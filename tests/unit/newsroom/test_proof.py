"""``article html`` draws every article, whatever is wrong with it, and marks each fault where it stands."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from typer.testing import CliRunner

from chalicelib.newsroom.models import Finding, Severity
from chalicelib.newsroom.preview.proof import proof
from cli.app import app
from tests.unit.newsroom.images import image

HEAD = "---\n标题: 题\n封面: c.png\n---\n\n"


def drawn(
    folder: Path, text: str, options: str = "", name: str = "稿.md"
) -> tuple[int, BeautifulSoup]:
    (folder / "c.png").write_bytes(image())
    (folder / name).write_text(text, "utf-8")
    out = folder / "o.html"
    command = f"article html {folder / name} -o {out} --yes {options}"
    result = CliRunner().invoke(app, shlex.split(command), env={"TERM": "dumb"})
    assert out.exists(), result.output
    return result.exit_code, BeautifulSoup(out.read_text("utf-8"), "html.parser")


def test_an_article_in_order_has_no_mark_and_exit_code_nought(tmp_path: Path) -> None:
    code, page = drawn(tmp_path, HEAD + "正文。")
    assert code == 0
    assert page.select(".rm-note, .faults") == []


@pytest.mark.parametrize(
    ("text", "above", "said"),
    [
        ("---\n标题: 题\n---\n\n正文。", True, "封面：没有填写"),
        ("---\n封面: c.png\n---\n\n正文。", True, "标题：没有填写"),
        ("正文。", False, "缺少文件头"),
        ("---\n标题: [\n---\n\n正文。", True, "文件头"),
        ("---\n标题: 题\n", True, "文件头没有结束"),
        ("---\n标题: 题\n封面: 无.png\n---\n\n正文。", True, "找不到图片文件"),
        ("---\n标题: 题\n封面: https://a.example/c.png\n---\n\n正文。", True, "封面应是稿件旁边的"),
        ("---\n标题: 题\n封面: c.png\n主题: 无名\n---\n\n正文。", True, "没有主题“无名”"),
        ("---\n标题: 题\n封面: c.png\n类型: 怪\n---\n\n正文。", True, "没有这种类型"),
        (HEAD, True, "正文是空的"),
        (HEAD + "字" * 20_000, True, "须少于 20,000"),
        (HEAD + "正文。\n\n![](无.png)", False, "找不到图片文件 无.png"),
        (HEAD + "正文。\n\n![](https://a.example/a.png)", False, "外部图片"),
        (HEAD + "正文。\n\n[点](x.html)", False, "相对地址"),
        (HEAD + "登陆系统。", False, "应为“登录系统”"),
        (HEAD + "正文（没有关。", False, "（"),
        (HEAD + "正文。\n\n[[视频: 三分钟 | wxv_1]]", False, "还没有放进来"),
        (HEAD + "| 甲 |\n|---|\n| ![](无.png) |", False, "找不到图片文件 无.png"),
        (HEAD + "- 甲\n- ![](无.png)", False, "找不到图片文件 无.png"),
    ],
)
def test_every_kind_of_fault_is_drawn(tmp_path: Path, text: str, above: bool, said: str) -> None:
    code, page = drawn(tmp_path, text)
    assert code == 1
    place = page.select_one(".faults") if above else page.select_one(".phone")
    assert place is not None
    assert said in place.get_text()
    assert page.select_one(".faults p") is not None


@pytest.mark.parametrize("kind", ["贴图", "视频", "音频"])
def test_other_kinds_are_drawn_with_their_faults(tmp_path: Path, kind: str) -> None:
    code, page = drawn(tmp_path, f"---\n标题: 题\n类型: {kind}\n---\n\n正文。")
    assert code == 1
    assert "正文。" in page.get_text()


def test_a_file_beside_it_with_faults_is_drawn_too(tmp_path: Path) -> None:
    (tmp_path / "稿.yaml").write_text("标题: [\n", "utf-8")
    code, page = drawn(tmp_path, HEAD + "正文。")
    assert code == 1
    assert "稿.yaml" in page.select_one(".faults").get_text()


def test_a_page_of_html_is_drawn_too(tmp_path: Path) -> None:
    code, page = drawn(tmp_path, "<p>正文</p>\n<p><img src='file:///c:/a.png'></p>", name="稿.html")
    assert code == 1
    assert "只在写稿的电脑上有" in page.select_one(".phone .rm-gap").get_text()


def test_a_missing_picture_is_a_box_in_its_place(tmp_path: Path) -> None:
    _, page = drawn(tmp_path, HEAD + "甲\n\n![](无.png)\n\n乙\n\n丙 ![](b.png) 丁")
    words = [one.get_text() for one in page.select(".phone p")]
    assert [re.sub(r".*(找不到.*)", r"\1", one) for one in words if one.strip()][:3] == [
        "甲",
        "找不到图片文件 无.png",
        "乙",
    ]
    boxes = page.select(".rm-gap")
    assert [("无.png" in one.get_text(), "b.png" in one.get_text()) for one in boxes] == [
        (True, False),
        (False, True),
    ]


def test_marks_stand_behind_the_line_they_are_about(tmp_path: Path) -> None:
    _, page = drawn(tmp_path, HEAD + "第一段。\n\n登陆系统。\n\n第三段。\n")
    after = page.select_one(".phone .rm-note").find_previous_sibling("p")
    assert after.get_text() == "登陆系统。"


def test_warnings_are_marked_and_keep_nothing_back(tmp_path: Path) -> None:
    code, page = drawn(tmp_path, HEAD + "正文。\n\n<script>x</script>")
    assert code == 0
    assert page.select_one(".rm-note.warning") is not None


def test_a_missing_cover_is_a_box(tmp_path: Path) -> None:
    _, page = drawn(tmp_path, "---\n标题: 题\n---\n\n正文。")
    assert "封面还没有" in page.select_one(".cards").get_text()


def test_dark_pages_have_converted_colours(tmp_path: Path) -> None:
    _, page = drawn(tmp_path, HEAD + "## 甲\n\n正文", "--dark")
    assert "#191919" in page.select_one("style").get_text()
    assert "color:#a3a3a3" in str(page.select_one(".phone section"))


def test_what_a_finding_says_is_text_and_never_markup() -> None:
    finding = Finding(where="第 1 行", what="<img src=x onerror=1>", severity=Severity.ERROR)
    html = proof('<section><p data-at="第 1 行">文</p></section>', [finding]).html
    assert "<img" not in html
    assert "data-at" not in html
