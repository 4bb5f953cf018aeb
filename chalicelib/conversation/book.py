"""The reply book (回复簿): all that decides replies of one account, compiled to one immutable version."""

from __future__ import annotations

from typing import Final

from pydantic import BaseModel, ConfigDict

from chalicelib.cloud import objects
from chalicelib.conversation.match import Matcher
from chalicelib.conversation.models import ReplyRules
from chalicelib.conversation.services import matcher as services_matcher


class BookFile(BaseModel):
    """A reply book as it lies in S3."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    version: int
    rules: ReplyRules
    knowledge: str | None = None
    """Where the compiled knowledge lies in the bucket; immutable, named by its content."""


class ReplyBook:
    """A compiled version; warm functions hold it."""

    __slots__ = ("knowledge", "matcher", "rules", "services", "version")

    def __init__(self, rules: ReplyRules, version: int, knowledge: str | None = None) -> None:
        self.rules = rules
        self.version = version
        self.knowledge = knowledge
        self.matcher = Matcher(rules.rules)
        self.services = services_matcher(rules.services)


def book_key(account_id: str, version: int) -> str:
    """Where a version of an account's reply book lies in the bucket."""
    return f"reply-books/{account_id}/{version:08d}.json"


_MOST_HELD: Final = 64
_held: dict[str, ReplyBook] = {}


def book(account_id: str, version: int) -> ReplyBook:
    """One version of an account's reply book; version 0 is the empty one. Versions never change.

    Of each account one version is held, the last one asked for: a hundred thousand keywords take a quarter of a
    function's memory, and every edit makes another version.
    """
    held = _held.get(account_id)
    if held is not None and held.version == version:
        return held
    _held.pop(account_id, None)
    if len(_held) >= _MOST_HELD:
        del _held[next(iter(_held))]
    _held[account_id] = made = _compiled(account_id, version)
    return made


def forget() -> None:
    """Drop what is held (tests)."""
    _held.clear()


def _compiled(account_id: str, version: int) -> ReplyBook:
    if version == 0:
        return ReplyBook(ReplyRules(), 0)
    file = BookFile.model_validate_json(objects.read(book_key(account_id, version)))
    return ReplyBook(file.rules, file.version, file.knowledge)
