"""What is written: articles, checked against all that WeChat refuses, kept by their content."""

from chalicelib.newsroom.compose import Composed, compose, measures, with_addresses
from chalicelib.newsroom.errors import ArticleRefused, NewsroomError, UnknownArticle, UnreadableFile
from chalicelib.newsroom.models import Article, ArticleKey, Finding, Measure, Picture
from chalicelib.newsroom.service import read_file
from chalicelib.newsroom.store import article, keep, key_of, picture_body

__all__ = [
    "Article",
    "ArticleKey",
    "ArticleRefused",
    "Composed",
    "Finding",
    "Measure",
    "NewsroomError",
    "Picture",
    "UnknownArticle",
    "UnreadableFile",
    "article",
    "compose",
    "keep",
    "key_of",
    "measures",
    "picture_body",
    "read_file",
    "with_addresses",
]
