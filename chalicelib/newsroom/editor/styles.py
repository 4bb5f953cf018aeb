"""The style library (样式库): what a theme can draw, each as a small page drawn by that very theme."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Final, NamedTuple

from chalicelib import people
from chalicelib.actor import Actor
from chalicelib.newsroom.house_themes import themes_for
from chalicelib.values import Value

if TYPE_CHECKING:
    from chalicelib.newsroom.composing.themes import Theme

_PICTURE: Final = "sample.png"


class _Style(NamedTuple):
    group: str
    name: str
    text: str
    """Markdown, as it goes into a text."""


STYLES: Final = (
    _Style("标题框", "小标题", "## 小标题"),
    _Style("标题框", "标题框", "> [!标题框]\n> 标题写在这里"),
    _Style("标题框", "双线标题", "> [!双线标题]\n> 标题写在这里"),
    _Style("段落框", "段落框", "> [!段落框] 框的标题\n> 内容写在这里，可以有几段、列表和图片。"),
    _Style("段落框", "虚线框", "> [!虚线框] 框的标题\n> 内容写在这里。"),
    _Style("段落框", "提示", "> [!提示]\n> 要提醒读者的话。"),
    _Style("段落框", "注意", "> [!注意]\n> 容易出错的地方。"),
    _Style("段落框", "重要", "> [!重要]\n> 不能错过的话。"),
    _Style("段落框", "政策依据", "> [!政策依据]\n> 《文件名称》（文号）第几条。"),
    _Style("引用", "引用", "> 引用的话写在这里。"),
    _Style("引用", "金句", "> [!金句]\n> 一句话写在这里"),
    _Style("分割线", "分割线", "---"),
    _Style("分割线", "带字的分割线", "> [!分割线]\n> 下一部分"),
    _Style("图框", "图框", f"> [!图框]\n> ![图片说明]({_PICTURE})"),
    _Style("问答", "问答", "问：问题写在这里？\n\n答：回答写在这里。"),
    _Style("表格", "表格", "| 项目 | 内容 |\n| --- | --- |\n| 时间 | 工作日 9:00—17:00 |"),
)


class Sample(Value):
    """One style, as an editor chooses it."""

    group: str
    name: str
    text: str
    """Markdown; empty of pictures, which the editor adds."""
    page: str
    """A page of HTML that shows it; it runs nothing and fetches nothing."""


class Look(Value):
    """A theme, as far as a form and a cover need it."""

    name: str
    about: str
    main: str
    accent: str
    on_main: str


class Styles(Value):
    """The style library of a text."""

    theme: str
    """The theme that the samples are drawn by."""
    samples: tuple[Sample, ...]
    themes: tuple[Look, ...]
    """All that the text may choose."""


def style_library(unit: str, fields: dict[str, str], *, by: Actor) -> Styles:
    """The styles of a text with these ``fields``. Raises ``PermissionDenied`` or ``UnknownUnit``."""
    from chalicelib.newsroom.composing.themes.choice import choose, themes_of

    people.require(by, "newsroom:article:write", unit)
    houses = themes_for(unit=unit)
    theme = choose(fields, houses).theme
    return Styles(
        theme=theme.name,
        samples=tuple(_sample(one, theme) for one in STYLES),
        themes=tuple(
            Look(
                name=one.name,
                about=one.about,
                main=one.main,
                accent=one.accent,
                on_main=one.on_main,
            )
            for one in themes_of(houses).values()
        ),
    )


def _sample(style: _Style, theme: Theme) -> Sample:
    from chalicelib.newsroom.composing.layout import lay_out
    from chalicelib.newsroom.composing.sources import read_markdown

    source = read_markdown(f"---\n---\n{style.text}")
    laid = lay_out(source.html, lambda name: name, source.begins, theme)
    text = style.text.replace(f"\n> ![图片说明]({_PICTURE})", "\n> 在这里放图片")
    page = _PAGE.format(body=laid.html.replace(f'src="{_PICTURE}"', f'src="{_drawn()}"'))
    return Sample(group=style.group, name=style.name, text=text, page=page)


def _drawn() -> str:
    """A picture of hills, as an address of its own."""
    return f"data:image/svg+xml;base64,{base64.b64encode(_HILLS.encode()).decode()}"


_HILLS: Final = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="110"><rect width="300" height="110" fill="#dfe6ee"/>'
    '<circle cx="230" cy="32" r="14" fill="#f5f7fa"/><path d="M0 110 90 40 150 90 200 55 300 110z" fill="#aebccb"/></svg>'
)
_PAGE: Final = """<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<style>body {{ margin: 0; padding: 10px 6px; background: #fff; font-family: -apple-system, "PingFang SC", \
"Microsoft YaHei", "Noto Sans CJK SC", sans-serif; overflow: hidden }}
body > section > :first-child {{ margin-top: 0 !important }}</style></head><body>{body}</body></html>
"""
