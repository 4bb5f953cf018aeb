"""An article as one local HTML page that looks like a phone: cover, title, body, nothing fetched from anywhere."""

from __future__ import annotations

import base64
from collections.abc import Callable, Sequence
from html import escape
from typing import TYPE_CHECKING, Final

from chalicelib.newsroom.composing.limits import CHINESE_NAMES
from chalicelib.newsroom.composing.themes import dark as dark_mode
from chalicelib.newsroom.composing.wechat_draft import with_addresses
from chalicelib.newsroom.models import Article, ArticleKind, Finding, Picture, Severity
from chalicelib.newsroom.preview.dark_mode import darkened

if TYPE_CHECKING:
    from chalicelib.newsroom.composing.compose import Attempt

_FIELDS: Final = {name: label for label, name in CHINESE_NAMES.items()}
_PAGE: Final = """<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data: http: https:; \
media-src data:; style-src 'unsafe-inline'">
<title>{title}</title>
<style>
body {{ margin: 0; background: #e9ebee; font-family: -apple-system, "PingFang SC", "Microsoft YaHei", \
"Noto Sans CJK SC", sans-serif }}
.phone {{ box-sizing: border-box; max-width: 375px; min-height: 667px; margin: 24px auto; padding: 20px 16px 40px; \
background: {ground}; color: {words}; box-shadow: 0 1px 8px #0002; overflow-wrap: break-word }}
.cards {{ max-width: 375px; margin: 24px auto 0 }}
.cards p {{ margin: 0 0 6px; color: #777; font-size: 12px }}
.crop {{ position: relative; overflow: hidden; background: #ccc; border-radius: 6px }}
.crop img {{ position: absolute }}
.wide {{ aspect-ratio: 2.35 }}
.square {{ width: 72px; flex: none; aspect-ratio: 1 }}
.row {{ display: flex; gap: 12px; align-items: center; margin-top: 8px; padding: 10px; background: #fff; \
border-radius: 6px; font-size: 15px; justify-content: space-between }}
h1 {{ margin: 0 0 14px; font-size: 22px; line-height: 1.4; font-weight: 600 }}
.meta {{ margin: 0 0 22px; color: #8a8f96; font-size: 14px }}
.meta b {{ margin-right: 10px; color: #576b95; font-weight: normal }}
.swipe {{ display: flex; gap: 6px; margin: 0 0 16px; overflow-x: auto; scroll-snap-type: x mandatory }}
.swipe img {{ width: 100%; flex: none; object-fit: contain; scroll-snap-align: center }}
.media {{ width: 100%; margin: 0 0 16px }}
.foot {{ margin-top: 28px; color: #576b95; font-size: 15px }}
.faults {{ max-width: 375px; margin: 24px auto 0; padding: 12px 16px; box-sizing: border-box; background: #fff; border-left: 4px solid #b3161b; font-size: 14px; line-height: 1.6; overflow-wrap: anywhere }}
.faults p {{ margin: 0 0 6px; font-weight: bold }}
.faults ul {{ margin: 0; padding-left: 18px }}
.rm-note {{ display: block; margin: 6px 0 14px; padding: 6px 10px; border: 1px dashed #b3161b; border-radius: 4px; background: #fff0ef; color: #8f1116; font: 13px/1.6 sans-serif; letter-spacing: 0; text-align: left; overflow-wrap: anywhere }}
.rm-note.warning {{ border-color: #8a5406; background: #fdf6e7; color: #6b4104 }}
.rm-gap {{ min-height: 90px; padding: 20px 10px; text-align: center }}
</style></head>
<body>{faults}{cards}<div class="phone">{images}<h1>{title}</h1><p class="meta">{meta}</p>{media}{body}{foot}</div></body></html>
"""


AddressOf = Callable[[Picture], str]
"""A file → the address by which the page shows it."""


def phone_page(
    article: Article, body_of: Callable[[str], bytes], note: str = "", *, dark: bool = False
) -> str:
    """The page with all pictures inside; ``body_of`` gives a file's bytes by its key, ``note`` stands beside the author.

    With ``dark`` the body has the colours that WeChat's dark mode makes of its own.
    """
    return page(article, _inside(body_of), note, dark=dark)


def page(article: Article, address_of: AddressOf, note: str = "", *, dark: bool = False) -> str:
    """The page with its files by the addresses that ``address_of`` gives."""
    return _page(article, article.html, address_of, note, dark=dark)


def proof_page(attempt: Attempt, *, dark: bool = False) -> str:
    """The page of an article that may have faults: each is marked where it stands, or listed above the page."""
    from chalicelib.newsroom.preview.proof import proof

    article, inside = attempt.article, _inside(attempt.files.__getitem__)
    marked = proof(attempt.proof or article.html, attempt.findings)
    faults = _faults(attempt.findings, marked.elsewhere)
    return _page(article, marked.html, inside, "", dark=dark, faults=faults, draft=True)


def _inside(body_of: Callable[[str], bytes]) -> AddressOf:
    def address(file: Picture) -> str:
        return f"data:{file.media_type};base64,{base64.b64encode(body_of(file.key)).decode()}"

    return address


def _page(
    article: Article,
    html: str,
    address_of: AddressOf,
    note: str,
    *,
    dark: bool,
    faults: str = "",
    draft: bool = False,
) -> str:

    def inside(file: Picture) -> str:
        return escape(address_of(file), quote=True)

    body = with_addresses(
        article.model_copy(update={"html": darkened(html) if dark else html}),
        {one.key: inside(one) for one in article.pictures},
    )
    cards = ""
    if article.cover:
        cards = _cards(article, inside(article.cover))
    elif draft and article.kind is ArticleKind.NEWS:
        cards = '<div class="cards"><span class="rm-note rm-gap">封面还没有</span></div>'
    about = (article.author, article.column, note)
    return _PAGE.format(
        title=escape(article.title or "（还没有标题）"),
        meta="".join(f"<b>{escape(one)}</b>" for one in about if one),
        cards=cards,
        faults=faults,
        ground=dark_mode.PAGE.written() if dark else "#fff",
        words=dark_mode.TEXT.written() if dark else "#191919",
        images=_swipe([inside(one) for one in article.images]),
        media=_player(article, inside),
        body=body,
        foot='<p class="foot">阅读原文</p>' if article.source_url else "",
    )


def _faults(findings: Sequence[Finding], elsewhere: Sequence[Finding]) -> str:
    """How many there are, and those that have no place in the body."""
    if not findings:
        return ""
    errors = sum(one.severity is Severity.ERROR for one in findings)
    head = f"{errors} 处错误，{len(findings) - errors} 处提醒"
    if len(elsewhere) < len(findings):
        head += "；正文里的已在原处标出"
    lines = "".join(
        f"<li>{escape(_FIELDS.get(one.where, one.where))}：{escape(one.told)}</li>"
        for one in elsewhere
    )
    return f'<div class="faults"><p>{head}</p>{f"<ul>{lines}</ul>" if lines else ""}</div>'


def _cards(article: Article, cover: str) -> str:
    """The cover as a list of messages shows it: wide on the first article, square on the others."""
    wide = _crop(cover, article.crop_235_1, "wide")
    square = _crop(cover, article.crop_1_1, "square")
    return (
        f'<div class="cards"><p>封面：头条 2.35:1，次条 1:1</p>{wide}'
        f'<div class="row"><span>{escape(article.title)}</span>{square}</div></div>'
    )


def _crop(cover: str, box: str, shape: str) -> str:
    left, top, right, bottom = (float(part) for part in (box or "0_0_1_1").split("_"))
    width, height = right - left, bottom - top
    style = (
        f"width:{100 / width:.3f}%;height:{100 / height:.3f}%;"
        f"left:{-100 * left / width:.3f}%;top:{-100 * top / height:.3f}%"
    )
    return f'<div class="crop {shape}"><img alt="封面" src="{cover}" style="{style}"></div>'


def _swipe(images: list[str]) -> str:
    shown = "".join(f'<img alt="" src="{image}">' for image in images)
    return f'<div class="swipe">{shown}</div>' if shown else ""


def _player(article: Article, inside: Callable[[Picture], str]) -> str:
    if article.media is None:
        return ""
    tag = "video" if article.kind is ArticleKind.VIDEO else "audio"
    return f'<{tag} class="media" controls src="{inside(article.media)}"></{tag}>'
