"""Pictures with their captions, and the places where a video will stand."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from chalicelib.newsroom.composing.layout.clean import CAPTION
from chalicelib.newsroom.composing.layout.links import split
from chalicelib.newsroom.composing.layout.page import ROLE, Page
from chalicelib.newsroom.composing.limits import WECHAT_PICTURE_HOSTS
from chalicelib.newsroom.composing.sources.source import ADDRESS, AT
from chalicelib.newsroom.models import Finding

if TYPE_CHECKING:
    from bs4 import Tag

_NOISE: Final = frozenset(
    "image img picture photo pic 图片 图像 图 截图 屏幕截图 封面 cover 微信图片 logo icon banner avatar qr code qrcode 二维码图片 untitled"
    " screenshot paste clip frame border divider 分割线 边框 配图 插图 题图 头图 动图 gif wechat weixin alt placeholder default"
    " undefined null none 标题 title 描述 description png jpg jpeg webp bmp svg".split()
)
_BETWEEN: Final = re.compile(r"[\s_\-()（）.\d]+")
_SLUG: Final = re.compile(
    r"[a-z][a-z0-9]*(?:[_-][a-z0-9]+)*|[\w-]+\.(?:png|jpe?g|gif|webp|bmp|svg)|[0-9a-fA-F-]{8,}|https?://\S+"
)
"""A name that a program gave."""
_VIDEO_WORDS: Final = re.compile(
    r"^(?:video|视频)(?:\s*[:：|｜ ]\s*(.*))?$", re.IGNORECASE | re.DOTALL
)
_VIDEO_LINE: Final = re.compile(
    r"^\s*\[\[\s*(?:video|视频)\s*[:：]\s*(.+?)\s*\]\]\s*$", re.IGNORECASE
)
_VIDEO_FILE: Final = re.compile(r"^wxv_\w+$|\.(?:mp4|mov|m4v)(?:\?|$)", re.IGNORECASE)


_LENGTH: Final = re.compile(r"^(\d+(?:\.\d+)?)(px|pt|em|rem|%|vw)?$")
_PIXELS: Final = {"px": 1.0, "pt": 4 / 3, "em": 16.0, "rem": 16.0}
_LEAST, _MOST = 4, 300
"""Pixels: a phone shows 343."""
_LEAST_PART, _MOST_PART = 3, 90
"""Of a hundred parts of the line."""


def settle_videos(page: Page) -> None:
    """``![视频 标题](…)``, ``[[视频: 标题 | 编号或链接]]`` and players become placeholders."""
    for image in page.soup.find_all("img"):
        title, source = str(image.get("alt") or "").strip(), _source(image)
        worded = _VIDEO_WORDS.match(title)
        if worded or _VIDEO_FILE.search(source):
            named = (worded.group(1) or "").strip() if worded else title
            _placeholder(page, image, named or str(image.get("title") or ""), source)
    for player in page.soup.find_all("iframe"):
        source = str(player.get("data-src") or player.get("src") or "")
        number = str(player.get("data-mpvid") or "")
        _placeholder(page, player, str(player.get("title") or ""), number or _player_page(source))
    for block in page.soup.find_all("p"):
        line = _VIDEO_LINE.match(block.get_text())
        if line and block.find("img") is None:
            title, _, source = (part.strip() for part in line.group(1).partition("|"))
            _placeholder(page, block, title, source)


def _player_page(source: str) -> str:
    try:
        number = parse_qs(urlsplit(source).query).get("vid", [""])[0]
    except ValueError:
        return ""
    return number if number.startswith("wxv_") else source


def _placeholder(page: Page, tag: Tag, title: str, source: str) -> None:
    page.object(
        tag,
        f"视频“{title or '未命名'}”还没有放进来，读者只会看到一个灰框；请删去这一行，"
        "正文里写明在哪里看，或把稿件类型改为“视频”（kind: video，media: 视频文件）",
    )
    box = page.made("section", role="video")
    box[AT] = page.at(tag)
    box.append(page.made("p", f"▶ 视频：{title}" if title else "▶ 视频", "video-title"))
    if source:
        box.append(page.made("p", unquote(source), "video-source"))
    around = tag.parent if tag.parent is not None and tag.parent.name == "p" else None
    if around is not None and not _others(tag):
        around.replace_with(box)
    elif around is not None:
        around.insert_after(box)
        tag.decompose()
    else:
        tag.replace_with(box)


def settle_pictures(page: Page) -> None:
    """Every picture gets its key or is refused; a picture that stands alone gets its caption."""
    for image in page.soup.find_all("img"):
        key = _key(page, image)
        if isinstance(key, Finding):
            page.findings.append(key)
            gap = page.made("span", role="missing")
            gap[AT] = page.at(image)
            image.replace_with(gap)
            continue
        caption = _said(image)
        width = _width(str(image.get("width") or ""))
        image.attrs = {"src": key, "alt": str(image.get("alt") or "")}
        if width:
            image["style"] = f"width:{width}"
        block = image.parent
        if block is not None and block.name == "p" and not _others(image):
            block[ROLE] = "figure"
            _caption(page, block, caption)
    for block in page.soup.find_all("p", class_=CAPTION):
        block[ROLE] = CAPTION


def _said(image: Tag) -> str:
    """What an editor says of a picture; a program's own words say nothing."""
    title, alt = (" ".join(str(image.get(name) or "").split()) for name in ("title", "alt"))
    return next((words for words in (title, alt) if not _is_noise(words)), "")


def _is_noise(words: str) -> bool:
    pieces = [one for one in _BETWEEN.split(words.lower()) if one]
    return _NOISE.issuperset(pieces) or _SLUG.fullmatch(words) is not None


def _width(given: str) -> str:
    """The width of a small picture, such as an ornament or a code to scan; empty for one that fills the line."""
    found = _LENGTH.match(given.strip().lower())
    if found is None:
        return ""
    size, unit = float(found[1]), found[2] or "px"
    if unit in ("%", "vw"):
        return f"{size:g}%" if _LEAST_PART <= size <= _MOST_PART else ""
    pixels = size * _PIXELS[unit]
    return f"{pixels:.0f}px" if _LEAST <= pixels <= _MOST else ""


def _caption(page: Page, block: Tag, caption: str) -> None:
    following = block.find_next_sibling()
    if following is not None and CAPTION in (following.get("class") or []):
        return
    if caption:
        block.insert_after(page.made("p", caption, CAPTION))


def _key(page: Page, image: Tag) -> str | Finding:
    """A picture's key, or the address at which WeChat holds it already; or why it cannot be used."""
    source = _source(image)
    where, parts = page.at(image), split(source)
    if parts is None:
        return Finding(where=where, what=f"图片地址 {source[:80]} 写错了")
    if parts.hostname in WECHAT_PICTURE_HOSTS:
        return source
    wrong = _wrong(source, parts)
    if wrong:
        return Finding(where=where, what=wrong)
    key = page.resolve(source if parts.scheme == "data" else unquote(source))
    if isinstance(key, Finding):
        return key.model_copy(update={"where": where})
    return key


def _source(image: Tag) -> str:
    named = (str(image.get(name) or "").strip() for name in (ADDRESS, "data-src", "src"))
    source = next(filter(None, named), "")
    return f"https:{source}" if source.startswith("//") else source


def _wrong(source: str, parts: SplitResult) -> str:
    if not source:
        return "图片没有地址"
    if parts.scheme in ("http", "https") or parts.netloc:
        return f"外部图片 {source[:120]} 会被微信删掉；请存到本地再引用"
    if parts.scheme in ("file", "cid", "blob", "ftp"):
        return f"图片 {source[:80]} 只在写稿的电脑上有；请存到稿件旁边再引用"
    return ""


def _others(tag: Tag) -> bool:
    """Whether anything that can be seen stands beside ``tag`` in its block."""
    siblings = [*tag.previous_siblings, *tag.next_siblings]
    for one in siblings:
        name = getattr(one, "name", None)
        if name == "br" or (name is None and not str(one).strip()):
            continue
        return True
    return False
