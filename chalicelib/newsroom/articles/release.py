"""Whether an article may go out."""

from __future__ import annotations

from chalicelib.errors import remedy
from chalicelib.newsroom.articles import store as article_store
from chalicelib.newsroom.articles.labels import STATE_NAMES
from chalicelib.newsroom.articles.models import ArticleState, Released
from chalicelib.newsroom.errors import NotReleased


def released(article_id: str) -> Released:
    """The article as it may go out. Raises ``UnknownArticle``, or ``NotReleased`` unless its latest revision is
    approved."""
    article = article_store.get_article(article_id)
    if article.state is not ArticleState.APPROVED or article.approved_revision != article.revision:
        raise NotReleased(
            f"稿件“{article.id}”（{article.title}）第 {article.revision} 版还没有通过审核，"
            f"现在的状态是“{STATE_NAMES[article.state]}”，不能发布。",
            state=article.state.value,
            remedies=[remedy("article.show", "查看进展", article=article.id)],
        )
    return Released(
        article_id=article.id,
        revision=article.revision,
        key=article.key,
        title=article.title,
        kind=article.kind,
        unit=article.unit,
        emergency=article.emergency,
    )


def check_not_revoked(article_id: str, revision: int, unit: str = "") -> None:
    """Raises ``NotReleased`` if a person took the release of this revision back; a later edit does not (0066).

    Who knows the article's ``unit`` spares a read.
    """
    article = article_store.get_article(article_id, unit)
    if revision in article.recanted:
        raise NotReleased(
            f"稿件“{article.id}”（{article.title}）第 {revision} 版通过审核后又被退回或撤回，没有发送。"
            "改好并重新审核后再排期。",
            state=article.state.value,
        )
