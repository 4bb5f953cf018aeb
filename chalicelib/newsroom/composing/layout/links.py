"""Links: WeChat keeps those to its own articles; all others become numbered references at the end (sheet §2.4)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from chalicelib.newsroom.composing.layout.page import Page
from chalicelib.newsroom.composing.sources.source import ADDRESS
from chalicelib.newsroom.models import Link
from chalicelib.web_address import fault, ip_of

if TYPE_CHECKING:
    from bs4 import Tag

ARTICLE_HOST: Final = "mp.weixin.qq.com"
_HOST: Final = re.compile(r"^(?:[\w-]+\.)+[\w-]{2,}$")
_NOT_SLUG: Final = re.compile(r"[\W_]+")
_SHOWN: Final = re.compile(r"[\s\x00-\x1f\x7f]")


def settle_links(page: Page) -> list[Link]:
    """Every link stays, becomes a reference, or is refused. Returns the outer addresses, each once."""
    anchors = _anchors(page)
    numbers: dict[str, int] = {}
    links: dict[str, Link] = {}
    for tag in page.soup.find_all("a"):
        if not (tag.has_attr("href") or tag.has_attr(ADDRESS)) and (
            tag.has_attr("name") or tag.has_attr("id")
        ):
            tag.unwrap()
            continue
        address = str(tag.get(ADDRESS) or tag.get("href") or "").strip()
        address = f"https:{address}" if address.startswith("//") else address
        wrong = _wrong(address, tag, anchors)
        if wrong:
            page.object(tag, wrong)
        parts = split(address)
        if wrong or parts is None or parts.scheme not in ("http", "https"):
            _words_only(tag, address)
            continue
        links.setdefault(address, Link(page.at(tag), address))
        if parts.hostname == ARTICLE_HOST:
            tag.attrs = {"href": address}
            continue
        if _same(tag.get_text(), address):
            tag.unwrap()
            continue
        number = numbers.setdefault(address, len(numbers) + 1)
        tag.insert_after(page.made("sup", f"[{number}]", "mark"))
        tag.unwrap()
    _references(page, numbers)
    return list(links.values())


def _wrong(address: str, tag: Tag, anchors: set[str]) -> str:
    """The reason why a link leads nowhere, in one sentence; empty for a good link."""
    words = " ".join(tag.get_text().split())[:20]
    named = f"链接“{words}”" if words else "链接"
    if address in ("", "#", "#!"):
        return f"{named}没有地址"
    if address.startswith("#"):
        slug = _slug(unquote(address[1:]))
        return "" if slug in anchors else f"{named}指向文中没有的位置 {unquote(address)}"
    parts = split(address)
    if parts is None:
        return f"{named}的地址 {address[:80]} 写错了"
    if parts.scheme in ("mailto", "tel"):
        return "" if parts.path else f"{named}没有地址"
    return _wrong_page(named, address, parts)


def _wrong_page(named: str, address: str, parts: SplitResult) -> str:
    if not parts.scheme and not parts.netloc:
        return f"{named}是相对地址 {address[:80]}，在公众号里打不开；请写完整网址"
    if parts.scheme not in ("http", "https"):
        return f"{named}的地址 {address[:80]} 在公众号里打不开；应以 https:// 或 http:// 开头"
    return _wrong_host(named, address, parts)


def _wrong_host(named: str, address: str, parts: SplitResult) -> str:
    host = parts.hostname or ""
    if re.search(r"\s", address):
        return f"{named}的地址 {address[:80]} 里有空格"
    if wrong := fault(address):
        return f"{named}的地址 {address[:80]} {wrong}"
    if not _HOST.match(host.removesuffix(".")) and ip_of(host) is None:
        return f"{named}的地址 {address[:80]} 写错了"
    if host == ARTICLE_HOST and "tempkey" in parse_qs(parts.query, keep_blank_values=True):
        return f"{named}是微信的临时预览链接，几小时后失效；请换成文章发布后的永久链接"
    return ""


def split(address: str) -> SplitResult | None:
    """The parts of an address; None for text that is no address."""
    try:
        # An address that begins with two slashes takes the scheme of the page that holds it.
        parts = urlsplit(f"https:{address}" if address.startswith("//") else address)
        _ = parts.port
    except ValueError:
        return None
    return parts


def _words_only(tag: Tag, address: str) -> None:
    """Replace a link by its words; an e-mail address or telephone number is added where the words lack it."""
    scheme, _, rest = address.partition(":")
    rest = unquote(rest.split("?")[0])
    if scheme in ("mailto", "tel") and rest and rest not in tag.get_text():
        tag.append(f"（{rest}）")
    tag.unwrap()


def _same(words: str, address: str) -> bool:
    bare = {re.sub(r"^https?://", "", one.strip()).rstrip("/") for one in (words,)}
    return (
        re.sub(r"^https?://", "", address).rstrip("/") in bare
        or unquote(re.sub(r"^https?://", "", address).rstrip("/")) in bare
    )


def _anchors(page: Page) -> set[str]:
    places = {
        str(tag[name]) for name in ("id", "name") for tag in page.soup.find_all(None, {name: True})
    }
    headings = page.soup.find_all(["h1", "h2", "h3", "h4", "h5", "h6"])
    return {_slug(place) for place in (*places, *(tag.get_text() for tag in headings))}


def _slug(words: str) -> str:
    return _NOT_SLUG.sub("", words.lower())


def _references(page: Page, numbers: dict[str, int]) -> None:
    if not numbers:
        return
    box = page.made("section", role="references")
    box.append(page.made("p", "参考链接", "references-head"))
    for address, number in numbers.items():
        decoded = unquote(address)
        shown = address if _SHOWN.search(decoded) or "\ufffd" in decoded else decoded
        line = page.made("p", role="reference")
        line.append(f"[{number}] {shown}")
        box.append(line)
    page.soup.append(box)
