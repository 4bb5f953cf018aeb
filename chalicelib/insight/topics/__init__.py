"""Question topics (问题话题): followers' questions that mean the same, found every day under the same ids."""

from typing import TYPE_CHECKING

from chalicelib.door import opens

if TYPE_CHECKING:
    from chalicelib.insight.topics.errors import NoSuchTopic as NoSuchTopic
    from chalicelib.insight.topics.masks import masked as masked
    from chalicelib.insight.topics.models import AskedOfDay as AskedOfDay
    from chalicelib.insight.topics.models import Asker as Asker
    from chalicelib.insight.topics.models import QuestionTopic as QuestionTopic
    from chalicelib.insight.topics.read import asked_by_day as asked_by_day
    from chalicelib.insight.topics.read import askers as askers
    from chalicelib.insight.topics.read import question_topic as question_topic
    from chalicelib.insight.topics.read import question_topics as question_topics
    from chalicelib.insight.topics.read import questions_of as questions_of
else:
    __getattr__ = opens(
        __name__,
        {
            "errors": ["NoSuchTopic"],
            "masks": ["masked"],
            "models": ["AskedOfDay", "Asker", "QuestionTopic"],
            "read": [
                "asked_by_day",
                "askers",
                "question_topic",
                "question_topics",
                "questions_of",
            ],
        },
    )

__all__ = [
    "AskedOfDay",
    "Asker",
    "NoSuchTopic",
    "QuestionTopic",
    "asked_by_day",
    "askers",
    "masked",
    "question_topic",
    "question_topics",
    "questions_of",
]
