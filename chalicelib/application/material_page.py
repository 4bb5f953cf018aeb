"""The library as people see it: a list that is searched, a material with its rights, history and deeds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from pydantic import AwareDatetime

from chalicelib import materials, units
from chalicelib.actor import Actor
from chalicelib.application import material_uses
from chalicelib.application.deeds import deed, denied
from chalicelib.application.material_uses import MaterialOut, MaterialUse
from chalicelib.materials import Material, MaterialFile, MaterialKind, MaterialVersion
from chalicelib.transitions import Deed
from chalicelib.values import Value


class MaterialShow(StrEnum):
    """Which materials of the library somebody wants to see."""

    USABLE = "usable"
    """Those that the unit may use today."""
    OWN = "own"
    ABOVE = "above"
    """What other units share with it."""
    EXPIRING = "expiring"
    EXPIRED = "expired"
    RETIRED = "retired"
    ALL = "all"


SHOWS: Final = {
    MaterialShow.USABLE: "现在可用",
    MaterialShow.OWN: "本单位的",
    MaterialShow.ABOVE: "别的单位共享的",
    MaterialShow.EXPIRING: "14 天内到期",
    MaterialShow.EXPIRED: "已到期",
    MaterialShow.RETIRED: "已停用",
    MaterialShow.ALL: "全部",
}


class MaterialRow(Value):
    """A material in the list."""

    id: str
    unit: str
    unit_name: str
    kind: MaterialKind
    kind_name: str
    title: str
    description: str
    tags: tuple[str, ...]
    matter: str
    thumb: str
    """Address of a small picture, for some minutes; empty: there is none."""
    url: str
    """Of a picture, video or recording; empty otherwise."""
    text: str
    """Of a passage."""
    size: int
    width: int
    height: int
    licence: str
    """In words: ``购买（某图片社，至 2026-12-31）``."""
    reach: str
    consent: str
    ends: date | None
    days_left: int | None
    """Until its last day; negative: it is over. None: it has none."""
    problems: tuple[str, ...]
    """Why the unit may not use it today, in words; empty: it may."""
    state: str
    state_name: str
    owner: str
    versions: int
    by: str
    at: AwareDatetime


class MaterialsFound(Value):
    """A page of the list."""

    materials: tuple[MaterialRow, ...]
    found: int
    """How many there are in all, by the filter."""
    place: str
    """Sort key of the last one; empty: nothing follows."""
    counts: dict[str, int]
    """How many there are of each ``MaterialShow``, whatever else is asked for."""
    tags: tuple[str, ...]
    """All tags, the most frequent first."""
    matters: tuple[str, ...]
    add: Deed


class MaterialVersionSeen(Value):
    """A version of a material."""

    number: int
    name: str
    url: str
    thumb: str
    size: int
    width: int
    height: int
    text: str
    remark: str
    by: str
    at: AwareDatetime
    note: str


class MaterialContract(Value):
    """The paper that proves the right."""

    key: str
    name: str
    url: str


class MaterialDetail(Value):
    """A material with everything about it."""

    row: MaterialRow
    text: materials.MaterialText
    history: tuple[MaterialVersionSeen, ...]
    """The latest first."""
    contract: MaterialContract | None
    uses: tuple[MaterialUse, ...]
    out: tuple[MaterialOut, ...]
    """What readers have before them with it."""
    reason: str
    deeds: tuple[Deed, ...]
    version: int


def found(
    unit: str,
    *,
    by: Actor,
    now: datetime,
    words: str = "",
    tag: str = "",
    matter: str = "",
    kind: MaterialKind | None = None,
    show: MaterialShow = MaterialShow.USABLE,
    after: str = "",
    limit: int = 40,
) -> MaterialsFound:
    """A page of what a unit sees, the newest first. Raises ``PermissionDenied`` or ``UnknownUnit``."""
    every = materials.library(unit, by=by)
    above, day = materials.lineage(unit), materials.rules.day_of(now)
    passes = _filters(unit, above, day)
    wanted = [
        one
        for one in every
        if passes[show](one)
        and (kind is None or one.kind is kind)
        and (not tag or tag in one.text.tags)
        and (not matter or matter == one.text.matter)
        and materials.rules.matches(one, words)
    ]
    shown = [one for one in wanted if not after or _place(one) < after]
    page, names = shown[:limit], _UnitNames()
    tags = [one for material in every for one in material.text.tags]
    return MaterialsFound(
        materials=tuple(_row(one, above, day, names) for one in page),
        found=len(wanted),
        place=_place(page[-1]) if len(shown) > limit else "",
        counts={one.value: sum(map(passes[one], every)) for one in MaterialShow},
        tags=tuple(sorted(dict.fromkeys(tags), key=lambda one: (-tags.count(one), one)))[:60],
        matters=tuple(sorted({one.text.matter for one in every if one.text.matter})),
        add=deed("add", "添加素材", denied(by, materials.EDIT, unit)),
    )


def detail(material_id: str, unit: str = "", *, by: Actor, now: datetime) -> MaterialDetail:
    """A material as a unit sees it. Raises ``UnknownMaterial``, ``PermissionDenied`` or ``UnknownUnit``."""
    material = materials.material_for(material_id, unit, by=by)
    above = materials.lineage(unit or material.unit)
    contract = material.text.contract
    own = not denied(by, materials.EDIT, material.unit)
    if not own:  # the paper, and who is responsible, are the unit's own business
        material = material.model_copy(
            update={"text": material.text.model_copy(update={"contract": None})}
        )
    return MaterialDetail(
        row=_row(material, above, materials.rules.day_of(now), _UnitNames()),
        text=material.text,
        history=tuple(_version(one) for one in reversed(material.versions)),
        contract=MaterialContract(
            key=contract.key, name=contract.name, url=materials.files.link(contract, save=True)
        )
        if contract and own
        else None,
        uses=tuple(material_uses.uses_of(material, by=by)),
        out=tuple(material_uses.out_with([material], unit or material.unit)),
        reason=material.reason,
        deeds=_deeds(material, by),
        version=material.version,
    )


def licence_in_words(material: Material) -> str:
    """The right, as people read it."""
    licence = material.text.licence
    more = [licence.by, f"至 {licence.until}" if licence.until else ""]
    said = "，".join(filter(None, more))
    return materials.labels.LICENCES[licence.kind] + (f"（{said}）" if said else "")


class _UnitNames:
    """Names of units, read when the first is asked for."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}

    def __getitem__(self, unit: str) -> str:
        if not self._names:
            self._names = {one.id: one.name for one in units.units()}
        return self._names.get(unit, unit)


def _filters(
    unit: str, above: list[str], day: date
) -> dict[MaterialShow, Callable[[Material], bool]]:
    rules = materials.rules
    active = materials.MaterialState.ACTIVE
    return {
        MaterialShow.USABLE: lambda one: not rules.problems(one, above, day),
        MaterialShow.OWN: lambda one: one.unit == unit and one.state is active,
        MaterialShow.ABOVE: lambda one: one.unit != unit and one.state is active,
        MaterialShow.EXPIRING: lambda one: one.state is active and rules.expiring(one, day),
        MaterialShow.EXPIRED: lambda one: one.state is active and rules.expired(one, day),
        MaterialShow.RETIRED: lambda one: one.state is not active,
        MaterialShow.ALL: lambda one: True,
    }


def _place(one: Material) -> str:
    return f"{one.made_at.isoformat()}#{one.id}"


def _row(material: Material, above: list[str], day: date, names: _UnitNames) -> MaterialRow:
    text, latest, labels = material.text, material.latest, materials.labels
    file = latest.file
    shown = file is not None and file.kind is not MaterialKind.FILE
    return MaterialRow(
        id=material.id,
        unit=material.unit,
        unit_name=names[material.unit],
        kind=material.kind,
        kind_name=labels.KINDS[material.kind],
        title=text.title,
        description=text.description,
        tags=text.tags,
        matter=text.matter,
        thumb=materials.files.small_link(file) if file else "",
        url=materials.files.link(file) if file and shown else "",
        text=latest.text,
        size=file.size if file else 0,
        width=file.width if file else 0,
        height=file.height if file else 0,
        licence=licence_in_words(material),
        reach=labels.REACHES[text.scope.reach],
        consent=labels.CONSENTS[text.consent],
        ends=text.ends,
        days_left=(text.ends - day).days if text.ends else None,
        problems=tuple(
            labels.PROBLEMS[one] for one in materials.rules.problems(material, above, day)
        ),
        state=material.state.value,
        state_name=labels.STATES[material.state],
        owner=text.owner,
        versions=latest.number,
        by=material.made_by,
        at=material.made_at,
    )


def _version(one: MaterialVersion) -> MaterialVersionSeen:
    file: MaterialFile | None = one.file
    return MaterialVersionSeen(
        number=one.number,
        name=file.name if file else "",
        url=materials.files.link(file, save=True) if file else "",
        thumb=materials.files.small_link(file) if file else "",
        size=file.size if file else 0,
        width=file.width if file else 0,
        height=file.height if file else 0,
        text=one.text,
        remark=file.remark if file else "",
        by=one.by,
        at=one.at,
        note=one.note,
    )


def _deeds(material: Material, by: Actor) -> tuple[Deed, ...]:
    labels, able = materials.labels, materials.MATERIAL.possible(material, [materials.Who.KEEPER])
    needs = {
        materials.MaterialAction.RETIRE: materials.RETIRE,
        materials.MaterialAction.RESTORE: materials.RETIRE,
    }
    return tuple(
        deed(
            one.value,
            labels.ACTIONS[one],
            denied(by, needs.get(one, materials.EDIT), material.unit),
        )
        for one in able
    )
