"""Followers (粉丝): the small state of each."""

from chalicelib.followers.models import FollowerState
from chalicelib.followers.store import (
    STATE,
    followed,
    held_action,
    left,
    partition,
    released_action,
    state,
)

__all__ = [
    "STATE",
    "FollowerState",
    "followed",
    "held_action",
    "left",
    "partition",
    "released_action",
    "state",
]
