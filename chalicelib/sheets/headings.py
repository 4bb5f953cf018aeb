"""Headings of a file's columns and words of its choices: Chinese as shown, English as alias; width and case do not count."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable, Mapping

from chalicelib.sheets.problems import BadCell

Table = Mapping[str, tuple[str, ...]]
"""Names → how people write them, the first as it is shown."""


def folded(word: str) -> str:
    """A word as compared with the tables: width, case and blanks don't count."""
    return "".join(unicodedata.normalize("NFKC", word).casefold().split())


Words = Mapping[str, str]
_MISSPELT = 0.65


def words(table: Mapping[str, Iterable[str]]) -> Words:
    """Every way to say something → its name."""
    return {folded(word): name for name, aliases in table.items() for word in (name, *aliases)}


def shown(table: Table, name: str) -> str:
    """A name as people read it: its first Chinese word."""
    return table[name][0]


def look_up(word: str, known: Words, table: Table) -> str:
    """The name behind a word. Raises ``BadCell`` with what could have been meant."""
    found = known.get(folded(word))
    if found is not None:
        return found
    choices = "、".join(aliases[0] for aliases in table.values())
    raise BadCell(f"不认识“{word[:20]}”{did_you_mean(word, known, table)}，可以填：{choices}")


def did_you_mean(word: str, known: Words, table: Table) -> str:
    """A guess in brackets, or nothing."""
    close = difflib.get_close_matches(folded(word)[:40], known, n=1, cutoff=0.5)
    return f"（是不是“{table[known[close[0]]][0]}”？）" if close else ""


def near(word: str, known: Words, table: Table) -> str:
    """A guess in brackets at a heading that is misspelt; nothing for a heading of its own (序号, 备注)."""
    close = difflib.get_close_matches(folded(word)[:40], known, n=1, cutoff=_MISSPELT)
    return f"（是不是“{table[known[close[0]]][0]}”？）" if close else ""
