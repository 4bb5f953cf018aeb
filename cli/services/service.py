"""``./rongmei service list|show|import|export|edit|…``: services and their content. The rules stand in ``chalicelib.catalogue``."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from chalicelib import catalogue
from chalicelib.application import service_catalogue, service_edits
from chalicelib.application.list_import import File
from chalicelib.application.service_catalogue import Wanted
from chalicelib.catalogue import ServiceState
from chalicelib.clock import utc_now
from chalicelib.sheets.problems import Severity
from cli.services.shared import ServiceId, differing, said
from cli.terminal import file_io, output
from cli.terminal.acting import By, acting
from cli.terminal.options import Unit

app = typer.Typer(help="服务目录：导入、修改、审核发布、维护、下线、查链接。", no_args_is_help=True)

_COLUMNS = {one.label: one for one in catalogue.columns.COLUMNS} | {
    one.field: one for one in catalogue.columns.COLUMNS
}


@app.command("list", epilog="例：./rongmei service list --unit province --category 我要开票")
def list_(
    unit: Unit,
    category: Annotated[str, typer.Option("--category", help="只看这个分类。")] = "",
    audience: Annotated[str, typer.Option("--audience", help="只看这个适用对象。")] = "",
    state: Annotated[
        str, typer.Option("--state", metavar="状态", help="只看：运行、维护、下线。")
    ] = "",
    words: Annotated[str, typer.Option("--find", help="名称、别名、简介里有这些字。")] = "",
    by: By = None,
    json: output.Json = False,
) -> None:
    """列出一个单位的服务（自己没有目录时，用最近的上级的）。"""
    wanted = Wanted(words=words, category=category, audience=audience, state=_state(state))
    found = service_catalogue.listing_for(unit, wanted, by=acting(by), now=utc_now())
    if json:
        output.as_json(
            [
                {
                    **row.service.model_dump(mode="json"),
                    "state": row.state,
                    "said": row.said,
                    "due": row.due,
                    "released": row.released,
                }
                for row in found.rows
            ]
        )
        return
    output.table(
        f"{found.unit_name}的服务目录（共 {len(found.rows)} 项）",
        ["编号", "名称", "分类", "对象", "状态", "提醒"],
        [
            (
                row.service.id,
                row.service.name,
                row.service.category,
                "、".join(row.service.audience),
                row.said or catalogue.labels.STATES[row.state],
                row.due or ("" if row.released else "有未发布的修改"),
            )
            for row in found.rows
        ],
        whole=["编号"],
        empty="没有符合条件的服务。用 `./rongmei service template 服务.xlsx` 生成模板，填好后用 service import 导入。",
    )


@app.command("show", epilog="例：./rongmei service show deed-tax --unit province")
def show(service: ServiceId, unit: Unit, by: By = None, json: output.Json = False) -> None:
    """一项服务的全部内容，和粉丝看到的样子。"""
    found = service_catalogue.service_for(unit, service, by=acting(by), now=utc_now())
    if json:
        output.as_json(
            {
                **found.service.model_dump(mode="json"),
                "state": found.state,
                "operation": found.operation,
                "link": found.link,
                "text": found.preview,
            }
        )
        return
    one = found.service
    columns = catalogue.columns.COLUMNS
    link = found.link.problem or "打得开" if found.link else ""
    output.facts(
        one.name,
        [
            *(
                (column.label, column.shown(value))
                for column in columns
                if (value := getattr(one, column.field))
            ),
            ("状态", found.said or catalogue.labels.STATES[found.state]),
            ("网页检查", link),
            ("粉丝看到", found.preview),
        ],
    )


@app.command("import", epilog="例：./rongmei service import 服务.xlsx --unit province --dry-run")
def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=".xlsx 或 .csv，一行一项服务。")],
    unit: Unit,
    replace: Annotated[
        bool, typer.Option("--replace", help="文件就是全部：文件里没有的会从目录移除。")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只检查和比较，不导入。")] = False,
    note: Annotated[str, typer.Option("--note", help="这一版的说明。")] = "",
    by: By = None,
    json: output.Json = False,
) -> None:
    """导入一个服务表，成为草稿；有任何错误就什么都不导入。"""
    done = service_edits.take_file(
        unit,
        File(file.name, file_io.read(file), ()),
        dry_run=dry_run,
        replace=replace,
        note=note,
        by=acting(by),
        now=utc_now(),
    )
    if json:
        output.as_json(
            {
                "version": done.version or None,
                "fits": done.fits,
                "changes": [one.model_dump(mode="json") for one in done.changes],
                "problems": [asdict(one) for one in done.problems],
            }
        )
    if not done.fits:
        if not json:
            file_io.problems(f"{file.name} 的问题", done.problems)
        output.complain(
            "文件有错误，没有导入任何服务。改好后再导入；用 `./rongmei service template 服务.xlsx` 可以生成模板。"
        )
        raise typer.Exit(1)
    if json:
        return
    file_io.remind(one for one in done.problems if one.severity is Severity.WARNING)
    differing(done.changes, done.counts)
    if dry_run:
        output.done("检查完毕，没有导入。")
    else:
        edition = catalogue.versions.edition(unit, done.version) if done.version else None
        said(unit, edition.version if edition else None)


@app.command("export", epilog="例：./rongmei service export 服务.xlsx --unit province")
def export(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=".xlsx 或 .csv。")],
    unit: Unit,
    by: By = None,
    yes: file_io.Overwrite = False,
) -> None:
    """把服务写成文件，可以修改后再导入。"""
    file_io.save(file, service_edits.export(unit, file.name, by=acting(by)), overwrite=yes)


@app.command("template", epilog="例：./rongmei service template 服务.xlsx")
def template(
    file: Annotated[Path, typer.Argument(metavar="FILE.xlsx", help="要生成的文件。")],
    yes: file_io.Overwrite = False,
) -> None:
    """生成一个空的服务表，带填写说明。"""
    if file.suffix.lower() != ".xlsx":
        raise typer.BadParameter("模板是 .xlsx 文件", param_hint="FILE.xlsx")
    file_io.save(file, catalogue.files.template(), overwrite=yes)


@app.command(
    "edit", epilog='例：./rongmei service edit deed-tax --unit province --set "办理时限=1 个工作日"'
)
def edit(
    service: ServiceId,
    unit: Unit,
    change: Annotated[
        list[str],
        typer.Option(
            "--set", metavar="列=值", help="要改的列和新的内容，可以写多次；列名同服务表。"
        ),
    ],
    by: By = None,
    json: output.Json = False,
) -> None:
    """修改一项服务，成为草稿。"""
    typed: dict[str, str] = {}
    for one in change:
        head, mark, value = one.partition("=")
        column = _COLUMNS.get(head.strip())
        if not mark or column is None or column.field == "id":
            known = "、".join(one.label for one in catalogue.columns.COLUMNS[1:])
            raise typer.BadParameter(f"“{one}”要写成 列=值；列有：{known}", param_hint="--set")
        typed[column.field] = value.replace("\\n", "\n")
    said(
        unit,
        service_edits.save_service(unit, service, typed, seen=None, by=acting(by), now=utc_now()),
        json=json,
    )


def _state(word: str) -> ServiceState | None:
    if not word:
        return None
    named = {name: state for state, name in catalogue.labels.STATES.items()}
    try:
        return named.get(word) or ServiceState(word)
    except ValueError:
        raise typer.BadParameter(f"没有“{word}”这种状态，可以用：{'、'.join(named)}") from None
