"""What can be wrong with one entry of a menu: its name, its type, what it leads to (sheet §2.2). Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from chalicelib.menus.faults import Fault, Known
from chalicelib.menus.kinds import FIELDS, KEY_BYTES, KINDS
from chalicelib.menus.models import Button
from chalicelib.web_address import fault as fault_of_address

TOP_BYTES: Final = 16
SUB_BYTES: Final = 60
TOP_WIDTH: Final = 8
"""Half-width characters that a telephone shows: four Chinese ones."""
SUB_WIDTH: Final = 16
URL_BYTES: Final = 1024
_APPID: Final = re.compile(r"wx[0-9a-f]{16}")


def name_faults(button: Button, place: str, where: str, *, top: bool) -> Iterator[Fault]:
    """What is wrong with a name; ``top``: of an entry that is always in sight."""
    longest, code = (TOP_BYTES, 40018) if top else (SUB_BYTES, 40025)
    width, shown = (TOP_WIDTH, 4) if top else (SUB_WIDTH, 8)
    size = len(button.name.encode())
    if not button.name:
        yield Fault(place=place, field="name", where=where, problem="没有名称", code=code)
    elif size > longest:
        problem = f"名称最多 {longest} 字节（{longest // 3} 个汉字），现在 {size} 字节"
        yield Fault(place=place, field="name", where=where, problem=problem, code=code)
    elif _width(button.name) > width:
        problem = f"名称超过 {shown} 个汉字，手机上显示不全"
        yield Fault(place=place, field="name", where=where, problem=problem, warning=True)


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(one) in "WFA" else 1 for one in text)


_MISSING: Final = {
    "key": 40019,
    "url": 40020,
    "media_id": 40007,
    "article_id": 40007,
    "appid": 40013,
    "pagepath": 40013,
}


def action_faults(button: Button, place: str, where: str, known: Known) -> Iterator[Fault]:
    """What is wrong with what a tap does."""

    def fault(field: str, problem: str, code: int = 0, *, warning: bool = False) -> Fault:
        return Fault(
            place=place, field=field, where=where, problem=problem, code=code, warning=warning
        )

    kind = KINDS.get(button.type)
    if kind is None:
        said = "没有选类型" if not button.type else f"接口不能发布类型“{button.type}”"
        yield fault("type", said, 40017)
        return
    for field in kind.needs:
        if not getattr(button, field):
            hint = "（给旧版微信）" if (button.type, field) == ("miniprogram", "url") else ""
            yield fault(field, f"没有填写{FIELDS[field]}{hint}", _MISSING[field])
    for field in kind.fields:
        if getattr(button, field):
            for found in _FOUND[field](button, known):
                yield fault(field, found.problem, found.code, warning=found.warning)


class _Wrong(NamedTuple):
    problem: str
    code: int = 0
    warning: bool = False


def _key(button: Button, known: Known) -> Iterator[_Wrong]:
    if len(button.key.encode()) > KEY_BYTES:
        yield _Wrong(f"点击键最多 {KEY_BYTES} 字节", 40019)
    elif (
        button.type == "click"
        and known.reply_keys is not None
        and button.key not in known.reply_keys
    ):
        yield _Wrong(f"点击键 {button.key} 还没有回复，粉丝点了只得到默认回复", warning=True)


def _url(button: Button, known: Known) -> Iterator[_Wrong]:
    if len(button.url.encode()) > URL_BYTES:
        yield _Wrong(f"网址最多 {URL_BYTES} 字节", 40020)
    if (
        not button.url.startswith(("http://", "https://"))
        or not host_of(button.url)
        or re.search(r"\s", button.url)
    ):
        yield _Wrong("网址要以 https:// 或 http:// 开头，里面没有空格", 40020)
    elif wrong := fault_of_address(button.url):
        yield _Wrong(f"网址{wrong}")


def _appid(button: Button, known: Known) -> Iterator[_Wrong]:
    if not _APPID.fullmatch(button.appid):
        yield _Wrong("小程序 AppID 是 wx 加 16 个小写字母或数字", 40013)


def _pagepath(button: Button, known: Known) -> Iterator[_Wrong]:
    if re.search(r"\s", button.pagepath):
        yield _Wrong("小程序页面里不能有空格", 40013)


def _media(button: Button, known: Known) -> Iterator[_Wrong]:
    if known.media is None:
        yield _Wrong("没有向微信核对这个素材", warning=True)
    elif button.media_id not in known.media:
        yield _Wrong("永久素材里没有这个 media_id", 40007)


def _article(button: Button, known: Known) -> Iterator[_Wrong]:
    if known.articles is None:
        yield _Wrong("没有向微信核对这篇文章", warning=True)
    elif button.article_id not in known.articles:
        yield _Wrong("没有已发布的文章是这个 article_id", 40007)


_FOUND: Final[Mapping[str, Callable[[Button, Known], Iterator[_Wrong]]]] = {
    "key": _key,
    "url": _url,
    "appid": _appid,
    "pagepath": _pagepath,
    "media_id": _media,
    "article_id": _article,
}
"""Field → what can be wrong with it once it is filled in."""


def host_of(url: str) -> str:
    """The host of an address; empty where it has none."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
