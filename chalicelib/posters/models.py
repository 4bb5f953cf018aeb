"""What stands on a poster. Values only."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Final, NamedTuple
from urllib.parse import urlsplit

from pydantic import Field, model_validator

from chalicelib.values import Value

HOSTS: Final = ("gov.cn", "weixin.qq.com", "chinatax.gov.cn")
"""Where the code of a poster may lead, with all below: the authority's sites, and WeChat's articles, codes and channels."""
MOST_LINES: Final = 6
Line = Annotated[str, Field(min_length=1, max_length=60)]


class PosterDesign(StrEnum):
    """How a poster looks, by what it is for."""

    POLICY = "policy"
    """政策一句话"""
    NUMBER = "number"
    """数字海报"""
    SEASON = "season"
    """节气、节日"""
    REMINDER = "reminder"
    """办税提醒"""


class Target(StrEnum):
    """Where the code of a poster leads."""

    WORK = "work"
    """A work of the account."""
    ARTICLE = "article"
    """A published article."""
    FOLLOW = "follow"
    """A follower's code of the account (二维码)."""
    ADDRESS = "address"
    """A page of an authority."""


class PosterCode(Value):
    """The QR code of a poster."""

    target: Target
    url: str = Field(min_length=8, max_length=400, pattern=r"^https?://[^\s\"<>]+$")
    """What the code says."""
    label: str = Field(default="扫码查看", min_length=1, max_length=16)

    @model_validator(mode="after")
    def _leads_to_ours(self) -> PosterCode:
        address = urlsplit(self.url)
        host = address.hostname or ""
        if address.username or not host:
            raise ValueError("网址写法不对")
        if self.target is Target.WORK:
            return self  # whoever draws it knows the addresses of works
        if address.port:
            raise ValueError("网址写法不对")
        # WeChat's own codes say http.
        if address.scheme != "https" and host != "weixin.qq.com":
            raise ValueError("网址要以 https:// 开头")
        if not is_known(host):
            raise ValueError("二维码只能指向本单位作品、微信文章和政府网站（.gov.cn）")
        return self


class Poster(Value):
    """A poster as it is written."""

    design: PosterDesign = PosterDesign.POLICY
    headline: str = Field(default="", max_length=40)
    lines: tuple[Line, ...] = Field(default=(), max_length=MOST_LINES)
    number: str = Field(default="", max_length=10)
    """The large number of a number poster, such as ``3%`` or ``1200 亿``."""
    number_note: str = Field(default="", max_length=20)
    """What the number is."""
    day: str = Field(default="", max_length=20)
    """A day as it is read: ``12 月 15 日``, ``大雪``."""
    issuer: str = Field(default="", max_length=30)
    code: PosterCode | None = None


class Colours(NamedTuple):
    """Colours of a poster, as ``#rrggbb``; each word stands out from its ground."""

    page: str
    card: str
    tint: str
    line: str
    text: str
    quiet: str
    link: str
    head: str
    on_head: str


def is_known(host: str) -> bool:
    """Whether a host is one of ``HOSTS`` or below."""
    return any(host == one or host.endswith(f".{one}") for one in HOSTS)


def words_of(poster: Poster) -> str:
    """All words of a poster in the order in which they are read: what stands in the place of its picture."""
    code = f"二维码：{poster.code.label}" if poster.code else ""
    number = f"{poster.number} {poster.number_note}".strip()
    parts = [poster.day, poster.headline, number, *poster.lines, code, poster.issuer]
    return "；".join(one for one in parts if one)
