"""A follower's small state; later following, tags, growth."""

from chalicelib.followers.models import FollowerState, OpenId
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
    "OpenId",
    "followed",
    "held_action",
    "left",
    "partition",
    "released_action",
    "state",
]
