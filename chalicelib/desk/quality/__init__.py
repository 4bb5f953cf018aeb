"""Quality checks (质检) of sessions: a unit's scoring sheet, and what supervisors made of a session by it."""

from chalicelib.desk.quality.models import FIRST, Criterion, PointsGiven, Score, Sheet
from chalicelib.desk.quality.service import sample, score, set_sheet, sheet_for, sheet_of
from chalicelib.desk.quality.store import score as score_of
from chalicelib.desk.quality.store import scores_of_day
from chalicelib.desk.quality.store import sheet as own_sheet

__all__ = [
    "FIRST",
    "Criterion",
    "PointsGiven",
    "Score",
    "Sheet",
    "own_sheet",
    "sample",
    "score",
    "score_of",
    "scores_of_day",
    "set_sheet",
    "sheet_for",
    "sheet_of",
]
