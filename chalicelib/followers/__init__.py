"""A follower's small state; later following, tags, growth."""

from chalicelib.followers.models import FollowerState, OpenId
from chalicelib.followers.store import STATE, followed, left, partition, state

__all__ = ["STATE", "FollowerState", "OpenId", "followed", "left", "partition", "state"]
