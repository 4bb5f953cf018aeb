"""The content of each form of product: one module for each, named like it.

::

    class Content(Written):                    what an editor writes, checked as it comes in
    def empty(title: str) -> Content           what a new product begins with
    def missing(content) -> list[Field]        what has to be there before a review; empty: nothing
    def readable(content) -> Readable          what it says, for who compares two revisions
    NEEDS_FILES: bool                          whether files are made of a revision before it is published
    def work_of(content, title) -> dict        what the page of the work reads; beside ``content.json`` of the files
    def published(…) -> list[Action]           where it has one: what is written with its publication (``live``)
    def withdrawn(…) -> list[Action]           where it has one: what is written when it is taken down
"""

from __future__ import annotations

from importlib import import_module
from typing import Any, NamedTuple, Protocol

from pydantic import ConfigDict

from chalicelib.errors import Field
from chalicelib.products.models import Form
from chalicelib.values import Value


class Written(Value):
    """A person writes it, so an unknown field is a mistake that must be shown."""

    model_config = ConfigDict(extra="forbid")


class Readable(NamedTuple):
    """What a content says, for who compares two revisions: whatever is written in it stands somewhere here."""

    fields: dict[str, str]
    """Chinese label → text, empty where nothing is written; the same labels for every content of the form."""
    body: tuple[str, ...]
    """Paragraphs, in order."""


def paragraphs(text: str) -> list[str]:
    """The lines of a text that say something."""
    return [line for one in text.splitlines() if (line := one.strip())]


class FormModule(Protocol):
    """What each module of this package offers."""

    Content: type[Any]
    NEEDS_FILES: bool

    def empty(self, title: str) -> Any: ...
    def missing(self, content: Any) -> list[Field]: ...
    def readable(self, content: Any) -> Readable: ...
    def work_of(self, content: Any, title: str) -> dict[str, Any]: ...


def module_of(form: Form) -> FormModule:
    """The module of a form."""
    found: Any = import_module(f"chalicelib.products.forms.{form.value}")
    return found  # type: ignore[no-any-return]
