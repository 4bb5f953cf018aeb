"""A theme as a value: the few tokens that a unit may choose. ``look`` turns them into styles."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Annotated, Final

from pydantic import Field, StringConstraints

from chalicelib.values import Value

_HEX: Final = r"^#[0-9a-f]{6}$"
Colour = Annotated[str, StringConstraints(pattern=_HEX)]
"""``#0b5cad``: six figures, small letters."""

ThemeName = Annotated[
    str, StringConstraints(min_length=1, max_length=20, pattern=r"^[^\s/\\.:：,，、]+$")
]
NAME: Final = re.compile(r"[^\s/\\.:：,，、]{1,20}")
"""Names of themes: no blank and no mark, so that a name is never taken for a file."""


class Heading(StrEnum):
    """The shape of a second-level heading."""

    BAR = "竖条"
    BLOCK = "色块"
    LINE = "下划线"
    BADGE = "编号块"
    PILL = "圆角"
    NUMERAL = "大数字"


class Numbers(StrEnum):
    """The number that a heading gets where no heading of the article brings its own."""

    NONE = "无"
    FIGURES = "01"
    CHINESE = "一"


class Align(StrEnum):
    """Where a second-level heading stands."""

    LEFT = "左"
    CENTRE = "中"


class Quote(StrEnum):
    """The shape of a quotation."""

    BAR = "竖条"
    BOX = "方框"
    LINES = "上下线"


class Marker(StrEnum):
    """The mark before an item of a list."""

    DISC = "圆点"
    SQUARE = "方块"
    CIRCLE = "圆圈"


class TableHead(StrEnum):
    """The head of a table."""

    DARK = "深"
    LIGHT = "浅"


class Divider(StrEnum):
    """A rule between two parts."""

    THIN = "细线"
    DASHED = "虚线"
    SHORT = "短线"
    DOTTED = "点线"


class Foot(StrEnum):
    """The foot with source, editor, reviewer and supervisor."""

    LINE = "细线"
    BOX = "底色"
    CENTRE = "居中"


class Theme(Value):
    """The looks of an article. Lengths are in px or em; percentages are the share of ``main`` in a tint."""

    name: ThemeName
    about: str = Field(default="", max_length=60)
    """What it is for, in one line."""

    main: Colour = "#0b5cad"
    accent: Colour = "#0b5cad"
    """Of lines and marks alone, never of words."""
    text: Colour = "#3f3f3f"
    quiet: Colour = "#595959"
    """Captions, notes, the foot. WeChat's dark mode leaves a middle grey as it is, and nobody can read it there."""
    on_main: Colour = "#ffffff"
    """Words on ``main``."""
    tint: int = Field(default=6, ge=2, le=14)
    """Per cent of ``main`` in the ground of quotations and boxes."""
    line: int = Field(default=24, ge=10, le=60)
    """Per cent of ``main`` in thin lines."""

    size: int = Field(default=16, ge=14, le=20)
    """px"""
    spacing: float = Field(default=1, ge=0, le=2)
    """px between letters."""
    leading: float = Field(default=1.8, ge=1.5, le=2.2)
    paragraph: float = Field(default=1.1, ge=0.5, le=2)
    """em after a paragraph."""
    margin: int = Field(default=8, ge=0, le=24)
    """px at both sides."""
    justified: bool = True
    strong_in_main: bool = False
    """Bold words have the colour ``main``."""

    heading: Heading = Heading.BAR
    heading_at: Align = Align.LEFT
    numbers: Numbers = Numbers.NONE
    quote: Quote = Quote.BAR
    marker: Marker = Marker.DISC
    marker_in_main: bool = True
    table_head: TableHead = TableHead.LIGHT
    striped: bool = False
    divider: Divider = Divider.THIN
    foot: Foot = Foot.LINE
