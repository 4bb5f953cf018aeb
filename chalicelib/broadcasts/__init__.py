"""Live streams (直播) that followers want to be reminded of: when they are told what, each once."""

from chalicelib.broadcasts import store
from chalicelib.broadcasts.errors import BroadcastError, UnknownBroadcast
from chalicelib.broadcasts.models import (
    AHEAD,
    Broadcast,
    Due,
    Reminders,
    Standing,
    What,
    announced,
    due,
    standing,
    told,
)

__all__ = [
    "AHEAD",
    "Broadcast",
    "BroadcastError",
    "Due",
    "Reminders",
    "Standing",
    "UnknownBroadcast",
    "What",
    "announced",
    "due",
    "standing",
    "store",
    "told",
]
