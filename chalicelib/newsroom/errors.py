"""What can be wrong with an article."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chalicelib.newsroom.models import Finding, Link


class NewsroomError(Exception):
    """The base of this package's errors."""


class ArticleRefused(NewsroomError):
    """WeChat would refuse the article; ``findings`` has every reason with its place."""

    def __init__(self, findings: Sequence[Finding], links: Sequence[Link] = ()) -> None:
        lines = "\n".join(f"  {finding}" for finding in findings)
        super().__init__(f"稿件有 {len(findings)} 处问题，请改好后再试：\n{lines}")
        self.findings = tuple(findings)
        self.links = tuple(links)


class UnreadableFile(NewsroomError):
    """The article's file is not there, or is not text."""


class UnknownArticle(NewsroomError):
    """Nothing is kept under that key."""
