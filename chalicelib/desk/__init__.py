"""People answering people: sessions, agents, what may be sent and what was."""

from chalicelib.desk import external
from chalicelib.desk.agent_actions import note, reply, resolve
from chalicelib.desk.assignment import (
    go_off_duty,
    go_on_duty,
    pull,
    refresh,
    staffed,
    take,
    transfer,
)
from chalicelib.desk.errors import (
    CannotSend,
    DeskError,
    IllegalAction,
    InvalidInput,
    NoCapacity,
    NothingWaiting,
    SessionChanged,
    SessionTaken,
    UnknownAgent,
    UnknownSession,
    UnknownTeam,
)
from chalicelib.desk.external import SendOutcome
from chalicelib.desk.follower_events import followup, open_session, rate, unfollowed
from chalicelib.desk.messages.texts import shown
from chalicelib.desk.models import (
    EXTERNAL,
    Agent,
    AgentMessage,
    Hours,
    MessageKind,
    MessageState,
    Presence,
    ServiceSession,
    SessionState,
    Span,
    Team,
)
from chalicelib.desk.sender import Send, TryLater
from chalicelib.desk.sessions.lookup import find
from chalicelib.desk.timers import check_agent, check_session, sender_of, sweep, work

__all__ = [
    "EXTERNAL",
    "Agent",
    "AgentMessage",
    "CannotSend",
    "DeskError",
    "Hours",
    "IllegalAction",
    "InvalidInput",
    "MessageKind",
    "MessageState",
    "NoCapacity",
    "NothingWaiting",
    "Presence",
    "Send",
    "SendOutcome",
    "ServiceSession",
    "SessionChanged",
    "SessionState",
    "SessionTaken",
    "Span",
    "Team",
    "TryLater",
    "UnknownAgent",
    "UnknownSession",
    "UnknownTeam",
    "check_agent",
    "check_session",
    "external",
    "find",
    "followup",
    "go_off_duty",
    "go_on_duty",
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
    "unfollowed",
    "work",
]
