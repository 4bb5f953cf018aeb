"""Finding the entry that a message means: compiled when somebody edits, searched in a millisecond.

``build`` makes an ``Index``, ``judge`` lays a message beside it: the entries that may be meant, each with the probability
that it is, and the zone that follows from the account's own ``Confidence``. ``measure`` tells how well a set of
questions would be answered. Importing this imports numpy.
"""

from typing import TYPE_CHECKING

from chalicelib.door import opens
from chalicelib.knowledge.retrieval.confidence import (
    DEFAULT_CONFIDENCE,
    Confidence,
    Judged,
    Judgement,
    confidence_of,
    judge,
)
from chalicelib.knowledge.retrieval.dense import Meanings
from chalicelib.knowledge.retrieval.dense import is_here as dense_is_here
from chalicelib.knowledge.retrieval.errors import (
    DenseIsAbsent,
    RetrievalError,
    TooFewExamples,
    UnreadableIndex,
)
from chalicelib.knowledge.retrieval.index import Hit, Index, build

if TYPE_CHECKING:
    from chalicelib.knowledge.retrieval.evaluation import Measurement as Measurement
    from chalicelib.knowledge.retrieval.evaluation import Report as Report
    from chalicelib.knowledge.retrieval.evaluation import measure as measure
    from chalicelib.knowledge.retrieval.matrix import Rows as Rows
    from chalicelib.knowledge.retrieval.matrix import rows as rows
    from chalicelib.knowledge.retrieval.question_sets import BadQuestionSets as BadQuestionSets
    from chalicelib.knowledge.retrieval.question_sets import TextFile as TextFile
    from chalicelib.knowledge.retrieval.question_sets import (
        read_question_sets as read_question_sets,
    )
    from chalicelib.knowledge.retrieval.text import normalise as normalise
    from chalicelib.knowledge.retrieval.text import words as words
else:
    __getattr__ = opens(
        __name__,
        {
            "evaluation": ["Measurement", "Report", "measure"],
            "matrix": ["Rows", "rows"],
            "question_sets": ["BadQuestionSets", "TextFile", "read_question_sets"],
            "text": ["normalise", "words"],
        },
    )

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
    "Rows",
    "TooFewExamples",
    "UnreadableIndex",
    "build",
    "confidence_of",
    "dense_is_here",
    "judge",
    "normalise",
    "rows",
    "words",
]
