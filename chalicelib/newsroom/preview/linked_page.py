"""An article as a page that looks like a phone, its pictures by addresses that open for some minutes."""

from __future__ import annotations

from chalicelib.cloud import objects
from chalicelib.newsroom.models import Article
from chalicelib.newsroom.preview.phone_page import page


def linked_page(article: Article, note: str = "") -> str:
    """The page for a browser of somebody who may see the article: small, whatever its pictures weigh."""
    return page(article, lambda file: objects.link(file.key), note)
