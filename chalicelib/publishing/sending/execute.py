"""One step of a delivery, carried out: at most one call of WeChat that changes anything, and the delivery after it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any, Final

from chalicelib import accounts, newsroom
from chalicelib.accounts import Scarce
from chalicelib.newsroom import Article
from chalicelib.publishing.deliveries.models import Delivery, Moment, Problem, Way
from chalicelib.publishing.deliveries.transitions import Action, Who, find, move
from chalicelib.publishing.sending import failures, reconcile
from chalicelib.publishing.sending.next_step import (
    LOOKS,
    AskOutcome,
    LookForDraft,
    MakeDraft,
    Step,
    Submit,
    TakeDown,
    Tidy,
    UploadMaterial,
    UploadPicture,
)
from chalicelib.publishing.sending.results import awaiting, found_published
from chalicelib.publishing.sending.wechat import Accepted, Channel, File
from chalicelib.wechat.errors import AlreadySent, WeChatError

Clock = Callable[[], datetime]
Around = Callable[[str, str, Article], Article]
"""Account, id of a stored article, its content → the content as it goes out, with what is known only then."""


def unchanged(_account: str, _article: str, content: Article) -> Article:
    """Nothing stands around an article."""
    return content


_MEDIA_TYPES: Final = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".gif": "image/gif",
    ".bmp": "image/bmp",
    ".mp4": "video/mp4",
    ".mp3": "audio/mpeg",
    ".amr": "audio/amr",
    ".wma": "audio/x-ms-wma",
    ".wav": "audio/wav",
}


def prepared(step: Step, before: Delivery, channel: Channel, around: Around = unchanged) -> Step:
    """``step``, with all that can fail without WeChat done before it begins.

    A submit is marked as tried before the call: from there on nothing but WeChat's own answer may decide what became of
    it. Raises as ``perform``, and then nothing was tried.
    """
    if not isinstance(step, Submit):
        return step
    if before.draft is None:
        raise ValueError(f"{before.id} is prepared without a draft")
    if before.first_tried_at is None:
        # What may be out already is asked after, whatever the review says now.
        _check_approved(before)
    ready = Submit(protected=_protected(before))
    channel.ready()
    if before.first_tried_at is None:
        _renew_draft(before, channel, around)
    return ready


def perform(
    step: Step, held: Delivery, channel: Channel, clock: Clock, around: Around = unchanged
) -> Delivery:
    """``held`` after ``step``. Raises ``WeChatError``, ``AccountError`` or ``NewsroomError``."""
    _count_use(step, held, clock())
    if isinstance(step, MakeDraft):
        return _draft(held, channel, clock, around)
    return _HOW[type(step)](step, held, channel, clock)


def _count_use(step: Step, held: Delivery, now: datetime) -> None:
    """Enter into the ledger what a call uses up; whether there is any left, WeChat says better than we know."""
    if isinstance(step, MakeDraft) and held.drafted:
        used = Scarce.DRAFT
    elif isinstance(step, TakeDown):
        used = Scarce.MASS_DELETE if held.way is Way.MASS else Scarce.PUBLISH_DELETE
    else:
        return
    accounts.ledger.note_used(held.account, used, now)


def _picture(step: UploadPicture, held: Delivery, channel: Channel, clock: Clock) -> Delivery:
    address = channel.upload_picture(_file(step.key))
    return _done(held, clock(), addresses={**held.addresses, step.key: address})


def _material(step: UploadMaterial, held: Delivery, channel: Channel, clock: Clock) -> Delivery:
    material = step.material
    media_id = channel.upload_material(material, _file(material.key))
    return _done(held, clock(), materials={**held.materials, material.key: media_id})


def _draft(held: Delivery, channel: Channel, clock: Clock, around: Around) -> Delivery:
    drafted_as: tuple[str, ...] = ()
    if held.drafted:
        articles = _articles(held, around)
        drafted_as = tuple(newsroom.content_key(one) for one in articles)
        draft = channel.make_draft([_entry(held, one) for one in articles])
    else:
        # A video or voice is sent itself: no draft holds it.
        draft = held.materials[held.pieces[0].library[0].key]
    now = clock()
    drafted = _done(held, now, draft=draft, drafted_as=drafted_as, due_at=max(held.at, now))
    return move(drafted, Action.PREPARE, Who.WORKER, at=now, by="worker")


def _submit(step: Submit, held: Delivery, channel: Channel, clock: Clock) -> Delivery:
    draft, note = held.draft or "", ""  # ``prepared`` saw that there is one
    if held.way is Way.PUBLISH:
        accepted = channel.publish(draft)
    else:
        try:
            accepted = channel.send(held.kind, draft, held.tag_id, held.clientmsgid)
        except AlreadySent as error:
            accepted, note = Accepted(error.msg_id), "微信此前已受理这次群发（45065）"
    now = clock()
    told = {"msg_id": accepted.msg_id, "publish_id": accepted.publish_id}
    submitted = _submitted(held, now, note, **told, msg_data_id=accepted.msg_data_id)
    return awaiting(submitted, now, "公众号开启了 API 群发保护") if step.protected else submitted


def _check_approved(held: Delivery) -> None:
    """Scheduled days ago, perhaps: whoever took the release back since does not want it sent."""
    for piece in held.pieces:
        if piece.article_id is not None and piece.revision is not None:
            newsroom.check_not_revoked(piece.article_id, piece.revision, piece.unit)


def _submitted(held: Delivery, now: datetime, note: str = "", **known: Any) -> Delivery:
    return move(
        _done(held, now),
        Action.SUBMIT,
        Who.WORKER,
        at=now,
        by="worker",
        note=note,
        submitted_at=now,
        **known,
    )


def _protected(held: Delivery) -> bool:
    """To all, on an account that is known to have API群发保护 switched on: an administrator has to agree."""
    to_all = held.way is Way.MASS and held.tag_id is None
    return to_all and accounts.state(held.account, consistent=True).account.mass_protection


def _look(_: Step, held: Delivery, channel: Channel, clock: Clock) -> Delivery:
    """Find out the fate of a publication whose submit had no answer; only a person has it submitted again."""
    if reconcile.job_of(held) is not None or not channel.has_draft(held.draft or ""):
        return _submitted(held, clock(), "提交没有得到结果；草稿已不在草稿箱，微信已受理")
    now = clock()
    if held.looks < len(LOOKS):
        waiting = {"looks": held.looks + 1, "due_at": now + LOOKS[held.looks], "held_until": None}
        return held.model_copy(update=waiting)
    if (found := reconcile.listed(held, channel)) is not None:
        return found_published(_submitted(held, now), found, now)
    certain = held.model_copy(update={"tried_at": None, "first_tried_at": None, "looks": 0})
    problem = Problem(
        at=now,
        what="没有发布：提交没有得到结果，半小时后草稿仍在草稿箱里，也不在已发布的文章中",
        advice="确认后可以重新提交。",
    )
    return failures.failed(certain, problem)


def _take_down(step: TakeDown, held: Delivery, channel: Channel, clock: Clock) -> Delivery:
    article = step.article
    if held.way is Way.PUBLISH:
        channel.delete_published(held.article_id or "", article)
    elif held.msg_id is not None:
        channel.delete_sent(held.msg_id, article)
    now = clock()
    order = held.order
    recalls = tuple(
        one.model_copy(update={"done_at": now}) if one is order else one for one in held.recalls
    )
    done = _done(held, now, recalls=recalls)
    reason = order.reason if order else ""
    gone = done.taken_down
    whole = 0 in gone or gone >= set(range(1, len(held.pieces) + 1))
    if whole and find(done, Action.RECALL, Who.WORKER) is not None:
        return move(done, Action.RECALL, Who.WORKER, at=now, by="worker", note=reason, due_at=None)
    note = Moment(at=now, state=held.state, by="worker", note=f"已撤下第 {article} 篇：{reason}")
    more = now if done.order or done.may_leave_drafts else None
    return done.model_copy(update={"history": (*held.history, note), "due_at": more})


def _tidy(_: Step, held: Delivery, channel: Channel, clock: Clock) -> Delivery:
    """Drafts of ours are known by the pictures in them, which were uploaded for this delivery alone."""
    own = set(held.materials.values())
    # The one that WeChat took is gone from the box, or is about to be: it is not ours any more.
    spent = {held.draft} if held.tried_at else set()
    deleted = [
        one.media_id
        for one in channel.drafts()
        if one.pictures and one.pictures <= own and one.media_id not in spent
    ]
    for media_id in deleted:
        channel.delete_draft(media_id)
    now = clock()
    note = Moment(at=now, state=held.state, by="worker", note=f"已删除未用的草稿 {len(deleted)} 份")
    changes = {"tidied": True, "due_at": None, "held_until": None, "failures": 0}
    history = (*held.history, note) if deleted else held.history
    return held.model_copy(update={**changes, "history": history})


def _done(held: Delivery, now: datetime, **changes: Any) -> Delivery:
    return held.model_copy(
        update={"held_until": None, "due_at": now, "failures": 0, "problem": None, **changes}
    )


def _file(key: str) -> File:
    path = PurePosixPath(key)
    # A short name: WeChat shows it in the material library.
    name = path.stem[:16] + path.suffix
    return name, newsroom.picture_body(key), _MEDIA_TYPES[path.suffix]


def _renew_draft(held: Delivery, channel: Channel, around: Around) -> None:
    """Put into the draft what became known since it was made. Twice is once; where WeChat refuses, the draft goes as it is."""
    if not held.drafted_as:
        return
    for index, article in enumerate(_articles(held, around)):
        if newsroom.content_key(article) == held.drafted_as[index]:
            continue
        try:
            channel.update_draft(held.draft or "", index, _entry(held, article))
        except WeChatError:
            from chalicelib import telemetry

            # An approved article is not held up by a link.
            telemetry.logger.warning("draft not renewed", extra={"delivery": held.id})


def _articles(held: Delivery, around: Around) -> list[Article]:
    """The pieces as they go out."""
    found = []
    for piece in held.pieces:
        content = newsroom.read_content(piece.article)
        of_newsroom = piece.article_id is not None
        found.append(
            around(held.account, piece.article_id or "", content) if of_newsroom else content
        )
    return found


def _entry(held: Delivery, article: Article) -> dict[str, Any]:
    """A piece as draft/add takes it (sheet §2.4)."""
    return newsroom.draft_article(article, held.addresses, held.materials)


_HOW: Final[dict[type[Step], Callable[[Any, Delivery, Channel, Clock], Delivery]]] = {
    UploadPicture: _picture,
    UploadMaterial: _material,
    Submit: _submit,
    LookForDraft: _look,
    AskOutcome: lambda step, held, channel, clock: reconcile.ask(held, channel, clock),
    TakeDown: _take_down,
    Tidy: _tidy,
}
