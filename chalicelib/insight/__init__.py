"""Numbers: questions of followers, and the archive of facts that everything is counted from.

``day_numbers`` are what a page opens with; a query of ``QUERIES`` is what it asks further. The stream tells ``facts_of`` its items,
``hand_on`` puts them on a queue, ``collect`` and ``compact`` make the archive of them (docs/insight.md).
"""

from typing import TYPE_CHECKING

from chalicelib.door import opens
from chalicelib.insight.errors import InsightError, NoSuchQuestion
from chalicelib.insight.questions.collect import learn

# The stream learns; people at a console do the rest.
if TYPE_CHECKING:
    from chalicelib.insight import erasure as erasure
    from chalicelib.insight import growth as growth
    from chalicelib.insight import inquiries as inquiries
    from chalicelib.insight import labels as labels
    from chalicelib.insight import topics as topics
    from chalicelib.insight import wechat_numbers as wechat_numbers
    from chalicelib.insight.archive.collect import as_message as as_message
    from chalicelib.insight.archive.collect import collect as collect
    from chalicelib.insight.archive.collect import hand_on as hand_on
    from chalicelib.insight.archive.compact import Compacted as Compacted
    from chalicelib.insight.archive.compact import compact as compact
    from chalicelib.insight.archive.merge import Day as Day
    from chalicelib.insight.archive.numbers import DayNumbers as DayNumbers
    from chalicelib.insight.archive.numbers import day_numbers as day_numbers
    from chalicelib.insight.archive.sums import Count as Count
    from chalicelib.insight.archive.sums import DaySums as DaySums
    from chalicelib.insight.archive.sums import MessageSums as MessageSums
    from chalicelib.insight.archive.sums import added_up as added_up
    from chalicelib.insight.archive.sums import sums_of as sums_of
    from chalicelib.insight.archive.unit_numbers import Matrix as Matrix
    from chalicelib.insight.archive.unit_numbers import matrix as matrix
    from chalicelib.insight.archive.unit_numbers import recount as recount
    from chalicelib.insight.archive.unit_numbers import unit_days as unit_days
    from chalicelib.insight.facts.models import Fact as Fact
    from chalicelib.insight.facts.models import Told as Told
    from chalicelib.insight.facts.of_items import COUNTED as COUNTED
    from chalicelib.insight.facts.of_items import facts_of as facts_of
    from chalicelib.insight.facts.schema import COLUMNS as COLUMNS
    from chalicelib.insight.facts.schema import PARTITIONS as PARTITIONS
    from chalicelib.insight.queries.catalogue import QUERIES as QUERIES
    from chalicelib.insight.queries.errors import ArchiveNotThere as ArchiveNotThere
    from chalicelib.insight.queries.errors import QueryFailed as QueryFailed
    from chalicelib.insight.queries.errors import StillRunning as StillRunning
    from chalicelib.insight.queries.errors import TooMuchScanned as TooMuchScanned
    from chalicelib.insight.queries.followers import FOLLOWERS_BY_DAY as FOLLOWERS_BY_DAY
    from chalicelib.insight.queries.followers import FOLLOWERS_BY_HOUR as FOLLOWERS_BY_HOUR
    from chalicelib.insight.queries.followers import FOLLOWERS_BY_PLACE as FOLLOWERS_BY_PLACE
    from chalicelib.insight.queries.followers import FOLLOWERS_BY_SOURCE as FOLLOWERS_BY_SOURCE
    from chalicelib.insight.queries.followers import RETENTION as RETENTION
    from chalicelib.insight.queries.followers import SILENT_FOLLOWERS as SILENT_FOLLOWERS
    from chalicelib.insight.queries.followers import FollowersOfDay as FollowersOfDay
    from chalicelib.insight.queries.followers import FollowersOfHour as FollowersOfHour
    from chalicelib.insight.queries.followers import FollowersOfSource as FollowersOfSource
    from chalicelib.insight.queries.followers import Retention as Retention
    from chalicelib.insight.queries.followers import Silent as Silent
    from chalicelib.insight.queries.messages import ANSWERS_BY_USE as ANSWERS_BY_USE
    from chalicelib.insight.queries.messages import MENU_USE as MENU_USE
    from chalicelib.insight.queries.messages import MESSAGES_BY_DAY as MESSAGES_BY_DAY
    from chalicelib.insight.queries.messages import MESSAGES_BY_HOUR as MESSAGES_BY_HOUR
    from chalicelib.insight.queries.messages import MESSAGES_BY_RUNG as MESSAGES_BY_RUNG
    from chalicelib.insight.queries.messages import MESSAGES_BY_TYPE as MESSAGES_BY_TYPE
    from chalicelib.insight.queries.messages import SERVICE_USE as SERVICE_USE
    from chalicelib.insight.queries.messages import AnswerUse as AnswerUse
    from chalicelib.insight.queries.messages import MenuUse as MenuUse
    from chalicelib.insight.queries.messages import MessagesOfDay as MessagesOfDay
    from chalicelib.insight.queries.messages import MessagesOfHour as MessagesOfHour
    from chalicelib.insight.queries.messages import MessagesOfRung as MessagesOfRung
    from chalicelib.insight.queries.messages import MessagesOfType as MessagesOfType
    from chalicelib.insight.queries.query import Period as Period
    from chalicelib.insight.queries.query import PeriodFrom as PeriodFrom
    from chalicelib.insight.queries.query import Query as Query
    from chalicelib.insight.queries.query import RowsOf as RowsOf
    from chalicelib.insight.queries.query import Seen as Seen
    from chalicelib.insight.queries.query import Until as Until
    from chalicelib.insight.queries.rows import FACT_ROWS as FACT_ROWS
    from chalicelib.insight.queries.rows import ROWS as ROWS
    from chalicelib.insight.queries.rows import FactRow as FactRow
    from chalicelib.insight.queries.run import Answer as Answer
    from chalicelib.insight.queries.run import Progress as Progress
    from chalicelib.insight.queries.run import answer as answer
    from chalicelib.insight.queries.run import begin as begin
    from chalicelib.insight.queries.run import cancel as cancel
    from chalicelib.insight.queries.run import look as look
    from chalicelib.insight.queries.run import price as price
    from chalicelib.insight.queries.run import read as read
    from chalicelib.insight.queries.sessions import PUSHES_BY_DAY as PUSHES_BY_DAY
    from chalicelib.insight.queries.sessions import SESSION_TIMES as SESSION_TIMES
    from chalicelib.insight.queries.sessions import SESSIONS_BY_AGENT as SESSIONS_BY_AGENT
    from chalicelib.insight.queries.sessions import SESSIONS_BY_DAY as SESSIONS_BY_DAY
    from chalicelib.insight.queries.sessions import PushesOfDay as PushesOfDay
    from chalicelib.insight.queries.sessions import SessionFigures as SessionFigures
    from chalicelib.insight.queries.sessions import SessionsOfAgent as SessionsOfAgent
    from chalicelib.insight.queries.sessions import SessionsOfDay as SessionsOfDay
    from chalicelib.insight.queries.sessions import SessionTimes as SessionTimes
    from chalicelib.insight.questions.answer_stats import AnswerStats as AnswerStats
    from chalicelib.insight.questions.answer_stats import answer_stats as answer_stats
    from chalicelib.insight.questions.archive import asked_messages as asked_messages
    from chalicelib.insight.questions.confirmed_answers import Confirmed as Confirmed
    from chalicelib.insight.questions.confirmed_answers import confirmed as confirmed
    from chalicelib.insight.questions.confirmed_answers import halves as halves
    from chalicelib.insight.questions.drafts import NOBODYS as NOBODYS
    from chalicelib.insight.questions.drafts import Draft as Draft
    from chalicelib.insight.questions.drafts import draft_question as draft_question
    from chalicelib.insight.questions.lately import forget_noted as forget_noted
    from chalicelib.insight.questions.open_questions import Question as Question
    from chalicelib.insight.questions.open_questions import question_key as question_key
    from chalicelib.insight.questions.open_questions import unanswered as unanswered
    from chalicelib.insight.questions.rows import asker as asker
else:
    __getattr__ = opens(
        __name__,
        {
            "": ["erasure", "growth", "inquiries", "labels", "topics", "wechat_numbers"],
            "archive.collect": ["as_message", "collect", "hand_on"],
            "archive.compact": ["Compacted", "compact"],
            "archive.numbers": ["DayNumbers", "day_numbers"],
            "archive.merge": ["Day"],
            "archive.sums": ["Count", "DaySums", "MessageSums", "added_up", "sums_of"],
            "archive.unit_numbers": ["Matrix", "matrix", "recount", "unit_days"],
            "facts.models": ["Fact", "Told"],
            "facts.of_items": ["COUNTED", "facts_of"],
            "facts.schema": ["COLUMNS", "PARTITIONS"],
            "queries.catalogue": ["QUERIES"],
            "queries.errors": ["ArchiveNotThere", "QueryFailed", "StillRunning", "TooMuchScanned"],
            "queries.run": [
                "Answer",
                "Progress",
                "answer",
                "begin",
                "cancel",
                "look",
                "price",
                "read",
            ],
            "queries.followers": [
                "FOLLOWERS_BY_DAY",
                "FOLLOWERS_BY_HOUR",
                "FOLLOWERS_BY_PLACE",
                "FOLLOWERS_BY_SOURCE",
                "FollowersOfDay",
                "FollowersOfHour",
                "FollowersOfSource",
                "RETENTION",
                "Retention",
                "SILENT_FOLLOWERS",
                "Silent",
            ],
            "queries.messages": [
                "ANSWERS_BY_USE",
                "MENU_USE",
                "MESSAGES_BY_DAY",
                "MESSAGES_BY_HOUR",
                "MESSAGES_BY_RUNG",
                "MESSAGES_BY_TYPE",
                "SERVICE_USE",
                "AnswerUse",
                "MenuUse",
                "MessagesOfDay",
                "MessagesOfHour",
                "MessagesOfRung",
                "MessagesOfType",
            ],
            "queries.query": ["Period", "PeriodFrom", "Query", "RowsOf", "Seen", "Until"],
            "queries.rows": ["FACT_ROWS", "FactRow", "ROWS"],
            "queries.sessions": [
                "PUSHES_BY_DAY",
                "PushesOfDay",
                "SESSIONS_BY_AGENT",
                "SESSIONS_BY_DAY",
                "SESSION_TIMES",
                "SessionTimes",
                "SessionFigures",
                "SessionsOfAgent",
                "SessionsOfDay",
            ],
            "questions.answer_stats": ["AnswerStats", "answer_stats"],
            "questions.archive": ["asked_messages"],
            "questions.confirmed_answers": ["Confirmed", "confirmed", "halves"],
            "questions.drafts": ["NOBODYS", "Draft", "draft_question"],
            "questions.lately": ["forget_noted"],
            "questions.open_questions": ["Question", "question_key", "unanswered"],
            "questions.rows": ["asker"],
        },
    )

__all__ = [
    "ANSWERS_BY_USE",
    "COLUMNS",
    "COUNTED",
    "FACT_ROWS",
    "FOLLOWERS_BY_DAY",
    "FOLLOWERS_BY_HOUR",
    "FOLLOWERS_BY_PLACE",
    "FOLLOWERS_BY_SOURCE",
    "MENU_USE",
    "MESSAGES_BY_DAY",
    "MESSAGES_BY_HOUR",
    "MESSAGES_BY_RUNG",
    "MESSAGES_BY_TYPE",
    "NOBODYS",
    "PARTITIONS",
    "PUSHES_BY_DAY",
    "QUERIES",
    "RETENTION",
    "ROWS",
    "SERVICE_USE",
    "SESSIONS_BY_AGENT",
    "SESSIONS_BY_DAY",
    "SESSION_TIMES",
    "SILENT_FOLLOWERS",
    "Answer",
    "AnswerStats",
    "AnswerUse",
    "ArchiveNotThere",
    "Compacted",
    "Confirmed",
    "Count",
    "Day",
    "DayNumbers",
    "DaySums",
    "Draft",
    "Fact",
    "FactRow",
    "FollowersOfDay",
    "FollowersOfHour",
    "FollowersOfSource",
    "InsightError",
    "Matrix",
    "MenuUse",
    "MessageSums",
    "MessagesOfDay",
    "MessagesOfHour",
    "MessagesOfRung",
    "MessagesOfType",
    "NoSuchQuestion",
    "Period",
    "PeriodFrom",
    "Progress",
    "PushesOfDay",
    "Query",
    "QueryFailed",
    "Question",
    "Retention",
    "RowsOf",
    "Seen",
    "SessionFigures",
    "SessionTimes",
    "SessionsOfAgent",
    "SessionsOfDay",
    "Silent",
    "StillRunning",
    "Told",
    "TooMuchScanned",
    "Until",
    "added_up",
    "answer",
    "answer_stats",
    "as_message",
    "asked_messages",
    "asker",
    "begin",
    "cancel",
    "collect",
    "compact",
    "confirmed",
    "day_numbers",
    "draft_question",
    "erasure",
    "facts_of",
    "forget_noted",
    "growth",
    "halves",
    "hand_on",
    "inquiries",
    "labels",
    "learn",
    "look",
    "matrix",
    "price",
    "question_key",
    "read",
    "recount",
    "sums_of",
    "topics",
    "unanswered",
    "unit_days",
    "wechat_numbers",
]
