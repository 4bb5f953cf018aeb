"""Questions of followers, kept and counted, so that answers get better."""

from typing import TYPE_CHECKING

from chalicelib.door import opens
from chalicelib.insight.errors import InsightError, NoSuchQuestion
from chalicelib.insight.questions.collect import learn

# The stream learns; people at a console do the rest.
if TYPE_CHECKING:
    from chalicelib.insight import erasure as erasure
    from chalicelib.insight import labels as labels
    from chalicelib.insight import wechat_numbers as wechat_numbers
    from chalicelib.insight.questions.answer_stats import AnswerStats as AnswerStats
    from chalicelib.insight.questions.answer_stats import answer_stats as answer_stats
    from chalicelib.insight.questions.archive import asked_messages as asked_messages
    from chalicelib.insight.questions.archive import asker as asker
    from chalicelib.insight.questions.confirmed_answers import Confirmed as Confirmed
    from chalicelib.insight.questions.confirmed_answers import confirmed as confirmed
    from chalicelib.insight.questions.confirmed_answers import halves as halves
    from chalicelib.insight.questions.drafts import NOBODYS as NOBODYS
    from chalicelib.insight.questions.drafts import Draft as Draft
    from chalicelib.insight.questions.drafts import draft_question as draft_question
    from chalicelib.insight.questions.open_questions import Question as Question
    from chalicelib.insight.questions.open_questions import question_key as question_key
    from chalicelib.insight.questions.open_questions import unanswered as unanswered
else:
    __getattr__ = opens(
        __name__,
        {
            "": ["erasure", "labels", "wechat_numbers"],
            "questions.answer_stats": ["AnswerStats", "answer_stats"],
            "questions.archive": ["asked_messages", "asker"],
            "questions.confirmed_answers": ["Confirmed", "confirmed", "halves"],
            "questions.drafts": ["NOBODYS", "Draft", "draft_question"],
            "questions.open_questions": ["Question", "question_key", "unanswered"],
        },
    )

__all__ = [
    "NOBODYS",
    "AnswerStats",
    "Confirmed",
    "Draft",
    "InsightError",
    "NoSuchQuestion",
    "Question",
    "answer_stats",
    "asked_messages",
    "asker",
    "confirmed",
    "draft_question",
    "erasure",
    "halves",
    "labels",
    "learn",
    "question_key",
    "unanswered",
    "wechat_numbers",
]
