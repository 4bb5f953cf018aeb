"""What moved growth: days that somebody marked, and what each of them changed against a baseline."""

from typing import TYPE_CHECKING

from chalicelib.door import opens

if TYPE_CHECKING:
    from chalicelib.insight.growth.day_kinds import DayKind as DayKind
    from chalicelib.insight.growth.day_kinds import day_of_calendar as day_of_calendar
    from chalicelib.insight.growth.effect import Series as Series
    from chalicelib.insight.growth.effect import effect_of as effect_of
    from chalicelib.insight.growth.effect import series_of as series_of
    from chalicelib.insight.growth.errors import NoSuchMark as NoSuchMark
    from chalicelib.insight.growth.labels import KINDS as KINDS
    from chalicelib.insight.growth.labels import VERDICTS as VERDICTS
    from chalicelib.insight.growth.models import TITLE_CHARS as TITLE_CHARS
    from chalicelib.insight.growth.models import Effect as Effect
    from chalicelib.insight.growth.models import Mark as Mark
    from chalicelib.insight.growth.models import MarkKind as MarkKind
    from chalicelib.insight.growth.models import Verdict as Verdict
    from chalicelib.insight.growth.store import add_action as add_action
    from chalicelib.insight.growth.store import mark as mark
    from chalicelib.insight.growth.store import marks as marks
    from chalicelib.insight.growth.store import new_id as new_id
    from chalicelib.insight.growth.store import remove_action as remove_action
else:
    __getattr__ = opens(
        __name__,
        {
            "day_kinds": ["DayKind", "day_of_calendar"],
            "effect": ["Series", "effect_of", "series_of"],
            "errors": ["NoSuchMark"],
            "labels": ["KINDS", "VERDICTS"],
            "models": ["TITLE_CHARS", "Effect", "Mark", "MarkKind", "Verdict"],
            "store": ["add_action", "mark", "marks", "new_id", "remove_action"],
        },
    )

__all__ = [
    "KINDS",
    "TITLE_CHARS",
    "VERDICTS",
    "DayKind",
    "Effect",
    "Mark",
    "MarkKind",
    "NoSuchMark",
    "Series",
    "Verdict",
    "add_action",
    "day_of_calendar",
    "effect_of",
    "mark",
    "marks",
    "new_id",
    "remove_action",
    "series_of",
]
