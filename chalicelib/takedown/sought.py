"""What a search looks for, worked out once for all of its pieces.

| key | body |
|---|---|
| ``takedown/sought/{takedown}/{round}.json`` | what one search looks for: words, hashes of pictures, addresses, ids of articles, offers and publications |
"""

from __future__ import annotations

from collections.abc import Callable

from chalicelib.cloud import objects
from chalicelib.cloud.errors import CloudNotFound
from chalicelib.values import Value


class Sought(Value):
    """What the clues of a takedown come to."""

    texts: tuple[str, ...] = ()
    pictures: tuple[str, ...] = ()
    """Hashes."""
    links: tuple[str, ...] = ()
    """As they are compared."""
    articles: tuple[str, ...] = ()
    """Ids of articles that are meant themselves."""
    offers: tuple[str, ...] = ()
    """By which these articles went to accounts below."""
    publications: tuple[str, ...] = ()
    """WeChat's article_ids of pages that are meant: a menu may name one."""


def sought_once(takedown_id: str, round_: int, make: Callable[[], Sought]) -> Sought:
    """What a search looks for: as the first of its pieces that asked has made it. Twice is harmless."""
    key = f"takedown/sought/{takedown_id}/{round_}.json"
    try:
        return Sought.model_validate_json(objects.read(key))
    except CloudNotFound:
        made = make()
        objects.write(key, made.model_dump_json().encode(), "application/json")
        return made
