"""The words of articles, kept beside them so that a search opens nothing twice.

| key | body |
|---|---|
| ``takedown/words/{unit}.json`` | of each content of the unit's articles and pushes that a search has read: title, words, pictures, links; compressed |
| ``takedown/published/{account}.json`` | of each publication that WeChat listed for an account: the same, with its address and time; compressed |
| ``takedown/before/{takedown}/{place}.json`` | what stood at a place before it was taken down; never changes |

Contents never change, so what was read of one holds for ever; one that nothing names any more is left out the next time.
"""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Final

from pydantic import AwareDatetime, TypeAdapter

from chalicelib import newsroom
from chalicelib.cloud import objects
from chalicelib.cloud.errors import CloudNotFound
from chalicelib.newsroom import Article
from chalicelib.takedown.addresses import addresses_in, same_address
from chalicelib.takedown.models import Looked
from chalicelib.takedown.platform import LISTED, Platform, Published
from chalicelib.values import Value

MOST_PAGES: Final = 10
"""Pages of publications that one look asks for, of about a hundred calls a day (sheet §2.1)."""
_MARKS: Final = re.compile("〔(?:图片|链接)[^〕]*〕")
_HASH: Final = re.compile(r"([0-9a-f]{64})")
_JSON: Final = "application/json"


class Words(Value):
    """What one content says."""

    title: str
    text: str
    pictures: tuple[str, ...] = ()
    """Hashes."""
    links: tuple[str, ...] = ()
    """As they are compared."""


class Listed(Value):
    """One article of a publication, as WeChat listed it."""

    article_id: str
    part: int
    """From 1."""
    parts: int
    updated_at: AwareDatetime
    url: str
    words: Words


class Copy(Value):
    """What is known of an account's publications."""

    looked: Looked = Looked()
    listed: tuple[Listed, ...] = ()


_WORDS: Final = TypeAdapter(dict[str, Words])


def words_of(article: Article) -> Words:
    """What an article says."""
    text = _MARKS.sub("", newsroom.body_text(article.html))
    keys = [one.key for one in article.files]
    return Words(
        title=article.title,
        text="\n".join(filter(None, (article.title, article.digest, text))),
        pictures=tuple(dict.fromkeys(_HASH.findall(" ".join(keys)))),
        links=tuple(
            dict.fromkeys(
                (*filter(None, [same_address(article.source_url)]), *addresses_in(article.html))
            )
        ),
    )


def words_for(
    unit: str, keys: Iterable[str], read: Callable[[str], Article] = newsroom.read_content
) -> Mapping[str, Words]:
    """The words of these contents, by key; what cannot be read is missing."""
    wanted = list(dict.fromkeys(keys))
    if not wanted:
        return {}
    place = f"takedown/words/{unit}.json"
    known = _WORDS.validate_json(_read(place) or b"{}")
    found = {key: known[key] for key in wanted if key in known}
    new = [key for key in wanted if key not in known]
    for key in new:
        try:
            found[key] = words_of(read(key))
        except newsroom.NewsroomError:
            continue
    if new or len(found) < len(known):
        _write(place, _WORDS.dump_json(found))
    return found


def published_by(
    account: str, platform: Callable[[str], Platform], since: datetime, now: datetime
) -> Copy:
    """An account's publications as WeChat lists them now; where it does not answer, what was known, with the problem.

    Pages are asked for until one brings nothing that is not known. A look that was made since ``since`` is not made again:
    who tries again after a crash asks for nothing twice, where there is anything.
    """
    from chalicelib.accounts import AccountError
    from chalicelib.wechat.errors import WeChatError

    place = f"takedown/published/{account}.json"
    body = _read(place)
    known = Copy.model_validate_json(body) if body else Copy()
    if known.looked.at and not known.looked.problem and known.looked.at >= since:
        return known
    try:
        copy = _looked(platform(account), known, now)
    except (WeChatError, AccountError) as error:
        looked = known.looked.model_copy(update={"problem": str(error)[:300]})
        return known.model_copy(update={"looked": looked})
    if copy.listed or known.listed:
        _write(place, copy.model_dump_json().encode())
    return copy


def listed_by(account: str) -> tuple[Listed, ...]:
    """An account's publications as they were last listed."""
    body = _read(f"takedown/published/{account}.json")
    return Copy.model_validate_json(body).listed if body else ()


def keep_before(takedown_id: str, place_id: str, body: bytes) -> tuple[str, str]:
    """Keep what stands at a place; returns the object's key and the hash of its body. The first one stays."""
    key = f"takedown/before/{takedown_id}/{place_id}.json"
    try:
        body = objects.read(key)
    except CloudNotFound:
        objects.write(key, body, _JSON)
    return key, hashlib.sha256(body).hexdigest()


def read_before(key: str) -> bytes:
    """What stood at a place. Raises ``CloudNotFound``."""
    return objects.read(key)


def _looked(platform: Platform, known: Copy, now: datetime) -> Copy:
    before = {(one.article_id, one.updated_at) for one in known.listed}
    found: dict[str, Published] = {}
    back_to: datetime | None = None
    for page in range(MOST_PAGES):
        listed = platform.publications(page * LISTED)
        found |= {one.article_id: one for one in listed}
        if len(listed) < LISTED:
            back_to = None
            break
        back_to = listed[-1].updated_at
        seen = all((one.article_id, one.updated_at) in before for one in listed)
        if seen and known.looked.back_to is None and known.looked.at:
            back_to = None
            break
    new = [one for published in found.values() for one in _listed(published)]
    # What is older than the pages that were asked for is known from before.
    oldest = min((one.updated_at for one in found.values()), default=None)
    old = [
        one
        for one in known.listed
        if one.article_id not in found
        and oldest
        and one.updated_at < oldest
        and len(found) >= LISTED
    ]
    listed_all = (*new, *old)
    return Copy(looked=Looked(at=now, back_to=back_to, number=len(listed_all)), listed=listed_all)


def _listed(published: Published) -> Iterable[Listed]:
    for number, page in enumerate(published.pages, 1):
        if page.deleted:
            continue
        text = _MARKS.sub("", newsroom.body_text(page.html))
        links = (same_address(page.source_url), *addresses_in(page.html))
        yield Listed(
            article_id=published.article_id,
            part=number,
            parts=len(published.pages),
            updated_at=published.updated_at,
            url=page.url,
            words=Words(
                title=page.title,
                text=f"{page.title}\n{text}",
                links=tuple(dict.fromkeys(filter(None, links))),
            ),
        )


def _read(key: str) -> bytes | None:
    try:
        return zlib.decompress(objects.read(key))
    except CloudNotFound:
        return None


def _write(key: str, body: bytes) -> None:
    objects.write(key, zlib.compress(body), _JSON)
