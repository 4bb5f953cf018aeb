"""Writing: an article's text, what it becomes, drafts, and files that come in."""

from __future__ import annotations

from typing import Annotated

from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Query
from pydantic import AwareDatetime, BaseModel, Field

from chalicelib import newsroom
from chalicelib.application import board, writing
from chalicelib.clock import utc_now
from chalicelib.console.caller import actor
from chalicelib.console.once import once
from chalicelib.console.routes.article_views import ArticleSeen, seen
from chalicelib.newsroom import Draft, Examined, Taken, TakenPicture, Text, Ticket, Written

router = Router()


class Typed(BaseModel):
    """A text as the editor has it."""

    fields: dict[str, Annotated[str, Field(max_length=5000)]]
    body: str = Field(max_length=120_000)
    files: dict[str, str] = {}

    def written(self) -> Written:
        """As the newsroom takes it."""
        return Written(fields=self.fields, body=self.body, files=self.files)


class FieldRule(BaseModel):
    """A field that an author fills."""

    name: str
    label: str
    most: int | None
    """Characters; None: no limit of its own."""


class EditorRules(BaseModel):
    """What the form needs to know."""

    fields: list[FieldRule]
    kinds: dict[str, str]
    required: dict[str, list[str]]
    """By kind."""


class NewArticle(BaseModel):
    """A text that becomes an article."""

    unit: str = Field(max_length=40)
    text: Typed
    note: str = Field(default="", max_length=500)
    draft: str = Field(default="", max_length=50)
    """The draft that it was typed in, which is dropped."""
    topic: str = Field(default="", max_length=40)
    assignment: str = Field(default="", max_length=40)
    """The assignment (派发) that it is made of; empty: of none."""


class NewRevision(BaseModel):
    """A text that becomes the next version."""

    base: int = Field(ge=1)
    text: Typed
    note: str = Field(default="", max_length=500)


class ToExamine(BaseModel):
    """A text that is not saved."""

    unit: str = Field(max_length=40)
    text: Typed


class Pasted(BaseModel):
    """HTML of the clipboard."""

    unit: str = Field(max_length=40)
    html: str = Field(max_length=4_000_000)


class Uploaded(BaseModel):
    """A file that was sent."""

    unit: str = Field(max_length=40)
    upload: str = Field(max_length=50)
    name: str = Field(default="", max_length=200)
    cover: bool = False


class ForUnit(BaseModel):
    """Whom a file is for."""

    unit: str = Field(max_length=40)


class DraftText(BaseModel):
    """What somebody has typed."""

    unit: str = Field(max_length=40)
    base: int = Field(ge=0)
    text: Typed


class DraftRow(BaseModel):
    """One draft in a list."""

    id: str
    unit: str
    title: str
    at: AwareDatetime


class Drafts(BaseModel):
    """The caller's drafts of articles that there are not yet."""

    drafts: list[DraftRow]


class Kept(BaseModel):
    """When a draft was kept."""

    at: AwareDatetime


class OpenedText(BaseModel):
    """A text to edit, and what the caller typed there and did not save."""

    text: Text
    draft: Draft | None


class Done(BaseModel):
    """It is done."""

    done: bool


@router.get("/editor", tags=["writing"], summary="字段与字数")
def rules() -> EditorRules:
    """The fields of an article with their limits."""
    from chalicelib.newsroom import CHINESE_NAMES, FIELDS, KIND_NAMES, REQUIRED

    labels = {name: label for label, name in CHINESE_NAMES.items()}
    return EditorRules(
        fields=[FieldRule(name=n, label=labels[n], most=most) for n, most in FIELDS.items()],
        kinds={kind.value: name for kind, name in KIND_NAMES.items()},
        required={kind.value: list(names) for kind, names in REQUIRED.items()},
    )


@router.post("/articles", tags=["writing"], summary="新建稿件")
def create(new: NewArticle) -> ArticleSeen:
    """Store a text as an article. The same content in the same unit is the same article."""

    def make() -> ArticleSeen:
        by, now = actor(), utc_now()
        made = writing.create(new.unit, new.text.written(), by=by, now=now, note=new.note)
        if new.topic:
            board.attach(new.topic, new.assignment, made.id, by=by, now=now)
        if new.draft:
            newsroom.drop_draft(new.draft, by=by)
        return seen(made, by)

    return once(ArticleSeen, make)


@router.get("/articles/<article_id>/text", tags=["writing"], summary="稿件原文")
def text(article_id: str, revision: Annotated[int, Query(ge=0)] = 0) -> OpenedText:
    """A version's text (0: the latest); with the latest, what the caller typed there and did not save."""
    by = actor()
    found = newsroom.text_of(article_id, revision or None, by=by)
    draft = None if revision else newsroom.draft_of(article_id, by=by, now=utc_now())
    return OpenedText(text=found, draft=draft)


@router.post("/articles/<article_id>/revisions", tags=["writing"], summary="保存为新版本")
def revise(article_id: str, new: NewRevision) -> ArticleSeen:
    """Store a text as the next version; refused where another came after ``base``."""

    def make() -> ArticleSeen:
        by = actor()
        made = writing.revise(
            article_id, new.text.written(), base=new.base, by=by, now=utc_now(), note=new.note
        )
        newsroom.drop_draft(article_id, by=by)
        return seen(made, by)

    return once(ArticleSeen, make)


@router.post("/editor/examine", tags=["writing"], summary="检查与预览")
def examine(given: ToExamine) -> Examined:
    """What a text would become, and everything that is said about it. Nothing is saved."""
    return writing.examine(given.unit, given.text.written(), by=actor(), now=utc_now())


@router.post("/editor/pasted", tags=["writing"], summary="粘贴的网页、Word 内容转为正文")
def pasted(given: Pasted) -> Taken:
    """HTML of the clipboard as text, with a report of what was changed."""
    return newsroom.take_pasted(given.unit, given.html, by=actor(), now=utc_now())


@router.post("/editor/file", tags=["writing"], summary="上传的稿件文件转为正文")
def file(given: Uploaded) -> Taken:
    """An uploaded .docx, .md or .html as text, with a report of what was changed."""
    return newsroom.take_file(given.unit, given.upload, given.name, by=actor(), now=utc_now())


@router.post("/editor/uploads", tags=["writing"], summary="领取上传地址")
def upload(given: ForUnit) -> Ticket:
    """Where the browser sends one file, within ten minutes."""
    return newsroom.ticket(given.unit, by=actor())


@router.post("/editor/pictures", tags=["writing"], summary="上传的图片用于稿件")
def picture(given: Uploaded) -> TakenPicture:
    """Make an uploaded file a picture that WeChat takes."""
    return newsroom.take_picture(
        given.unit,
        given.upload,
        cover=given.cover,
        by=actor(),
        now=utc_now(),
        name=given.name,
    )


@router.get("/drafts", tags=["writing"], summary="未存为稿件的草稿")
def drafts() -> Drafts:
    """The caller's drafts of articles that there are not yet, the latest first."""
    found = newsroom.drafts_of(by=actor(), now=utc_now())
    return Drafts(
        drafts=[
            DraftRow(id=one.id, unit=one.unit, title=one.written.fields.get("title", ""), at=one.at)
            for one in found
        ]
    )


@router.get("/drafts/<draft_id>", tags=["writing"], summary="一份草稿")
def draft(draft_id: str) -> Draft:
    """What the caller typed for an article that there is not yet."""
    return newsroom.new_draft(draft_id, by=actor(), now=utc_now())


@router.put("/drafts/<draft_id>", tags=["writing"], summary="自动保存草稿")
def keep(draft_id: str, given: DraftText) -> Kept:
    """Keep what is typed. ``draft_id``: of the article, or ``new-…``."""
    kept = newsroom.keep_draft(
        draft_id, given.unit, given.base, given.text.written(), by=actor(), now=utc_now()
    )
    return Kept(at=kept.at)


@router.delete("/drafts/<draft_id>", tags=["writing"], summary="放弃草稿")
def drop(draft_id: str) -> Done:
    """Forget what was typed."""
    newsroom.drop_draft(draft_id, by=actor())
    return Done(done=True)
