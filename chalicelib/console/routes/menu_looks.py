"""自定义菜单: versions, what WeChat shows, what followers tap, and what that suggests."""

from __future__ import annotations

from typing import Annotated

from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Path, Query
from pydantic import BaseModel, Field

from chalicelib import menus as menus_
from chalicelib.application import menu_numbers as numbers
from chalicelib.application import menu_page as page
from chalicelib.application import menus as publishing
from chalicelib.clock import utc_now
from chalicelib.console import cursors
from chalicelib.console.caller import actor
from chalicelib.console.choice import Choice
from chalicelib.console.cursors import Cursor, Limit
from chalicelib.console.routes.menu_views import (
    DifferenceSeen,
    MenuVersionSeen,
    difference_seen,
    version_seen,
)
from chalicelib.console.routes.staff_names import StaffNames
from chalicelib.menus import Button, MenuDocument, MenuSuggestion, VersionClicks

router = Router()
Number = Annotated[int, Path(ge=1, le=999999)]


class MenuVersions(BaseModel):
    """One page of versions, the newest first."""

    versions: list[MenuVersionSeen]
    next: str


class VersionContent(BaseModel):
    """The menus of a version."""

    version: int
    document: MenuDocument


class MenusCompared(BaseModel):
    """How two menus differ."""

    differences: list[DifferenceSeen]


class Looked(BaseModel):
    """Whether WeChat shows another menu than ours."""

    drifted: bool


class DriftDecided(BaseModel):
    """What is to become of a menu that somebody made elsewhere."""

    choice: Annotated[str, Field(pattern="^(take_over|overwrite)$")]
    reason: Annotated[str, Field(max_length=200)] = ""


class FollowersMenu(BaseModel):
    """What one follower sees."""

    buttons: list[Button]


class MenuSuggestions(BaseModel):
    """What the numbers suggest."""

    days: int
    suggestions: list[MenuSuggestion]


class TagsSeen(BaseModel):
    """Tags that a conditional menu may ask for."""

    tags: list[Choice]
    known: bool
    """Whether WeChat told them."""


class MenuPages(BaseModel):
    """Pages of ours that an entry may open; the value is the address."""

    pages: list[Choice]


@router.get("/menus/<account>/versions", tags=["menus"], summary="菜单的版本")
def versions(account: str, cursor: Cursor = "", limit: Limit = cursors.LIMIT) -> MenuVersions:
    """Every version, the newest first."""
    last = cursors.after(cursor) if cursor else ""
    found = menus_.versions_for(account, by=actor(), after=int(last) if last.isdecimal() else 0)
    shown, following = cursors.page(found, limit, lambda one: str(one.number))
    in_force = menus_.state_of(account).in_force
    number, names = in_force.version if in_force else 0, StaffNames()
    return MenuVersions(
        versions=[version_seen(one, number, names) for one in shown], next=following
    )


@router.get("/menus/<account>/versions/<number>", tags=["menus"], summary="一个版本的菜单")
def version(account: str, number: Number) -> VersionContent:
    """The menus of a version."""
    found = menus_.version_for(account, number, by=actor())
    return VersionContent(version=number, document=found.document)


@router.get("/menus/<account>/difference", tags=["menus"], summary="两个版本的差别")
def difference(
    account: str,
    older: Annotated[int, Query(ge=0, le=999999)],
    newer: Annotated[int | None, Query(ge=0, le=999999)] = None,
) -> MenusCompared:
    """Entry by entry; 0 is no menu, and without ``newer`` it is the draft."""
    found = page.compare(account, older, newer, by=actor())
    return MenusCompared(differences=[difference_seen(one) for one in found])


@router.post("/menus/<account>/look", tags=["menus"], summary="对照微信上的菜单")
def look(account: str) -> Looked:
    """Ask WeChat which menu it shows, and note whether it is ours."""
    return Looked(drifted=menus_.look_for(account, by=actor(), now=utc_now()).drift is not None)


@router.post("/menus/<account>/drift", tags=["menus"], summary="接管或覆盖微信上的菜单")
def decide(account: str, typed: DriftDecided) -> Looked:
    """Keep the menu that somebody made elsewhere, or bring ours again; each with a reason."""
    if typed.choice == "take_over":
        publishing.take_over(account, typed.reason, by=actor(), now=utc_now())
    else:
        menus_.overwrite(account, typed.reason, by=actor(), now=utc_now())
    return Looked(drifted=menus_.state_of(account).drift is not None)


@router.get("/menus/<account>/follower", tags=["menus"], summary="某位粉丝看到的菜单")
def follower(
    account: str, user: Annotated[str, Query(min_length=1, max_length=64)]
) -> FollowersMenu:
    """As WeChat says; ``user`` is an openid or a WeChat name."""
    return FollowersMenu(buttons=list(publishing.menu_of_follower(account, user, by=actor())))


@router.get("/menus/<account>/tags", tags=["menus"], summary="可以选的标签")
def tags(account: str) -> TagsSeen:
    """The account's tags, asked of WeChat."""
    found = publishing.tags_for(account, by=actor())
    listed = [Choice(value=str(n), label=name) for n, name in (found or {}).items()]
    return TagsSeen(tags=listed, known=found is not None)


@router.get("/menus/<account>/clicks", tags=["menus"], summary="菜单的点击")
def clicks(account: str, number: Annotated[int, Query(ge=1, le=999999)]) -> VersionClicks:
    """Taps on each entry of a version while it was in force."""
    return numbers.clicks(account, number, by=actor(), now=utc_now())


@router.get("/menus/<account>/suggestions", tags=["menus"], summary="菜单的建议")
def suggestions(account: str) -> MenuSuggestions:
    """What people ask and tap most, held against the draft; each with the draft that it would make."""
    found = numbers.suggestions(account, by=actor(), now=utc_now())
    return MenuSuggestions(days=menus_.suggestions.DAYS, suggestions=list(found))


@router.get("/menus/<account>/pages", tags=["menus"], summary="菜单可以打开的办税服务页")
def pages(account: str) -> MenuPages:
    """Followers' pages that an entry may open: of all services, then of each; none where pages have no address."""
    found = page.pages_for(account, by=actor(), now=utc_now())
    return MenuPages(pages=[Choice(value=address, label=name) for address, name in found.items()])
