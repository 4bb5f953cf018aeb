"""Where everything of a mind map stands. Pure: it measures by its own table, so that a page and a picture agree.

Each branch takes a band as high as its subtree; the bands of one side stand below each other, in reading order.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple, TypeVar

T = TypeVar("T")

SIZES: Final = (24, 18, 16, 15)
"""Letters by depth in pixels; deeper ones have the last."""
_WIDEST: Final = (11, 13, 17, 18)
"""Of a line, in letters."""
_LINE: Final = 1.4
_PAD: Final = ((22, 14), (14, 8), (6, 4))
"""Inside a box: beside and above the words, by depth."""
_SIDEWAYS: Final = (56, 40, 32)
"""Between a box and those below it."""
_GAP: Final = (18, 10, 6)
"""Between two neighbours, by the depth of what they hang on."""
MARGIN: Final = 28
_NARROW: Final = 0.56
"""Of a letter that is not Chinese, in letters."""
_WORD: Final = re.compile(r"[A-Za-z0-9./%&@_-]+|.", re.DOTALL)
_LONGEST_WORD: Final = 20
_NOT_FIRST: Final = frozenset("，。、；：？！）》”’】」』〉〕…—％%,.;:?!)]}")


class Node(NamedTuple):
    """A point of the outline."""

    text: str
    children: tuple[Node, ...] = ()

    @classmethod
    def of(cls, branch: Mapping[str, Any]) -> Node:
        """A point from plain data: ``text`` and ``children``."""
        return cls(str(branch["text"]), tuple(map(cls.of, branch.get("children") or ())))


class Box(NamedTuple):
    """The words of a point."""

    x: float
    y: float
    width: float
    height: float
    lines: tuple[str, ...]
    depth: int
    """0 in the middle."""
    branch: int
    """Number of the branch that it belongs to; -1 in the middle."""

    @property
    def size(self) -> int:
        """Of its letters."""
        return _at(SIZES, self.depth)

    def line_at(self, number: int) -> tuple[float, float]:
        """Left end and baseline of a line."""
        side, above = _at(_PAD, self.depth)
        return self.x + side, self.y + above + self.size * (_LINE * number + 1.06)


class Joint(NamedTuple):
    """The line from a box to one below it."""

    start: tuple[float, float]
    end: tuple[float, float]
    depth: int
    """Of the lower one."""
    branch: int


class Drawing(NamedTuple):
    """All of it, in pixels from the upper left corner."""

    width: float
    height: float
    boxes: tuple[Box, ...]
    joints: tuple[Joint, ...]


def lay_out(root: str, branches: Sequence[Node], *, both: bool) -> Drawing:
    """A map with ``root`` in the middle, its branches on both sides or to the right."""
    sized = [_sized(one, 1) for one in branches]
    right = _first_side([one.band for one in sized]) if both else len(sized)
    middle = _box(root, 0)
    boxes = [Box(-middle.width / 2, -middle.height / 2, *middle[2:])]
    joints: list[Joint] = []
    # Clockwise: the right side downwards, then the left side upwards would be read last to first; both go downwards.
    for way, some, first in ((1, sized[:right], 0), (-1, sized[right:], right)):
        for number, one, y in _stacked(some, 0.0, 0):
            _place(one, boxes[0], way, y, first + number, boxes, joints)
    return _moved(boxes, joints)


class _Sized(NamedTuple):
    box: Box
    children: tuple[_Sized, ...]
    band: float
    """Height that it takes with all below it."""


def _sized(node: Node, depth: int) -> _Sized:
    children = tuple(_sized(one, depth + 1) for one in node.children)
    box = _box(node.text, depth)
    return _Sized(box, children, max(box.height, _height(children, depth)))


def _height(some: Sequence[_Sized], depth: int) -> float:
    return sum(one.band for one in some) + _at(_GAP, depth) * max(0, len(some) - 1)


def _first_side(bands: Sequence[float]) -> int:
    """How many branches go to the right, so that both sides are about as high; of two that are, the right has more."""
    whole = sum(bands)
    return min(range(len(bands) + 1), key=lambda n: (abs(whole - 2 * sum(bands[:n])), -n))


def _stacked(
    some: Sequence[_Sized], middle: float, depth: int
) -> Iterator[tuple[int, _Sized, float]]:
    """Each with its number and the middle of its band, all of them around ``middle``."""
    y = middle - _height(some, depth) / 2
    for number, one in enumerate(some):
        yield number, one, y + one.band / 2
        y += one.band + _at(_GAP, depth)


def _place(
    sized: _Sized,
    above: Box,
    way: int,
    y: float,
    branch: int,
    boxes: list[Box],
    joints: list[Joint],
) -> None:
    away = _at(_SIDEWAYS, sized.box.depth - 1)
    x = above.x + above.width + away if way > 0 else above.x - away - sized.box.width
    box = sized.box._replace(x=x, y=y - sized.box.height / 2, branch=branch)
    boxes.append(box)
    joints.append(Joint(_edge(above, way), _edge(box, -way), box.depth, branch))
    for _, one, at in _stacked(sized.children, y, box.depth):
        _place(one, box, way, at, branch, boxes, joints)


def _edge(box: Box, way: int) -> tuple[float, float]:
    # Points without a frame stand on a line, and hang on it.
    y = box.y + (box.height if box.depth > 1 else box.height / 2)
    return box.x + (box.width if way > 0 else 0), y


def _moved(boxes: list[Box], joints: list[Joint]) -> Drawing:
    left = min(one.x for one in boxes) - MARGIN
    top = min(one.y for one in boxes) - MARGIN
    right = max(one.x + one.width for one in boxes) + MARGIN
    bottom = max(one.y + one.height for one in boxes) + MARGIN
    return Drawing(
        width=round(right - left, 1),
        height=round(bottom - top, 1),
        boxes=tuple(one._replace(x=one.x - left, y=one.y - top) for one in boxes),
        joints=tuple(
            one._replace(
                start=(one.start[0] - left, one.start[1] - top),
                end=(one.end[0] - left, one.end[1] - top),
            )
            for one in joints
        ),
    )


def _box(text: str, depth: int) -> Box:
    size, (side, above) = _at(SIZES, depth), _at(_PAD, depth)
    lines = wrapped(text, _at(_WIDEST, depth))
    width = max(map(measured, lines)) * size + 2 * side
    return Box(0, 0, width, len(lines) * size * _LINE + 2 * above, lines, depth, -1)


def wrapped(text: str, widest: int) -> tuple[str, ...]:
    """The lines of a text, each at most so many Chinese letters wide; a word of Latin letters stays whole.

    No line begins with a mark that closes. All are about as long.
    """
    pieces = list(_pieces(" ".join(text.split())))
    whole = sum(map(measured, pieces))
    if whole <= widest:
        return ("".join(pieces).strip(),)
    number = -(-whole // widest)
    target = min(widest, whole / number + 0.8)
    lines, line = [], ""
    for piece in pieces:
        if line and measured(line + piece) > target and piece[0] not in _NOT_FIRST:
            lines.append(line.strip())
            line = ""
        line += piece
    return (*lines, line.strip())


def measured(text: str) -> float:
    """The width of a text in Chinese letters."""
    return sum(1 if unicodedata.east_asian_width(one) in "WFA" else _NARROW for one in text)


def _pieces(text: str) -> Iterator[str]:
    for word in _WORD.findall(text):
        # A word that is longer than a line is cut.
        yield from (word[at : at + _LONGEST_WORD] for at in range(0, len(word), _LONGEST_WORD))


def _at(table: Sequence[T], depth: int) -> T:
    return table[min(depth, len(table) - 1)]
