"""Themes that units and accounts have chosen and made (docs/articles.md).

| pk | sk | attributes |
|---|---|---|
| ``THEMES`` | ``UNIT#{unit}`` or ``ACCOUNT#{account}`` | ``doc`` (HouseThemes): the theme in force, those of columns, own ones |

What a unit sets holds for the units below it too, and for the accounts of all of them, where nothing nearer is set.
A change shows in articles that are made afterwards: a stored article keeps the looks it was reviewed in.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final, NamedTuple

from chalicelib import accounts, audit, people, units
from chalicelib.actor import Actor
from chalicelib.audit import changes_between
from chalicelib.cloud import table
from chalicelib.cloud.errors import ConditionFailed
from chalicelib.errors import Field
from chalicelib.newsroom.composing.themes.choice import HouseThemes, themes_of
from chalicelib.newsroom.composing.themes.theme import Theme
from chalicelib.newsroom.errors import (
    BadTheme,
    DecidedMeanwhile,
    Incomplete,
    ThemeInUse,
    UnknownTheme,
)

_THEMES: Final = "THEMES"
MOST_OWN: Final = 30
_COLUMN: Final = 20
"""Characters of a column, as in the front matter."""


class Owner(NamedTuple):
    """Whose setting it is: of an account, if ``account`` is given, else of the unit."""

    unit: str
    account: str = ""

    @property
    def key(self) -> str:
        """The sort key."""
        return f"ACCOUNT#{self.account}" if self.account else f"UNIT#{self.unit}"


def owner_of(*, unit: str | None = None, account: str | None = None) -> Owner:
    """A unit or an account as the owner of settings; exactly one of them. Raises ``UnknownUnit``, ``UnknownAccount``."""
    if account:
        return Owner(accounts.state(account).account.unit, account)
    return Owner(units.lineage(unit or "")[0].id)


def themes_for(*, unit: str | None = None, account: str | None = None) -> tuple[HouseThemes, ...]:
    """The settings that hold for an article, the nearest first: of the account, its unit, the units above.

    Raises ``UnknownUnit`` or ``UnknownAccount``.
    """
    of_account = [owner_of(account=account)] if account else []
    nearest = of_account[0].unit if of_account else unit or ""
    owners = [*of_account, *(Owner(one.id) for one in units.lineage(nearest))]
    found = (_read(owner)[0] for owner in owners)
    return tuple(one for one in found if one != HouseThemes())


def own_themes(owner: Owner) -> HouseThemes:
    """What an owner itself has set."""
    return _read(owner)[0]


def use_theme(owner: Owner, name: str, *, by: Actor, now: datetime, column: str = "") -> None:
    """Put a theme in force for an owner's articles, or for those of one column; an empty name takes that back.

    Raises ``UnknownTheme``, ``Incomplete`` or ``PermissionDenied``.
    """
    if len(column) > _COLUMN:
        problem = f"最多 {_COLUMN} 字"
        raise Incomplete(f"栏目{problem}。", fields=[Field("column", problem)])
    known = themes_of(themes_for(unit=owner.unit, account=owner.account or None))
    if name and name not in known:
        raise UnknownTheme(name, known)

    def change(before: HouseThemes) -> HouseThemes:
        if not column:
            return before.model_copy(update={"default": name})
        columns = {**before.columns, column: name}
        return before.model_copy(
            update={"columns": {one: theme for one, theme in columns.items() if theme}}
        )

    _change(owner, change, by, now)


def save_theme(owner: Owner, theme: Theme, *, by: Actor, now: datetime) -> None:
    """Keep a theme for an owner's articles; one of the same name is replaced. Raises ``BadTheme`` or ``PermissionDenied``."""

    def change(before: HouseThemes) -> HouseThemes:
        others = tuple(one for one in before.own if one.name != theme.name)
        if len(others) >= MOST_OWN:
            raise BadTheme(f"已有 {len(others)} 个自定主题，最多 {MOST_OWN} 个；请先删去不用的。")
        return before.model_copy(update={"own": (*others, theme)})

    _change(owner, change, by, now)


def remove_theme(owner: Owner, name: str, *, by: Actor, now: datetime) -> None:
    """Remove a theme that an owner made. Raises ``UnknownTheme``, ``ThemeInUse`` or ``PermissionDenied``."""

    def change(before: HouseThemes) -> HouseThemes:
        names = [one.name for one in before.own]
        if name not in names:
            raise UnknownTheme(name, names)
        columns = [column for column, theme in before.columns.items() if theme == name]
        if before.default == name or columns:
            where = "、".join([*(["全部稿件"] if before.default == name else []), *columns])
            raise ThemeInUse(name, where)
        return before.model_copy(
            update={"own": tuple(one for one in before.own if one.name != name)}
        )

    _change(owner, change, by, now)


def _change(
    owner: Owner, change: Callable[[HouseThemes], HouseThemes], by: Actor, now: datetime
) -> None:
    """Write what ``change`` makes of the settings with its line of the log; twice is once."""
    people.require(by, "newsroom:theme:set", owner.unit)
    before, doc = _read(owner, consistent=True)
    after = change(before)
    if after == before:
        return
    write = table.update_action(
        _THEMES,
        owner.key,
        "SET doc = :doc",
        {":doc": after.model_dump_json(), ":before": doc},
        condition="attribute_not_exists(doc) OR doc = :before",
    )
    kind = f"account:{owner.account}" if owner.account else f"unit:{owner.unit}"
    entry = audit.entry_of(
        by,
        "newsroom:theme:set",
        unit=owner.unit,
        at=now,
        object=kind,
        changes=changes_between(_told(before), _told(after)),
    )
    try:
        table.transact([write, audit.write_action(entry)])
    except ConditionFailed as error:
        raise DecidedMeanwhile(
            "主题设置刚被别人改过，没有保存。请看一下现在的设置再试。"
        ) from error


def _told(themes: HouseThemes) -> dict[str, str]:
    """The settings as the log shows them."""
    told = {"default": themes.default}
    told |= {f"column {column}": name for column, name in themes.columns.items()}
    return told | {f"theme {one.name}": one.model_dump_json() for one in themes.own}


def _read(owner: Owner, *, consistent: bool = False) -> tuple[HouseThemes, str]:
    item = table.get(_THEMES, owner.key, consistent=consistent)
    doc = str(item["doc"]) if item else ""
    return (HouseThemes.model_validate_json(doc) if doc else HouseThemes()), doc
