"""WeChat's own statistics: fetched day by day, kept as they were observed, and read as numbers (docs/insight-wechat.md)."""

from typing import TYPE_CHECKING

from chalicelib.door import opens

if TYPE_CHECKING:
    from chalicelib.insight.wechat_numbers.day_store import DueDay as DueDay
    from chalicelib.insight.wechat_numbers.day_store import account_days as account_days
    from chalicelib.insight.wechat_numbers.day_store import claim_days as claim_days
    from chalicelib.insight.wechat_numbers.day_store import claim_days_again as claim_days_again
    from chalicelib.insight.wechat_numbers.day_store import day_done as day_done
    from chalicelib.insight.wechat_numbers.day_store import due_days as due_days
    from chalicelib.insight.wechat_numbers.day_store import keep_account_day as keep_account_day
    from chalicelib.insight.wechat_numbers.day_store import keep_unit_day as keep_unit_day
    from chalicelib.insight.wechat_numbers.day_store import let_days_go as let_days_go
    from chalicelib.insight.wechat_numbers.day_store import mark_day as mark_day
    from chalicelib.insight.wechat_numbers.day_store import unit_accounts as unit_accounts
    from chalicelib.insight.wechat_numbers.day_store import unit_day as unit_day
    from chalicelib.insight.wechat_numbers.day_store import unit_figures as unit_figures
    from chalicelib.insight.wechat_numbers.day_store import unit_order as unit_order
    from chalicelib.insight.wechat_numbers.day_store import unit_sums as unit_sums
    from chalicelib.insight.wechat_numbers.day_store import unit_totals as unit_totals
    from chalicelib.insight.wechat_numbers.day_sums import FIGURES as FIGURES
    from chalicelib.insight.wechat_numbers.day_sums import MOST_IN_ORDER as MOST_IN_ORDER
    from chalicelib.insight.wechat_numbers.day_sums import DayFigures as DayFigures
    from chalicelib.insight.wechat_numbers.day_sums import StatDay as StatDay
    from chalicelib.insight.wechat_numbers.day_sums import add_stat_days as add_stat_days
    from chalicelib.insight.wechat_numbers.day_sums import added_sums as added_sums
    from chalicelib.insight.wechat_numbers.day_sums import stat_day as stat_day
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
    from chalicelib.insight.wechat_numbers.formulas import index_value as index_value
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
    from chalicelib.insight.wechat_numbers.reach_counts import Counts as Counts
    from chalicelib.insight.wechat_numbers.reach_counts import counts_of as counts_of
    from chalicelib.insight.wechat_numbers.reach_counts import figures_of as figures_of
    from chalicelib.insight.wechat_numbers.reach_counts import together as together
    from chalicelib.insight.wechat_numbers.rounds import carry_out as carry_out
    from chalicelib.insight.wechat_numbers.rounds import order as order
    from chalicelib.insight.wechat_numbers.rounds import sweep as sweep
    from chalicelib.insight.wechat_numbers.store import articles as articles
    from chalicelib.insight.wechat_numbers.store import day as day
    from chalicelib.insight.wechat_numbers.store import days as days
    from chalicelib.insight.wechat_numbers.store import progress as progress
    from chalicelib.insight.wechat_numbers.store import progress_of_all as progress_of_all
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
                "index_value",
                "reach_index",
            ],
            "reach_counts": ["Counts", "counts_of", "figures_of", "together"],
            "day_sums": [
                "FIGURES",
                "MOST_IN_ORDER",
                "DayFigures",
                "StatDay",
                "add_stat_days",
                "added_sums",
                "stat_day",
            ],
            "day_store": [
                "DueDay",
                "account_days",
                "claim_days",
                "claim_days_again",
                "day_done",
                "due_days",
                "keep_account_day",
                "keep_unit_day",
                "let_days_go",
                "mark_day",
                "unit_accounts",
                "unit_day",
                "unit_figures",
                "unit_order",
                "unit_sums",
                "unit_totals",
            ],
            "rounds": ["carry_out", "order", "sweep"],
            "store": ["articles", "day", "days", "progress", "progress_of_all", "rows"],
        },
    )
