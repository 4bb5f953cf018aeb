"""Errors of questions to the archive."""

from __future__ import annotations

from chalicelib.errors import Invalid, Unavailable
from chalicelib.insight.errors import InsightError


class ArchiveNotThere(InsightError, Unavailable):
    """No archive is connected to this function."""

    def __init__(self) -> None:
        super().__init__("这里没有连接统计存档。请在控制台查看，或检查部署。")


class TooMuchScanned(InsightError, Invalid):
    """A query would read more than the work group allows."""

    def __init__(self) -> None:
        super().__init__("要读取的数据超过了单次查询的上限。请缩短时间范围再试。")


class QueryFailed(InsightError, Unavailable):
    """A query failed, or was cancelled by somebody else."""

    def __init__(self, execution: str, reason: str) -> None:
        super().__init__(
            f"统计查询没有完成（编号 {execution}）。请稍后再试；多次失败请告诉运维人员。"
        )
        self.reason = reason
        """In Athena's words, for the log."""


class StillRunning(InsightError, Unavailable):
    """A query took longer than somebody wanted to wait; it was cancelled."""

    def __init__(self) -> None:
        super().__init__("统计查询用时过长，已经取消。请缩短时间范围再试。")
