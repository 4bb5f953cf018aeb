"""The wall (大屏): what it remembers of a day's pushes and alarms, and how a screen is paired (docs/wall.md)."""

from chalicelib.wall.errors import PairingOver, WallError
from chalicelib.wall.models import TITLE_CHARS, Alarm, AlarmKind, Grade, Pairing, PushRow
from chalicelib.wall.pairing import (
    PAIRING_MINUTES,
    begin,
    claim_action,
    picked_up,
    waiting,
)
from chalicelib.wall.store import add_alarm, alarms, note_push, pushes

__all__ = [
    "PAIRING_MINUTES",
    "TITLE_CHARS",
    "Alarm",
    "AlarmKind",
    "Grade",
    "Pairing",
    "PairingOver",
    "PushRow",
    "WallError",
    "add_alarm",
    "alarms",
    "begin",
    "claim_action",
    "note_push",
    "picked_up",
    "pushes",
    "waiting",
]
