"""What is taken from one paragraph: its pieces in their order, and what is to be said of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from chalicelib.word_files.model import PLAIN, Look, Piece, Remark, Words

_SHOWN_CHARS: Final = 20
_WHITE: Final = 0xF0
"""Each channel of a colour that nobody sees on white."""


@dataclass(slots=True)
class Taken:
    """A paragraph in taking."""

    pieces: list[Piece] = field(default_factory=list)
    boxes: list[Any] = field(default_factory=list)
    """Elements that hold the paragraphs of text boxes."""
    remarks: list[Remark] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    """Words that Word does not show."""
    length: int = 0
    """Grows with everything that is taken."""
    _alike: tuple[Look, str] = (PLAIN, "")
    _words: list[str] = field(default_factory=list)

    def put(self, text: str, look: Look, link: str) -> None:
        """Words, joined with those before them if they look alike and lead to the same place."""
        if self._words and (look, link) != self._alike:
            self._flush()
        self._alike = look, link
        self.length += 1
        self._words.append(text)

    def add(self, piece: Piece) -> None:
        """Anything that is no words."""
        self._flush()
        self.length += 1
        self.pieces.append(piece)

    def close(self, before: Iterable[Remark]) -> None:
        """The paragraph ends; ``before`` was remarked on the way to it."""
        self._flush()
        words = " ".join("".join(self.hidden).split())
        if words:
            shown = words if len(words) <= _SHOWN_CHARS else words[:_SHOWN_CHARS] + "…"
            self.remarks.append(Remark(f"Word 里隐藏的文字没有带入：“{shown}”；要发布请先取消隐藏"))
        self.remarks = list(dict.fromkeys([*before, *self.remarks]))

    def _flush(self) -> None:
        if self._words:
            self.pieces.append(Words("".join(self._words), *self._alike))
            self._words = []


def pale(look: Look) -> bool:
    """Whether words are as white as a page."""
    colour = look.colour
    return bool(colour) and all(int(colour[at : at + 2], 16) >= _WHITE for at in (1, 3, 5))
