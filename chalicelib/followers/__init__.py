"""Followers (粉丝): the small state of each, and the erasure of all that is kept of one.

The callback starts with this door; what an erasure needs opens late.
"""

from typing import TYPE_CHECKING

from chalicelib.door import opens
from chalicelib.followers.models import FollowerState
from chalicelib.followers.store import (
    FOLLOWS_SINCE,
    STATE,
    followed,
    follows_since_action,
    held_action,
    left,
    partition,
    released_action,
    state,
)

if TYPE_CHECKING:
    from chalicelib.followers import erasure_store as erasure_store
    from chalicelib.followers.erasure import Erasure as Erasure
    from chalicelib.followers.erasure import Why as Why
    from chalicelib.followers.erasure import named as named
    from chalicelib.followers.erasure import names as names
    from chalicelib.followers.errors import FollowerError as FollowerError
    from chalicelib.followers.errors import NothingKept as NothingKept
    from chalicelib.followers.errors import ReasonMissing as ReasonMissing
    from chalicelib.followers.labels import WHY_NAMES as WHY_NAMES
else:
    __getattr__ = opens(
        __name__,
        {
            "": ["erasure_store"],
            "erasure": ["Erasure", "Why", "named", "names"],
            "errors": ["FollowerError", "NothingKept", "ReasonMissing"],
            "labels": ["WHY_NAMES"],
        },
    )

__all__ = [
    "FOLLOWS_SINCE",
    "STATE",
    "WHY_NAMES",
    "Erasure",
    "FollowerError",
    "FollowerState",
    "NothingKept",
    "ReasonMissing",
    "Why",
    "erasure_store",
    "followed",
    "follows_since_action",
    "held_action",
    "left",
    "named",
    "names",
    "partition",
    "released_action",
    "state",
]
