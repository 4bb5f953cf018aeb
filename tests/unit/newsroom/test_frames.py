"""Frames of the style library, and tables without a head."""

from __future__ import annotations

import re

import pytest

from chalicelib.newsroom.composing.compose import attempt
from chalicelib.newsroom.composing.layout.blocks import FRAMES
from chalicelib.newsroom.composing.layout.dress import safe
from chalicelib.newsroom.composing.sources import read_markdown
from chalicelib.newsroom.composing.themes.built_in import THEMES
from chalicelib.newsroom.composing.themes.look import look_of
from chalicelib.newsroom.editor.styles import STYLES


def page(text: str, theme: str = "税务蓝") -> str:
    source = read_markdown("---\n---\n" + text)
    return attempt(source, lambda name: None, given={"theme": theme}).article.html


def filtered(style: str) -> str:
    """A style without its margin, as the last filter writes it."""
    found = re.search('style="([^"]*)"', safe(f'<p style="{style}">x</p>'))
    assert found is not None
    return found.group(1).split(";", 1)[1]


def remarks(text: str) -> str:
    found = attempt(read_markdown("---\n---\n" + text), lambda name: None).findings
    return "".join(one.what for one in found if one.where.startswith("第"))


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("name", FRAMES)
def test_a_frame_is_drawn_by_the_theme_and_adds_no_word(name: str, theme: str) -> None:
    html = page(f"> [!{name}]\n> 里面的话\n>\n> - 一项", theme)
    look = look_of(THEMES[theme])
    assert filtered(look.roles[FRAMES[name]]) in html
    assert name not in html
    assert remarks(f"> [!{name}]\n> 里面的话") == ""


def test_a_frame_s_title_stands_above_its_words() -> None:
    html = page("> [!段落框] 办理条件\n> 有身份证。")
    assert html.index("办理条件") < html.index("有身份证。")
    assert filtered(look_of(THEMES["税务蓝"]).roles["frame-head"]) in html


def test_an_unknown_frame_is_told_with_those_that_there_are() -> None:
    assert "段落框" in remarks("> [!锦旗框]\n> 话")


def test_every_frame_stands_in_the_style_library() -> None:
    texts = "".join(style.text for style in STYLES)
    assert [name for name in FRAMES if f"[!{name}]" not in texts] == []


def test_an_empty_head_of_a_table_goes() -> None:
    html = page("|  |  |\n| --- | --- |\n| 时间 | 九点 |")
    assert "<th" not in html and html.count("<tr") == 1 and "<thead" not in html
    assert page("| 项目 |  |\n| --- | --- |\n| 时间 | 九点 |").count("<th ") == 2
