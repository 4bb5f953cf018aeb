"""People answering people: sessions, agents, and their messages.

Nothing here is needed for a reply: every room opens late.
"""

from typing import TYPE_CHECKING

from chalicelib.door import opens

if TYPE_CHECKING:
    from chalicelib.desk import canned_file as canned_file
    from chalicelib.desk import erasure as erasure
    from chalicelib.desk import external as external
    from chalicelib.desk import quality as quality
    from chalicelib.desk import setup as setup
    from chalicelib.desk.agent_actions import note as note
    from chalicelib.desk.agent_actions import reply as reply
    from chalicelib.desk.agent_actions import reply_with_picture as reply_with_picture
    from chalicelib.desk.agent_actions import resolve as resolve
    from chalicelib.desk.agents.hours import open_at as open_at
    from chalicelib.desk.agents.store import AWAY_AFTER as AWAY_AFTER
    from chalicelib.desk.agents.store import canned as canned
    from chalicelib.desk.agents.store import presences as presences
    from chalicelib.desk.agents.store import teams as teams
    from chalicelib.desk.assignment import assign as assign
    from chalicelib.desk.assignment import staffed as staffed
    from chalicelib.desk.assignment import take as take
    from chalicelib.desk.assignment import transfer as transfer
    from chalicelib.desk.canned_reply import drop_canned as drop_canned
    from chalicelib.desk.canned_reply import keep_canned as keep_canned
    from chalicelib.desk.errors import CannotSend as CannotSend
    from chalicelib.desk.errors import DeskError as DeskError
    from chalicelib.desk.errors import IllegalAction as IllegalAction
    from chalicelib.desk.errors import InvalidInput as InvalidInput
    from chalicelib.desk.errors import NoCapacity as NoCapacity
    from chalicelib.desk.errors import NothingWaiting as NothingWaiting
    from chalicelib.desk.errors import SessionChanged as SessionChanged
    from chalicelib.desk.errors import SessionTaken as SessionTaken
    from chalicelib.desk.errors import UnknownAgent as UnknownAgent
    from chalicelib.desk.errors import UnknownSession as UnknownSession
    from chalicelib.desk.external import SendOutcome as SendOutcome
    from chalicelib.desk.follower_events import FollowerMessage as FollowerMessage
    from chalicelib.desk.follower_events import followup as followup
    from chalicelib.desk.follower_events import open_session as open_session
    from chalicelib.desk.follower_events import rate as rate
    from chalicelib.desk.follower_events import unfollowed as unfollowed
    from chalicelib.desk.labels import ENDING_NAMES as ENDING_NAMES
    from chalicelib.desk.labels import ESCALATION_NAMES as ESCALATION_NAMES
    from chalicelib.desk.labels import EXTERNAL_NAME as EXTERNAL_NAME
    from chalicelib.desk.labels import MESSAGE_STATE_NAMES as MESSAGE_STATE_NAMES
    from chalicelib.desk.labels import REASON_NAMES as REASON_NAMES
    from chalicelib.desk.labels import STATE_NAMES as STATE_NAMES
    from chalicelib.desk.messages.store import budget as budget
    from chalicelib.desk.messages.store import find_message as find_message
    from chalicelib.desk.messages.texts import shown as shown
    from chalicelib.desk.models import EXTERNAL as EXTERNAL
    from chalicelib.desk.models import Agent as Agent
    from chalicelib.desk.models import AgentMessage as AgentMessage
    from chalicelib.desk.models import Ending as Ending
    from chalicelib.desk.models import Hours as Hours
    from chalicelib.desk.models import MessageKind as MessageKind
    from chalicelib.desk.models import MessageState as MessageState
    from chalicelib.desk.models import Presence as Presence
    from chalicelib.desk.models import ServiceSession as ServiceSession
    from chalicelib.desk.models import SessionState as SessionState
    from chalicelib.desk.models import Span as Span
    from chalicelib.desk.models import Team as Team
    from chalicelib.desk.presence import go_off_duty as go_off_duty
    from chalicelib.desk.presence import go_on_duty as go_on_duty
    from chalicelib.desk.presence import heartbeat as heartbeat
    from chalicelib.desk.quality.models import Criterion as Criterion
    from chalicelib.desk.quality.models import Score as Score
    from chalicelib.desk.quality.models import Sheet as Sheet
    from chalicelib.desk.reports.board import Board as Board
    from chalicelib.desk.reports.board import DeskRow as DeskRow
    from chalicelib.desk.reports.board import Seat as Seat
    from chalicelib.desk.reports.board import board as board
    from chalicelib.desk.reports.board import read_ahead as read_ahead
    from chalicelib.desk.reports.records import MOST_DAYS as MOST_DAYS
    from chalicelib.desk.reports.records import Found as Found
    from chalicelib.desk.reports.records import Hit as Hit
    from chalicelib.desk.reports.records import Wanted as Wanted
    from chalicelib.desk.reports.records import drawable as drawable
    from chalicelib.desk.reports.records import has_words as has_words
    from chalicelib.desk.reports.records import scores_between as scores_between
    from chalicelib.desk.reports.records import search as search
    from chalicelib.desk.reports.records import span_of as span_of
    from chalicelib.desk.reports.session_view import Entry as Entry
    from chalicelib.desk.reports.session_view import SessionView as SessionView
    from chalicelib.desk.reports.session_view import Speaker as Speaker
    from chalicelib.desk.reports.session_view import Suggestion as Suggestion
    from chalicelib.desk.reports.session_view import answers_to as answers_to
    from chalicelib.desk.reports.session_view import asked_last as asked_last
    from chalicelib.desk.reports.session_view import view_session as view_session
    from chalicelib.desk.reports.stats import Figures as Figures
    from chalicelib.desk.reports.stats import figures as figures
    from chalicelib.desk.reports.stats import promises as promises
    from chalicelib.desk.reports.stats import reckon as reckon
    from chalicelib.desk.reports.stats import sessions_between as sessions_between
    from chalicelib.desk.reports.waiting import waiting_for as waiting_for
    from chalicelib.desk.reports.wechat_transcripts import Record as Record
    from chalicelib.desk.reports.wechat_transcripts import Said as Said
    from chalicelib.desk.reports.wechat_transcripts import fetch_day as fetch_day
    from chalicelib.desk.reports.wechat_transcripts import transcript_of as transcript_of
    from chalicelib.desk.sender import Send as Send
    from chalicelib.desk.sender import TryLater as TryLater
    from chalicelib.desk.sessions.deeds import NOT_PERMITTED as NOT_PERMITTED
    from chalicelib.desk.sessions.deeds import deeds_of as deeds_of
    from chalicelib.desk.sessions.lifecycle import WINDOW as WINDOW
    from chalicelib.desk.sessions.lookup import find as find
    from chalicelib.desk.sessions.store import live_sessions as live_sessions
    from chalicelib.desk.sessions.store import sessions_of_day as sessions_of_day
    from chalicelib.desk.tasks import sender_of as sender_of
    from chalicelib.desk.tasks import sweep as sweep
    from chalicelib.desk.tasks import work as work
    from chalicelib.desk.wanted import message_id as message_id
    from chalicelib.desk.wanted import tell_wanted as tell_wanted
else:
    __getattr__ = opens(
        __name__,
        {
            "": ["canned_file", "erasure", "external", "quality", "setup"],
            "agent_actions": ["note", "reply", "reply_with_picture", "resolve"],
            "agents.store": ["AWAY_AFTER", "canned", "presences", "teams"],
            "assignment": ["assign", "staffed", "take", "transfer"],
            "canned_reply": ["drop_canned", "keep_canned"],
            "errors": [
                "CannotSend",
                "DeskError",
                "IllegalAction",
                "InvalidInput",
                "NoCapacity",
                "NothingWaiting",
                "SessionChanged",
                "SessionTaken",
                "UnknownAgent",
                "UnknownSession",
            ],
            "external": ["SendOutcome"],
            "follower_events": [
                "FollowerMessage",
                "followup",
                "open_session",
                "rate",
                "unfollowed",
            ],
            "labels": [
                "ENDING_NAMES",
                "ESCALATION_NAMES",
                "EXTERNAL_NAME",
                "MESSAGE_STATE_NAMES",
                "REASON_NAMES",
                "STATE_NAMES",
            ],
            "messages.store": ["budget", "find_message"],
            "messages.texts": ["shown"],
            "models": [
                "Agent",
                "AgentMessage",
                "EXTERNAL",
                "Ending",
                "Hours",
                "MessageKind",
                "MessageState",
                "Presence",
                "ServiceSession",
                "SessionState",
                "Span",
                "Team",
            ],
            "presence": ["go_off_duty", "go_on_duty", "heartbeat"],
            "reports.board": ["Board", "DeskRow", "Seat", "board", "read_ahead"],
            "reports.records": [
                "Found",
                "Hit",
                "MOST_DAYS",
                "Wanted",
                "drawable",
                "has_words",
                "scores_between",
                "search",
                "span_of",
            ],
            "reports.session_view": [
                "Entry",
                "SessionView",
                "Speaker",
                "Suggestion",
                "answers_to",
                "asked_last",
                "view_session",
            ],
            "reports.stats": ["Figures", "figures", "promises", "reckon", "sessions_between"],
            "sessions.deeds": ["NOT_PERMITTED", "deeds_of"],
            "reports.waiting": ["waiting_for"],
            "reports.wechat_transcripts": ["Record", "Said", "fetch_day", "transcript_of"],
            "sender": ["Send", "TryLater"],
            "sessions.lookup": ["find"],
            "sessions.store": ["live_sessions", "sessions_of_day"],
            "wanted": ["message_id", "tell_wanted"],
            "tasks": ["sender_of", "sweep", "work"],
            "quality.models": ["Criterion", "Score", "Sheet"],
            "sessions.lifecycle": ["WINDOW"],
            "agents.hours": ["open_at"],
        },
    )

__all__ = [
    "AWAY_AFTER",
    "ENDING_NAMES",
    "ESCALATION_NAMES",
    "EXTERNAL",
    "EXTERNAL_NAME",
    "MESSAGE_STATE_NAMES",
    "MOST_DAYS",
    "NOT_PERMITTED",
    "REASON_NAMES",
    "STATE_NAMES",
    "WINDOW",
    "Agent",
    "AgentMessage",
    "Board",
    "CannotSend",
    "Criterion",
    "DeskError",
    "DeskRow",
    "Ending",
    "Entry",
    "Figures",
    "FollowerMessage",
    "Found",
    "Hit",
    "Hours",
    "IllegalAction",
    "InvalidInput",
    "MessageKind",
    "MessageState",
    "NoCapacity",
    "NothingWaiting",
    "Presence",
    "Record",
    "Said",
    "Score",
    "Seat",
    "Send",
    "SendOutcome",
    "ServiceSession",
    "SessionChanged",
    "SessionState",
    "SessionTaken",
    "SessionView",
    "Sheet",
    "Span",
    "Speaker",
    "Suggestion",
    "Team",
    "TryLater",
    "UnknownAgent",
    "UnknownSession",
    "Wanted",
    "answers_to",
    "asked_last",
    "assign",
    "board",
    "budget",
    "canned",
    "deeds_of",
    "drawable",
    "drop_canned",
    "erasure",
    "external",
    "fetch_day",
    "figures",
    "find",
    "find_message",
    "followup",
    "go_off_duty",
    "go_on_duty",
    "has_words",
    "heartbeat",
    "keep_canned",
    "live_sessions",
    "message_id",
    "note",
    "open_at",
    "open_session",
    "presences",
    "promises",
    "quality",
    "rate",
    "read_ahead",
    "reckon",
    "reply",
    "reply_with_picture",
    "resolve",
    "scores_between",
    "search",
    "sender_of",
    "sessions_between",
    "sessions_of_day",
    "setup",
    "shown",
    "span_of",
    "staffed",
    "sweep",
    "take",
    "teams",
    "tell_wanted",
    "transcript_of",
    "transfer",
    "unfollowed",
    "view_session",
    "waiting_for",
    "work",
]
