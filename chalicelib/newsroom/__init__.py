"""What is written: articles, checked against all that WeChat refuses, kept by their content."""

from chalicelib.newsroom.compose import Composed, compose, measures
from chalicelib.newsroom.draft import Material, Uploads, draft_article, uploads, with_addresses
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
from chalicelib.newsroom.service import read_file
from chalicelib.newsroom.store import article, keep, key_of, picture_body

__all__ = [
    "Article",
    "ArticleKey",
    "ArticleKind",
    "ArticleRefused",
    "Composed",
    "Finding",
    "Material",
    "Measure",
    "NewsroomError",
    "Picture",
    "Severity",
    "UnknownArticle",
    "UnreadableFile",
    "Uploads",
    "article",
    "compose",
    "draft_article",
    "keep",
    "key_of",
    "measures",
    "picture_body",
    "read_file",
    "uploads",
    "with_addresses",
]
