"""Which articles hold a file: asked by its content, whoever brought it.

| pk | sk | attributes |
|---|---|---|
| ``FILEUSE#{sha256}`` | ``{article id}#{content key}`` | ``unit``: a revision of the article holds the file |

A use is noted with the revision or before it: one whose revision never came is passed over by who reads it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

from chalicelib.cloud import table
from chalicelib.newsroom.models import Article

_HASH: Final = re.compile(r"/([0-9a-f]{64})\.")


class FileUse(NamedTuple):
    """An article of which some revision holds a file."""

    article: str
    unit: str
    key: str
    """Of that revision's content."""


def note_files(article_id: str, unit: str, key: str, article: Article) -> None:
    """Note the files of a revision. Twice is once."""
    for digest in digests_of(article):
        table.put(_item(article_id, unit, key, digest))


def note_actions(article_id: str, unit: str, key: str, article: Article) -> list[table.Action]:
    """The same, for the transaction that stores the revision."""
    return [
        table.put_action(_item(article_id, unit, key, digest)) for digest in digests_of(article)
    ]


def _item(article_id: str, unit: str, key: str, digest: str) -> table.Item:
    return {"pk": f"FILEUSE#{digest}", "sk": f"{article_id}#{key}", "unit": unit}


def file_uses(digest: str) -> list[FileUse]:
    """The revisions that hold a file, as they were noted."""
    found = []
    for item in table.query(f"FILEUSE#{digest}"):
        article, _, key = str(item["sk"]).partition("#")
        found.append(FileUse(article, str(item["unit"]), key))
    return found


def digests_of(article: Article) -> list[str]:
    """SHA-256 of every file of an article, each once."""
    return digests_in(one.key for one in article.files)


def digests_in(keys: Iterable[str]) -> list[str]:
    """SHA-256 in object keys of articles' files; other texts are passed over."""
    return list(dict.fromkeys(found.group(1) for one in keys if (found := _HASH.search(one))))
