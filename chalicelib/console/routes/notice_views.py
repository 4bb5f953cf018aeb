"""Subscription notices as the page gets them."""

from __future__ import annotations

from pydantic import AwareDatetime, BaseModel

from chalicelib import accounts, notices, people
from chalicelib.actor import Actor
from chalicelib.application import notice_lists as sending
from chalicelib.application import notice_page as page
from chalicelib.application.deeds import deeds
from chalicelib.console.routes.staff_names import StaffNames
from chalicelib.notices import Purpose, Template, TitleOffered
from chalicelib.transitions import Deed


class NoticeFieldSeen(BaseModel):
    """One field of a template."""

    name: str
    label: str
    takes: str
    """What it takes, in words."""
    most: int


class NoticeLineSeen(BaseModel):
    """One line of a notice as a telephone shows it."""

    label: str
    words: str


class NoticeTemplateSeen(BaseModel):
    """A template with the consents to it."""

    id: str
    title: str
    kind: str
    kind_name: str
    fields: list[NoticeFieldSeen]
    example: str
    gone: bool
    holders: int
    """Followers who consent now."""
    left: int
    """Notices that may be sent."""
    accepted: int
    rejected: int
    taken_back: int
    serves: list[str]


class NoticePlaceholderSeen(BaseModel):
    """One thing that a purpose can tell."""

    name: str
    label: str


class NoticePurposeSeen(BaseModel):
    """A purpose, and what serves it."""

    purpose: str
    label: str
    explained: str
    tells: list[NoticePlaceholderSeen]
    template: str
    """Empty: nothing serves it."""
    lines: dict[str, str]
    page: str
    by: str
    at: AwareDatetime | None
    preview: list[NoticeLineSeen]


class NoticesSeen(BaseModel):
    """All of the page but the lists."""

    unit: str
    templates: list[NoticeTemplateSeen]
    purposes: list[NoticePurposeSeen]
    left_today: int
    limit: int
    actions: list[Deed]


class NoticeTitleSeen(BaseModel):
    """A public title."""

    tid: str
    title: str
    kind_name: str

    @classmethod
    def of(cls, one: TitleOffered) -> NoticeTitleSeen:
        """A title as the page gets it."""
        return cls(tid=one.tid, title=one.title, kind_name=notices.labels.KINDS[one.kind])


class NoticeKeywordSeen(BaseModel):
    """A line that a template may have."""

    kid: int
    name: str
    rule: str
    example: str


class NoticeFaultSeen(BaseModel):
    """What is wrong with a field's words."""

    field: str
    problem: str


class NoticeEstimateSeen(BaseModel):
    """What a notice to many would come to."""

    shown: list[NoticeLineSeen]
    faults: list[NoticeFaultSeen]
    receivers: int
    given: int
    left_today: int
    days: int


class NoticeListSeen(BaseModel):
    """A notice to many, and what came of it."""

    id: str
    title: str
    state: str
    state_name: str
    shown: list[NoticeLineSeen]
    page: str
    note: str
    about: str
    to_all: bool
    receivers: int
    given: int
    by: str
    at: AwareDatetime
    confirmed_by: str
    confirmed_at: AwareDatetime | None
    reached: int
    sent: int
    delivered: int
    failed: int
    refused: int
    unknown: int
    without: int
    waits: str
    actions: list[Deed]


def notices_seen(found: page.NoticePage, names: StaffNames) -> NoticesSeen:
    """The page."""
    templates = {one.template.id: one.template for one in found.templates}
    return NoticesSeen(
        unit=found.unit,
        templates=[_template(one) for one in found.templates],
        purposes=[_purpose(one, found, templates, names) for one in notices.PURPOSES],
        left_today=found.left_today,
        limit=found.limit,
        actions=list(found.deeds),
    )


def estimate_seen(found: sending.Estimate) -> NoticeEstimateSeen:
    """An estimate."""
    return NoticeEstimateSeen(
        shown=_lines(found.shown),
        faults=[NoticeFaultSeen(field=name, problem=why) for name, why in found.faults.items()],
        receivers=found.receivers,
        given=found.given,
        left_today=found.left_today,
        days=found.days,
    )


def list_seen(found: sending.ListView, names: StaffNames, *, by: Actor) -> NoticeListSeen:
    """A list."""
    one, tally = found.one, found.tally
    template = notices.setup_store.template(one.account, one.template)
    shown = notices.fields.shown(template, one.data) if template else tuple(one.data.items())
    held = people.permissions_of(by, accounts.state(one.account).account.unit)
    return NoticeListSeen(
        id=one.id,
        title=one.title,
        state=one.state.value,
        state_name=notices.labels.LISTS[one.state],
        shown=_lines(shown),
        page=one.page,
        note=one.note,
        about=one.about.removeprefix("policy "),
        to_all=one.to_all,
        receivers=one.receivers,
        given=one.given,
        by=names[one.by],
        at=one.at,
        confirmed_by=names[one.confirmed_by],
        confirmed_at=one.confirmed_at,
        **tally.model_dump(),
        waits=found.waits,
        actions=list(deeds(held, sending.possible(one))),
    )


def _template(one: page.TemplateView) -> NoticeTemplateSeen:
    return NoticeTemplateSeen(
        id=one.template.id,
        title=one.template.title,
        kind=one.template.kind.value,
        kind_name=notices.labels.KINDS[one.template.kind],
        fields=[
            NoticeFieldSeen(name=f.name, label=f.label, takes=limit.named, most=limit.most)
            for f in one.template.fields
            for limit in [notices.fields.limit_of(f.kind)]
        ],
        example=one.template.example,
        gone=one.template.gone,
        serves=[purpose.value for purpose in one.serves],
        **one.numbers._asdict(),
    )


def _purpose(
    purpose: Purpose, found: page.NoticePage, templates: dict[str, Template], names: StaffNames
) -> NoticePurposeSeen:
    terms, wiring = notices.PURPOSES[purpose], found.wirings.get(purpose)
    template = templates.get(wiring.template) if wiring else None
    preview: tuple[tuple[str, str], ...] = ()
    if wiring and template:
        data = notices.fields.filled(template, wiring.lines, notices.examples(purpose))
        preview = notices.fields.shown(template, data)
    return NoticePurposeSeen(
        purpose=purpose.value,
        label=terms.label,
        explained=terms.explained,
        tells=[NoticePlaceholderSeen(name=one.name, label=one.label) for one in terms.tells],
        template=wiring.template if wiring else "",
        lines=wiring.lines if wiring else {},
        page=wiring.page if wiring else "",
        by=names[wiring.by] if wiring else "",
        at=wiring.at if wiring else None,
        preview=_lines(preview),
    )


def _lines(shown: tuple[tuple[str, str], ...]) -> list[NoticeLineSeen]:
    return [NoticeLineSeen(label=label, words=words) for label, words in shown]
