"""The state of a follower that a reply needs. Values only."""

from __future__ import annotations

from typing import NamedTuple


class FollowerState(NamedTuple):
    """The small item that is read for every message."""

    last_default_at: int = 0
    """When the follower last got the default reply; Unix seconds, 0 for never."""
    session_owner: str = ""
    """The agent who owns the conversation; empty while the robot does."""
    session: str = ""
    """The service session (人工会话) that is pending or open; empty while there is none."""
    waiting: int = 0
    """The session's number in the queue while it is pending; 0 while nobody waits."""
    deferred: str = ""
    """Answers that second looks at the follower's last messages have found (conversation/inbox/second_look.py)."""
    news: str = ""
    """Answers that they wanted to be told and could not be (conversation/ladder/news.py); empty while there are none."""
    default_for: str = ""
    """The message that moved the clock of the default reply: its second try gets the same."""
