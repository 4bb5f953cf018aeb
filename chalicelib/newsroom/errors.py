"""Errors of the newsroom.

::

    NewsroomError
    ├── UnknownArticle, UnknownRevision, UnknownComment, UnknownContent
    ├── ArticleRefused      WeChat would refuse the article, or a house check does
    ├── UnreadableFile      a file of the editor's cannot be read
    ├── UnknownCheck        no house check has that name
    ├── Incomplete          a reason, a text or a number is missing or out of range
    ├── PassageMissing      a comment quotes a passage that is not there
    ├── BadWorkflow         a workflow that cannot be
    ├── BadTheme            a theme that cannot be, or cannot be read
    ├── UnknownTheme        no theme has that name
    ├── ThemeInUse          a theme that a setting names can't be removed
    ├── PreviewRefused      a preview that WeChat cannot show
    ├── ActionNotPermitted  a rule of the review forbids it to this person
    ├── ActionNotPossible   the state of the article does not allow it
    ├── NotReleased         the article may not go out (yet)
    ├── Locked              somebody else is writing
    ├── RevisedMeanwhile    somebody else saved a revision first
    └── DecidedMeanwhile    the review went on while this person was deciding
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from chalicelib.clock import shown
from chalicelib.errors import Conflict, DomainError, Field, IllegalNow, Invalid, NotFound, remedy
from chalicelib.people import PermissionDenied

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from chalicelib.newsroom.models import Finding, Link


class NewsroomError(DomainError):
    """The base of this package's errors."""


class ArticleRefused(NewsroomError, Invalid):
    """The article has faults; ``findings`` has every one with its place."""

    def __init__(self, findings: Sequence[Finding], links: Sequence[Link] = ()) -> None:
        lines = "\n".join(f"  {finding}" for finding in findings)
        super().__init__(
            f"稿件有 {len(findings)} 处问题，请改好后再试：\n{lines}",
            fields=[Field(finding.where, finding.what) for finding in findings],
        )
        self.findings = tuple(findings)
        self.links = tuple(links)


class UnreadableFile(NewsroomError, Invalid):
    """A file is not there, or is not what it should be."""


class UnknownCheck(NewsroomError, Invalid):
    """No house check has that name."""


class Incomplete(NewsroomError, Invalid):
    """Something that has to be said is missing, or a number is out of its range."""


class UnknownContent(NewsroomError, NotFound):
    """Nothing lies in the bucket under that key."""


class UnknownArticle(NewsroomError, NotFound):
    """No article has that id."""

    def __init__(self, article_id: str) -> None:
        super().__init__(
            f"没有稿件“{article_id}”。", remedies=[remedy("article.list", "查看单位的稿件")]
        )
        self.article_id = article_id


class UnknownRevision(NewsroomError, NotFound):
    """The article has no revision of that number."""

    def __init__(self, article_id: str, number: int) -> None:
        super().__init__(
            f"稿件“{article_id}”没有第 {number} 版。",
            remedies=[remedy("article.show", "查看各版", article=article_id)],
        )


class UnknownComment(NewsroomError, NotFound):
    """The article has no comment of that number."""

    def __init__(self, article_id: str, number: int) -> None:
        super().__init__(
            f"稿件“{article_id}”没有第 {number} 条批注。",
            remedies=[remedy("review.comments", "查看批注", article=article_id)],
        )


class PassageMissing(NewsroomError, Invalid):
    """The quoted words do not stand in the article."""


class WorkflowChanged(NewsroomError, Conflict):
    """Somebody else set the unit's workflow meanwhile."""


class BadWorkflow(NewsroomError, Invalid):
    """A workflow that cannot be."""


class BadTheme(NewsroomError, Invalid):
    """A theme that cannot be, or whose words nobody could read."""


class UnknownTheme(NewsroomError, NotFound):
    """No theme has that name there."""

    def __init__(self, name: str, known: Iterable[str]) -> None:
        super().__init__(
            f"没有主题“{name[:40]}”；可用：{'、'.join(known)}。",
            remedies=[remedy("article.theme_list", "查看可用的主题")],
        )


class ThemeInUse(NewsroomError, IllegalNow):
    """A setting names the theme."""

    def __init__(self, name: str, where: str) -> None:
        super().__init__(f"主题“{name}”还在用（{where}），没有删除；请先换成别的主题。")


class PreviewRefused(NewsroomError, Invalid):
    """A preview that cannot be made."""


class ActionNotPermitted(NewsroomError, PermissionDenied):
    """A rule of the review forbids the action to this person."""


class ActionNotPossible(NewsroomError, IllegalNow):
    """The state of the article, or its unit's workflow, does not allow the action."""


class NotReleased(NewsroomError, IllegalNow):
    """The latest revision is not approved, or its approval was taken back."""


class Locked(NewsroomError, Conflict):
    """Somebody else is writing."""

    def __init__(self, article_id: str, by: str, until: datetime) -> None:
        super().__init__(
            f"稿件“{article_id}”正由 {by} 编辑，锁定到 {shown(until)}（北京时间）。"
            f"请等到那时，或请 {by} 解锁；角色更高的人可以强制解锁。",
            by=by,
            remedies=[
                remedy("article.unlock", "解锁", article=article_id),
                remedy("article.unlock_by_force", "强制解锁", article=article_id),
            ],
        )
        self.until = until


class RevisedMeanwhile(NewsroomError, Conflict):
    """The revision it was meant for is no longer the latest."""

    def __init__(self, article_id: str, base: int, latest: int, by: str, at: datetime) -> None:
        super().__init__(
            f"稿件“{article_id}”已由 {by} 在 {shown(at)} 改到第 {latest} 版，"
            f"您的修改基于第 {base} 版，没有保存。请合并对方的修改后再提交。",
            by=by,
            remedies=[remedy("article.diff", "看对方改了什么", article=article_id, older=base)],
        )
        self.latest = latest


class DecidedMeanwhile(NewsroomError, Conflict):
    """The article is no longer as it was when the person decided on it."""
