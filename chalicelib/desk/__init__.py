"""People answering people: sessions, agents, what may be sent and what was."""

from chalicelib.desk import external
from chalicelib.desk.agent_actions import note, reply, resolve
from chalicelib.desk.assignment import begin, end, pull, refresh, staffed, take, transfer
from chalicelib.desk.errors import (
    CannotSend,
    DeskError,
    Full,
    InvalidInput,
    Moved,
    NotAllowed,
    NothingWaiting,
    Taken,
    UnknownAgent,
    UnknownSession,
    UnknownTeam,
)
from chalicelib.desk.external import Spoken
from chalicelib.desk.follower_events import followup, gone, open_session, rate
from chalicelib.desk.messages.inbound_text import shown
from chalicelib.desk.models import (
    OUTSIDE,
    Agent,
    Hours,
    Line,
    LineKind,
    LineState,
    Presence,
    ServiceSession,
    SessionState,
    Span,
    Team,
)
from chalicelib.desk.sender import Send, TryLater
from chalicelib.desk.sessions.lookup import find
from chalicelib.desk.timers import look, look_for, sender_of, sweep, utc_now, work

__all__ = [
    "OUTSIDE",
    "Agent",
    "CannotSend",
    "DeskError",
    "Full",
    "Hours",
    "InvalidInput",
    "Line",
    "LineKind",
    "LineState",
    "Moved",
    "NotAllowed",
    "NothingWaiting",
    "Presence",
    "Send",
    "ServiceSession",
    "SessionState",
    "Span",
    "Spoken",
    "Taken",
    "Team",
    "TryLater",
    "UnknownAgent",
    "UnknownSession",
    "UnknownTeam",
    "begin",
    "end",
    "external",
    "find",
    "followup",
    "gone",
    "look",
    "look_for",
    "note",
    "open_session",
    "pull",
    "rate",
    "refresh",
    "reply",
    "resolve",
    "sender_of",
    "shown",
    "staffed",
    "sweep",
    "take",
    "transfer",
    "utc_now",
    "work",
]
