"""What follows when somebody follows an account, or leaves it: told by an event, or found in WeChat's list."""

from __future__ import annotations

from datetime import UTC, datetime

from chalicelib import desk, followers, notices, topics
from chalicelib.application import erase_follower


def followed(account_id: str, openid: str, at: int, scene: str) -> None:
    """An event says that somebody follows since ``at`` (Unix seconds). Twice changes nothing."""
    followers.roll.note(account_id, openid, at, following=True)
    if followers.followed(account_id, openid, at, scene):
        followers.erasure_store.call_off(account_id, openid)


def left(account_id: str, openid: str, at: int) -> None:
    """An event says that somebody left at ``at`` (Unix seconds). Twice changes nothing. Raises ``UnknownAccount``."""
    followers.roll.note(account_id, openid, at, following=False)
    _end(account_id, openid, at)
    if followers.left(account_id, openid, at):
        erase_follower.left(account_id, openid, at)


def found_following(account_id: str, openid: str, at: int) -> bool:
    """WeChat's list names somebody of whom no event told; returns whether it was news. Twice says the same."""
    if not followers.found_following(account_id, openid, at):
        return False
    followers.erasure_store.call_off(account_id, openid)
    return True


def found_gone(account_id: str, openid: str, at: int) -> bool:
    """WeChat's list no longer names somebody, and no event told; returns whether it was news.

    Their data are erased as after an event. Twice says the same, so that one who was killed in between ends the same.
    """
    if not followers.found_gone(account_id, openid, at):
        return False
    _end(account_id, openid, at)
    erase_follower.left(account_id, openid, at)
    return True


REPAIR = followers.roll.Repair(came=found_following, left=found_gone)


def _end(account_id: str, openid: str, at: int) -> None:
    desk.unfollowed(account_id, openid, datetime.fromtimestamp(at, UTC))
    topics.agreements.left(account_id, openid, at)
    notices.events.left(account_id, openid, at)
