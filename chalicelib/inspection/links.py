"""How the addresses that are published answer, and what is wrong with the page that a reader ends at.

| pk | sk | attributes |
|---|---|---|
| ``LINKSEEN#{digest}`` | ``LINK`` | ``doc`` (LinkSeen), ``at`` (epoch s), ``lease`` (epoch s) of who asks now, ``expires_at`` |

An address is asked once a night, however many accounts lead to it: who asks claims it, the others take what was seen
last. Only public addresses are asked (docs/decisions/0120).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from chalicelib import catalogue, link_check
from chalicelib.cloud import batches, table
from chalicelib.cloud.errors import ConditionFailed
from chalicelib.inspection.models import Fault, Place, PlaceKind, Rules
from chalicelib.inspection.texts import Text
from chalicelib.link_check import Checked, LinkState
from chalicelib.values import LateValue

if TYPE_CHECKING:
    from chalicelib.foreign_http import Page

Look = Callable[[str, float], "Page"]
"""Address, seconds to wait → the page that a reader ends at. Raises ``OSError`` and ``InnerAddress``."""

FRESH: Final = timedelta(hours=18)
KEPT: Final = timedelta(days=40)
_LEASE: Final = timedelta(minutes=6)
TOGETHER: Final = 16
"""Addresses of one round of asking; of each host one at a time."""
_LINK: Final = "LINK"
_HIDDEN: Final = re.compile(r"<(script|style)\b.*?</\1>|<!--.*?-->", re.DOTALL | re.IGNORECASE)
_TAGS: Final = re.compile(r"<[^>]*>")
_SHOWS: Final = re.compile(
    r"<(?:img|iframe|script|video|audio|canvas|svg|object|embed|form|frame)\b", re.I
)
_GONE_WORDS: Final = (
    "该内容已被发布者删除",
    "此内容因违规无法查看",
    "该公众号已迁移",
    "此帐号已自主注销",
    "此账号已自主注销",
    "链接已过期",
)


class Verdict(StrEnum):
    """What a reader finds behind an address."""

    GOOD = "good"
    DEAD = "dead"
    WRONG = "wrong"
    """A page opens, and it is another one, or empty, or says that it is gone."""


class LinkSeen(LateValue):
    """How an address answered when it was last asked."""

    address: str
    verdict: Verdict
    said: str = ""
    """What is wrong, as a Chinese phrase."""
    leads_to: str = ""


def links_of(addresses: Iterable[str], now: datetime) -> tuple[dict[str, LinkSeen], list[str]]:
    """What was seen of these addresses, and those that nobody asked tonight."""
    asked = [one for one in dict.fromkeys(addresses) if not _made_up(one)]
    seen: dict[str, LinkSeen] = {}
    stale: list[tuple[int, str]] = []
    for begin in range(0, len(asked), batches.MOST):
        some = asked[begin : begin + batches.MOST]
        items = batches.get_all([_key(one) for one in some])
        for one in some:
            item = items.get(_key(one), {})
            if item.get("doc"):
                seen[one] = LinkSeen.model_validate_json(str(item["doc"]))
            if int(item.get("at", 0)) < (now - FRESH).timestamp():
                stale.append((int(item.get("at", 0)), one))
    return seen, [one for _, one in sorted(stale)]


def ask_links(addresses: Sequence[str], look: Look, now: datetime) -> dict[str, LinkSeen]:
    """Ask those of these addresses that nobody asks now; returns what was seen. Twice is harmless."""
    mine = [one for one in addresses if _claim(one, now)]
    pages: dict[str, Page] = {}

    def status(_: str, address: str, seconds: float) -> int:
        known = pages.get(address)
        if known is None or known.status >= 500:
            pages[address] = look(address, seconds)
        return pages[address].status

    found: dict[str, LinkSeen] = {}
    for round_ in _rounds(mine):
        for checked in link_check.check(round_, status).values():
            one = judged(checked, pages.get(checked.address))
            _keep(one, now)
            found[one.address] = one
    return found


def _rounds(addresses: Sequence[str]) -> Iterator[list[str]]:
    """The addresses in rounds that ask no host twice at a time."""
    left = list(addresses)
    while left:
        hosts: set[str] = set()
        now: list[str] = []
        later: list[str] = []
        for one in left:
            host = urlsplit(one).hostname or ""
            if host in hosts or len(now) >= TOGETHER:
                later.append(one)
            else:
                hosts.add(host)
                now.append(one)
        yield now
        left = later


def judged(checked: Checked, page: Page | None) -> LinkSeen:
    """What a reader finds, from how the address answered and the page behind it. Pure."""
    if checked.state in link_check.DEAD:
        said = _PROBLEMS[checked.state] + (f"（{checked.detail}）" if checked.detail else "")
        return LinkSeen(address=checked.address, verdict=Verdict.DEAD, said=said)
    if page is None or checked.state is LinkState.REFUSED:
        return LinkSeen(address=checked.address, verdict=Verdict.GOOD)
    elsewhere = page.address if _elsewhere(checked.address, page.address) else ""
    said = _wrong(checked.address, elsewhere, page.text)
    verdict = Verdict.WRONG if said else Verdict.GOOD
    return LinkSeen(address=checked.address, verdict=verdict, said=said, leads_to=elsewhere)


def _wrong(asked: str, elsewhere: str, html: str) -> str:
    shown = _TAGS.sub(" ", _HIDDEN.sub("", html))
    words = " ".join(shown.split()).casefold()
    gone = next((one for one in (*_GONE_WORDS, *catalogue.MOVED) if one in words), "")
    # A long page that speaks of pages that are gone, such as a help page, is there.
    if gone and len(words) < 600:
        return f"页面打得开，但写着“{gone}”"
    if html and not words and not _SHOWS.search(html):
        return "页面是空白的"
    deep = urlsplit(asked).path.strip("/")
    if elsewhere and deep and not urlsplit(elsewhere).path.strip("/"):
        return "跳转到了网站首页，原来的页面可能已经没有了"
    return ""


def link_faults(
    texts: Iterable[Text], seen: Mapping[str, LinkSeen], rules: Rules, allowed: Iterable[str]
) -> Iterator[Fault]:
    """A fault for each place at which a dead, wrong or harmful address stands."""
    permitted = frozenset(allowed)
    bad = [one.wrong.lower() for one in rules.words if one.kind == "host"]
    for text in texts:
        for address in text.links:
            known = seen.get(address)
            if address in permitted:
                continue
            if _is_harmful(address, known, bad):
                said = f"链接 {address} 指向有害网站"
                yield from _told("harmful-links", text.place, address, said, rules)
            elif known is not None and known.verdict is not Verdict.GOOD:
                check = _check_of(text.place, known.verdict)
                yield from _told(check, text.place, address, f"链接 {address} {known.said}", rules)


def link_covers(
    text: Text, seen: Mapping[str, LinkSeen], rules: Rules
) -> Iterator[tuple[str, str]]:
    """The indicators of links that a text was judged by: where every address of it was asked."""
    if all(one in seen or _made_up(one) for one in text.links):
        for check in ("links", "menu-links", "wrong-pages", "harmful-links"):
            yield from ((one.id, text.place.key) for one in rules.of_check(check))


def _check_of(place: Place, verdict: Verdict) -> str:
    if verdict is Verdict.WRONG:
        return "wrong-pages"
    return "menu-links" if place.kind is PlaceKind.MENU else "links"


def _is_harmful(address: str, known: LinkSeen | None, bad: Sequence[str]) -> bool:
    hosts = {urlsplit(one).hostname or "" for one in (address, known.leads_to if known else "")}
    return any(host == one or host.endswith(f".{one}") for host in hosts for one in bad)


def _told(check: str, place: Place, address: str, said: str, rules: Rules) -> Iterator[Fault]:
    for one in rules.of_check(check):
        yield Fault(
            indicator=one.id, place=place, what=address[:300], said=said[:600], around=address[:300]
        )


_PROBLEMS: Final = {
    LinkState.GONE: "页面已经没有了",
    LinkState.FAILS: "对方服务器出错",
    LinkState.SILENT: "打不开",
    LinkState.INNER: "是内部网络的地址，公众打不开",
}


def _elsewhere(asked: str, came: str) -> bool:
    a, b = urlsplit(asked), urlsplit(came)
    return (a.hostname, a.path.rstrip("/")) != (b.hostname, b.path.rstrip("/"))


def _made_up(address: str) -> bool:
    """Whether an address stands for none: names under .example belong to nobody (RFC 2606)."""
    return (urlsplit(address).hostname or "").endswith(".example")


def _claim(address: str, now: datetime) -> bool:
    pk, sk = _key(address)
    try:
        table.update(
            pk,
            sk,
            "SET lease = :until, expires_at = :expires",
            {
                ":until": int((now + _LEASE).timestamp()),
                ":expires": int((now + KEPT).timestamp()),
                ":now": int(now.timestamp()),
                ":fresh": int((now - FRESH).timestamp()),
            },
            condition="(attribute_not_exists(lease) OR lease <= :now)"
            " AND (attribute_not_exists(#at) OR #at < :fresh)",
            names={"#at": "at"},
        )
    except ConditionFailed:
        return False
    return True


def _keep(seen: LinkSeen, now: datetime) -> None:
    pk, sk = _key(seen.address)
    table.update(
        pk,
        sk,
        "SET doc = :doc, #at = :at, expires_at = :expires REMOVE lease",
        {
            ":doc": seen.model_dump_json(),
            ":at": int(now.timestamp()),
            ":expires": int((now + KEPT).timestamp()),
        },
        names={"#at": "at"},
    )


def _key(address: str) -> tuple[str, str]:
    return f"LINKSEEN#{hashlib.sha256(address.encode()).hexdigest()[:32]}", _LINK
