"""Mind map (思维导图): an outline, drawn as a picture; read as a list by who cannot see it."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Any, Final

from pydantic import Field as Limited
from pydantic import model_validator

from chalicelib.errors import Field
from chalicelib.products.forms import Readable, Written

NEEDS_FILES: Final = True
MOST_NODES: Final = 200
DEEPEST: Final = 5
"""Levels below the middle."""
NODE_CHARS: Final = 80


class MapStyle(StrEnum):
    """Colours of a map."""

    BLUE = "blue"
    RED = "red"
    GREEN = "green"
    MANY = "many"
    """A colour for each branch."""


class MapLayout(StrEnum):
    """To which sides branches go."""

    BOTH = "both"
    RIGHT = "right"


_STYLES: Final = {
    MapStyle.BLUE: "蓝",
    MapStyle.RED: "红",
    MapStyle.GREEN: "绿",
    MapStyle.MANY: "多色",
}
_LAYOUTS: Final = {MapLayout.BOTH: "左右展开", MapLayout.RIGHT: "向右展开"}


class Branch(Written):
    """One point with those below it."""

    text: str = Limited(default="", max_length=NODE_CHARS)
    children: tuple[Branch, ...] = Limited(default=(), max_length=60)


class Content(Written):
    """What an editor writes."""

    root: str = Limited(default="", max_length=40)
    """In the middle."""
    branches: tuple[Branch, ...] = Limited(default=(), max_length=30)
    style: MapStyle = MapStyle.BLUE
    layout: MapLayout = MapLayout.BOTH
    source: str = Limited(default="", max_length=200)
    """Where it was taken from, as readers see it below the map."""

    @model_validator(mode="after")
    def _fits(self) -> Content:
        every = list(_walk(self.branches, 1))
        if len(every) > MOST_NODES:
            raise ValueError(f"最多 {MOST_NODES} 个节点，现在有 {len(every)} 个")
        if any(depth > DEEPEST for _, depth in every):
            raise ValueError(f"最多 {DEEPEST} 级")
        return self


def empty(title: str) -> Content:
    """The title in the middle, and one branch to write into."""
    return Content(root=title[:40], branches=(Branch(text="第一个要点"), Branch(text="第二个要点")))


def missing(content: Content) -> list[Field]:
    """A middle, two branches, and no point without words."""
    found = []
    if not content.root.strip():
        found.append(Field("root", "中心主题没有填写"))
    if len(content.branches) < 2:
        found.append(Field("branches", "至少要有两个分支"))
    blank = sum(1 for one, _ in _walk(content.branches, 1) if not one.text.strip())
    if blank:
        found.append(Field("branches", f"有 {blank} 个节点没有文字"))
    return found


def readable(content: Content) -> Readable:
    """The outline as text, each level further in."""
    fields = {
        "中心主题": content.root,
        "颜色": _STYLES[content.style],
        "方向": _LAYOUTS[content.layout],
        "来源": content.source,
    }
    outline = (f"{'　' * (depth - 1)}· {one.text}" for one, depth in _walk(content.branches, 1))
    return Readable(fields, tuple(outline))


def work_of(content: Content, title: str) -> dict[str, Any]:
    """The outline, which the page draws."""
    return content.model_dump(mode="json")


def _walk(branches: tuple[Branch, ...], depth: int) -> Iterator[tuple[Branch, int]]:
    for one in branches:
        yield one, depth
        yield from _walk(one.children, depth + 1)
