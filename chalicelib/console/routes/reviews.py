"""审核: what waits, the article as a reviewer sees it, decisions, comments."""

from __future__ import annotations

from typing import Annotated

from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Query
from pydantic import AwareDatetime, BaseModel, Field

from chalicelib import newsroom
from chalicelib.application import phone_preview
from chalicelib.clock import utc_now
from chalicelib.console.caller import actor
from chalicelib.console.once import once
from chalicelib.console.routes.article_views import ArticleRow, ArticleSeen, Named, Names, row, seen
from chalicelib.console.routes.compared import SeenRevision
from chalicelib.newsroom import ShownComment

router = Router()


class WaitingRow(BaseModel):
    """An article that waits for a decision."""

    article: ArticleRow
    stage: str
    mine: bool
    """The caller may decide it."""


class Reviews(BaseModel):
    """What waits, longest first."""

    waiting: list[WaitingRow]


class CommentSeen(BaseModel):
    """A remark on an article, or on a passage of it."""

    number: int
    revision: int
    text: str
    quote: str
    outdated: bool
    """The passage is no longer there."""
    by: Named
    at: AwareDatetime
    resolved_by: Named | None
    resolved_at: AwareDatetime | None


class Comments(BaseModel):
    """All remarks, the oldest first."""

    comments: list[CommentSeen]


class ReviewSeen(BaseModel):
    """What a reviewer needs on one page."""

    article: ArticleSeen
    paragraphs: list[str]
    """The latest version as text; comments quote from it."""
    base: int
    """The version to compare with; 0: none, all is new."""
    base_why: str
    """``seen``: the last that the caller saw; ``approved``: the last that was approved; ``new``."""
    comments: list[CommentSeen]


class Decision(BaseModel):
    """A yes to the version that was shown."""

    revision: int = Field(ge=1)
    note: str = Field(default="", max_length=500)


class Return(BaseModel):
    """A no to the version that was shown."""

    revision: int = Field(ge=1)
    reasons: list[Annotated[str, Field(max_length=500)]] = Field(max_length=20)


class Emergency(BaseModel):
    """A release without the stages."""

    revision: int = Field(ge=1)
    reason: str = Field(max_length=500)


class Noted(BaseModel):
    """A note for the log."""

    note: str = Field(default="", max_length=500)


class NewComment(BaseModel):
    """A remark; ``quote`` is the passage, word by word, ``nth`` which of its places."""

    text: str = Field(max_length=2000)
    quote: str = Field(default="", max_length=1000)
    nth: int = Field(default=1, ge=1)


class ToPhone(BaseModel):
    """Whose telephone, by which account."""

    account: str = Field(max_length=40)
    to: str = Field(min_length=1, max_length=64)
    revision: int = Field(ge=1)


class SentPreview(BaseModel):
    """A preview that was sent."""

    revision: int
    to: str
    left_behind: list[str]


@router.get("/reviews", tags=["review"], summary="待审稿件")
def reviews(everything: Annotated[bool, Query()] = False) -> Reviews:
    """Articles that wait for the caller (or for anybody, of units that the caller may read), longest first."""
    by, names = actor(), Names(actor(), utc_now())
    mine = {one.article.id for one in newsroom.waiting_for(by.person)}
    found = newsroom.waiting_seen(by=by) if everything else newsroom.waiting_for(by.person)
    return Reviews(
        waiting=[
            WaitingRow(
                article=row(one.article, names),
                stage=one.stage,
                mine=one.article.id in mine,
            )
            for one in found
        ]
    )


@router.get("/reviews/<article_id>", tags=["review"], summary="审核页")
def review(article_id: str) -> ReviewSeen:
    """The article with its text, comments, and the version that the caller saw last."""
    by = actor()
    article = newsroom.article_for(article_id, by=by)
    base = newsroom.base_for(article, by=by)
    return ReviewSeen(
        article=seen(article, by),
        paragraphs=newsroom.paragraphs_for(article),
        base=base.revision,
        base_why=base.why,
        comments=_comments(article_id),
    )


@router.put("/reviews/<article_id>/seen", tags=["review"], summary="记下看过的版本")
def mark(article_id: str, read: SeenRevision) -> SeenRevision:
    """Note which version the caller has read."""
    newsroom.mark_seen(article_id, read.revision, by=actor(), now=utc_now())
    return read


@router.post("/articles/<article_id>/submit", tags=["review"], summary="送审")
def submit(article_id: str, noted: Noted) -> ArticleSeen:
    """Ask for the review."""
    return seen(newsroom.submit(article_id, by=actor(), now=utc_now(), note=noted.note), actor())


@router.post("/articles/<article_id>/withdraw", tags=["review"], summary="撤回送审")
def withdraw(article_id: str, noted: Noted) -> ArticleSeen:
    """Take it out of the review."""
    return seen(newsroom.withdraw(article_id, by=actor(), now=utc_now(), note=noted.note), actor())


@router.post("/articles/<article_id>/approve", tags=["review"], summary="通过")
def approve(article_id: str, yes: Decision) -> ArticleSeen:
    """One stage approves the version that was shown."""
    done = newsroom.approve(
        article_id, by=actor(), now=utc_now(), note=yes.note, revision=yes.revision
    )
    return seen(done, actor())


@router.post("/articles/<article_id>/return", tags=["review"], summary="退回")
def send_back(article_id: str, no: Return) -> ArticleSeen:
    """Back to its writers, with reasons."""
    done = newsroom.send_back(
        article_id, by=actor(), now=utc_now(), reasons=no.reasons, revision=no.revision
    )
    return seen(done, actor())


@router.post("/articles/<article_id>/emergency", tags=["review"], summary="应急签发")
def emergency(article_id: str, given: Emergency) -> ArticleSeen:
    """One of the two of the highest role agrees."""
    done = newsroom.emergency(
        article_id, by=actor(), now=utc_now(), reason=given.reason, revision=given.revision
    )
    return seen(done, actor())


@router.get("/articles/<article_id>/comments", tags=["review"], summary="批注")
def comments(article_id: str) -> Comments:
    """All remarks, the oldest first."""
    newsroom.article_for(article_id, by=actor())
    return Comments(comments=_comments(article_id))


@router.post("/articles/<article_id>/comments", tags=["review"], summary="加批注")
def comment(article_id: str, new: NewComment) -> Comments:
    """Remark on the article, or on a passage of its latest version."""

    def make() -> Comments:
        newsroom.add_comment(
            article_id, new.text, by=actor(), now=utc_now(), quote=new.quote, nth=new.nth
        )
        return Comments(comments=_comments(article_id))

    return once(Comments, make)


@router.post(
    "/articles/<article_id>/comments/<number>/resolve", tags=["review"], summary="批注已处理"
)
def resolve(article_id: str, number: int) -> Comments:
    """Mark a remark as dealt with."""
    newsroom.resolve_comment(article_id, number, by=actor(), now=utc_now())
    return Comments(comments=_comments(article_id))


@router.post("/articles/<article_id>/preview", tags=["review"], summary="发到手机预览")
def preview(article_id: str, given: ToPhone) -> SentPreview:
    """Send a version to one telephone, through one account."""
    sent = phone_preview.send(
        article_id, given.account, given.to, by=actor(), now=utc_now(), revision=given.revision
    )
    return SentPreview(revision=sent.revision, to=sent.to, left_behind=list(sent.left_behind))


def _comments(article_id: str) -> list[CommentSeen]:
    names = Names(actor(), utc_now())
    return [_comment(one, names) for one in newsroom.list_comments(article_id)]


def _comment(shown: ShownComment, names: Names) -> CommentSeen:
    one = shown.comment
    return CommentSeen(
        number=one.number,
        revision=one.revision,
        text=one.text,
        quote=one.quote,
        outdated=shown.outdated,
        by=names.person(one.by),
        at=one.at,
        resolved_by=names.person(one.resolved_by) if one.resolved_by else None,
        resolved_at=one.resolved_at,
    )
