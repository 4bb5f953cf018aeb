"""Services (服务) of a unit's catalogue, their states, and versions of the catalogue. Values only."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from pydantic import AwareDatetime, ConfigDict, Field

from chalicelib.values import LateValue


class _Value(LateValue):
    """A value whose misspelt field is an error: what people keep here is never lost silently."""

    model_config = ConfigDict(extra="forbid")


class EntranceKind(StrEnum):
    """The ways into a service (入口)."""

    WEB = "web"
    MINI_PROGRAM = "mini_program"
    MENU = "menu"
    HALL = "hall"
    PHONE = "phone"


class Paused(_Value):
    """An entrance that is closed while the others are open."""

    kind: EntranceKind
    note: str = ""
    """Why, or until when, as followers read it."""


class Entrance(NamedTuple):
    """One way into a service."""

    kind: EntranceKind
    where: str
    """An address, ``appid path``, a menu key, a place, a number."""
    open: bool
    note: str
    """Of a closed one."""


class Service(_Value):
    """服务: what an office does for people, and how they get it (docs/services.md)."""

    id: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,31}$")
    """Ours, stable over all versions: menu entries and answers link to it."""
    name: str = Field(min_length=1, max_length=60)
    aliases: tuple[str, ...] = ()
    """别名: how people call it besides."""
    category: str = ""
    """分类."""
    audience: tuple[str, ...] = ()
    """适用对象: 个人, 企业…"""
    region: tuple[str, ...] = ()
    """适用地区: names or ids of units; empty: everywhere that the catalogue is for."""
    owner: str = ""
    """责任部门."""
    basis: tuple[str, ...] = ()
    """办理依据: numbers or titles of policy documents."""
    summary: str = ""
    """In a sentence or two: what it does, for whom."""
    steps: tuple[str, ...] = ()
    materials: tuple[str, ...] = ()
    fees: str = ""
    duration: str = ""
    """办理时限."""
    hours: str = ""
    """受理时间."""
    web: str = ""
    appid: str = ""
    path: str = ""
    """Of the mini program."""
    menu: str = ""
    """Key of an entry of the account's menu."""
    hall: str = ""
    phone: str = ""
    paused: tuple[Paused, ...] = ()
    """Entrances that are closed."""
    review_on: date | None = None
    """复核日期: the last day on which its owner need not have looked at it again."""

    @property
    def entrances(self) -> tuple[Entrance, ...]:
        """The ways in that it has."""
        places = {
            EntranceKind.WEB: self.web,
            EntranceKind.MINI_PROGRAM: f"{self.appid} {self.path}".strip(),
            EntranceKind.MENU: self.menu,
            EntranceKind.HALL: self.hall,
            EntranceKind.PHONE: self.phone,
        }
        closed = {one.kind: one.note for one in self.paused}
        return tuple(
            Entrance(kind, where, kind not in closed, closed.get(kind, ""))
            for kind, where in places.items()
            if where
        )


class Catalogue(_Value):
    """All that one version holds, in the order in which people keep it."""

    services: tuple[Service, ...] = ()

    def find(self, service_id: str) -> Service | None:
        """The service of an id, if there is one."""
        return next((one for one in self.services if one.id == service_id), None)


class ServiceState(StrEnum):
    """运行, 维护, 下线."""

    RUNNING = "running"
    MAINTENANCE = "maintenance"
    RETIRED = "retired"


class Outage(_Value):
    """A time of maintenance (维护); it begins and ends by itself."""

    since: AwareDatetime
    until: AwareDatetime | None = None
    """The first moment at which it is over; None: until somebody resumes the service."""
    notice: str
    instead: str = ""
    """Id of a service to use meanwhile."""


class Retirement(_Value):
    """下线."""

    since: AwareDatetime
    notice: str
    instead: str = ""
    """Id of the service that replaces it."""


class Operation(_Value):
    """How a service is run, beside its content: one person may set it, and it counts at once."""

    service: str
    outage: Outage | None = None
    retirement: Retirement | None = None
    by: str = ""
    at: AwareDatetime | None = None

    def state(self, now: datetime) -> ServiceState:
        """The state at ``now`` (aware)."""
        if self.retirement is not None and self.retirement.since <= now:
            return ServiceState.RETIRED
        if self.outage is not None and self.outage.since <= now:
            until = self.outage.until
            return (
                ServiceState.MAINTENANCE if until is None or now < until else ServiceState.RUNNING
            )
        return ServiceState.RUNNING

    def notice(self, now: datetime) -> str:
        """What followers are told instead of the way to it; empty while it runs."""
        state = self.state(now)
        if state is ServiceState.RETIRED and self.retirement:
            return self.retirement.notice
        return self.outage.notice if state is ServiceState.MAINTENANCE and self.outage else ""


class VersionState(StrEnum):
    """How far a version of the catalogue is."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    RELEASED = "released"
    """Is or was in force."""


class CatalogueVersion(_Value):
    """One version of a unit's catalogue, and how it came about."""

    version: int
    base: int
    """The version in force from which it was made, over drafts between; 0 for nothing."""
    at: AwareDatetime
    by: str
    """The person who imported, edited or restored."""
    hands: tuple[str, ...]
    """Everybody who made or handed in one of the drafts since ``base``."""
    key: str
    """Where its content lies in the bucket."""
    services: int
    source: str = ""
    """The file it came from, or what was done."""
    note: str = ""
    restored_from: int | None = None
    state: VersionState = VersionState.DRAFT
    submitted_by: str = ""
    submitted_at: AwareDatetime | None = None
    released_by: str = ""
    released_at: AwareDatetime | None = None
    remark: str = ""
    """The reason of the colleague who sent it back."""
