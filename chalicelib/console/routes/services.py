"""服务目录: services, looked for, looked at, changed, and how they are run."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Query
from pydantic import AwareDatetime, BaseModel, Field, StringConstraints

from chalicelib import catalogue
from chalicelib.application import service_catalogue as services
from chalicelib.application import service_edits as edits
from chalicelib.catalogue import Operation, ServiceState
from chalicelib.clock import utc_now
from chalicelib.console.caller import actor
from chalicelib.console.choice import Choice
from chalicelib.console.once import once
from chalicelib.console.versions import expected, tagged
from chalicelib.transitions import Deed

router = Router()
Word = Annotated[str, Query(max_length=100)]
Cell = Annotated[str, StringConstraints(max_length=20_000)]
Typed = Annotated[dict[str, Cell], Field(max_length=40)]


class ServiceRow(BaseModel):
    """A service in a list."""

    id: str
    name: str
    aliases: list[str]
    category: str
    audience: list[str]
    owner: str
    entrances: list[Choice]
    """Kind, and its name with why it is closed where it is."""
    state: ServiceState
    state_name: str
    said: str
    """How it is run, where that is not as usual."""
    due: str
    """Why somebody should look at it."""
    released: bool
    review_on: str


class Services(BaseModel):
    """The services that were looked for."""

    unit: str
    """Whose catalogue it is."""
    unit_name: str
    version: int
    services: list[ServiceRow]
    every: int
    categories: dict[str, int]
    audiences: list[str]
    states: dict[str, int]
    state_names: list[Choice]
    due: int
    actions: list[Deed]


class OperationSeen(BaseModel):
    """How a service is run."""

    state: ServiceState
    state_name: str
    said: str
    since: AwareDatetime | None
    until: AwareDatetime | None
    notice: str
    instead: str
    by: str


class LinkSeen(BaseModel):
    """How its page answered."""

    address: str
    at: AwareDatetime
    good: bool
    problem: str
    leads_to: str
    since: AwareDatetime | None


class ServiceBasis(BaseModel):
    """One thing that a service rests on."""

    words: str
    account: str
    """Whose 政策库 has the document; empty where none has."""
    document: str
    holds: bool
    """Whether the document is in force."""


class FieldSeen(BaseModel):
    """A field of the form."""

    field: str
    label: str
    explained: str
    several: bool
    required: bool


class ServiceSeen(BaseModel):
    """One service."""

    unit: str
    version: int
    id: str
    name: str
    typed: dict[str, str]
    """By field; several things on lines of their own."""
    released: dict[str, str] | None
    """As followers get it; null: it never was in force."""
    operation: OperationSeen
    link: LinkSeen | None
    preview: str
    basis: list[ServiceBasis]
    fields: list[FieldSeen]
    others: list[Choice]
    """The services that may be named as its replacement."""
    actions: list[Deed]


class ServiceForm(BaseModel):
    """The fields of a service."""

    unit: str
    fields: list[FieldSeen]
    actions: list[Deed]


class ServiceTyped(BaseModel):
    """A service as it stands in a form."""

    typed: Typed


class ServicePreview(BaseModel):
    """How a follower reads it."""

    text: str


@router.get("/catalogue/<unit>/services", tags=["services"], summary="服务目录")
def list_services(
    unit: str,
    q: Word = "",
    category: Word = "",
    audience: Word = "",
    state: Word = "",
    due: bool = False,
) -> Services:
    """The catalogue that holds in a unit: its own, or that of the nearest unit above."""
    known = next((one for one in ServiceState if one.value == state), None)
    wanted = services.Wanted(words=q, category=category, audience=audience, state=known, due=due)
    found = services.listing_for(unit, wanted, by=actor(), now=utc_now())
    return Services(
        unit=found.unit,
        unit_name=found.unit_name,
        version=found.version,
        services=[_row(one) for one in found.rows],
        every=found.every,
        categories=dict(found.categories),
        audiences=found.audiences,
        states={state.value: count for state, count in found.states.items()},
        state_names=[
            Choice(value=state.value, label=name) for state, name in catalogue.labels.STATES.items()
        ],
        due=found.due,
        actions=list(found.deeds),
    )


@router.get("/catalogue/<unit>/services/<service>", tags=["services"], summary="一项服务")
def one_service(unit: str, service: str) -> Response[ServiceSeen]:
    """All of it, as it is being edited; how it is run; what a follower reads now."""
    return _tagged(unit, service)


@router.get("/catalogue/<unit>/form", tags=["services"], summary="服务的各个字段")
def form(unit: str) -> ServiceForm:
    """The fields of a new service."""
    found = services.listing_for(unit, services.Wanted(), by=actor(), now=utc_now())
    return ServiceForm(unit=found.unit, fields=_fields(), actions=list(found.deeds))


@router.post("/catalogue/<unit>/preview", tags=["services"], summary="预览一项服务的回复")
def preview(unit: str, given: ServiceTyped) -> ServicePreview:
    """What a follower would read, or what is wrong."""
    said = edits.preview(unit, given.typed, by=actor(), now=utc_now())
    return ServicePreview(text=said)


@router.post("/catalogue/<unit>/services", tags=["services"], summary="新增服务")
def add_service(unit: str, given: ServiceTyped) -> ServiceSeen:
    """One more service, as a draft."""

    def make() -> ServiceSeen:
        made = edits.add_service(unit, given.typed, by=actor(), now=utc_now())
        return seen(services.service_for(unit, made.id, by=actor(), now=utc_now()))

    return once(ServiceSeen, make)


@router.put("/catalogue/<unit>/services/<service>", tags=["services"], summary="修改服务")
def save_service(unit: str, service: str, given: ServiceTyped) -> Response[ServiceSeen]:
    """The service as it was typed, as a draft. If-Match: the content that was seen."""
    edits.save_service(unit, service, given.typed, seen=expected(), by=actor(), now=utc_now())
    return _tagged(unit, service)


def _tagged(unit: str, service: str) -> Response[ServiceSeen]:
    found = services.service_for(unit, service, by=actor(), now=utc_now())
    return tagged(seen(found), edits.mark_of(found.service))


def _row(row: services.Row) -> ServiceRow:
    one = row.service
    return ServiceRow(
        id=one.id,
        name=one.name,
        aliases=list(one.aliases),
        category=one.category,
        audience=list(one.audience),
        owner=one.owner,
        entrances=[
            Choice(
                value=way.kind.value,
                label=catalogue.labels.ENTRANCES[way.kind]
                + ("" if way.open else f"（暂停{'：' if way.note else ''}{way.note}）"),
            )
            for way in one.entrances
        ],
        state=row.state,
        state_name=catalogue.labels.STATES[row.state],
        said=row.said,
        due=row.due,
        released=row.released,
        review_on=one.review_on.isoformat() if one.review_on else "",
    )


def _fields() -> list[FieldSeen]:
    return [
        FieldSeen(
            field=one.field,
            label=one.label,
            explained=one.explained,
            several=one.several,
            required=one.required,
        )
        for one in catalogue.columns.COLUMNS
    ]


def seen(found: services.Detail) -> ServiceSeen:
    """A service as the API shows it."""
    link = found.link
    return ServiceSeen(
        unit=found.unit,
        version=found.version,
        id=found.service.id,
        name=found.service.name,
        typed=edits.typed_of(found.service),
        released=edits.typed_of(found.released) if found.released else None,
        operation=_operation(found.operation, found.state, found.said),
        link=LinkSeen(**link.model_dump(exclude={"service"})) if link else None,
        preview=found.preview,
        basis=[ServiceBasis(**one._asdict()) for one in found.basis],
        fields=_fields(),
        others=[Choice(value=id_, label=name) for id_, name in found.others.items()],
        actions=list(found.deeds),
    )


def _operation(found: Operation | None, state: ServiceState, said: str) -> OperationSeen:
    stop = (found.retirement or found.outage) if found else None
    until: datetime | None = getattr(stop, "until", None)
    return OperationSeen(
        state=state,
        state_name=catalogue.labels.STATES[state],
        said=said,
        since=stop.since if stop else None,
        until=until,
        notice=stop.notice if stop else "",
        instead=stop.instead if stop else "",
        by=found.by if found else "",
    )
