"""Who takes part. Each is built from rules and answers one callback: ``(query, body) → sealed reply``."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from benchmarks.contestants import bound, ours, wechatpy, werobot
from benchmarks.corpus import Rule

Contestant = Callable[[Mapping[str, str], bytes], str]

CONTESTANTS: dict[str, Callable[[Sequence[Rule]], Contestant]] = {
    "ours": ours.contestant,
    "bound": bound.contestant,
    "wechatpy": wechatpy.bare,
    "scan": wechatpy.scan,
    "werobot": werobot.contestant,
}
