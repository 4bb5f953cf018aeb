"""What can be in the way of a stored article's next step.

::

    NewsroomError
    └── StoredError
        ├── UnknownStored, UnknownRevision, UnknownComment, UnknownUnit
        ├── NotReleased       it may not go out (yet)
        ├── NotAllowed        not in this state, or not this person
        ├── Locked            somebody else is writing
        ├── RevisedMeanwhile  somebody else was first
        ├── DecidedMeanwhile  the review went on while this person was deciding
        ├── PassageMissing    a comment quotes what is not there
        ├── BadWorkflow
        └── PreviewRefused
"""

from __future__ import annotations

from datetime import datetime

from chalicelib.clock import SHANGHAI
from chalicelib.newsroom.errors import NewsroomError


class StoredError(NewsroomError):
    """The base of what concerns stored articles."""


class UnknownStored(StoredError):
    """No article of that id."""

    def __init__(self, article_id: str) -> None:
        super().__init__(f"没有稿件“{article_id}”。用 `./rongmei article list --unit 单位` 查看。")
        self.article_id = article_id


class UnknownRevision(StoredError):
    """No revision of that number."""

    def __init__(self, article_id: str, number: int) -> None:
        super().__init__(
            f"稿件“{article_id}”没有第 {number} 版。用 `./rongmei article show {article_id}` 查看各版。"
        )


class UnknownComment(StoredError):
    """No comment of that number."""

    def __init__(self, article_id: str, number: int) -> None:
        super().__init__(
            f"稿件“{article_id}”没有第 {number} 条批注。"
            f"用 `./rongmei review comments {article_id}` 查看。"
        )


class NotReleased(StoredError):
    """The latest revision is not approved."""


class NotAllowed(StoredError):
    """This cannot be done to the article now, or not by this person."""


class Locked(StoredError):
    """Somebody else is writing."""

    def __init__(self, article_id: str, by: str, until: datetime) -> None:
        super().__init__(
            f"稿件“{article_id}”正由 {by} 编辑，锁定到 {clock(until)}（北京时间）。"
            f"请等到那时，或请 {by} 用 `./rongmei article unlock {article_id}` 解锁；"
            "角色更高的人可以加 --force 强制解锁。"
        )
        self.by, self.until = by, until


class RevisedMeanwhile(StoredError):
    """The revision it was meant for is no longer the latest."""

    def __init__(self, article_id: str, base: int, latest: int, by: str, at: datetime) -> None:
        super().__init__(
            f"稿件“{article_id}”已由 {by} 在 {clock(at)} 改到第 {latest} 版，"
            f"您的修改基于第 {base} 版，没有保存。"
            f"用 `./rongmei article diff {article_id} --from {base}` 看对方改了什么，合并后再提交。"
        )
        self.latest, self.by = latest, by


class DecidedMeanwhile(StoredError):
    """What the person decided on is no longer what there is to decide."""


class PassageMissing(StoredError):
    """The quoted words do not stand in the article."""


class BadWorkflow(StoredError):
    """A workflow that cannot be."""


class PreviewRefused(StoredError):
    """A preview that cannot be made."""


def clock(at: datetime) -> str:
    """A time as people read it (Asia/Shanghai)."""
    return at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")
