"""Where the points of a mind map stand, and what is drawn of them."""

from __future__ import annotations

import random
import xml.etree.ElementTree as ET
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.mindmaps import Box, Node, lay_out, svg
from chalicelib.mindmaps.layout import wrapped
from chalicelib.mindmaps.png import png

LETTERS = "减税降费小微企业ABC123，。（）"


def words_of(chance: random.Random) -> str:
    return "".join(chance.choices(LETTERS, k=chance.randint(1, 60)))


def grown(chance: random.Random, leaves: int) -> Node:
    """A point with all that hangs on it: at most so many leaves, at most four below each."""
    below = chance.randint(0, min(4, leaves)) if leaves > 1 else 0
    ends = sorted(chance.randint(0, leaves) for _ in range(below - 1))
    shares = [end - begin for begin, end in pairwise([0, *ends, leaves])]
    return Node(
        words_of(chance), tuple(grown(chance, share) for share in shares[:below] if share < leaves)
    )


# A lot each: drawn word by word and point by point, a map takes longer to draw than to lay out.
LOTS = st.integers(0, 2**32).map(random.Random)
WORDS = LOTS.map(words_of)
NODES = st.builds(grown, LOTS, st.integers(1, 12))


def apart(one: Box, other: Box) -> bool:
    return (
        one.x + one.width <= other.x + 0.01
        or other.x + other.width <= one.x + 0.01
        or one.y + one.height <= other.y + 0.01
        or other.y + other.height <= one.y + 0.01
    )


@given(root=WORDS, branches=st.lists(NODES, min_size=1, max_size=8), both=st.booleans())
def test_no_point_covers_another_and_all_stand_on_the_sheet(
    root: str, branches: list[Node], both: bool
) -> None:
    drawing = lay_out(root, branches, both=both)
    for one, other in combinations(drawing.boxes, 2):
        assert apart(one, other), (one, other)
    for box in drawing.boxes:
        assert box.x >= 0
        assert box.y >= 0
        assert box.x + box.width <= drawing.width
        assert box.y + box.height <= drawing.height
    assert len(drawing.joints) == len(drawing.boxes) - 1


@given(text=WORDS, widest=st.integers(6, 20))
def test_a_wrapped_text_loses_nothing_and_begins_no_line_with_a_closing_mark(
    text: str, widest: int
) -> None:
    lines = wrapped(text, widest)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert not [line for line in lines[1:] if line and line[0] in "，。）"]


def test_a_word_and_a_number_stay_whole() -> None:
    assert all(
        "12366" in line or "12366"[0] not in line for line in wrapped("请拨打12366热线咨询", 6)
    )


def test_both_sides_are_about_as_high() -> None:
    branches = [Node(f"第{n}支", (Node("一"), Node("二"))) for n in range(6)]
    drawing = lay_out("中心", branches, both=True)
    middle = drawing.boxes[0].x
    left = [one for one in drawing.boxes if one.depth == 1 and one.x < middle]
    assert [one.branch for one in left] == [3, 4, 5]
    boxes = lay_out("中心", branches, both=False).boxes
    assert all(one.x > boxes[0].x for one in boxes[1:])


def test_the_same_outline_is_always_drawn_alike_and_says_what_it_shows() -> None:
    branches = [Node("<税>&费", (Node("减"),)), Node("二")]
    first = svg(lay_out("中心", branches, both=True), "many", "标题")
    assert first == svg(lay_out("中心", branches, both=True), "many", "标题")
    root = ET.fromstring(first)  # noqa: S314
    assert (root.get("role"), root.get("aria-label")) == ("img", "标题")
    said = [one.text for one in root.iter("{http://www.w3.org/2000/svg}text")]
    assert said == ["中心", "<税>&费", "减", "二"]


@pytest.mark.usefixtures("with_fonts")
def test_the_picture_is_twice_as_fine_as_the_page_unless_that_is_too_large() -> None:
    from io import BytesIO

    from PIL import Image

    small = lay_out("中心", [Node("一"), Node("二")], both=True)
    with Image.open(BytesIO(png(small, "blue", "来源"))) as image:
        assert image.width == round(small.width * 2)
    large = lay_out("中心", [Node("字" * 60, (Node("字" * 60),))] * 120, both=False)
    with Image.open(BytesIO(png(large, "blue"))) as image:
        assert image.width * image.height < 24_200_000
