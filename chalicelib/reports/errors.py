"""Errors of this package."""

from __future__ import annotations

from chalicelib.errors import DomainError, Invalid, NotFound


class ReportError(DomainError):
    """The base of this package's errors."""


class BadPeriod(ReportError, Invalid):
    """No report can tell of this time."""


class NothingToTell(ReportError, Invalid):
    """There is no account here."""


class UnknownReport(ReportError, NotFound):
    """There is no such report."""

    def __init__(self) -> None:
        super().__init__("没有这份报告，请在报告列表里选。")


class BadSchedule(ReportError, Invalid):
    """A schedule can't be kept as it was asked for."""


class UnknownSchedule(ReportError, NotFound):
    """No such report is made by itself."""

    def __init__(self) -> None:
        super().__init__("没有设置过这份定期报告。")
