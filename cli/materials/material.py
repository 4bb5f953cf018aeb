"""``./rongmei material``: a unit's library of materials (素材), with rights, versions and uses."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Final

import typer

from chalicelib import materials
from chalicelib.application import material_files, material_page, material_uses
from chalicelib.application.material_page import MaterialShow
from chalicelib.clock import shown, utc_now
from chalicelib.materials import (
    Consent,
    Licence,
    LicenceKind,
    Material,
    MaterialKind,
    MaterialReach,
    MaterialScope,
    MaterialText,
)
from cli.terminal import output
from cli.terminal.acting import By, acting
from cli.terminal.options import Unit

app = typer.Typer(
    help="素材库：图片、音视频、文字和文件，授权与到期，在哪些稿件里。", no_args_is_help=True
)
_DAY: Final = ["%Y-%m-%d"]
Id = Annotated[str, typer.Argument(metavar="素材", help="素材编号，如 m-20261130-7f3k2a。")]
Title = Annotated[str, typer.Option("--title", help="标题。")]
Text = Annotated[str, typer.Option("--text", help="文字素材的文字。")]
Tags = Annotated[list[str] | None, typer.Option("--tag", help="标签，可多次。")]
Author = Annotated[str, typer.Option("--author", help="作者、摄影。")]
LicenceOption = Annotated[
    LicenceKind | None,
    typer.Option("--licence", help="own 自有、permitted 授权使用、bought 购买、public 公有领域。"),
]
LicensedBy = Annotated[str, typer.Option("--licensed-by", help="许可方或卖方。")]
Until = Annotated[
    datetime | None,
    typer.Option("--until", metavar="日期", formats=_DAY, help="授权到哪一天（含当天）。"),
]
From = Annotated[
    datetime | None,
    typer.Option("--from", metavar="日期", formats=_DAY, help="从哪一天起可用。"),
]
ReachOption = Annotated[
    MaterialReach | None,
    typer.Option("--reach", help="own 仅本单位、below 本单位及下级、all 所有单位。"),
]
Accounts = Annotated[
    list[str] | None, typer.Option("--account", metavar="ID", help="只给这些公众号用，可多次。")
]
ConsentOption = Annotated[
    Consent | None,
    typer.Option("--consent", help="出镜人：yes 已同意、no 未同意、none 没有人出镜。"),
]
Contract = Annotated[
    Path | None, typer.Option("--contract", metavar="FILE", help="授权合同或许可函。")
]


@app.command(
    "add",
    epilog="例：./rongmei material add 大厅.jpg --unit province --title 办税大厅 --licence bought --licensed-by 云岭图片社 --until 2026-12-31",
)
def add(
    unit: Unit,
    title: Title,
    file: Annotated[
        Path | None, typer.Argument(metavar="[FILE]", help="文件；文字素材不用。")
    ] = None,
    text: Text = "",
    description: Annotated[str, typer.Option("--description", help="说明。")] = "",
    tag: Tags = None,
    matter: Annotated[str, typer.Option("--matter", help="领域。")] = "",
    source: Annotated[str, typer.Option("--source", help="来源。")] = "",
    author: Author = "",
    licence: LicenceOption = None,
    licensed_by: LicensedBy = "",
    until: Until = None,
    since: From = None,
    reach: ReachOption = None,
    account: Accounts = None,
    consent: ConsentOption = None,
    contract: Contract = None,
    by: By = None,
    json: output.Json = False,
) -> None:
    """把一个文件或一段文字加入素材库。"""
    who, now = acting(by), utc_now()
    written = MaterialText(
        title=title,
        description=description,
        tags=tuple(tag or ()),
        matter=matter,
        source=source,
        author=author,
        licence=Licence(kind=licence or LicenceKind.OWN, by=licensed_by, until=_day(until)),
        scope=MaterialScope(reach=reach or MaterialReach.BELOW, accounts=tuple(account or ())),
        valid_from=_day(since),
        consent=consent or Consent.NONE,
    )
    kept = material_files.keep(file.read_bytes(), file.name, by=who, now=now) if file else None
    paper = (
        material_files.keep(contract.read_bytes(), contract.name, by=who, now=now)
        if contract
        else None
    )
    made = materials.add(
        unit,
        kept.kind if kept else MaterialKind.TEXT,
        written,
        file=kept.key if kept else "",
        contract=paper.key if paper else "",
        passage=text,
        by=who,
        now=now,
    )
    _told(made, json)


@app.command("list", epilog="例：./rongmei material list --unit city --show expiring --json")
def list_materials(
    unit: Unit,
    words: Annotated[str, typer.Option("--words", help="标题、标签、作者等里的字。")] = "",
    tag: Annotated[str, typer.Option("--tag", help="带这个标签的。")] = "",
    kind: Annotated[
        MaterialKind | None,
        typer.Option("--kind", help="picture 图片、video 视频、audio 音频、text 文字、file 文件。"),
    ] = None,
    show: Annotated[
        MaterialShow,
        typer.Option(
            "--show",
            help="usable 现在可用、own 本单位、above 别的单位共享、expiring 快到期、expired 已到期、retired 已停用、all 全部。",
        ),
    ] = MaterialShow.USABLE,
    by: By = None,
    json: output.Json = False,
) -> None:
    """一个单位看得到的素材：自己的、上级共享的、给所有单位的。"""
    found = material_page.found(
        unit, by=acting(by), now=utc_now(), words=words, tag=tag, kind=kind, show=show, limit=1000
    )
    if json:
        output.as_json(found)
        return
    output.table(
        f"单位“{unit}”的素材",
        ["编号", "类别", "标题", "单位", "授权", "到期", "不能用的原因"],
        [
            (
                one.id,
                one.kind_name,
                one.title,
                one.unit_name,
                one.licence,
                one.ends or "",
                "、".join(one.problems),
            )
            for one in found.materials
        ],
        whole=["编号", "类别"],
        empty="没有这样的素材。用 `./rongmei material add` 添加。",
    )


@app.command("show", epilog="例：./rongmei material show m-20261130-7f3k2a")
def show_material(material: Id, by: By = None, json: output.Json = False) -> None:
    """一份素材：授权、版本、用在哪些稿件。"""
    found = material_page.detail(material, by=acting(by), now=utc_now())
    if json:
        output.as_json(found)
        return
    row = found.row
    output.facts(
        f"{row.title}（{row.id}）",
        [
            ("类别", row.kind_name),
            ("单位", row.unit_name),
            ("状态", f"{row.state_name}{'：' + found.reason if found.reason else ''}"),
            ("不能用的原因", "、".join(row.problems)),
            ("说明", row.description),
            ("标签", " ".join(row.tags)),
            ("来源", " ".join(filter(None, (found.text.source, found.text.author)))),
            ("授权", row.licence),
            ("到期", row.ends or ""),
            ("使用范围", " ".join((row.reach, *found.text.scope.accounts))),
            ("出镜人", row.consent),
            ("负责人", row.owner),
        ],
    )
    output.table(
        "版本",
        ["版本", "时间", "经办", "文件", "说明"],
        [
            (one.number, shown(one.at), one.by, one.name or one.text[:30], one.note)
            for one in found.history
        ],
    )
    output.table(
        "用在",
        ["稿件", "标题", "单位", "状态", "版本"],
        [
            (
                one.article,
                one.title,
                one.unit,
                one.state_name if one.current else "旧版稿件用过",
                one.version,
            )
            for one in found.uses
        ],
        empty="还没有稿件用它。",
    )


@app.command(
    "edit", epilog="例：./rongmei material edit m-20261130-7f3k2a --until 2027-12-31 --by li"
)
def edit(
    material: Id,
    title: Title = "",
    description: Annotated[str, typer.Option("--description", help="说明。")] = "",
    tag: Tags = None,
    author: Author = "",
    licence: LicenceOption = None,
    licensed_by: LicensedBy = "",
    until: Until = None,
    since: From = None,
    reach: ReachOption = None,
    account: Accounts = None,
    consent: ConsentOption = None,
    owner: Annotated[str, typer.Option("--owner", help="负责人，到期前提醒他。")] = "",
    contract: Contract = None,
    by: By = None,
    json: output.Json = False,
) -> None:
    """修改说明和授权；没有给的不变。"""
    who, now = acting(by), utc_now()
    before = materials.get(material).text
    right = before.licence.model_copy(
        update=_given(kind=licence, by=licensed_by, until=_day(until))
    )
    scope = before.scope.model_copy(
        update=_given(reach=reach, accounts=tuple(account) if account else None)
    )
    after = before.model_copy(
        update=_given(
            title=title,
            description=description,
            tags=tuple(tag) if tag else None,
            author=author,
            licence=right,
            scope=scope,
            valid_from=_day(since),
            consent=consent,
            owner=owner,
        )
    )
    there = before.contract.key if before.contract else ""
    paper = (
        material_files.keep(contract.read_bytes(), contract.name, by=who, now=now).key
        if contract
        else there
    )
    _told(materials.edit(material, after, contract=paper, by=who, now=now), json)


@app.command(
    "replace", epilog="例：./rongmei material replace m-20261130-7f3k2a 新图.png --note 换清晰版"
)
def replace(
    material: Id,
    file: Annotated[Path | None, typer.Argument(metavar="[FILE]", help="新文件。")] = None,
    text: Text = "",
    note: Annotated[str, typer.Option("--note", help="为什么换。")] = "",
    by: By = None,
    json: output.Json = False,
) -> None:
    """换上新的文件或文字；旧版留在历史里。"""
    who, now = acting(by), utc_now()
    kept = material_files.keep(file.read_bytes(), file.name, by=who, now=now) if file else None
    after = materials.replace(
        material, file=kept.key if kept else "", passage=text, note=note, by=who, now=now
    )
    _told(after, json)


@app.command("retire", epilog="例：./rongmei material retire m-20261130-7f3k2a --reason 合同终止")
def retire(
    material: Id,
    reason: Annotated[str, typer.Option("--reason", help="原因。")],
    by: By = None,
    json: output.Json = False,
) -> None:
    """停用；用了它的稿件不能再送审和排期。"""
    _told(materials.retire(material, reason, by=acting(by), now=utc_now()), json)


@app.command("restore", epilog="例：./rongmei material restore m-20261130-7f3k2a")
def restore(material: Id, by: By = None, json: output.Json = False) -> None:
    """恢复使用。"""
    _told(materials.restore(material, by=acting(by), now=utc_now()), json)


@app.command("out", epilog="例：./rongmei material out --unit province --json")
def out(unit: Unit, by: By = None, json: output.Json = False) -> None:
    """已到期或停用的素材，还在哪些已发的内容里。"""
    found = material_uses.expired_out(unit, by=acting(by), now=utc_now())
    if json:
        output.as_json(found)
        return
    output.table(
        "已发内容里的到期素材",
        ["素材", "标题", "稿件", "公众号", "发布时间", "投递"],
        [
            (
                one.material,
                one.material_title,
                one.title,
                one.account_name,
                shown(one.at),
                one.delivery,
            )
            for one in found
        ],
        whole=["素材", "投递"],
        empty="没有：已发的内容里没有到期或停用的素材。",
    )


def _told(material: Material, json: bool) -> None:
    if json:
        output.as_json(material)
        return
    state = materials.labels.STATES[material.state]
    output.done(
        f"素材 {material.id}“{material.text.title}”：{state}，第 {material.latest.number} 版。"
    )


def _given(**values: object) -> dict[str, object]:
    return {name: value for name, value in values.items() if value}


def _day(at: datetime | None) -> date | None:
    return at.date() if at else None
