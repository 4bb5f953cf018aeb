"""Reports (运营周报, 运营月报): what is known of a period becomes a report, a Word document, and a draft article (docs/reports.md).

Pure but for ``store`` and the schedules; who may, and what is gathered, stands in ``chalicelib/application/``.
"""

from typing import TYPE_CHECKING

from chalicelib.door import opens

if TYPE_CHECKING:
    from chalicelib.reports import wording as wording
    from chalicelib.reports.article_text import digest_of as digest_of
    from chalicelib.reports.article_text import text_of as text_of
    from chalicelib.reports.article_text import title_of as title_of
    from chalicelib.reports.content import NAMES as NAMES
    from chalicelib.reports.content import report_of as report_of
    from chalicelib.reports.content import subtitle as subtitle
    from chalicelib.reports.errors import BadPeriod as BadPeriod
    from chalicelib.reports.errors import BadSchedule as BadSchedule
    from chalicelib.reports.errors import NothingToTell as NothingToTell
    from chalicelib.reports.errors import ReportError as ReportError
    from chalicelib.reports.errors import UnknownReport as UnknownReport
    from chalicelib.reports.errors import UnknownSchedule as UnknownSchedule
    from chalicelib.reports.made import Made as Made
    from chalicelib.reports.material import AccountKnown as AccountKnown
    from chalicelib.reports.material import ArticleOf as ArticleOf
    from chalicelib.reports.material import Counted as Counted
    from chalicelib.reports.material import Counts as Counts
    from chalicelib.reports.material import FollowersOf as FollowersOf
    from chalicelib.reports.material import MarkOf as MarkOf
    from chalicelib.reports.material import Material as Material
    from chalicelib.reports.material import QuestionOf as QuestionOf
    from chalicelib.reports.material import ReadersOf as ReadersOf
    from chalicelib.reports.models import Block as Block
    from chalicelib.reports.models import Cell as Cell
    from chalicelib.reports.models import Chart as Chart
    from chalicelib.reports.models import ChartLook as ChartLook
    from chalicelib.reports.models import Figure as Figure
    from chalicelib.reports.models import Origin as Origin
    from chalicelib.reports.models import Period as Period
    from chalicelib.reports.models import Place as Place
    from chalicelib.reports.models import PlaceKind as PlaceKind
    from chalicelib.reports.models import Report as Report
    from chalicelib.reports.models import ReportKind as ReportKind
    from chalicelib.reports.models import Series as Series
    from chalicelib.reports.models import Table as Table
    from chalicelib.reports.models import Words as Words
    from chalicelib.reports.paper import About as About
    from chalicelib.reports.paper import Paper as Paper
    from chalicelib.reports.periods import asked as asked
    from chalicelib.reports.periods import name_of as name_of
    from chalicelib.reports.pictures import chart_picture as chart_picture
    from chalicelib.reports.pictures import cover_picture as cover_picture
    from chalicelib.reports.schedule_store import MESSAGE as MESSAGE
    from chalicelib.reports.schedule_store import look_later as look_later
    from chalicelib.reports.schedule_store import move_on as move_on
    from chalicelib.reports.schedule_store import put_action as put_action
    from chalicelib.reports.schedule_store import read_message as read_message
    from chalicelib.reports.schedule_store import remove_action as remove_action
    from chalicelib.reports.schedule_store import schedule_of as schedule_of
    from chalicelib.reports.schedule_store import schedules_of as schedules_of
    from chalicelib.reports.schedule_store import sweep as sweep
    from chalicelib.reports.schedules import LOOKS_AGAIN as LOOKS_AGAIN
    from chalicelib.reports.schedules import PATIENCE as PATIENCE
    from chalicelib.reports.schedules import Schedule as Schedule
    from chalicelib.reports.schedules import caught_up as caught_up
    from chalicelib.reports.schedules import checked as checked
    from chalicelib.reports.schedules import key_of as key_of
    from chalicelib.reports.schedules import next_due as next_due
    from chalicelib.reports.schedules import tells_of as tells_of
    from chalicelib.reports.schedules import when_of as when_of
    from chalicelib.reports.store import body as body
    from chalicelib.reports.store import document as document
    from chalicelib.reports.store import get as get
    from chalicelib.reports.store import keep as keep
    from chalicelib.reports.store import key_at as key_at
    from chalicelib.reports.store import link as link
    from chalicelib.reports.store import note_article as note_article
    from chalicelib.reports.store import of as of
    from chalicelib.reports.store import report_id as report_id
    from chalicelib.reports.sums import spans_of as spans_of
    from chalicelib.reports.word import word_document as word_document
else:
    __getattr__ = opens(
        __name__,
        {
            "": ["wording"],
            "article_text": ["digest_of", "text_of", "title_of"],
            "content": ["NAMES", "report_of", "subtitle"],
            "errors": [
                "BadPeriod",
                "BadSchedule",
                "NothingToTell",
                "ReportError",
                "UnknownReport",
                "UnknownSchedule",
            ],
            "made": ["Made"],
            "material": [
                "AccountKnown",
                "ArticleOf",
                "Counted",
                "Counts",
                "Figure",
                "FollowersOf",
                "MarkOf",
                "Material",
                "QuestionOf",
                "ReadersOf",
            ],
            "models": [
                "Block",
                "Cell",
                "Chart",
                "ChartLook",
                "Figure",
                "Origin",
                "Period",
                "Place",
                "PlaceKind",
                "Report",
                "ReportKind",
                "Series",
                "Table",
                "Words",
            ],
            "paper": ["About", "Paper"],
            "periods": ["asked", "name_of"],
            "pictures": ["chart_picture", "cover_picture"],
            "schedule_store": [
                "MESSAGE",
                "look_later",
                "move_on",
                "put_action",
                "read_message",
                "remove_action",
                "schedule_of",
                "schedules_of",
                "sweep",
            ],
            "schedules": [
                "LOOKS_AGAIN",
                "PATIENCE",
                "Schedule",
                "caught_up",
                "checked",
                "key_of",
                "next_due",
                "tells_of",
                "when_of",
            ],
            "store": [
                "body",
                "document",
                "get",
                "keep",
                "key_at",
                "link",
                "note_article",
                "of",
                "report_id",
            ],
            "sums": ["spans_of"],
            "word": ["word_document"],
        },
    )

__all__ = [
    "LOOKS_AGAIN",
    "MESSAGE",
    "NAMES",
    "PATIENCE",
    "About",
    "AccountKnown",
    "ArticleOf",
    "BadPeriod",
    "BadSchedule",
    "Block",
    "Cell",
    "Chart",
    "ChartLook",
    "Counted",
    "Counts",
    "Figure",
    "FollowersOf",
    "Made",
    "MarkOf",
    "Material",
    "NothingToTell",
    "Origin",
    "Paper",
    "Period",
    "Place",
    "PlaceKind",
    "QuestionOf",
    "ReadersOf",
    "Report",
    "ReportError",
    "ReportKind",
    "Schedule",
    "Series",
    "Table",
    "UnknownReport",
    "UnknownSchedule",
    "Words",
    "asked",
    "body",
    "caught_up",
    "chart_picture",
    "checked",
    "cover_picture",
    "digest_of",
    "document",
    "get",
    "keep",
    "key_at",
    "key_of",
    "link",
    "look_later",
    "move_on",
    "name_of",
    "next_due",
    "note_article",
    "of",
    "put_action",
    "read_message",
    "remove_action",
    "report_id",
    "report_of",
    "schedule_of",
    "schedules_of",
    "spans_of",
    "subtitle",
    "sweep",
    "tells_of",
    "text_of",
    "title_of",
    "when_of",
    "word_document",
    "wording",
]
