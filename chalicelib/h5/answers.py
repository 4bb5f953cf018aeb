"""Answers of followers' pages: a page with its policy, kept by the browser and asked for again each time; a file."""

from __future__ import annotations

import base64
import hashlib
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from chalicelib.gateway import Answer, Event, answer, header_of
from chalicelib.settings import settings

if TYPE_CHECKING:
    from chalicelib.h5.document import Page

_HTML: Final = "text/html; charset=utf-8"
_LIVE: Final = {
    # Kept by the browser, and asked for again each time: a change is seen at once, and most answers are a 304.
    "Cache-Control": "no-cache",
    "Vary": "Cookie",
}
_FOR_EVER: Final = {"Cache-Control": "public, max-age=31536000, immutable"}
"""Of what is named by its content."""


def page_answer(status: int, page: Page, event: Event) -> Answer:
    """A page, or a 304 where the browser has it as it is."""
    return html_answer(status, page.html, {"Content-Security-Policy": page.policy}, event)


def html_answer(status: int, html: str, headers: dict[str, str], event: Event) -> Answer:
    """Markup, or a 304 where the browser has it as it is."""
    tag = f'W/"{hashlib.sha256(html.encode()).hexdigest()[:20]}"'
    headers = {**_LIVE, **headers, "ETag": tag}
    known = {one.strip().removeprefix("W/") for one in header_of(event, "If-None-Match").split(",")}
    if status == HTTPStatus.OK and tag.removeprefix("W/") in known:
        said = answer(304, content_type=_HTML, headers=headers)
    else:
        said = answer(status, html, content_type=_HTML, headers=headers)
    if settings().stage == "local":
        # frame-ancestors of the policy says who may frame it; this header knows no port.
        del said["multiValueHeaders"]["X-Frame-Options"]
    return said


def file_answer(body: bytes, kind: str, *, download: str = "") -> Answer:
    """A file that its address names by content; ``download`` is the name (ASCII) under which it is saved."""
    headers = dict(_FOR_EVER)
    if download:
        headers["Content-Disposition"] = f'attachment; filename="{download}"'
    text = base64.b64encode(body).decode()
    return answer(200, text, content_type=kind, headers=headers, binary=True)
