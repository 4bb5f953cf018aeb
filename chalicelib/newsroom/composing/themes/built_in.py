"""The product's own themes. A unit derives its own from one of them."""

from __future__ import annotations

from typing import Final

from chalicelib.newsroom.composing.themes.theme import (
    Align,
    Divider,
    Foot,
    Heading,
    Marker,
    Numbers,
    Quote,
    TableHead,
    Theme,
)

DEFAULT: Final = Theme(
    name="税务蓝",
    about="通知、办税指南等日常稿件",
    main="#0b5cad",
    accent="#0b5cad",
    spacing=1,
    heading=Heading.BADGE,
    numbers=Numbers.FIGURES,
    quote=Quote.BAR,
    marker=Marker.SQUARE,
    table_head=TableHead.DARK,
    striped=True,
    divider=Divider.SHORT,
    foot=Foot.BOX,
)
"""Of articles for which nobody chose one."""

_PARTY: Final = Theme(
    name="党建红",
    about="党建、主题教育、先进事迹",
    main="#a30008",
    accent="#d4a24c",
    spacing=1.5,
    leading=1.9,
    margin=10,
    strong_in_main=True,
    heading=Heading.BLOCK,
    heading_at=Align.CENTRE,
    quote=Quote.LINES,
    marker=Marker.SQUARE,
    table_head=TableHead.DARK,
    divider=Divider.SHORT,
    foot=Foot.CENTRE,
)

PLAIN: Final = Theme(
    name="简洁",
    about="公告全文、长文；样式最省，能排的字最多",
    main="#33475b",
    accent="#33475b",
    spacing=1,
    heading=Heading.BAR,
    quote=Quote.BAR,
    marker=Marker.DISC,
    marker_in_main=False,
    table_head=TableHead.LIGHT,
    divider=Divider.THIN,
    foot=Foot.LINE,
)
"""Of fragments, which are no article of their own: nothing is added to an element."""

_POLICY: Final = Theme(
    name="政策解读",
    about="政策解读、图解",
    main="#1c4a87",
    accent="#d98e04",
    spacing=1,
    strong_in_main=True,
    heading=Heading.NUMERAL,
    heading_at=Align.CENTRE,
    numbers=Numbers.FIGURES,
    quote=Quote.BOX,
    marker=Marker.DISC,
    table_head=TableHead.LIGHT,
    striped=True,
    divider=Divider.DASHED,
    foot=Foot.BOX,
)

_QUESTIONS: Final = Theme(
    name="你问我答",
    about="问答、热点问题",
    main="#0b6e69",
    accent="#e08a2c",
    spacing=1,
    strong_in_main=True,
    heading=Heading.PILL,
    quote=Quote.BAR,
    marker=Marker.DISC,
    table_head=TableHead.LIGHT,
    divider=Divider.DOTTED,
    foot=Foot.CENTRE,
)

THEMES: Final[dict[str, Theme]] = {
    one.name: one for one in (DEFAULT, _PARTY, PLAIN, _POLICY, _QUESTIONS)
}
