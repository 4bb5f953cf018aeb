"""``./rongmei menu``: custom menus. Their rules are in ``chalicelib.menus``; see docs/menus.md."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from chalicelib import menus
from chalicelib.application import menus as menus_
from chalicelib.clock import shown, utc_now
from chalicelib.menus import Button, Fault, MenuDocument
from cli.menus import menu_drift, menu_numbers, menu_publish
from cli.menus.shared import Version, numbered
from cli.terminal import file_io, output
from cli.terminal.acting import By, acting
from cli.terminal.file_io import Overwrite
from cli.terminal.options import Account, Unit

app = typer.Typer(help="自定义菜单：编辑、检查、发布、恢复、对照微信。", no_args_is_help=True)
menu_publish.register(app)
menu_drift.register(app)
menu_numbers.register(app)


@app.command(
    "show",
    epilog="例：\n./rongmei menu show --account province\n"
    "./rongmei menu show --account province --draft --file 菜单.yaml",
)
def show(
    account: Account,
    version: Version = None,
    draft: Annotated[bool, typer.Option("--draft", help="看草稿，不看现行的。")] = False,
    file: Annotated[
        Path | None, typer.Option("--file", metavar="FILE", help="写成 .yaml 或 .json 文件。")
    ] = None,
    yes: Overwrite = False,
    by: By = None,
    json: output.Json = False,
) -> None:
    """现行的菜单（或草稿、某个版本），以及没有结束的发布。"""
    actor = acting(by)
    state = menus.state_of(account)
    working = menus.draft_for(account, by=actor)
    if draft:
        title, document = "草稿", working.document
    elif version is not None:
        title, document = f"版本 {version}", menus.version_for(account, version, by=actor).document
    else:
        number = state.in_force.version if state.in_force else 0
        title = f"现行，版本 {number}" if number else "还没有发布过"
        document = menus.document(account, number)
    if file is not None:
        file_io.save(file, menus.write_file(file.name, document), overwrite=yes)
        return
    if json:
        output.as_json(
            {"document": document.model_dump(mode="json"), "state": state.model_dump(mode="json")}
        )
        return
    output.table(
        f"公众号“{account}”的菜单（{title}）",
        ["菜单", "一级", "下级", "做什么"],
        _rows(document),
        empty="没有菜单。用 `./rongmei menu edit --file 菜单.yaml` 写草稿。",
    )
    if state.open:
        menu_publish.listed(state.open)
    if state.problem:
        output.warn(f"还没有发布成功：{state.problem}")
    if state.drift is not None:
        output.warn("微信上的菜单与现行的不同，有人在别处改过：用 `menu drift` 看差别。")


@app.command("edit", epilog="例：./rongmei menu edit --account province --file 菜单.yaml")
def edit(
    account: Account,
    file: Annotated[Path, typer.Option("--file", metavar="FILE", help=".yaml 或 .json 文件。")],
    by: By = None,
    json: output.Json = False,
) -> None:
    """用一个文件替换草稿；格式见 `menu show --file`，也收微信接口的 JSON。有不合要求的地方会列出来。"""
    document = menus.read_file(file.name, file_io.read(file))
    actor = acting(by)
    seen = menus.draft_for(account, by=actor).edition
    saved = menus.save_draft(account, document, seen=seen, by=actor, now=utc_now())
    found = menus_.check(account, document, by=actor)
    if json:
        output.as_json({"edition": saved.edition, "faults": [one.model_dump() for one in found]})
        return
    output.done("草稿已保存，还没有发布。")
    _listed(found)


@app.command("check", epilog="例：./rongmei menu check --account province")
def check(
    account: Account, version: Version = None, by: By = None, json: output.Json = False
) -> None:
    """检查草稿（或某个版本）：微信会拒绝什么，粉丝会看不懂什么。有错误时退出码为 1。"""
    actor = acting(by)
    document = (
        menus.draft_for(account, by=actor).document
        if version is None
        else menus.version_for(account, version, by=actor).document
    )
    found = menus_.check(account, document, by=actor)
    if json:
        output.as_json([one.model_dump() for one in found])
    else:
        _listed(found)
    if menus.checks.refusals(found):
        raise typer.Exit(1)


@app.command("diff", epilog="例：./rongmei menu diff 3 5 --account province")
def diff(
    older: Annotated[int, typer.Argument(metavar="OLDER", help="旧版本号；0 是没有菜单。")],
    account: Account,
    newer: Annotated[
        int | None, typer.Argument(metavar="NEWER", help="新版本号；默认草稿。")
    ] = None,
    by: By = None,
    json: output.Json = False,
) -> None:
    """两个版本的差别。"""
    actor = acting(by)
    before = menus.version_for(account, older, by=actor).document if older else MenuDocument()
    after = (
        menus.draft_for(account, by=actor).document
        if newer is None
        else menus.version_for(account, newer, by=actor).document
    )
    found = menus.differences(before, after)
    if json:
        output.as_json([one.model_dump() for one in found])
        return
    for one in found:
        output.line(str(one))
    if not found:
        output.note("没有差别。")


@app.command("history")
def history(account: Account, by: By = None, json: output.Json = False) -> None:
    """各个版本，和各次发布的经过，最新的在前。"""
    actor = acting(by)
    versions = list(menus.versions_for(account, by=actor))
    publications = menus.publications_for(account, by=actor)
    if json:
        output.as_json({"versions": versions, "publications": publications})
        return
    output.table(
        f"公众号“{account}”的菜单版本",
        ["版本", "时间", "经办", "来源", "说明"],
        [
            (
                one.number,
                shown(one.at),
                one.by,
                menus.labels.SOURCES[one.source],
                f"恢复自版本 {one.restored_from}" if one.restored_from else one.note,
            )
            for one in versions
        ],
        whole=["版本", "时间"],
        empty="还没有版本。",
    )
    menu_publish.listed(publications)


@app.command("try", epilog="例：./rongmei menu try oABC123 --account province")
def try_(
    user: Annotated[str, typer.Argument(metavar="USER", help="粉丝的 openid 或微信号。")],
    account: Account,
    by: By = None,
    json: output.Json = False,
) -> None:
    """问微信：这位粉丝看到的是哪个菜单。"""
    buttons = menus_.menu_of_follower(account, user, by=acting(by))
    if json:
        output.as_json([one.model_dump() for one in buttons])
        return
    output.table(
        f"粉丝 {user} 看到的菜单", ["菜单", "一级", "下级", "做什么"], _entries("", buttons)
    )


@app.command("two-people", epilog="例：./rongmei menu two-people on --unit province")
def two_people(
    unit: Unit,
    setting: Annotated[
        str | None, typer.Argument(metavar="on|off", help="on 要两人，off 不要；不写只查看。")
    ] = None,
    by: By = None,
    json: output.Json = False,
) -> None:
    """发布菜单是否要第二个人审核；对单位及其下级生效，下级可另行设定。"""
    if setting not in (None, "on", "off"):
        raise typer.BadParameter("写 on 或 off", param_hint="on|off")
    if setting is not None:
        menus.set_two_people(unit, setting == "on", by=acting(by), now=utc_now())
    two, at = menus.two_people_for(unit)
    if json:
        output.as_json({"two_people": two, "set_at": at})
        return
    source = "默认" if at is None else "本单位设定" if at == unit else f"沿用上级单位“{at}”"
    output.done(f"单位“{unit}”发布菜单{'要两人' if two else '一人即可'}（{source}）。")


def _rows(document: MenuDocument) -> list[tuple[object, ...]]:
    rows = _entries("默认", document.buttons)
    for number, one in enumerate(document.conditional, 1):
        named = f"{number} {one.name}\n{menus.rule_text(one.rule)}"
        rows += _entries(named, one.buttons)
    return rows


def _entries(menu: str, buttons: tuple[Button, ...]) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = []
    for one in buttons:
        rows.append((menu if not rows else "", one.name, "", "" if one.children else menus.action_text(one)))  # fmt: skip
        rows += [("", "", below.name, menus.action_text(below)) for below in one.children]
    return rows


def _listed(found: tuple[Fault, ...]) -> None:
    output.table(
        "要改的地方",
        ["", "位置", "问题", "微信的错误码"],
        [
            ("提醒" if one.warning else "错误", one.where, one.problem, one.code or "")
            for one in numbered(found)
        ],
        empty="检查通过。",
    )
