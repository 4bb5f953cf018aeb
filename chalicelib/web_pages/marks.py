"""The attributes and elements by which a page's own things are carried through a parser that would drop them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

AT: Final = "data-at"
"""The attribute that says where in its author's file an element stands; gone before anything is sent."""

ADDRESS: Final = "data-address"
"""A link's or picture's address as its author wrote it: parsers correct or drop malformed addresses, the layout reports them."""

WORDS: Final = "data-words"
"""What an element says of itself in its attributes: the name of a card, the title of a player."""

KIND: Final = "data-kind"
"""The tag that a part had in its author's page."""

PART: Final = "x-part"
"""An element that has no place in an article: a form, a card, a drawing. It is named, and what can be kept of it stays."""

PAGE: Final = "x-page"
"""The ``body`` of a page that was saved whole: what stands around its text is left out."""


TITLE: Final = "x-title"
"""An element without content that says the title of the page: a first line that repeats it is left out."""

INTO_TEXT: Final = "放进正文"
"""What a remark says of words, as a reader of articles puts it."""


@dataclass(frozen=True)
class Remark:
    """One thing about a page that its reader has to know."""

    where: str
    """``第 12 行``, or the place that stands for the whole page."""
    what: str
    error: bool = False
    """It has to be mended; otherwise a look is enough."""
    of_words: bool = True
    """It is about the words of the page; otherwise about a thing that only an article could have shown."""
