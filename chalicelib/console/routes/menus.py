"""自定义菜单: drafted, checked, published for good or for a while, released by a second person."""

from __future__ import annotations

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Path
from pydantic import AwareDatetime, BaseModel, Field

from chalicelib import menus as menus_
from chalicelib.application import menu_page as page
from chalicelib.application import menus as publishing
from chalicelib.clock import utc_now
from chalicelib.console.caller import actor
from chalicelib.console.choice import Choice
from chalicelib.console.once import once
from chalicelib.console.routes.menu_views import (
    DifferenceSeen,
    DriftSeen,
    FaultSeen,
    KindSeen,
    PublicationSeen,
    difference_seen,
    fault_seen,
    kinds,
    publication_seen,
)
from chalicelib.console.routes.staff_names import StaffNames
from chalicelib.console.versions import expected, tagged
from chalicelib.menus import MenuDocument, Plan
from chalicelib.transitions import Deed

router = Router()
Id = Annotated[str, Path(pattern=r"^\d{1,9}$")]


class MenuSeen(BaseModel):
    """All of the page."""

    edition: int
    """Of the draft: an edit and a publication start from it (``If-Match``)."""
    draft: MenuDocument
    draft_by: str
    draft_at: AwareDatetime | None
    draft_base: int
    faults: list[FaultSeen]
    version: int
    """What followers see; 0 where there is none."""
    shown: MenuDocument
    changes: list[DifferenceSeen]
    """From what followers see to the draft."""
    problem: str
    busy: bool
    """Whether a menu is on its way to WeChat."""
    drift: DriftSeen | None
    publications: list[PublicationSeen]
    two_people: bool
    two_people_at: str
    kinds: list[KindSeen]
    platforms: list[Choice]
    languages: list[Choice]
    actions: list[Deed]


class DraftTyped(BaseModel):
    """The draft as it stands in the page."""

    document: MenuDocument


class DraftSaved(BaseModel):
    """What came of it."""

    edition: int
    faults: list[FaultSeen]
    changes: list[DifferenceSeen]


class MenuChecked(BaseModel):
    """What is wrong with a menu, held against WeChat too."""

    faults: list[FaultSeen]


class PlanTyped(BaseModel):
    """How it is to be published."""

    at: AwareDatetime | None = None
    until: AwareDatetime | None = None
    note: Annotated[str, Field(max_length=200)] = ""
    wait: bool = False
    overwrite: bool = False


class ReasonTyped(BaseModel):
    """Why."""

    reason: Annotated[str, Field(max_length=200)] = ""
    overwrite: bool = False


class TwoTyped(BaseModel):
    """Whether a second person releases menus."""

    two_people: bool


@router.get("/menus/<account>", tags=["menus"], summary="自定义菜单")
def menu(account: str) -> Response[MenuSeen]:
    """The draft, what followers see, and what is under way."""
    found = page.menu_for(account, by=actor())
    return tagged(_seen(found), found.draft.edition)


@router.put("/menus/<account>/draft", tags=["menus"], summary="保存菜单草稿")
def save(account: str, typed: DraftTyped) -> DraftSaved:
    """Keep the draft, whatever is wrong with it; ``If-Match`` is the edition that it was made from."""
    draft, faults = page.save(account, typed.document, seen=expected(), by=actor(), now=utc_now())
    return DraftSaved(
        edition=draft.edition,
        faults=[fault_seen(one) for one in faults],
        changes=[difference_seen(one) for one in page.changes(account, draft.document)],
    )


@router.post("/menus/<account>/check", tags=["menus"], summary="检查菜单")
def check(account: str, typed: DraftTyped) -> MenuChecked:
    """Everything that is wrong with it, with tags, material and articles asked of WeChat."""
    found = publishing.check(account, typed.document, by=actor())
    return MenuChecked(faults=[fault_seen(one) for one in found])


@router.post("/menus/<account>/publications", tags=["menus"], summary="发布菜单")
def publish(account: str, typed: PlanTyped) -> PublicationSeen:
    """Publish the draft: at once, at a time, for a while; ``If-Match`` is the draft's edition."""

    def make() -> PublicationSeen:
        made = publishing.publish_draft(
            account, _plan(typed), seen=expected(), by=actor(), now=utc_now()
        )
        return publication_seen(made, StaffNames())

    return once(PublicationSeen, make)


@router.post("/menus/<account>/publications/<number>/approve", tags=["menus"], summary="通过")
def approve(account: str, number: Id, typed: ReasonTyped) -> PublicationSeen:
    """Release a menu that waits for a second person."""
    made = menus_.approve(
        account,
        number.zfill(5),
        by=actor(),
        now=utc_now(),
        note=typed.reason,
        overwrite=typed.overwrite,
    )
    return publication_seen(made, StaffNames())


@router.post("/menus/<account>/publications/<number>/reject", tags=["menus"], summary="退回")
def reject(account: str, number: Id, typed: ReasonTyped) -> PublicationSeen:
    """Send back a menu that waits."""
    made = menus_.reject(account, number.zfill(5), typed.reason, by=actor(), now=utc_now())
    return publication_seen(made, StaffNames())


@router.post("/menus/<account>/publications/<number>/cancel", tags=["menus"], summary="取消或结束")
def cancel(account: str, number: Id, typed: ReasonTyped) -> PublicationSeen:
    """Call off what has not begun; end a campaign that followers see."""
    made = page.call_off(account, number.zfill(5), typed.reason, by=actor(), now=utc_now())
    return publication_seen(made, StaffNames())


@router.post("/menus/<account>/versions/<number>/restore", tags=["menus"], summary="恢复旧版本")
def restore(
    account: str, number: Annotated[int, Path(ge=1, le=999999)], typed: PlanTyped
) -> PublicationSeen:
    """Publish an old version again."""

    def make() -> PublicationSeen:
        made = publishing.restore(account, number, _plan(typed), by=actor(), now=utc_now())
        return publication_seen(made, StaffNames())

    return once(PublicationSeen, make)


@router.put("/menus/<account>/two-people", tags=["menus"], summary="设置两人发布")
def two_people(account: str, typed: TwoTyped) -> TwoTyped:
    """Whether a second person releases the menus of the account's unit, and of those below it."""
    page.set_two_people(account, typed.two_people, by=actor(), now=utc_now())
    return typed


def _plan(typed: PlanTyped) -> Plan:
    return Plan(typed.at, typed.until, typed.note, typed.wait, typed.overwrite)


def _seen(found: page.MenuView) -> MenuSeen:
    names = StaffNames()
    state = found.state
    return MenuSeen(
        edition=found.draft.edition,
        draft=found.draft.document,
        draft_by=names[found.draft.by],
        draft_at=found.draft.at,
        draft_base=found.draft.base,
        faults=[fault_seen(one) for one in found.faults],
        version=state.in_force.version if state.in_force else 0,
        shown=found.shown,
        changes=[
            difference_seen(one) for one in menus_.differences(found.shown, found.draft.document)
        ],
        problem=state.problem,
        busy=state.wanted is not None,
        drift=DriftSeen(
            seen_at=state.drift.seen_at,
            on_page=state.drift.on_page,
            differences=[difference_seen(one) for one in found.drift],
            document=found.found or MenuDocument(),
        )
        if state.drift
        else None,
        publications=[
            publication_seen(one.publication, names, one.deeds) for one in found.publications
        ],
        two_people=found.two_people,
        two_people_at=found.set_at or "",
        kinds=kinds(),
        platforms=[Choice(value=v, label=name) for v, name in menus_.kinds.PLATFORMS.items()],
        languages=[Choice(value=v, label=name) for v, name in menus_.kinds.LANGUAGES.items()],
        actions=list(found.deeds),
    )
