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
    found_following,
    found_gone,
    held_action,
    left,
    partition,
    released_action,
    state,
)

if TYPE_CHECKING:
    from chalicelib.followers import erasure_store as erasure_store
    from chalicelib.followers import qrcodes as qrcodes
    from chalicelib.followers import roll as roll
    from chalicelib.followers import tags as tags
    from chalicelib.followers.erasure import Erasure as Erasure
    from chalicelib.followers.erasure import Why as Why
    from chalicelib.followers.erasure import named as named
    from chalicelib.followers.erasure import names as names
    from chalicelib.followers.errors import BadQrCode as BadQrCode
    from chalicelib.followers.errors import BadTag as BadTag
    from chalicelib.followers.errors import FollowerError as FollowerError
    from chalicelib.followers.errors import NoSync as NoSync
    from chalicelib.followers.errors import NothingKept as NothingKept
    from chalicelib.followers.errors import ReasonMissing as ReasonMissing
    from chalicelib.followers.errors import SyncGoesOn as SyncGoesOn
    from chalicelib.followers.errors import SyncWentOn as SyncWentOn
    from chalicelib.followers.errors import UnknownQrCode as UnknownQrCode
    from chalicelib.followers.errors import UnknownRule as UnknownRule
    from chalicelib.followers.labels import WHY_NAMES as WHY_NAMES
    from chalicelib.followers.labels import shortened as shortened
    from chalicelib.followers.qrcodes import QrCode as QrCode
    from chalicelib.followers.qrcodes import QrWanted as QrWanted
    from chalicelib.followers.tags import RuleKind as RuleKind
else:
    __getattr__ = opens(
        __name__,
        {
            "": ["erasure_store", "qrcodes", "roll", "tags"],
            "erasure": ["Erasure", "Why", "named", "names"],
            "errors": [
                "BadQrCode",
                "BadTag",
                "FollowerError",
                "NoSync",
                "NothingKept",
                "ReasonMissing",
                "SyncGoesOn",
                "SyncWentOn",
                "UnknownQrCode",
                "UnknownRule",
            ],
            "labels": ["WHY_NAMES", "shortened"],
            "qrcodes": ["QrCode", "QrWanted"],
            "tags": ["RuleKind"],
        },
    )

__all__ = [
    "FOLLOWS_SINCE",
    "STATE",
    "WHY_NAMES",
    "BadQrCode",
    "BadTag",
    "Erasure",
    "FollowerError",
    "FollowerState",
    "NoSync",
    "NothingKept",
    "QrCode",
    "QrWanted",
    "ReasonMissing",
    "RuleKind",
    "SyncGoesOn",
    "SyncWentOn",
    "UnknownQrCode",
    "UnknownRule",
    "Why",
    "erasure_store",
    "followed",
    "follows_since_action",
    "found_following",
    "found_gone",
    "held_action",
    "left",
    "named",
    "names",
    "partition",
    "qrcodes",
    "released_action",
    "roll",
    "shortened",
    "state",
    "tags",
]
