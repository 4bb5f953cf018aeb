"""The form into which every kind of file is read before its layout."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from chalicelib.newsroom.models import Finding
from chalicelib.web_pages.marks import ADDRESS, AT

__all__ = ["ADDRESS", "AT", "Source"]


@dataclass(frozen=True)
class Source:
    """A file as it was read: fields, and HTML that is not cleaned yet."""

    fields: dict[str, str]
    html: str
    begins: str = "正文"
    """The place of the body's beginning, for findings about the whole body."""
    inside: Mapping[str, bytes] = field(default_factory=dict)
    """Pictures that came in the file itself, by the name under which the HTML shows them."""
    findings: tuple[Finding, ...] = ()
    text: str | None = None
    """The body as its author wrote it, where that is Markdown."""
