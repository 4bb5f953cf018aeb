"""Live changes: open pages are told that something changed, and ask the API what.

A change of the table reaches its topics through the stream: each topic counts up, and every page that watches it is rung
over a WebSocket (docs/decisions/0172). A page without a connection asks for the counts.
"""

from chalicelib.live.errors import BadTicket, LiveError
from chalicelib.live.service import (
    changes,
    closed,
    connected,
    ring,
    ticket,
    watch,
)
from chalicelib.live.topics import talk, topics_of

__all__ = [
    "BadTicket",
    "LiveError",
    "changes",
    "closed",
    "connected",
    "ring",
    "talk",
    "ticket",
    "topics_of",
    "watch",
]
