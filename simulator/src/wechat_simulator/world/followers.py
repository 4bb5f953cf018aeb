"""The followers of an account: people with phones, and a crowd that exists only as a number.

A synthetic follower is an index. The openid is that index, encrypted, so that ten million of them
need no memory, look like WeChat's, and can be read back. Their tags and the blacklist are bits
(`crowd.py`); one of them becomes a record only for what no bit can hold, such as a remark.
"""

import base64
import functools
import hashlib
import struct
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import islice

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from wechat_simulator.world.state import Account, Follower

OPENID_BYTES, BLOCK = 20, 16
MARK = b"follower"
PREFIX = "synthetic:"
SPREAD = 3 * 365 * 86400


@functools.lru_cache
def _cipher(appid: str) -> Cipher[modes.ECB]:
    key = hashlib.sha256(f"openids of {appid}".encode()).digest()[:BLOCK]
    # Single blocks that never repeat: ECB permutes the indexes; nothing is secret here.
    return Cipher(algorithms.AES(key), modes.ECB())  # noqa: S305


def openids(account: Account, indexes: Iterable[int]) -> list[str]:
    """The openids of these synthetic followers, a page at a time (28 characters each)."""
    plain = b"".join([index.to_bytes(8, "big") + MARK for index in indexes])
    sealed = _cipher(account.appid).encryptor().update(plain)
    starts = range(0, len(sealed), BLOCK)
    # Each with a byte too many, so that all are encoded at once: 21 bytes are 28 characters.
    blocks = [sealed[i : i + BLOCK] + sealed[i : i + OPENID_BYTES - BLOCK] + b"\0" for i in starts]
    text = base64.urlsafe_b64encode(b"".join(blocks)).decode()
    return ["o" + text[i : i + 27] for i in range(0, len(text), 28)]


def index_of(account: Account, openid: str) -> int | None:
    """The index of a synthetic follower; None for every other openid."""
    try:
        block = base64.urlsafe_b64decode(openid[1:].encode() + b"=")
    except ValueError:
        return None
    if len(block) != OPENID_BYTES or block[BLOCK:] != block[: OPENID_BYTES - BLOCK]:
        return None
    plain = _cipher(account.appid).decryptor().update(block[:BLOCK])
    index = struct.unpack(">Q", plain[:8])[0]
    known = plain[8:] == MARK and index < account.synthetic.count
    return index if known and openids(account, [index]) == [openid] else None


def find(account: Account, openid: str) -> Follower | None:
    """The follower with this openid; a synthetic one is computed and not stored."""
    known = account.by_openid(openid)
    if known is not None and known.synthetic is None:
        return known
    index = known.synthetic if known else index_of(account, openid)
    if index is None:
        return None
    crowd = account.synthetic
    since = crowd.since - SPREAD * (crowd.count - index) // max(1, crowd.count)
    found = known or Follower(
        openid,
        f"{PREFIX}{index}",
        subscribed=True,
        subscribe_time=int(since),
        synthetic=index,
    )
    found.tags, found.blocked = crowd.tags_of(index), index in crowd.blocked
    return found


def keep(account: Account, follower: Follower) -> Follower:
    """Store a follower that `find` computed, because something is to be remembered that the crowd has no place for."""
    return account.followers.setdefault(follower.user, follower)


def set_tag(account: Account, follower: Follower, tag: int, *, on: bool) -> None:
    """Give the tag or take it away; one of the crowd needs no record for it."""
    if follower.synthetic is not None:
        account.synthetic.set_tag(follower.synthetic, tag, on=on)
    elif on != (tag in follower.tags):
        (follower.tags.append if on else follower.tags.remove)(tag)


def drop_tag(account: Account, tag: int) -> None:
    """Take the tag from everybody."""
    account.synthetic.drop_tag(tag)
    for follower in known(account, tag):
        follower.tags.remove(tag)


def block(account: Account, follower: Follower, *, on: bool) -> None:
    """Put into the blacklist, or take out of it."""
    if follower.synthetic is not None:
        account.synthetic.set_blocked(follower.synthetic, on=on)
    else:
        follower.blocked = on


def count(account: Account, tag: int | None = None) -> int:
    """Number of followers, or of those with this tag."""
    return sum(1 for _ in known(account, tag)) + crowd(account, tag)


def known(account: Account, tag: int | None = None) -> Iterator[Follower]:
    """The people among the followers, or those of them who have the tag."""
    for follower in account.followers.values():
        mine = follower.subscribed and follower.synthetic is None
        if mine and (tag is None or tag in follower.tags):
            yield follower


def crowd(account: Account, tag: int | None = None) -> int:
    """Number of synthetic followers, or of those with this tag."""
    return account.synthetic.number(tag)


def page(account: Account, start: Follower | None, size: int, tag: int | None = None) -> list[str]:
    """The next openids after `start`: people first, then the crowd by number.

    Only the page is ever in memory, whatever the number of followers.
    """
    rest = partial(account.synthetic.indexes, tag=tag)
    return _page(account, start, size, (f.openid for f in known(account, tag)), rest)


def blocked(account: Account, start: Follower | None, size: int) -> list[str]:
    """The next openids of the blacklist after `start`, in the same order."""
    people = (f.openid for f in account.followers.values() if f.blocked and f.synthetic is None)
    return _page(account, start, size, people, account.synthetic.blocked.since)


def blocked_count(account: Account) -> int:
    people = (f for f in account.followers.values() if f.blocked and f.synthetic is None)
    return sum(1 for _ in people) + account.synthetic.blocked.count


def _page(
    account: Account,
    start: Follower | None,
    size: int,
    people: Iterable[str],
    crowd_from: Callable[[int], Iterator[int]],
) -> list[str]:
    found: list[str] = []
    first = 0
    if start is None or start.synthetic is None:
        last = start.openid if start else ""
        found = sorted(openid for openid in people if openid > last)[:size]
    else:
        first = start.synthetic + 1
    return found + openids(account, islice(crowd_from(first), size - len(found)))
