"""The reply book (回复簿): everything that decides replies of one account, compiled to one immutable version.

In the bucket it is a text of lines: the first has what every reply may need, keywords folded and ranked among it;
then comes one rule a line, parsed when it speaks. So a follower whose message finds a new version pays for opening
it, not for a hundred thousand keywords (docs/decisions/0090).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Final, overload

from chalicelib.cloud import objects
from chalicelib.conversation.models import ReplyRules, Rule
from chalicelib.conversation.rules.matcher import Matcher, Ranked, ranked
from chalicelib.conversation.rules.services import book_of
from chalicelib.values import Value

_LAYOUT: Final = 3
"""Of the lines, and of how keywords are folded. A book of an earlier one is ranked again when it is opened."""


class BookFile(Value):
    """The content of a reply book, as a value."""

    version: int
    rules: ReplyRules
    knowledge: str | None = None
    """Where the compiled knowledge lies in the bucket; immutable, named by its content."""


class ReplyBook:
    """A compiled version; warm functions hold it."""

    __slots__ = ("knowledge", "matcher", "services", "special", "version")

    def __init__(
        self,
        rules: ReplyRules,
        version: int,
        knowledge: str | None = None,
        matcher: Matcher | None = None,
    ) -> None:
        self.special = rules
        """Replies without keywords, and services; keyword rules are asked through ``matcher``."""
        self.version = version
        self.knowledge = knowledge
        self.matcher = matcher or Matcher(rules.rules)
        self.services = book_of(rules.services)
        """Those of the rules; where the account has a catalogue, its services speak instead."""


def book_key(account_id: str, version: int) -> str:
    """Where a version of an account's reply book lies in the bucket."""
    return f"reply-books/{account_id}/{version:08d}.json"


def to_bytes(file: BookFile) -> bytes:
    """A reply book as the lines of its object."""
    rules = file.rules.rules
    special = file.rules.model_copy(update={"rules": ()})
    head = {
        "layout": _LAYOUT,
        "version": file.version,
        "knowledge": file.knowledge,
        "special": special.model_dump(mode="json", exclude_none=True),
        "ranked": ranked(rules)._asdict(),
    }
    lines = [json.dumps(head, ensure_ascii=False, separators=(",", ":"))]
    lines += [rule.model_dump_json(exclude_none=True) for rule in rules]
    return "\n".join(lines).encode()


def open_book(body: bytes) -> ReplyBook:
    """The book in an object, ready to decide replies."""
    head, *lines = body.split(b"\n")
    found = json.loads(head)
    if found.get("layout") != _LAYOUT:
        file = read_file(body)
        return ReplyBook(file.rules, file.version, file.knowledge)
    return ReplyBook(
        ReplyRules.model_validate(found["special"]),
        found["version"],
        found["knowledge"],
        Matcher(_Lines(lines), Ranked(**found["ranked"])),
    )


def read_file(body: bytes) -> BookFile:
    """The whole content of a book in an object. Raises ``ValueError`` for an object that is no book."""
    head, *lines = body.split(b"\n")
    found = json.loads(head)
    if not _has_lines(found):
        return BookFile.model_validate(found)
    rules = ReplyRules.model_validate(found["special"] | {"rules": list(map(json.loads, lines))})
    return BookFile(version=found["version"], rules=rules, knowledge=found["knowledge"])


def _has_lines(head: object) -> bool:
    """Whether rules have lines of their own; the first books were one document."""
    return isinstance(head, dict) and "layout" in head


class _Lines(Sequence[Rule]):
    """Rules that are parsed when they are asked for, and kept then."""

    def __init__(self, lines: list[bytes]) -> None:
        self._lines = lines
        self._parsed: dict[int, Rule] = {}

    @overload
    def __getitem__(self, at: int) -> Rule: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Rule]: ...
    def __getitem__(self, at: int | slice) -> Rule | Sequence[Rule]:
        if isinstance(at, slice):
            return [self[one] for one in range(*at.indices(len(self)))]
        rule = self._parsed.get(at)
        if rule is None:
            rule = self._parsed[at] = Rule.model_validate_json(self._lines[at])
        return rule

    def __iter__(self) -> Iterator[Rule]:
        return (self[at] for at in range(len(self)))

    def __len__(self) -> int:
        return len(self._lines)


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


def forget_books() -> None:
    """Drop what is held (tests)."""
    _held.clear()


def _compiled(account_id: str, version: int) -> ReplyBook:
    if version == 0:
        return ReplyBook(ReplyRules(), 0)
    return open_book(objects.read(book_key(account_id, version)))
