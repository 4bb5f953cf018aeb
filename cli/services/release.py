"""``./rongmei service submit|release|…``: versions of the catalogue, and the two persons it takes to release one."""

from __future__ import annotations

from typing import Annotated

import typer

from chalicelib import catalogue
from chalicelib.application import service_versions
from chalicelib.application.service_spread import release_catalogue
from chalicelib.catalogue import CatalogueVersion, VersionState
from chalicelib.clock import shown, utc_now
from cli.services.shared import Number, differing, said
from cli.terminal import output
from cli.terminal.acting import By, acting
from cli.terminal.options import Unit

app = typer.Typer()


@app.command("submit", epilog="例：./rongmei service submit 3 --unit province")
def submit(
    version: Number,
    unit: Unit,
    note: Annotated[str, typer.Option("--note", help="给审核人的说明。")] = "",
    by: By = None,
    json: output.Json = False,
) -> None:
    """把最新的草稿提交审核（含它之前未发布的修改）。"""
    made = catalogue.versions.submit(unit, version, by=acting(by), now=utc_now(), note=note)
    if json:
        output.as_json(made)
        return
    output.done(
        f"版本 {version} 已提交审核。请另一位同事核对后执行 "
        f"`./rongmei service release {version} --unit {unit} --by 姓名`。"
    )


@app.command(
    "reject", epilog='例：./rongmei service reject 3 --unit province --reason "第 2 项的网址不对"'
)
def reject(
    version: Number,
    unit: Unit,
    reason: Annotated[str, typer.Option("--reason", help="原因。")],
    by: By = None,
    json: output.Json = False,
) -> None:
    """退回一个待审版本，改好后可以再提交。"""
    made = catalogue.versions.send_back(unit, version, by=acting(by), now=utc_now(), reason=reason)
    if json:
        output.as_json(made)
        return
    output.done(f"版本 {version} 已退回。")


@app.command("release", epilog="例：./rongmei service release 3 --unit province --by 老李")
def release(version: Number, unit: Unit, by: By = None, json: output.Json = False) -> None:
    """发布一个待审版本，要由另一个人；中断后再执行一次即可。"""
    made = release_catalogue(unit, version, by=acting(by), now=utc_now())
    if json:
        output.as_json(made)
        return
    output.done(f"服务目录版本 {version}（{made.services} 项服务）已发布。最多 10 秒后生效。")


@app.command("restore", epilog="例：./rongmei service restore 3 --unit province")
def restore(version: Number, unit: Unit, by: By = None, json: output.Json = False) -> None:
    """把某个旧版本的内容作为新的草稿；和别的修改一样，要另一个人发布。"""
    said(unit, catalogue.versions.restore(unit, version, by=acting(by), now=utc_now()), json=json)


@app.command("diff", epilog="例：./rongmei service diff --unit province")
def diff(
    unit: Unit,
    version: Annotated[
        int | None, typer.Option("--version", help="看这个版本；默认最新的草稿。")
    ] = None,
    against: Annotated[
        int | None, typer.Option("--against", help="与这个版本比；默认现行版本。")
    ] = None,
    by: By = None,
    json: output.Json = False,
) -> None:
    """草稿与现行版本有什么不同。"""
    found = service_versions.compare_for(unit, against, version, by=acting(by))
    if json:
        output.as_json({"version": found.newer, "against": found.older, "changes": found.services})
        return
    output.line(f"版本 {found.newer} 与版本 {found.older or '0（空）'} 比较")
    differing(found.services, found.in_all)


@app.command("history", epilog="例：./rongmei service history --unit province")
def history(unit: Unit, by: By = None, json: output.Json = False) -> None:
    """列出服务目录的各个版本，最新的在前。"""
    found = service_versions.standing_for(unit, by=acting(by))
    if json:
        output.as_json(
            [
                {**one.version.model_dump(mode="json"), "in_force": one.in_force}
                for one in found.versions
            ]
        )
        return
    output.table(
        f"单位“{found.unit}”的服务目录版本",
        ["版本", "时间", "状态", "经办", "来源", "服务", "说明"],
        [
            (
                one.version.version,
                shown(one.version.at),
                one.state_name,
                _hands(one.version),
                one.version.source,
                one.version.services,
                _note(one.version),
            )
            for one in found.versions
        ],
        whole=["版本", "时间"],
        empty="还没有导入过服务。用 `./rongmei service template 服务.xlsx` 生成模板。",
    )


def _hands(one: CatalogueVersion) -> str:
    hands = [("修改", one.by), ("提交", one.submitted_by), ("发布", one.released_by)]
    return "\n".join(f"{what} {who}" for what, who in hands if who)


def _note(one: CatalogueVersion) -> str:
    restored = f"恢复自版本 {one.restored_from}" if one.restored_from is not None else ""
    back = f"退回：{one.remark}" if one.remark and one.state is VersionState.DRAFT else ""
    return "\n".join(word for word in (restored, one.note, back) if word)
