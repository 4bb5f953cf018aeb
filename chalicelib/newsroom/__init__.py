"""What is written: articles, checked against all that WeChat refuses, kept by their content."""

from chalicelib.newsroom.articles import (
    check_stands,
    create,
    list_articles,
    lock,
    released,
    restore,
    revise,
    stored,
    unlock,
)
from chalicelib.newsroom.audit import Entry
from chalicelib.newsroom.audit import of_article as log_of
from chalicelib.newsroom.audit import of_unit as log_of_unit
from chalicelib.newsroom.compose import Composed, compose, measures
from chalicelib.newsroom.draft import Material, Uploads, draft_article, uploads, with_addresses
from chalicelib.newsroom.errors import ArticleRefused, NewsroomError, UnknownArticle, UnreadableFile
from chalicelib.newsroom.fragment import read_fragment
from chalicelib.newsroom.models import (
    Article,
    ArticleKey,
    ArticleKind,
    Finding,
    Measure,
    Picture,
    Severity,
)
from chalicelib.newsroom.refusals import NotReleased, StoredError, UnknownStored
from chalicelib.newsroom.reviewing import submit, withdraw
from chalicelib.newsroom.service import read_file
from chalicelib.newsroom.shelf import revisions, still_released
from chalicelib.newsroom.staff import add_staff, may, person_for, staffed
from chalicelib.newsroom.store import article, keep, key_of, picture_body
from chalicelib.newsroom.stored import ArticleId, ArticleState, Released, Revision, StoredArticle
from chalicelib.newsroom.workflow import Role

__all__ = [
    "Article",
    "ArticleId",
    "ArticleKey",
    "ArticleKind",
    "ArticleRefused",
    "ArticleState",
    "Composed",
    "Entry",
    "Finding",
    "Material",
    "Measure",
    "NewsroomError",
    "NotReleased",
    "Picture",
    "Released",
    "Revision",
    "Role",
    "Severity",
    "StoredArticle",
    "StoredError",
    "UnknownArticle",
    "UnknownStored",
    "UnreadableFile",
    "Uploads",
    "add_staff",
    "article",
    "check_stands",
    "compose",
    "create",
    "draft_article",
    "keep",
    "key_of",
    "list_articles",
    "lock",
    "log_of",
    "log_of_unit",
    "may",
    "measures",
    "person_for",
    "picture_body",
    "read_file",
    "read_fragment",
    "released",
    "restore",
    "revise",
    "revisions",
    "staffed",
    "still_released",
    "stored",
    "submit",
    "unlock",
    "uploads",
    "with_addresses",
    "withdraw",
]
