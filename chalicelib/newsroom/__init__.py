"""What is written: articles, checked against all that WeChat refuses, kept by their content."""

from chalicelib.newsroom.articles.audit import of_article as log_of
from chalicelib.newsroom.articles.content import article, keep, key_of, picture_body
from chalicelib.newsroom.articles.errors import NotReleased, StoredError, UnknownStored
from chalicelib.newsroom.articles.models import (
    ArticleId,
    ArticleState,
    Released,
    Revision,
    StoredArticle,
)
from chalicelib.newsroom.articles.store import revisions, still_released
from chalicelib.newsroom.composing.compose import Composed, compose, measures
from chalicelib.newsroom.composing.files import read_file
from chalicelib.newsroom.composing.fragment import read_fragment
from chalicelib.newsroom.composing.wechat_draft import (
    Material,
    Uploads,
    draft_article,
    uploads,
    with_addresses,
)
from chalicelib.newsroom.editing import (
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
from chalicelib.newsroom.errors import ArticleRefused, NewsroomError, UnknownArticle, UnreadableFile
from chalicelib.newsroom.models import (
    Article,
    ArticleKey,
    ArticleKind,
    Finding,
    Measure,
    Picture,
    Severity,
)
from chalicelib.newsroom.review.service import submit, withdraw

__all__ = [
    "Article",
    "ArticleId",
    "ArticleKey",
    "ArticleKind",
    "ArticleRefused",
    "ArticleState",
    "Composed",
    "Finding",
    "Material",
    "Measure",
    "NewsroomError",
    "NotReleased",
    "Picture",
    "Released",
    "Revision",
    "Severity",
    "StoredArticle",
    "StoredError",
    "UnknownArticle",
    "UnknownStored",
    "UnreadableFile",
    "Uploads",
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
    "measures",
    "picture_body",
    "read_file",
    "read_fragment",
    "released",
    "restore",
    "revise",
    "revisions",
    "still_released",
    "stored",
    "submit",
    "unlock",
    "uploads",
    "with_addresses",
    "withdraw",
]
