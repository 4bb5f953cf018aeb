"""Quick looks into a tree. Beautiful Soup's own search makes a filter at each call, which costs more than the look."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bs4 import Tag


def tags_in(root: Tag, names: Collection[str]) -> list[Tag]:
    """The elements of those names within ``root``, in their order."""
    return list(_named(root, names))


def first_in(root: Tag, names: Collection[str]) -> Tag | None:
    """The first of them."""
    return next(_named(root, names), None)


def _named(root: Tag, names: Collection[str]) -> Iterator[Any]:
    return (node for node in root.descendants if node.name in names)  # type: ignore[attr-defined]


def words_in(root: Tag) -> Iterator[Any]:
    """The texts within ``root``, blanks among them."""
    return (node for node in root.descendants if node.name is None)  # type: ignore[attr-defined]


def has_words(root: Tag) -> bool:
    """Whether anything but blanks stands in ``root``."""
    return any(words.strip() for words in words_in(root))


def around(node: Any, names: Collection[str]) -> Tag | None:
    """The nearest element of those names around ``node``."""
    return next((tag for tag in node.parents if tag.name in names), None)
