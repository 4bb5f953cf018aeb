"""Lines that break by the rules of Chinese (禁则): no closing mark begins one, no opening mark ends one.

Reportlab's own rules know Japanese marks, let some hang over the margin, and let others begin a line.
"""

from __future__ import annotations

from typing import Any, Final

from reportlab.platypus.paragraph import (
    Paragraph,
    ParaLines,
    _handleBulletWidth,
    cjkU,
    makeCJKParaLine,
)

NOT_FIRST: Final = frozenset("，。、；：？！）》〉」』】〕〗”’…—～·％‰℃°′″,.;:?!)]}>%々")
NOT_LAST: Final = frozenset("（《〈「『【〔〖“‘([{<￥$#＃№")
_WORD: Final = frozenset("./%-_@&+=:")
_FUZZ: Final = 1e-6


class Chinese(Paragraph):  # type: ignore[misc]
    """A paragraph whose lines break so."""

    def breakLinesCJK(self, widths: Any) -> Any:  # noqa: N802
        """The lines of the paragraph, as reportlab draws them."""
        if not isinstance(widths, (list, tuple)):
            widths = [widths]
        style = self.style
        self.height = 0
        _handleBulletWidth(self.bulletText, style, widths)
        if getattr(self, "_splitpara", 0) and hasattr(self, "blPara"):
            return self.blPara
        letters = [
            cjkU(one, fragment, "utf8")
            for fragment in self.frags
            for one in (fragment.text or [""])
        ]
        return ParaLines(kind=1, lines=_lines(letters, list(widths)))


def _lines(letters: list[Any], widths: list[float]) -> list[Any]:
    made: list[Any] = []
    begin = 0
    while begin < len(letters):
        room = widths[min(len(made), len(widths) - 1)]
        end, used, forced = _end(letters, begin, room)
        line = letters[begin:end]
        made.append(makeCJKParaLine(line, room, used, room - used, forced, False))
        begin = end
    return made


def _end(letters: list[Any], begin: int, room: float) -> tuple[int, float, bool]:
    """Where a line ends that begins there, how much room it takes, and whether it was to end there."""
    used, at = 0.0, begin
    while at < len(letters):
        one = letters[at]
        if hasattr(one.frag, "lineBreak"):
            return at + 1, used, True
        if used + one.width > room + _FUZZ and at > begin:
            end = _before(letters, begin, at)
            return end, sum(each.width for each in letters[begin:end]), False
        used += one.width
        at += 1
    return at, used, True


def _before(letters: list[Any], begin: int, at: int) -> int:
    """The last place up to ``at`` where a line may break; ``at`` itself where there is none."""
    for place in range(at, begin, -1):
        if may_break(letters[place - 1], letters[place]):
            return place
    return at


def may_break(before: str, after: str) -> bool:
    """Whether a line may end after one letter and the next begin with the other."""
    if after in NOT_FIRST or before in NOT_LAST or after == " ":
        return False
    return not (_in_word(before) and _in_word(after))


def _in_word(one: str) -> bool:
    return bool(one) and one.isascii() and (one.isalnum() or one in _WORD)
