"""What texts lead to and WeChat's calls do not give: attached files, and articles mass-sent on WeChat's own page.

Both are fetched as a reader opens them, a few each night. What was read is known in the account's index; it is read
again under other rules, after a month, and every night while something found there is to be put right.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final, NamedTuple
from urllib.parse import unquote, urlsplit

from chalicelib import inspection
from chalicelib.foreign_files.plain_words import words_in
from chalicelib.foreign_files.refusal import FileRefused
from chalicelib.foreign_http import File
from chalicelib.inspection import Place, PlaceKind, SeenFile, SentArticle, Text, read_page
from chalicelib.web_address import InnerAddress

Fetch = Callable[[str, float, int], File]
"""Address, seconds, bytes at most → the file there. Raises ``OSError`` and ``InnerAddress``."""

MOST_FILES: Final = 30
"""Files that one look at an account fetches."""
MOST_PAGES: Final = 20
FILES_FOR: Final = timedelta(seconds=50)
"""So long a look fetches files, and pages; what is left is first the next night."""
EACH: Final = 10.0
"""Seconds for one file."""
MOST_BYTES: Final = 8 * 1024 * 1024
AGAIN: Final = timedelta(days=30)
MOST_KNOWN: Final = 2000
"""Files of an account that are remembered."""
_FILE: Final = re.compile(r"\.(?:docx?|xlsx?|pptx?|pdf|wps|et|zip|rar)(?:[?#]|$)", re.IGNORECASE)
_OK: Final = 200
_BODY: Final = re.compile(r"<div[^>]{0,1000}\bid=\"js_content\"[^>]{0,1000}>", re.IGNORECASE)
_WECHAT: Final = "mp.weixin.qq.com"


class Read(NamedTuple):
    """What a look made of the files."""

    texts: tuple[Text, ...]
    """Those that are to be judged now."""
    seen: Mapping[str, SeenFile]
    unread: tuple[str, ...]


class Pages(NamedTuple):
    """What a look made of articles that were mass-sent elsewhere."""

    known: Mapping[str, SentArticle]
    new: tuple[Text, ...]
    titles: tuple[Text, ...]
    """Those of which no more than the title is known."""


def attached(texts: Iterable[Text]) -> dict[str, Place]:
    """The files that texts lead to, by address, each as a place of its own."""
    found: dict[str, Place] = {}
    for text in texts:
        for link in text.links:
            if link not in found and _FILE.search(link):
                name = unquote(urlsplit(link).path.rpartition("/")[2])[:100]
                label = f"{name}（见《{text.place.label}》）"[:200]
                found[link] = Place(
                    kind=PlaceKind.ATTACHMENT, id=link[:300], label=label, url=link[:2048]
                )
    return found


def read_files(
    places: Mapping[str, Place],
    before: Mapping[str, SeenFile],
    watched: Iterable[str],
    digest: str,
    fetch: Fetch,
    clock: Callable[[], datetime],
) -> Read:
    """Read the files that are due; ``watched`` are places (``Place.key``) with something to be put right."""
    now, wanted = clock(), frozenset(watched)
    oldest = sorted(places, key=lambda one: (before[one].at if one in before else 0, one))
    to_do = [one for one in oldest if places[one].key in wanted]
    due = [
        one
        for one in oldest
        if one not in to_do and (one not in before or _stale(before[one], digest, now))
    ]
    # Half of a night is for what is to be put right: neither kind waits for the other for ever.
    half = to_do[: MOST_FILES // 2]
    due = [*half, *due, *to_do[len(half) :]]
    texts, seen = list[Text](), {one: known for one, known in before.items() if one in places}
    until = now + FILES_FOR
    for address in due[:MOST_FILES]:
        if clock() > until:
            break
        blocks, problem = _blocks(address, fetch)
        seen[address] = SeenFile(at=int(now.timestamp()), examined=digest, problem=problem)
        if not problem:
            texts.append(Text(places[address], blocks))
    kept = sorted(seen.items(), key=lambda one: -one[1].at)[:MOST_KNOWN]
    return Read(tuple(texts), dict(kept), tuple(_unread(places, dict(kept))))


def read_pages(
    titles: Sequence[Text], known: Mapping[str, SentArticle], fetch: Fetch, now: datetime
) -> Pages:
    """Articles of which statistics tell title and address, read at their address; WeChat has no call for their words."""
    found = {one.place.id: known[one.place.id] for one in titles if one.place.id in known}
    new, left = list[Text](), list[Text]()
    for number, one in enumerate(one for one in titles if one.place.id not in found):
        blocks, links = _page(one.place.url, fetch) if number < MOST_PAGES else ((), ())
        if not blocks:
            left.append(one)
            continue
        words = (*one.blocks, *blocks)
        found[one.place.id] = SentArticle(
            place=one.place, at=int(now.timestamp()), blocks=words, links=links
        )
        new.append(Text(one.place, words, links))
    return Pages(found, tuple(new), tuple(left))


def _stale(seen: SeenFile, digest: str, now: datetime) -> bool:
    return seen.examined != digest or seen.at < (now - AGAIN).timestamp()


def _blocks(address: str, fetch: Fetch) -> tuple[tuple[str, ...], str]:
    try:
        found = fetch(address, EACH, MOST_BYTES)
        if found.status != _OK:
            return (), f"打不开（HTTP {found.status}）"
        return words_in(found.body), ""
    except InnerAddress:
        return (), "在内部网络，没有访问"
    except FileRefused as refused:
        return (), str(refused)
    except OSError as error:
        return (), f"没有取到（{error}）"


def _page(address: str, fetch: Fetch) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Words and links of an article's page; nothing where WeChat shows another page instead."""
    if urlsplit(address).hostname != _WECHAT:
        return (), ()
    try:
        found = fetch(address.replace("http://", "https://", 1), EACH, MOST_BYTES)
    except (OSError, InnerAddress):
        return (), ()
    html = found.body.decode("utf-8", errors="replace")
    begin = _BODY.search(html)
    if found.status != _OK or begin is None:
        return (), ()
    end = html.find("<script", begin.end())
    return read_page(html[begin.end() : end if end >= 0 else None])


def _unread(places: Mapping[str, Place], seen: Mapping[str, SeenFile]) -> Iterator[str]:
    later = sum(one not in seen for one in places)
    if later:
        yield f"{later} 个附件还没有读，以后几天继续"
    refused = [(places[one].label, known.problem) for one, known in seen.items() if known.problem]
    if refused:
        named = "；".join(f"{label}：{problem}" for label, problem in refused[:3])
        yield f"{len(refused)} 个附件没有读：{named}"[:400]


def gone(texts: Iterable[Text], findings: Iterable[inspection.Finding]) -> list[Place]:
    """Places of files that no text leads to any more."""
    there = {place.key for place in attached(texts).values()}
    return [
        one.place
        for one in findings
        if one.place.kind is PlaceKind.ATTACHMENT and one.place.key not in there
    ]
