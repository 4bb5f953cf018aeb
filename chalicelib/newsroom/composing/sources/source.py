"""The one form in which every kind of file is laid out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from chalicelib.newsroom.models import Finding

AT = "data-at"
"""The attribute that says where in its author's file an element stands; gone before anything is sent."""

ADDRESS = "data-address"
"""A link's or picture's address as its author wrote it: parsers correct or drop what is malformed, we say so."""


@dataclass(frozen=True)
class Source:
    """A file as it was read: fields, and HTML that nobody has cleaned yet."""

    fields: dict[str, str]
    html: str
    begins: str = "正文"
    """The place of the body's beginning, for what is wrong with all of it."""
    inside: Mapping[str, bytes] = field(default_factory=dict)
    """Pictures that came in the file itself, by the name under which the HTML shows them."""
    findings: tuple[Finding, ...] = ()
