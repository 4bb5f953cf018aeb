"""Inbound message → reply: rules, reply book, the answer ladder."""

from chalicelib.conversation.inbox.callback import Answer, answer, verify
from chalicelib.conversation.inbox.follow_ups import send_follow_ups
from chalicelib.conversation.inbox.store import RecordedPush, department, latest, recorded

__all__ = [
    "Answer",
    "RecordedPush",
    "answer",
    "department",
    "latest",
    "recorded",
    "send_follow_ups",
    "verify",
]
