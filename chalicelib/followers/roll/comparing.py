"""What a list finds that no event told, part by part; when it must be doubted. Pure."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from chalicelib.followers.roll.models import Sync

LAG: Final = 600
"""Seconds by which WeChat's list may be older than its events."""
MOST_PARTS: Final = 256
_A_PART: Final = 50_000
"""Openids that one part should hold at most: some megabytes in memory."""
_FEW: Final = 20
"""So many may be gone on an account of any size."""
_SHARE: Final = 0.005
"""So many of the known followers may be gone unnoticed; events are lost one by one, not by the thousand."""
_MISSING: Final = 0.02
"""A list that lacks more than this part of what WeChat counts is not whole."""


class Since(NamedTuple):
    """What the last event said of a follower."""

    at: int
    """Unix seconds."""
    following: bool


class Difference(NamedTuple):
    """What the list says and no event told."""

    came: tuple[str, ...]
    gone: tuple[str, ...]
    known: int
    """Followers before it, as far as was known."""


def parts_for(total: int) -> int:
    """Into how many parts so many openids are divided: a power of two."""
    parts = 1
    while parts < MOST_PARTS and parts * _A_PART < total:
        parts *= 2
    return parts


def mark_of(openid: str) -> int:
    """A number of 32 bits by which openids are spread evenly."""
    return zlib.crc32(openid.encode())


def part_of(openid: str, parts: int) -> int:
    """The part that an openid lies in."""
    return mark_of(openid) * parts >> 32


def span_of(part: int, parts: int) -> tuple[int, int]:
    """The smallest and the greatest mark of a part."""
    width = (1 << 32) // parts
    return part * width, (part + 1) * width - 1


def compare(
    listed: Iterable[str],
    before: Iterable[str] | None,
    since: Mapping[str, Since],
    *,
    before_at: int,
    started: int,
) -> Difference:
    """Hold one part of a list against the same part of the last one (None: there is none) and the events since.

    ``before_at`` and ``started`` are when the two began, Unix seconds. Of whom an event is as new as the list itself
    nothing is said: the event may be newer, and the next sync will tell.
    """
    listed = set(listed)
    expected = set(listed if before is None else before)
    fresh = set()
    for openid, said in since.items():
        if said.at >= started - LAG:
            fresh.add(openid)
        elif before is None or said.at >= before_at - LAG:
            (expected.add if said.following else expected.discard)(openid)
    return Difference(
        came=tuple(sorted(listed - expected - fresh)),
        gone=tuple(sorted(expected - listed - fresh)),
        known=len(expected),
    )


def doubt(sync: Sync) -> str:
    """Why a compared list must not be believed without a person, in Chinese; empty where it may."""
    if sync.accepted:
        return ""
    if sync.total - sync.on_roll > max(_FEW, sync.total * _MISSING):
        return (
            f"微信说有 {sync.total} 位粉丝，名单里只有 {sync.on_roll} 位：名单可能不完整。"
            "请取消后重新同步；确认无误才继续。"
        )
    if sync.gone > max(_FEW, sync.known * _SHARE):
        return (
            f"名单里少了 {sync.gone} 位已知的粉丝（共 {sync.known} 位），多于通常可能漏掉的。"
            "请先核对 AppID 和微信后台的粉丝数；确认无误再继续，他们将按取消关注处理，信息到期删除。"
        )
    return ""
