"""Errors of this package."""

from __future__ import annotations

from chalicelib.errors import IllegalNow, NotFound
from chalicelib.insight.errors import InsightError


class NoSuchInquiry(InsightError, NotFound):
    """An id that no inquiry has, or none any more."""

    def __init__(self) -> None:
        super().__init__("没有这次查询，或者已经过了三十天。请重新查询。")


class InquiryOver(InsightError, IllegalNow):
    """It has ended already."""

    def __init__(self, state: str) -> None:
        super().__init__("这次查询已经结束，不用取消。", state=state)
