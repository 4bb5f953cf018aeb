"""WeChat's own statistics: fetched day by day, kept as they were observed, and read as numbers (docs/insight-wechat.md)."""

from typing import TYPE_CHECKING

from chalicelib.door import opens

if TYPE_CHECKING:
    from chalicelib.insight.wechat_numbers.errors import BadSpan as BadSpan
    from chalicelib.insight.wechat_numbers.errors import FetchedElsewhere as FetchedElsewhere
    from chalicelib.insight.wechat_numbers.errors import NoSuchArticle as NoSuchArticle
    from chalicelib.insight.wechat_numbers.errors import NoSuchFormula as NoSuchFormula
    from chalicelib.insight.wechat_numbers.followers import FollowerDay as FollowerDay
    from chalicelib.insight.wechat_numbers.followers import follower_days as follower_days
    from chalicelib.insight.wechat_numbers.followers import source_name as source_name
    from chalicelib.insight.wechat_numbers.formulas import FORMULAS as FORMULAS
    from chalicelib.insight.wechat_numbers.formulas import PARTS as PARTS
    from chalicelib.insight.wechat_numbers.formulas import USUAL as USUAL
    from chalicelib.insight.wechat_numbers.formulas import Part as Part
    from chalicelib.insight.wechat_numbers.formulas import ReachIndex as ReachIndex
    from chalicelib.insight.wechat_numbers.formulas import formula_called as formula_called
    from chalicelib.insight.wechat_numbers.formulas import reach_index as reach_index
    from chalicelib.insight.wechat_numbers.joining import JoinedArticle as JoinedArticle
    from chalicelib.insight.wechat_numbers.joining import JoinedBy as JoinedBy
    from chalicelib.insight.wechat_numbers.joining import PushedArticle as PushedArticle
    from chalicelib.insight.wechat_numbers.joining import joined as joined
    from chalicelib.insight.wechat_numbers.models import ArticleFigures as ArticleFigures
    from chalicelib.insight.wechat_numbers.models import ArticleNumbers as ArticleNumbers
    from chalicelib.insight.wechat_numbers.models import DayRecord as DayRecord
    from chalicelib.insight.wechat_numbers.models import Observation as Observation
    from chalicelib.insight.wechat_numbers.models import Progress as Progress
    from chalicelib.insight.wechat_numbers.observe import as_of as as_of
    from chalicelib.insight.wechat_numbers.ranking import GROUPS as GROUPS
    from chalicelib.insight.wechat_numbers.ranking import HUNDRED_THOUSAND as HUNDRED_THOUSAND
    from chalicelib.insight.wechat_numbers.ranking import MEASURES as MEASURES
    from chalicelib.insight.wechat_numbers.ranking import Group as Group
    from chalicelib.insight.wechat_numbers.ranking import Measure as Measure
    from chalicelib.insight.wechat_numbers.ranking import Sum as Sum
    from chalicelib.insight.wechat_numbers.ranking import above as above
    from chalicelib.insight.wechat_numbers.ranking import ranked as ranked
    from chalicelib.insight.wechat_numbers.ranking import summed as summed
    from chalicelib.insight.wechat_numbers.ranking import total as total
    from chalicelib.insight.wechat_numbers.rounds import carry_out as carry_out
    from chalicelib.insight.wechat_numbers.rounds import order as order
    from chalicelib.insight.wechat_numbers.rounds import sweep as sweep
    from chalicelib.insight.wechat_numbers.store import articles as articles
    from chalicelib.insight.wechat_numbers.store import day as day
    from chalicelib.insight.wechat_numbers.store import days as days
    from chalicelib.insight.wechat_numbers.store import progress as progress
    from chalicelib.insight.wechat_numbers.store import rows as rows
    from chalicelib.insight.wechat_numbers.turn import Fetched as Fetched
    from chalicelib.insight.wechat_numbers.turn import fetch as fetch
else:
    __getattr__ = opens(
        __name__,
        {
            "errors": ["BadSpan", "FetchedElsewhere", "NoSuchArticle", "NoSuchFormula"],
            "turn": ["Fetched", "fetch"],
            "followers": ["FollowerDay", "follower_days", "source_name"],
            "joining": ["JoinedArticle", "JoinedBy", "PushedArticle", "joined"],
            "models": ["ArticleFigures", "ArticleNumbers", "DayRecord", "Observation", "Progress"],
            "observe": ["as_of"],
            "ranking": [
                "GROUPS",
                "HUNDRED_THOUSAND",
                "MEASURES",
                "Group",
                "Measure",
                "Sum",
                "above",
                "ranked",
                "summed",
                "total",
            ],
            "formulas": [
                "FORMULAS",
                "PARTS",
                "USUAL",
                "Part",
                "ReachIndex",
                "formula_called",
                "reach_index",
            ],
            "rounds": ["carry_out", "order", "sweep"],
            "store": ["articles", "day", "days", "progress", "rows"],
        },
    )
