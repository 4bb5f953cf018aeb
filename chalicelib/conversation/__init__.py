"""Inbound message → reply: rules, reply book, the answer ladder."""

from chalicelib.conversation.answer import Answer, answer, verify
from chalicelib.conversation.follow_up import send_follow_ups
from chalicelib.conversation.learn import learn
from chalicelib.conversation.recorded import RecordedPush, department, latest, recorded

__all__ = [
    "Answer",
    "RecordedPush",
    "answer",
    "department",
    "latest",
    "learn",
    "recorded",
    "send_follow_ups",
    "verify",
]
