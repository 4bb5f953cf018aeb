"""Examples of each kind, so few that they can be kept: one is worth keeping when it shows something that no other does.

What an example shows are the paths that have a value in it, in documents too, and the words that stand at them
(states, kinds). Words are told from texts by their look, and a path with many different ones holds no states.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any, Final

_WORD: Final = re.compile(r"[a-z][a-z_.-]{1,30}")
_NAME: Final = re.compile(r"[A-Za-z][A-Za-z_]*")
_STATES: Final = 30
"""Different words at one path, at most, for these to be states."""
MOST: Final = 24
"""Examples of one kind."""
_LARGEST: Final = 24_000
"""Characters of an example; a larger one is kept only where its kind has no other."""


class Examples:
    """The examples of every kind that was met."""

    def __init__(self) -> None:
        self.kept: dict[str, list[dict[str, Any]]] = defaultdict(list)
        self._seen: dict[str, set[str]] = defaultdict(set)
        self._words: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))

    def offer(self, kind: str, example: dict[str, Any], shown: object) -> None:
        """Keep ``example`` if ``shown`` has something new of its kind."""
        kept = self.kept[kind]
        if len(kept) >= MOST:
            return
        new = {one for one in self._features(kind, shown) if one not in self._seen[kind]}
        large = len(json.dumps(example)) > _LARGEST
        if not new or (large and kept):
            return
        self._seen[kind] |= new
        kept.append(example)

    def _features(self, kind: str, shown: object) -> Iterator[str]:
        yield ""  # one that is nothing but its keys shows that there is one
        for path, value in walked(shown):
            yield path
            if isinstance(value, str) and _WORD.fullmatch(value):
                words = self._words[kind][path]
                words.add(value)
                if len(words) <= _STATES:
                    yield f"{path}={value}"


def walked(value: object, path: str = "") -> Iterator[tuple[str, object]]:
    """Every path with a value, into JSON that stands in texts as well; places in lists are one."""
    if isinstance(value, str) and value[:1] in "{[":
        try:
            value = json.loads(value)
        except ValueError:
            yield path, value
            return
    if isinstance(value, dict):
        for name, one in value.items():
            step = name if _NAME.fullmatch(name) else "*"
            yield from walked(one, f"{path}/{step}")
    elif isinstance(value, list):
        for one in value:
            yield from walked(one, f"{path}/-")
    elif value is not None:
        yield path, value
