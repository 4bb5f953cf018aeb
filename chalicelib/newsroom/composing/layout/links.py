"""Links: WeChat keeps those to its own articles; all others become numbered references at the end (sheet §2.4)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from chalicelib.newsroom.composing.layout.page import Page
from chalicelib.newsroom.composing.sources.source import ADDRESS
from chalicelib.newsroom.models import Link, Severity
from chalicelib.web_address import fault, ip_of
from chalicelib.web_pages.marks import KIND
from chalicelib.web_pages.wording import shortened

if TYPE_CHECKING:
    from bs4 import Tag

ARTICLE_HOST: Final = "mp.weixin.qq.com"
_HOST: Final = re.compile(r"^(?:[\w-]+\.)+[\w-]{2,}$")
_NOT_SLUG: Final = re.compile(r"[\W_]+")
_JOINER: Final = "\u2060"
"""No line begins with the mark of a link: it stays with the words before it."""
_LONGEST: Final = 30
"""Characters of a link's words that its reference repeats."""
_SHOWN: Final = re.compile(r"[\s\x00-\x1f\x7f]")


def settle_links(page: Page) -> list[Link]:
    """Every link stays, becomes a reference, or is refused. Returns the outer addresses, each once."""
    anchors = _anchors(page)
    noted: dict[str, str] = {}
    links: dict[str, Link] = {}
    _settle_own(page)
    for tag in page.soup.find_all("a"):
        if not (tag.has_attr("href") or tag.has_attr(ADDRESS)):
            # A place to jump to, or words that Word has a remark on.
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
        words = " ".join(tag.get_text().split())
        if _same(words, address):
            tag.unwrap()
            continue
        noted[address] = noted.get(address) or words
        number = list(noted).index(address) + 1
        tag.insert_after(page.made("sup", f"{_JOINER}[{number}]", "mark"))
        tag.unwrap()
    _references(page, noted)
    return list(links.values())


def _settle_own(page: Page) -> None:
    """Links that WeChat's own editor made lead nowhere from outside it: their words stay, and are told once."""
    kinds: dict[str, list[str]] = {}
    first: Tag | None = None
    for tag in page.soup.find_all("a", attrs={KIND: True}):
        address = str(tag.get(ADDRESS) or tag.get("href") or "").strip()
        if address.startswith(("http://", "https://", "//")):
            continue
        words = " ".join(tag.get_text().split())
        if words:
            kinds.setdefault(str(tag[KIND]), []).append(words)
            first = first or tag.parent
        tag.unwrap()
    if first is not None:
        told = "、".join(f"{kind}“{shortened(' '.join(words))}”" for kind, words in kinds.items())
        what = f"微信编辑器里的链接只留下文字：{told}；要能点开，请在公众号后台重新插入"
        page.object(first, what, Severity.WARNING)


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
    rest = unquote(rest.split("?")[0]).removeprefix("//").strip()
    if scheme.lower() in ("mailto", "tel") and rest and not _says(tag, rest):
        tag.append(f"（{rest}）" if tag.get_text(strip=True) else rest)
    tag.unwrap()


def _says(tag: Tag, contact: str) -> bool:
    """Whether a link's words, or those right beside it, have the address that it leads to."""
    beside = "".join(str(one) for one in (tag.previous_sibling, tag.next_sibling) if one)
    for words in (tag.get_text(), f"{tag.get_text()}{beside}"):
        if _bare(contact) in _bare(words):
            return True
    return False


def _bare(contact: str) -> str:
    """Letters and figures alone: a telephone number is written with or without its lines and blanks."""
    return re.sub(r"[\s()（）\u2010-\u2015-]|^\+?86", "", contact.casefold())


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
    slugs = [_slug(tag.get_text()) for tag in headings]
    # GitHub calls the second heading of the same words 标题-1.
    again = {
        f"{slug}{slugs[:at].count(slug)}" for at, slug in enumerate(slugs) if slug in slugs[:at]
    }
    return {_slug(place) for place in places} | set(slugs) | again


def _slug(words: str) -> str:
    return _NOT_SLUG.sub("", words.lower())


def _references(page: Page, noted: dict[str, str]) -> None:
    """``noted``: addresses in the order of their numbers, with the words of a link that leads there."""
    if not noted:
        return
    box = page.made("section", role="references")
    box.append(page.made("p", "参考链接", "references-head"))
    for number, (address, words) in enumerate(noted.items(), 1):
        decoded = unquote(address)
        shown = address if _SHOWN.search(decoded) or "\ufffd" in decoded else decoded
        line = page.made("p", role="reference")
        line.append(
            f"[{number}] {shortened(words, _LONGEST)}：{shown}" if words else f"[{number}] {shown}"
        )
        box.append(line)
    page.soup.append(box)
