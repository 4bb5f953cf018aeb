"""The bridge to a hotline such as 12366: conversations go there, and what its people say comes back.

The contract between both sides is ``docs/hotline.yaml``.
"""

from chalicelib.hotline.bridge import Desk, advance, due
from chalicelib.hotline.errors import (
    BadEvent,
    BadSettings,
    ForgedCall,
    HotlineError,
    NotConnected,
    Rejected,
    Unavailable,
    UnknownCase,
)
from chalicelib.hotline.models import NAMES, OVER, Case, CaseState, HotlineSettings, Line
from chalicelib.hotline.service import (
    close,
    connect,
    disconnect,
    follower_wrote,
    hand_over,
    receive,
)
from chalicelib.hotline.store import breaker, case, cases, settings_of

__all__ = [
    "NAMES",
    "OVER",
    "BadEvent",
    "BadSettings",
    "Case",
    "CaseState",
    "Desk",
    "ForgedCall",
    "HotlineError",
    "HotlineSettings",
    "Line",
    "NotConnected",
    "Rejected",
    "Unavailable",
    "UnknownCase",
    "advance",
    "breaker",
    "case",
    "cases",
    "close",
    "connect",
    "disconnect",
    "due",
    "follower_wrote",
    "hand_over",
    "receive",
    "settings_of",
]
