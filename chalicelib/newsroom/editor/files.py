"""Files of the bucket that an author's text names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from chalicelib.cloud import objects
from chalicelib.cloud.errors import CloudNotFound
from chalicelib.newsroom.models import PICTURES, RECORDINGS

if TYPE_CHECKING:
    from chalicelib.newsroom.composing.compose import OpenFile

_KEY: Final = re.compile(
    rf"^(?:{re.escape(PICTURES)}|{re.escape(RECORDINGS)})[0-9a-f]{{64}}\.[a-z0-9]{{3,4}}$"
)


KEYS: Final = re.compile(
    rf"(?:{re.escape(PICTURES)}|{re.escape(RECORDINGS)})[0-9a-f]{{64}}\.[a-z0-9]{{3,4}}"
)
"""Object keys in a text."""


def is_key(name: str) -> bool:
    """Whether a name is the object key of an article's file."""
    return _KEY.match(name) is not None


def opener(files: Mapping[str, str]) -> OpenFile:
    """Opens what a text names: by ``files``, else the object of that key; nothing else of the bucket."""

    def open_file(name: str) -> bytes | None:
        key = files.get(name, name)
        return _body(key) if is_key(key) else None

    return open_file


@lru_cache(maxsize=24)
def _body(key: str) -> bytes | None:
    """A file never changes under its key; the text is looked at again with every pause of its author."""
    try:
        return objects.read(key)
    except CloudNotFound:
        return None
