"""Themes as files: what a person may write, and what is said where it cannot be."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

from chalicelib.newsroom import THEMES, Theme, read_theme, write_theme
from chalicelib.newsroom.composing.themes.theme_file import TOKENS
from chalicelib.newsroom.errors import BadTheme
from cli.app import app
from tests.unit.newsroom.images import image


def run(command: str) -> Result:
    return CliRunner().invoke(app, shlex.split(command), env={"COLUMNS": "200", "TERM": "dumb"})


def told(text: str) -> list[tuple[str, str]]:
    with pytest.raises(BadTheme) as refused:
        read_theme(text)
    return [(field.name, field.problem) for field in refused.value.fields]


@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda theme: theme.name)
def test_a_theme_that_is_written_out_is_read_again(theme: Theme) -> None:
    assert read_theme(write_theme(theme)).theme == theme


def test_every_token_can_be_written() -> None:
    written = {token.attribute for tokens in TOKENS.values() for token in tokens.values()}
    assert written == set(Theme.model_fields) - {"name", "about"}


def test_what_is_not_written_comes_from_the_theme_that_it_derives_from() -> None:
    text = "名称: 江城红\n基于: 党建红\n颜色:\n  主色: '#8F0A14'\n文字:\n  字距: 1.2 px\n  两端对齐: 否\n"
    made = read_theme(text).theme
    assert (made.name, made.main, made.spacing, made.justified) == ("江城红", "#8f0a14", 1.2, False)
    assert made.heading is THEMES["党建红"].heading


def test_short_colours_and_plain_numbers_are_understood() -> None:
    made = read_theme("名称: 甲\n颜色:\n  正文: '#333'\n文字:\n  行距: 2\n").theme
    assert (made.text, made.leading) == ("#333333", 2)


def test_every_fault_is_told_at_once_with_its_place() -> None:
    found = told(
        "名称: 甲 乙\n基于: 没有\n颜色:\n  主色: 蓝\n  正文:\n  副色: '#123456'\n文字:\n  字距: 大\n  字号: 40\n"
        "  两端对齐: 也许\n小标题:\n  样式: 彩虹\n引用: 竖条\n页眉: 无\n"
    )
    assert [name for name, _ in found] == [
        "基于",
        "名称",
        "颜色 主色",
        "颜色 正文",
        "颜色 副色",
        "文字 字距",
        "文字 两端对齐",
        "小标题 样式",
        "引用",
        "页眉",
        "文字 字号",
    ]
    said = dict(found)
    assert said["文字 字号"] == "40 超出范围；应为 14–20 px"
    assert "竖条 色块" in said["小标题 样式"]
    assert "要加引号" in said["颜色 正文"]


@pytest.mark.parametrize(
    ("colour", "said"),
    [
        ("主色: '#f4a261'", "“主色”写在白底上，对比度只有 2.1，至少要 4.5"),
        ("次要文字: '#999999'", "“次要文字”写在白底上，对比度只有 2.8，至少要 4.5"),
        ("次要文字: '#6b6b6b'", "“次要文字”写在白底上，微信深色模式下的对比度只有 3.3，应有 4.5"),
        ("主色上的字: '#123456'", "“主色上的字”写在主色上，对比度只有 1.9，至少要 4.5"),
    ],
)
def test_colours_that_nobody_can_read_are_named_with_the_measured_contrast(
    colour: str, said: str
) -> None:
    text = f"名称: 甲\n颜色:\n  {colour}\n"
    try:
        remarks = read_theme(text).remarks
    except BadTheme as refused:
        remarks = tuple(field.problem for field in refused.fields)
    assert said in remarks


def test_a_colour_that_is_weak_in_dark_mode_alone_is_a_remark() -> None:
    read = read_theme("名称: 甲\n颜色:\n  次要文字: '#6b6b6b'\n")
    assert read.theme.quiet == "#6b6b6b"
    assert all("深色模式" in one for one in read.remarks)
    assert read.remarks


@pytest.mark.parametrize(
    "text",
    ["", "主题", "- 甲", "名称：甲", "名称: [", "颜色:\n\t主色: x", "名称: &a\n b: *a", "{" * 2000],
)
def test_a_file_of_another_form_says_how_it_is_written(text: str) -> None:
    with pytest.raises(BadTheme) as refused:
        read_theme(text)
    assert "主题文件" in str(refused.value)
    assert not any(word in str(refused.value) for word in ("expected", "found", "mapping"))


@given(st.text(max_size=200))
def test_any_text_is_a_theme_or_is_refused(text: str) -> None:
    try:
        read_theme(text)
    except BadTheme:
        return


@pytest.fixture
def own(tmp_path: Path) -> Path:
    (tmp_path / "c.png").write_bytes(image())
    (tmp_path / "稿.md").write_text(
        "---\n标题: 题\n封面: c.png\n栏目: 党建\n---\n\n## 甲\n\n文\n", "utf-8"
    )
    path = tmp_path / "云岭蓝.yaml"
    path.write_text("名称: 云岭蓝\n颜色:\n  主色: '#0a4f8a'\n", "utf-8")
    return path


def test_commands_list_show_check_and_preview(own: Path) -> None:
    assert "党建红" in run("article theme list").stdout
    listed = json.loads(run("article theme list --json").stdout)
    assert [one["name"] for one in listed if one["used"]] == ["税务蓝"]
    assert read_theme(run("article theme show 党建红").stdout).theme == THEMES["党建红"]
    checked = run(f"article theme check {own}")
    assert checked.exit_code == 0
    assert "微信深色模式" in checked.stdout
    out = own.parent / "o.html"
    shown = run(f"article theme preview {own} -o {out} --dark")
    assert shown.exit_code == 0, shown.output
    assert "#0a4f8a" in out.read_text("utf-8")
    on = run(f"article theme preview {own} -o {out} --yes --on {own.parent / '稿.md'}")
    assert on.exit_code == 0, on.output
    assert "#0a4f8a" in out.read_text("utf-8")


def test_a_theme_that_is_not_there_names_those_that_are(own: Path) -> None:
    result = run("article theme show 无名")
    assert result.exit_code == 1
    assert "税务蓝、党建红" in result.stderr


def test_a_settings_file_chooses_themes_and_brings_its_own(own: Path) -> None:
    house = own.parent / "设置.yaml"
    house.write_text("主题: 云岭蓝\n栏目主题:\n  党建: 党建红\n主题文件: [云岭蓝.yaml]\n", "utf-8")
    out = own.parent / "o.html"
    run(f"article html {own.parent / '稿.md'} -o {out} --yes --house {house}")
    assert THEMES["党建红"].main in out.read_text("utf-8")
    run(f"article html {own.parent / '稿.md'} -o {out} --yes --house {house} --set 栏目=其他")
    assert "#0a4f8a" in out.read_text("utf-8")
    run(f"article html {own.parent / '稿.md'} -o {out} --yes --house {house} --set 主题=你问我答")
    assert THEMES["你问我答"].main in out.read_text("utf-8")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("主题: 无名\n", "里的主题“无名”没有"),
        ("主题: [甲]\n", "应是一个主题的名称"),
        ("栏目主题: 党建红\n", "每行写一个“栏目: 主题”"),
        ("主题文件: [无.yaml]\n", "没有这个文件"),
        ("主题文件: 云岭蓝.yaml\n", "应是一列文字"),
    ],
)
def test_a_settings_file_that_is_wrong_says_so(own: Path, text: str, said: str) -> None:
    house = own.parent / "设置.yaml"
    house.write_text(text, "utf-8")
    result = run(f"article check {own.parent / '稿.md'} --house {house}")
    assert result.exit_code == 1
    assert said in result.stderr.replace("\n", "")
