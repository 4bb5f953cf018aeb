"""Finding the entry that a message means: compiled when somebody edits, searched in a millisecond.

``build`` makes an ``Index``, ``judge`` lays a message beside it: the entries that may be meant, each with the probability
that it is, and the zone that follows from the account's own ``Confidence``. Importing this imports numpy.
"""

from chalicelib.knowledge.retrieval.confidence import (
    DEFAULT_CONFIDENCE,
    Confidence,
    Judged,
    Judgement,
    judge,
)
from chalicelib.knowledge.retrieval.dense import Meanings
from chalicelib.knowledge.retrieval.errors import (
    DenseIsAbsent,
    RetrievalError,
    TooFewExamples,
    UnreadableIndex,
)
from chalicelib.knowledge.retrieval.index import Hit, Index, build

__all__ = [
    "DEFAULT_CONFIDENCE",
    "Confidence",
    "DenseIsAbsent",
    "Hit",
    "Index",
    "Judged",
    "Judgement",
    "Meanings",
    "RetrievalError",
    "TooFewExamples",
    "UnreadableIndex",
    "build",
    "judge",
]
