"""A follower's small state; later following, tags, growth."""

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
