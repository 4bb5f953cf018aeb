"""Custom menus (自定义菜单): documents, their versions, and what is known of a menu's way to followers. Values only."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Final

from pydantic import AwareDatetime, Field, StringConstraints

from chalicelib.values import Value

LONGEST_TEXT: Final = 2048
"""Of any text of a button: far more than WeChat takes, so that ``checks`` can say how long it may be."""
Text = Annotated[str, StringConstraints(max_length=LONGEST_TEXT, strip_whitespace=True)]


class Button(Value):
    """One entry (菜单项): one that does something, or one that opens those below it."""

    name: Text = ""
    type: Text = ""
    """As WeChat spells it (``kinds.KINDS``); empty for one with entries below it."""
    key: Text = ""
    url: Text = ""
    """Of a mini program: what telephones open that are too old for it."""
    appid: Text = ""
    pagepath: Text = ""
    media_id: Text = ""
    article_id: Text = ""
    children: Annotated[tuple[Button, ...], Field(max_length=50)] = ()


Buttons = Annotated[tuple[Button, ...], Field(max_length=50)]


class Platform(StrEnum):
    """The telephones of a conditional menu, as WeChat numbers them."""

    IOS = "1"
    ANDROID = "2"
    OTHER = "3"


class MatchRule(Value):
    """Who sees a conditional menu; what is empty does not matter. All that is set has to hold."""

    tag: int | None = None
    """WeChat's number of a tag (标签)."""
    platform: Platform | None = None
    language: Annotated[str, StringConstraints(max_length=10)] = ""
    """Of the follower's WeChat: ``zh_CN``."""


class ConditionalMenu(Value):
    """A menu (个性化菜单) for some followers."""

    name: Annotated[str, StringConstraints(max_length=30, strip_whitespace=True)] = ""
    """Our own name of it; WeChat is not told."""
    rule: MatchRule = MatchRule()
    buttons: Buttons = ()


class MenuDocument(Value):
    """All menus of an account."""

    buttons: Buttons = ()
    """The menu of everybody whom no conditional one matches."""
    conditional: Annotated[tuple[ConditionalMenu, ...], Field(max_length=100)] = ()
    """In order of precedence: a follower sees the first that matches."""


class Source(StrEnum):
    """Where a version comes from."""

    EDITED = "edited"
    RESTORED = "restored"
    IMPORTED = "imported"
    """From the setup on WeChat's pages, before the account came here."""
    TAKEN_OVER = "taken_over"
    """Somebody changed the menu elsewhere, and it stays so."""
    FOUND = "found"
    """It stood at WeChat and was replaced; kept so that nothing is lost."""


class MenuVersion(Value):
    """One version; it never changes."""

    number: int
    document: MenuDocument
    at: AwareDatetime
    by: str
    hands: tuple[str, ...] = ()
    """Who wrote a part of it: none of them releases it where two people are asked for."""
    source: Source = Source.EDITED
    restored_from: int | None = None
    note: str = ""


class Draft(Value):
    """What is being worked on; an account has one."""

    document: MenuDocument = MenuDocument()
    edition: int = 0
    """Counts every change, for ``If-Match``; 0 while nothing was ever saved."""
    base: int = 0
    """The version that it started from."""
    by: str = ""
    at: AwareDatetime | None = None
    hands: tuple[str, ...] = ()
    """Who changed it since that version."""


class PublicationState(StrEnum):
    """Where a publication stands."""

    WAITING = "waiting"
    """For a second person."""
    PLANNED = "planned"
    SENDING = "sending"
    IN_FORCE = "in_force"
    SUSPENDED = "suspended"
    """A campaign's menu stands in its place, and ends by itself."""
    ENDED = "ended"
    REPLACED = "replaced"
    FAILED = "failed"
    CANCELLED = "cancelled"
    REJECTED = "rejected"


class Period(Value):
    """A time in which a menu was in force."""

    since: AwareDatetime
    until: AwareDatetime | None = None


class Moment(Value):
    """One line of a publication's history."""

    at: AwareDatetime
    state: PublicationState
    by: str
    note: str = ""


class Publication(Value):
    """A version on its way to followers, or with them."""

    id: str
    """Counts up within the account: ``00012``."""
    version: int
    state: PublicationState
    by: str
    hands: tuple[str, ...] = ()
    approved_by: str = ""
    at: AwareDatetime | None = None
    """When it is to be published; None: as soon as it may."""
    until: AwareDatetime | None = None
    """The end of a campaign: the menu before returns by itself. None: it stays."""
    note: str = ""
    problem: str = ""
    """Why WeChat did not take it."""
    periods: tuple[Period, ...] = ()
    history: tuple[Moment, ...] = ()


class Cause(StrEnum):
    """Why a version is brought to WeChat."""

    PUBLISH = "publish"
    END = "end"
    """A campaign is over."""
    BACK = "back"
    """A publication failed half-way."""
    OVERWRITE = "overwrite"
    """Somebody changed the menu elsewhere."""


class Wanted(Value):
    """What WeChat is to show, and does not yet for all that is known."""

    version: int
    """0: no menu at all."""
    publication: str = ""
    cause: Cause
    tries: int = 0
    again_at: AwareDatetime
    begun: bool = False
    """Whether calls to WeChat may have been made: what stands there may be a half of it."""


class Drift(Value):
    """Somebody changed the menu elsewhere: WeChat shows another one than was published."""

    seen_at: AwareDatetime
    digest: str
    """Of what was found."""
    on_page: bool = False
    """Whether it was made on WeChat's own page."""


class Failure(Value):
    """A publication that WeChat did not take; nothing was published or handed in since."""

    publication: str
    version: int
    at: AwareDatetime
    problem: str


class MenuState(Value):
    """All that is known of an account's menu, changed by one conditional write."""

    edition: int = 0
    last_by: str = ""
    """Who made the last change: whoever was slower hears it."""
    versions: int = 0
    """The last number given out."""
    publications: int = 0
    open: tuple[Publication, ...] = ()
    """Those that can still change, oldest first."""
    wanted: Wanted | None = None
    problem: str = ""
    """Why what is wanted is not there yet."""
    looked_at: AwareDatetime | None = None
    drift: Drift | None = None
    failed: Failure | None = None

    @property
    def in_force(self) -> Publication | None:
        """The publication that followers see, as far as is known."""
        states = (PublicationState.IN_FORCE,)
        return next((one for one in self.open if one.state in states), None)
