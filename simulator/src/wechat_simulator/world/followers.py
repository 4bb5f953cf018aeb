"""The followers of an account: people with phones, and a crowd that exists only as a number.

A synthetic follower is an index. The openid is that index, encrypted, so that ten million of them
need no memory, look like WeChat's, and can be read back. One of them becomes a record of its own
only when something is done to it, such as a tag.
"""

import base64
import functools
import hashlib
import struct
from collections.abc import Iterable, Iterator
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
    plain = b"".join(struct.pack(">Q", index) + MARK for index in indexes)
    sealed = _cipher(account.appid).encryptor().update(plain)
    starts = range(0, len(sealed), BLOCK)
    blocks = (sealed[i : i + BLOCK] + sealed[i : i + OPENID_BYTES - BLOCK] for i in starts)
    return ["o" + base64.urlsafe_b64encode(block).decode()[:-1] for block in blocks]


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
    if known is not None:
        return known
    index = index_of(account, openid)
    if index is None:
        return None
    since = account.synthetic.since - SPREAD * (account.synthetic.count - index) // max(
        1, account.synthetic.count
    )
    tags = [tag for tag in map(int, account.synthetic.tags) if _by_rule(account, tag, index)]
    return Follower(
        openid,
        f"{PREFIX}{index}",
        subscribed=True,
        subscribe_time=int(since),
        tags=tags,
        synthetic=index,
    )


def keep(account: Account, follower: Follower) -> Follower:
    """Store a follower that `find` computed, because it is about to change."""
    return account.followers.setdefault(follower.user, follower)


def count(account: Account, tag: int | None = None) -> int:
    """Number of followers, or of those with this tag."""
    return sum(1 for _ in known(account, tag)) + crowd(account, tag)


def known(account: Account, tag: int | None = None) -> Iterator[Follower]:
    """Those with a record: people, and the synthetic ones that something was done to."""
    for follower in account.followers.values():
        if follower.subscribed and (tag is None or tag in follower.tags):
            yield follower


def crowd(account: Account, tag: int | None = None) -> int:
    """Number of synthetic followers without a record."""
    every = account.synthetic.tags.get(str(tag)) if tag is not None else 1
    if not every:
        return 0
    kept = [f.synthetic for f in account.followers.values() if f.synthetic is not None]
    mine = sum(1 for i in kept if tag is None or _by_rule(account, tag, i))
    return -(-account.synthetic.count // every) - mine


def page(account: Account, start: Follower | None, size: int, tag: int | None = None) -> list[str]:
    """The next openids after `start`: records first, then the crowd by index.

    Only the page is ever in memory, whatever the number of followers.
    """
    found: list[str] = []
    after = 0
    kept = {f.synthetic for f in account.followers.values() if f.synthetic is not None}
    if start is None or start.user in account.followers:
        last = start.openid if start else ""
        found = sorted(f.openid for f in known(account, tag) if f.openid > last)[:size]
    elif start.synthetic is not None:
        after = start.synthetic + 1
    every = account.synthetic.tags.get(str(tag), 0) if tag is not None else 1
    if not every or len(found) >= size:
        return found
    first = -(-after // every) * every
    rest = (i for i in range(first, account.synthetic.count, every) if i not in kept)
    return found + openids(account, islice(rest, size - len(found)))


def _by_rule(account: Account, tag: int, index: int) -> bool:
    every = account.synthetic.tags.get(str(tag))
    return bool(every) and index % every == 0
