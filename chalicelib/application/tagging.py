"""Followers get tags by what they do: told from the stream, tagged later, fifty in a call."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from chalicelib import followers
from chalicelib.clock import utc_now
from chalicelib.conversation import RecordedPush, Rung
from chalicelib.wechat.events import Scan, Subscribe
from chalicelib.wechat.text import Message

_HELD: Final = timedelta(minutes=1)
_rules: dict[str, tuple[datetime, list[followers.tags.TagRule]]] = {}


def follow(recorded: RecordedPush, now: datetime | None = None) -> None:
    """Have the follower of a push tagged where a rule says so. Twice is once. Nothing is asked of WeChat here."""
    push, at = recorded.push, now or utc_now()
    seen = seen_in(recorded)
    if push is None or not any(seen):
        return
    for rule in followers.tags.matching(rules_of(recorded.account_id, at), seen):
        followers.tags.want(recorded.account_id, push.from_user, rule, push.created, at)


def seen_in(recorded: RecordedPush) -> followers.tags.Seen:
    """What a push tells of its follower that a rule may look at."""
    push, decision = recorded.push, recorded.decision
    if isinstance(push, Subscribe | Scan):
        return followers.tags.Seen(scene=push.scene)
    if not isinstance(push, Message):
        return followers.tags.Seen()
    if decision.rung is Rung.SERVICE:
        return followers.tags.Seen(service=decision.rule or "")
    if decision.rung is Rung.FAQ:
        return followers.tags.Seen(entry=decision.entry or "", department=decision.department or "")
    return followers.tags.Seen()


def rules_of(account_id: str, now: datetime) -> list[followers.tags.TagRule]:
    """The rules of an account, held by a warm function for a minute."""
    held = _rules.get(account_id)
    if held is None or now - held[0] >= _HELD:
        held = _rules[account_id] = now, followers.tags.rules(account_id)
    return held[1]


def forget_rules() -> None:
    """Read all rules again."""
    _rules.clear()
