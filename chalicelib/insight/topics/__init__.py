"""Question topics (问题话题): followers' questions that mean the same, found every day under the same ids."""

from typing import TYPE_CHECKING

from chalicelib.door import opens

if TYPE_CHECKING:
    from chalicelib.insight.topics.errors import CountedElsewhere as CountedElsewhere
    from chalicelib.insight.topics.errors import NoSuchTopic as NoSuchTopic
    from chalicelib.insight.topics.masks import masked as masked
    from chalicelib.insight.topics.models import AskedOfDay as AskedOfDay
    from chalicelib.insight.topics.models import Asker as Asker
    from chalicelib.insight.topics.models import Decided as Decided
    from chalicelib.insight.topics.models import QuestionTopic as QuestionTopic
    from chalicelib.insight.topics.models import Spike as Spike
    from chalicelib.insight.topics.read import asked_by_day as asked_by_day
    from chalicelib.insight.topics.read import askers as askers
    from chalicelib.insight.topics.read import question_topic as question_topic
    from chalicelib.insight.topics.read import question_topics as question_topics
    from chalicelib.insight.topics.read import questions_of as questions_of
    from chalicelib.insight.topics.run import Ran as Ran
    from chalicelib.insight.topics.run import carry_out as carry_out
    from chalicelib.insight.topics.run import order as order
    from chalicelib.insight.topics.run import run as run
    from chalicelib.insight.topics.run import run_day as run_day
    from chalicelib.insight.topics.run import sweep as sweep
    from chalicelib.insight.topics.store import spikes as spikes
else:
    __getattr__ = opens(
        __name__,
        {
            "errors": ["CountedElsewhere", "NoSuchTopic"],
            "masks": ["masked"],
            "models": ["AskedOfDay", "Asker", "Decided", "QuestionTopic", "Spike"],
            "read": [
                "asked_by_day",
                "askers",
                "question_topic",
                "question_topics",
                "questions_of",
            ],
            "run": ["Ran", "carry_out", "order", "run", "run_day", "sweep"],
            "store": ["spikes"],
        },
    )

__all__ = [
    "AskedOfDay",
    "Asker",
    "CountedElsewhere",
    "Decided",
    "NoSuchTopic",
    "QuestionTopic",
    "Ran",
    "Spike",
    "asked_by_day",
    "askers",
    "carry_out",
    "masked",
    "order",
    "question_topic",
    "question_topics",
    "questions_of",
    "run",
    "run_day",
    "spikes",
    "sweep",
]
