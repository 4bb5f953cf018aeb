"""Products (产品) beside articles: e-books, mind maps, posters, quizzes, live entries. Values only.

A product goes through the review of an article (``newsroom.Reviewed``); published, it is a work (``chalicelib.works``).
"""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar, Final

from pydantic import AwareDatetime, Field

from chalicelib.newsroom import Reviewed
from chalicelib.values import Slug, Value

TITLE_CHARS: Final = 60


class FormOfProduct(StrEnum):
    """What a product is; each is a module of ``chalicelib/products/forms``, and a kind of work of the same name."""

    EBOOK = "ebook"
    MINDMAP = "mindmap"
    POSTER = "poster"
    QUIZ = "quiz"
    LIVE = "live"


Form = FormOfProduct
"""As this package calls it; the API's description knows another ``Form``."""


class ProductAction(StrEnum):
    """What a person does to a product beside the decisions of its review."""

    EDIT = "edit"
    PUBLISH = "publish"
    """上线: the approved revision is what followers open."""
    WITHDRAW_WORK = "withdraw_work"
    """下线: its page says that it was taken down."""


class MadeFiles(Value):
    """The files that were made of one revision: a cover, an EPUB, a picture."""

    revision: int
    files: dict[str, str] = Field(default_factory=dict)
    """Name → S3 key below ``works/``."""
    made_at: AwareDatetime
    problem: str = ""
    """Why they could not be made; a Chinese sentence."""
    findings: tuple[str, ...] = ()
    """What an editor should know about them."""


class Product(Reviewed):
    """One product: its latest revision, where its review stands, and what followers see of it."""

    noun: ClassVar[str] = "产品"
    this: ClassVar[str] = "这个产品"

    id: str = Field(pattern=r"^p-\d{8}-[0-9a-z]{6}$")
    """``p-20261130-7f3k2a``: the day it was made (Asia/Shanghai), then random; also the id of its work."""
    form: Form
    account: Slug
    """Whose followers open it, in whose looks."""
    title: str = Field(min_length=1, max_length=TITLE_CHARS)
    topic: str = ""
    """The topic (选题) that it is a product of; empty for none."""
    assignment: str = ""
    """The assignment (派发) of the topic."""
    key: str
    """S3 key of the content of the latest revision."""
    made: MadeFiles | None = None
    """The files made of a revision; of use only while that is the latest."""
    published_revision: int | None = None
    """The revision that followers see; None before, and after it was taken down."""
    published_at: AwareDatetime | None = None
    published_by: str = ""
    work_version: int = 0
    """Of the work; 0 before it was ever published."""

    @property
    def files_made(self) -> bool:
        """Whether the files of the latest revision are there."""
        return (
            self.made is not None and self.made.revision == self.revision and not self.made.problem
        )


class ProductRevision(Value):
    """One immutable version of a product."""

    product: str
    number: int
    key: str
    title: str
    by: str
    at: AwareDatetime
    note: str = ""
