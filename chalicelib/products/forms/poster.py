"""A poster (海报) with a QR code: words, in one of a few designs; the pictures are made of each revision."""

from __future__ import annotations

from typing import Any, Final

from pydantic import ConfigDict

from chalicelib.errors import Field
from chalicelib.posters import Poster, PosterCode, PosterDesign, Target, words_of
from chalicelib.products.forms import Readable

NEEDS_FILES: Final = True


_DESIGNS: Final = {
    PosterDesign.POLICY: "政策一句话",
    PosterDesign.NUMBER: "数字海报",
    PosterDesign.SEASON: "节气、节日",
    PosterDesign.REMINDER: "办税提醒",
}
_TARGETS: Final = {
    Target.WORK: "本号的作品",
    Target.ARTICLE: "已发表的文章",
    Target.FOLLOW: "关注二维码",
    Target.ADDRESS: "政府网站",
}


class Content(Poster):
    """What an editor writes."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


def empty(title: str) -> Content:
    """What a new poster begins with: its title as the headline."""
    return Content(headline=title.strip()[:40])


def missing(content: Content) -> list[Field]:
    """What has to be there before a review."""
    found = [] if content.headline.strip() else [Field("headline", "没有写标题")]
    if not content.issuer.strip():
        found.append(Field("issuer", "没有写发布单位"))
    if content.design is PosterDesign.NUMBER and not content.number.strip():
        found.append(Field("number", "数字海报要有一个数字"))
    if content.design is PosterDesign.SEASON and not content.day.strip():
        found.append(Field("day", "节气海报要写节气或节日"))
    return found


def readable(content: Content) -> Readable:
    """The lines as text, everything else as fields."""
    fields = {
        "版式": _DESIGNS[content.design],
        "标题": content.headline,
        "大数字": content.number,
        "数字说明": content.number_note,
        "日期或节气": content.day,
        "发布单位": content.issuer,
        "二维码": _code(content.code) if content.code else "",
    }
    return Readable(fields, content.lines)


def _code(code: PosterCode) -> str:
    return f"{_TARGETS[code.target]} {code.url}，旁边写“{code.label}”"


def work_of(content: Content, title: str) -> dict[str, Any]:
    """What the page reads: all words, and where the code leads."""
    code = content.code
    return {
        "words": words_of(content),
        "url": code.url if code else "",
        "label": code.label if code else "",
    }
