"""Columns (栏目), series (系列) and collections (合集): what articles belong together, and where readers find them."""

from typing import TYPE_CHECKING

from chalicelib.door import opens

if TYPE_CHECKING:
    from chalicelib.columns import labels as labels
    from chalicelib.columns import rules as rules
    from chalicelib.columns import store as store
    from chalicelib.columns.arranging import edit_series as edit_series
    from chalicelib.columns.arranging import join as join
    from chalicelib.columns.arranging import join_by_name as join_by_name
    from chalicelib.columns.arranging import leave as leave
    from chalicelib.columns.arranging import leave_out as leave_out
    from chalicelib.columns.arranging import pick as pick
    from chalicelib.columns.arranging import reorder as reorder
    from chalicelib.columns.errors import BadColumn as BadColumn
    from chalicelib.columns.errors import ColumnChanged as ColumnChanged
    from chalicelib.columns.errors import ColumnError as ColumnError
    from chalicelib.columns.errors import NameTaken as NameTaken
    from chalicelib.columns.errors import NotInUse as NotInUse
    from chalicelib.columns.errors import NumbersMove as NumbersMove
    from chalicelib.columns.errors import UnknownColumn as UnknownColumn
    from chalicelib.columns.models import MOST_ARTICLES as MOST_ARTICLES
    from chalicelib.columns.models import Act as Act
    from chalicelib.columns.models import Collection as Collection
    from chalicelib.columns.models import CollectionText as CollectionText
    from chalicelib.columns.models import Column as Column
    from chalicelib.columns.models import ColumnText as ColumnText
    from chalicelib.columns.models import Listed as Listed
    from chalicelib.columns.models import Out as Out
    from chalicelib.columns.models import Rhythm as Rhythm
    from chalicelib.columns.models import Rule as Rule
    from chalicelib.columns.models import Schedule as Schedule
    from chalicelib.columns.models import Series as Series
    from chalicelib.columns.models import SeriesText as SeriesText
    from chalicelib.columns.models import Standing as Standing
    from chalicelib.columns.rules import DueIssues as DueIssues
    from chalicelib.columns.service import columns_for as columns_for
    from chalicelib.columns.service import edit_collection as edit_collection
    from chalicelib.columns.service import edit_column as edit_column
    from chalicelib.columns.service import guard as guard
    from chalicelib.columns.service import new_collection as new_collection
    from chalicelib.columns.service import new_column as new_column
    from chalicelib.columns.service import new_series as new_series
    from chalicelib.columns.service import of_unit as of_unit
    from chalicelib.columns.service import one_for as one_for
    from chalicelib.columns.service import permission_for as permission_for
    from chalicelib.columns.service import restore as restore
    from chalicelib.columns.service import retire as retire
    from chalicelib.columns.service import series_named as series_named
    from chalicelib.columns.service import text_of as text_of
    from chalicelib.columns.transitions import TABLE as TABLE
    from chalicelib.columns.transitions import Who as Who
else:
    __getattr__ = opens(
        __name__,
        {
            "": ["labels", "rules", "store"],
            "arranging": [
                "edit_series",
                "join",
                "join_by_name",
                "leave",
                "leave_out",
                "pick",
                "reorder",
            ],
            "errors": [
                "BadColumn",
                "ColumnChanged",
                "ColumnError",
                "NameTaken",
                "NotInUse",
                "NumbersMove",
                "UnknownColumn",
            ],
            "models": [
                "Act",
                "Collection",
                "CollectionText",
                "Column",
                "ColumnText",
                "Listed",
                "MOST_ARTICLES",
                "Out",
                "Rhythm",
                "Rule",
                "Schedule",
                "Series",
                "SeriesText",
                "Standing",
            ],
            "rules": ["DueIssues"],
            "service": [
                "columns_for",
                "edit_collection",
                "edit_column",
                "guard",
                "new_collection",
                "new_column",
                "new_series",
                "of_unit",
                "one_for",
                "permission_for",
                "restore",
                "retire",
                "series_named",
                "text_of",
            ],
            "transitions": ["TABLE", "Who"],
        },
    )
