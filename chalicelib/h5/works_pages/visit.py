"""One request to a work, and the answers that every kind gives."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Final, NamedTuple

from chalicelib.cloud import objects
from chalicelib.cloud.errors import CloudNotFound
from chalicelib.gateway import Answer, Event
from chalicelib.h5.answers import file_answer, page_answer
from chalicelib.h5.document import Look, Page, document
from chalicelib.h5.markup import element, joined
from chalicelib.works import Work

FILE: Final = "file/"
"""Before the name of a file, in the part of the address below the work."""
_KINDS: Final = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".svg": "image/svg+xml",
    ".gif": "image/gif",
    ".epub": "application/epub+zip",
    ".pdf": "application/pdf",
}
_SAVED: Final = (".epub", ".pdf")
"""Files that are saved, not shown."""
MOST_BYTES: Final = 4_400_000
"""Of a file that this function sends: base64 of it fits into Lambda's answer of 6 MB."""


class WorkVisit(NamedTuple):
    """One request. ``POST`` is answered twice alike: a form's key does what it asks once."""

    work: Work
    page: str
    """Below the work's address, without a slash at either end; empty for its first page."""
    method: str
    """``GET`` or ``POST``; a HEAD is a GET whose body nobody reads."""
    asked: Mapping[str, str]
    """Parameters of the address, or fields of a form."""
    event: Event
    look: Look
    now: datetime


def shown(visit: WorkVisit, page: Page, status: int = 200) -> Answer:
    """A page of the work."""
    return page_answer(status, page, visit.event)


def told(visit: WorkVisit, title: str, said: str, status: int) -> Answer:
    """A page that says why there is no other."""
    main = joined(element("h1", title), element("p", said, class_="card"))
    return page_answer(status, document(title, main, visit.look), visit.event)


def missing(visit: WorkVisit) -> Answer:
    """There is no such page of this work."""
    return told(visit, "没有这个页面", "请回到这个作品的首页。", 404)


def address_of(visit: WorkVisit, name: str) -> str:
    """The address of a file of the work, from the page that is shown; another one for other bytes of the same name.

    Empty where the work has no such file.
    """
    key = visit.work.files.get(name)
    if not key:
        return ""
    mark = hashlib.sha256(key.encode()).hexdigest()[:8]
    return f"{'../' * visit.page.count('/')}{FILE}{name}?v={mark}"


def file(visit: WorkVisit) -> Answer:
    """A file of the work, by its name."""
    name = visit.page.removeprefix(FILE)
    key = visit.work.files.get(name)
    kind = next((kind for ending, kind in _KINDS.items() if name.endswith(ending)), "")
    if not key or not kind:
        return missing(visit)
    try:
        body = objects.read(key)
    except CloudNotFound:
        return missing(visit)
    if len(body) > MOST_BYTES:
        return told(visit, "文件太大", "请联系公众号索取这个文件。", 413)
    saved = re.sub(r"[^A-Za-z0-9._-]", "-", name) if name.endswith(_SAVED) else ""
    return file_answer(body, kind, download=saved)
