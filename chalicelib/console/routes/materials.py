"""素材: the library of a unit, its files, rights and versions, and a material on its way into an article."""

from __future__ import annotations

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Query
from pydantic import BaseModel, Field

from chalicelib import materials
from chalicelib.application import material_files, material_uses
from chalicelib.application import material_page as use
from chalicelib.clock import utc_now
from chalicelib.console import cursors
from chalicelib.console.caller import actor
from chalicelib.console.choice import Choice
from chalicelib.console.cursors import Cursor, Limit
from chalicelib.console.once import once
from chalicelib.console.routes.staff_names import StaffNames
from chalicelib.console.versions import expected, tagged
from chalicelib.materials import MaterialKind, MaterialText, MaterialTicket
from chalicelib.transitions import Deed

router = Router()
_TAG = "materials"
_SHOWN = 40
Unit = Annotated[str, Query(max_length=80)]
Seen = Annotated[str, Query(max_length=80, description="从哪个单位看；空为素材自己的单位")]


class WrittenMaterial(BaseModel):
    """What a person writes of a material; its contract is named by a key of ``POST /material-files``."""

    text: MaterialText
    contract: str = Field(default="", max_length=120)


class NewMaterial(WrittenMaterial):
    """A new material of a unit."""

    unit: str = Field(max_length=80)
    kind: MaterialKind
    file: str = Field(default="", max_length=120)
    """Key of a file that was sent."""
    passage: str = Field(default="", max_length=materials.TEXT_CHARS)


class MadeMaterial(BaseModel):
    """The material that was added."""

    id: str


class MaterialReplacement(BaseModel):
    """Another file or passage in its place."""

    file: str = Field(default="", max_length=120)
    passage: str = Field(default="", max_length=materials.TEXT_CHARS)
    note: str = Field(default="", max_length=materials.NOTE_CHARS)


class MaterialReason(BaseModel):
    """The reason."""

    reason: str = Field(min_length=1, max_length=materials.NOTE_CHARS)


class MaterialUpload(BaseModel):
    """Whose file it becomes."""

    unit: str = Field(max_length=80)


class SentMaterial(MaterialUpload):
    """A file that was sent."""

    upload: str = Field(max_length=50)
    name: str = Field(max_length=200)


class MaterialSent(BaseModel):
    """A file that may become a material."""

    key: str
    name: str
    kind: MaterialKind
    kind_name: str
    size: int
    width: int
    height: int
    url: str
    thumb: str
    remark: str
    same: str
    """Id of the unit's material that has this file; empty: it is new."""


class ForArticle(MaterialUpload):
    """The article's unit, and what the material is to be there."""

    cover: bool = False
    account: str = Field(default="", max_length=80)


class MaterialList(BaseModel):
    """A page of the library."""

    materials: list[use.MaterialRow]
    found: int
    next: str
    counts: dict[str, int]
    tags: list[str]
    matters: list[str]
    add: Deed


class MaterialsOut(BaseModel):
    """What is out with materials whose right has ended."""

    out: list[material_uses.MaterialOut]


class MaterialChoices(BaseModel):
    """All that can be chosen."""

    kinds: list[Choice]
    licences: list[Choice]
    reaches: list[Choice]
    consents: list[Choice]
    shows: list[Choice]


@router.get("/materials", tags=[_TAG], summary="素材库：本单位的和上级共享的")
def library(
    unit: Unit,
    words: Annotated[str, Query(max_length=60)] = "",
    tag: Annotated[str, Query(max_length=20)] = "",
    matter: Annotated[str, Query(max_length=20)] = "",
    kind: Annotated[str, Query(max_length=20)] = "",
    show: Annotated[str, Query(max_length=20)] = "usable",
    cursor: Cursor = "",
    limit: Limit = _SHOWN,
) -> MaterialList:
    """A page of what a unit sees."""
    found = use.found(
        unit,
        by=actor(),
        now=utc_now(),
        words=words,
        tag=tag,
        matter=matter,
        kind=next((one for one in MaterialKind if one.value == kind), None),
        show=next((one for one in use.MaterialShow if one.value == show), use.MaterialShow.USABLE),
        after=cursors.after(cursor),
        limit=limit,
    )
    names = StaffNames()
    return MaterialList(
        materials=[
            one.model_copy(update={"by": names[one.by], "owner": names[one.owner]})
            for one in found.materials
        ],
        found=found.found,
        next=cursors.cursor_at(found.place),
        counts=found.counts,
        tags=list(found.tags),
        matters=list(found.matters),
        add=found.add,
    )


@router.get("/material-choices", tags=[_TAG], summary="类别、授权、范围的选项")
def choices() -> MaterialChoices:
    """All that can be chosen."""
    labels = materials.labels
    return MaterialChoices(
        kinds=[Choice(value=one.value, label=name) for one, name in labels.KINDS.items()],
        licences=[Choice(value=one.value, label=name) for one, name in labels.LICENCES.items()],
        reaches=[Choice(value=one.value, label=name) for one, name in labels.REACHES.items()],
        consents=[Choice(value=one.value, label=name) for one, name in labels.CONSENTS.items()],
        shows=[Choice(value=one.value, label=name) for one, name in use.SHOWS.items()],
    )


@router.get("/materials-out", tags=[_TAG], summary="已到期或停用的素材，还在哪些已发的内容里")
def out(unit: Unit) -> MaterialsOut:
    """What readers have before them and should not."""
    return MaterialsOut(out=material_uses.expired_out(unit, by=actor(), now=utc_now()))


@router.post("/material-uploads", tags=[_TAG], summary="准许上传一个文件")
def upload(body: MaterialUpload) -> MaterialTicket:
    """Where and how the browser sends one file."""
    return materials.files.ticket(body.unit, by=actor())


@router.post("/material-files", tags=[_TAG], summary="查验上传的文件")
def taken(body: SentMaterial) -> MaterialSent:
    """Look at a file that was sent, and keep it."""
    by = actor()
    file = material_files.take(body.unit, body.upload, body.name, by=by, now=utc_now())
    return MaterialSent(
        key=file.key,
        name=file.name,
        kind=file.kind,
        kind_name=materials.labels.KINDS[file.kind],
        size=file.size,
        width=file.width,
        height=file.height,
        url=materials.files.link(file),
        thumb=materials.files.small_link(file),
        remark=file.remark,
        same=materials.same_file(body.unit, file.digest),
    )


@router.post("/materials", tags=[_TAG], summary="添加素材")
def add(body: NewMaterial) -> MadeMaterial:
    """Put a material into the library."""

    def made() -> MadeMaterial:
        material = materials.add(
            body.unit,
            body.kind,
            body.text,
            file=body.file,
            contract=body.contract,
            passage=body.passage,
            by=actor(),
            now=utc_now(),
        )
        return MadeMaterial(id=material.id)

    return once(MadeMaterial, made)


@router.get("/materials/<material_id>", tags=[_TAG], summary="一份素材：授权、版本、使用情况")
def show(material_id: str, unit: Seen = "") -> Response[use.MaterialDetail]:
    """A material with everything about it."""
    return _shown(material_id, unit)


@router.put("/materials/<material_id>", tags=[_TAG], summary="修改说明和授权")
def edit(material_id: str, body: WrittenMaterial) -> Response[use.MaterialDetail]:
    """Change its words and rights."""
    materials.edit(
        material_id,
        body.text,
        contract=body.contract,
        base=expected(),
        by=actor(),
        now=utc_now(),
    )
    return _shown(material_id)


@router.post("/materials/<material_id>/versions", tags=[_TAG], summary="更换文件，留存旧版")
def replace(material_id: str, body: MaterialReplacement) -> Response[use.MaterialDetail]:
    """Put another file in its place."""
    materials.replace(
        material_id,
        file=body.file,
        passage=body.passage,
        note=body.note,
        by=actor(),
        now=utc_now(),
    )
    return _shown(material_id)


@router.post("/materials/<material_id>/retire", tags=[_TAG], summary="停用")
def retire(material_id: str, body: MaterialReason) -> Response[use.MaterialDetail]:
    """Offer it no more."""
    materials.retire(material_id, body.reason, by=actor(), now=utc_now())
    return _shown(material_id)


@router.post("/materials/<material_id>/restore", tags=[_TAG], summary="恢复使用")
def restore(material_id: str) -> Response[use.MaterialDetail]:
    """Offer it again."""
    materials.restore(material_id, by=actor(), now=utc_now())
    return _shown(material_id)


@router.post("/materials/<material_id>/article", tags=[_TAG], summary="放进稿件")
def put_into(material_id: str, body: ForArticle) -> material_files.TakenMaterial:
    """A material as an article holds it, if the unit may use it."""
    return material_files.put_into(
        material_id,
        body.unit,
        cover=body.cover,
        account=body.account,
        by=actor(),
        now=utc_now(),
    )


def _shown(material_id: str, unit: str = "") -> Response[use.MaterialDetail]:
    found = use.detail(material_id, unit, by=actor(), now=utc_now())
    names = StaffNames()
    row = found.row.model_copy(update={"by": names[found.row.by], "owner": names[found.row.owner]})
    history = tuple(one.model_copy(update={"by": names[one.by]}) for one in found.history)
    return tagged(found.model_copy(update={"row": row, "history": history}), found.version)
