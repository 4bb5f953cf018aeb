"""The form into which every kind of file is read before its layout."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from chalicelib.newsroom.models import Finding

AT = "data-at"
"""The attribute that says where in its author's file an element stands; gone before anything is sent."""

ADDRESS = "data-address"
"""A link's or picture's address as its author wrote it: parsers correct or drop malformed addresses, the layout reports them."""


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
