"""The bridge to a hotline such as 12366: conversations go there, and what its people say comes back.

The contract between both sides is ``docs/hotline.yaml``.
"""

from chalicelib.hotline.errors import (
    BadEvent,
    BadSettings,
    ForgedCall,
    HandedBefore,
    HotlineError,
    NotConnected,
    Rejected,
    Unavailable,
    UnknownCase,
)
from chalicelib.hotline.handover import give, opened, takes_all, wrote
from chalicelib.hotline.models import NAMES, OVER, Case, CaseState, HotlineSettings, When
from chalicelib.hotline.service import connect, disconnect, receive
from chalicelib.hotline.store import breaker, case, cases, settings_of
from chalicelib.hotline.tasks import is_task, sweep, work

__all__ = [
    "NAMES",
    "OVER",
    "BadEvent",
    "BadSettings",
    "Case",
    "CaseState",
    "ForgedCall",
    "HandedBefore",
    "HotlineError",
    "HotlineSettings",
    "NotConnected",
    "Rejected",
    "Unavailable",
    "UnknownCase",
    "When",
    "breaker",
    "case",
    "cases",
    "connect",
    "disconnect",
    "give",
    "is_task",
    "opened",
    "receive",
    "settings_of",
    "sweep",
    "takes_all",
    "work",
    "wrote",
]
