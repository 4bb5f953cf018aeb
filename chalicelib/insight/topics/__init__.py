"""Question topics (问题话题): followers' questions that mean the same, found every day under the same ids."""

from typing import TYPE_CHECKING

from chalicelib.door import opens

if TYPE_CHECKING:
    from chalicelib.insight.topics.asked import UNANSWERED as UNANSWERED
    from chalicelib.insight.topics.asked import place_of as place_of
    from chalicelib.insight.topics.decide import decided_on as decided_on
    from chalicelib.insight.topics.decide import split_id as split_id
    from chalicelib.insight.topics.errors import BadDecision as BadDecision
    from chalicelib.insight.topics.errors import CountedElsewhere as CountedElsewhere
    from chalicelib.insight.topics.errors import DecidedMeanwhile as DecidedMeanwhile
    from chalicelib.insight.topics.errors import NoSuchTopic as NoSuchTopic
    from chalicelib.insight.topics.masks import masked as masked
    from chalicelib.insight.topics.models import AskedOfDay as AskedOfDay
    from chalicelib.insight.topics.models import Asker as Asker
    from chalicelib.insight.topics.models import Decided as Decided
    from chalicelib.insight.topics.models import HotTopics as HotTopics
    from chalicelib.insight.topics.models import QuestionTopic as QuestionTopic
    from chalicelib.insight.topics.models import Spike as Spike
    from chalicelib.insight.topics.read import asked_by_day as asked_by_day
    from chalicelib.insight.topics.read import askers as askers
    from chalicelib.insight.topics.read import names_of as names_of
    from chalicelib.insight.topics.read import outlines as outlines
    from chalicelib.insight.topics.read import question_topic as question_topic
    from chalicelib.insight.topics.read import question_topics as question_topics
    from chalicelib.insight.topics.read import questions_of as questions_of
    from chalicelib.insight.topics.read import recent_spikes as recent_spikes
    from chalicelib.insight.topics.rounds import Ran as Ran
    from chalicelib.insight.topics.rounds import carry_out as carry_out
    from chalicelib.insight.topics.rounds import order as order
    from chalicelib.insight.topics.rounds import run as run
    from chalicelib.insight.topics.rounds import run_day as run_day
    from chalicelib.insight.topics.rounds import sweep as sweep
    from chalicelib.insight.topics.spikes import goes_on as goes_on
    from chalicelib.insight.topics.store import decide_action as decide_action
    from chalicelib.insight.topics.store import decisions as decisions
    from chalicelib.insight.topics.store import figures as figures
    from chalicelib.insight.topics.store import hot_topics as hot_topics
    from chalicelib.insight.topics.store import spikes_of as spikes_of
    from chalicelib.insight.topics.store import undecided_action as undecided_action
else:
    __getattr__ = opens(
        __name__,
        {
            "asked": ["UNANSWERED", "place_of"],
            "decide": ["decided_on", "split_id"],
            "errors": ["BadDecision", "CountedElsewhere", "DecidedMeanwhile", "NoSuchTopic"],
            "masks": ["masked"],
            "models": ["AskedOfDay", "Asker", "Decided", "HotTopics", "QuestionTopic", "Spike"],
            "read": [
                "asked_by_day",
                "askers",
                "names_of",
                "outlines",
                "question_topic",
                "question_topics",
                "questions_of",
                "recent_spikes",
            ],
            "rounds": ["Ran", "carry_out", "order", "run", "run_day", "sweep"],
            "spikes": ["goes_on"],
            "store": [
                "decide_action",
                "decisions",
                "figures",
                "hot_topics",
                "spikes_of",
                "undecided_action",
            ],
        },
    )

__all__ = [
    "UNANSWERED",
    "AskedOfDay",
    "Asker",
    "BadDecision",
    "CountedElsewhere",
    "Decided",
    "DecidedMeanwhile",
    "HotTopics",
    "NoSuchTopic",
    "QuestionTopic",
    "Ran",
    "Spike",
    "asked_by_day",
    "askers",
    "carry_out",
    "decide_action",
    "decided_on",
    "decisions",
    "goes_on",
    "masked",
    "names_of",
    "order",
    "outlines",
    "place_of",
    "question_topic",
    "question_topics",
    "questions_of",
    "recent_spikes",
    "run",
    "run_day",
    "spikes_of",
    "split_id",
    "sweep",
    "undecided_action",
]
