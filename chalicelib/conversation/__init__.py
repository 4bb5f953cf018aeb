"""Inbound message → reply: rules, reply book, the answer ladder."""

from chalicelib.conversation.answer import Answer, answer, verify

__all__ = ["Answer", "answer", "verify"]
