"""Which theme an article has: its own choice, else its column's, else that of the account or unit, else the default."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from pydantic import Field

from chalicelib.newsroom.composing.themes.built_in import DEFAULT, THEMES
from chalicelib.newsroom.composing.themes.theme import Theme
from chalicelib.newsroom.models import Finding
from chalicelib.values import Value


class HouseThemes(Value):
    """What one account, one unit or one settings file says of themes."""

    default: str = ""
    """Name of a theme; empty: it leaves the choice to the next."""
    columns: Mapping[str, str] = Field(default_factory=dict)
    """栏目 → name of a theme."""
    own: tuple[Theme, ...] = ()
    """Themes made there. One with the name of a built-in theme stands in for it."""


class Chosen(NamedTuple):
    """The theme of an article, and what was wrong with the choice."""

    theme: Theme
    finding: Finding | None = None


def choose(fields: Mapping[str, str], houses: Sequence[HouseThemes] = ()) -> Chosen:
    """The theme of an article with these ``fields``; of ``houses`` the nearest comes first.

    A name that an article gives and that nobody knows is an error. A setting that names a theme which is gone is
    passed over: the article's author can't mend it.
    """
    known = themes_of(houses)
    named = fields.get("theme", "").strip()
    if named in known:
        return Chosen(known[named])
    column = fields.get("column", "").strip()
    settings = [house.columns.get(column, "") for house in houses]
    settings += [house.default for house in houses]
    theme = next((known[name] for name in settings if name in known), DEFAULT)
    if not named:
        return Chosen(theme)
    what = f"没有主题“{named[:40]}”；可用：{'、'.join(known)}"
    return Chosen(theme, Finding(where="theme", what=what))


def themes_of(houses: Sequence[HouseThemes] = ()) -> dict[str, Theme]:
    """Every theme that an article may choose, by name; a nearer house's own wins."""
    known = dict(THEMES)
    for house in reversed(houses):
        known.update({theme.name: theme for theme in house.own})
    return known
