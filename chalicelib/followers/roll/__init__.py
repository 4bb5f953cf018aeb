"""The roll (粉丝名册): the openids of all followers as WeChat lists them, and what it finds that no event told."""

from __future__ import annotations

from chalicelib.followers.roll.comparing import Since
from chalicelib.followers.roll.erasing import MARK, SINCE, erase, is_on_roll, kept
from chalicelib.followers.roll.models import PHASE_NAMES, Phase, Roll, Sync
from chalicelib.followers.roll.orders import cancel, due, order, resume, start
from chalicelib.followers.roll.store import current, note, roll_of
from chalicelib.followers.roll.turn import Repair, work

__all__ = [
    "MARK",
    "PHASE_NAMES",
    "SINCE",
    "Phase",
    "Repair",
    "Roll",
    "Since",
    "Sync",
    "cancel",
    "current",
    "due",
    "erase",
    "is_on_roll",
    "kept",
    "note",
    "order",
    "resume",
    "roll_of",
    "start",
    "work",
]
