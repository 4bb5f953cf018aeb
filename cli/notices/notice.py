"""``./rongmei notice``: subscription notices. Their rules are in ``chalicelib.notices``; see docs/notices.md."""

from __future__ import annotations

from typing import Annotated

import typer

from chalicelib import notices
from chalicelib.application import notice_page, notice_setup
from chalicelib.clock import utc_now
from chalicelib.notices import Purpose, Template
from cli.notices import notice_send
from cli.terminal import output
from cli.terminal.acting import By, acting
from cli.terminal.options import Account

app = typer.Typer(help="订阅通知：模板、用途、订阅数、发送。", no_args_is_help=True)
notice_send.register(app)

PurposeArgument = Annotated[
    Purpose,
    typer.Argument(metavar="PURPOSE", help="用途：" + "、".join(one.value for one in Purpose)),
]


@app.command("show", epilog="例：./rongmei notice show --account province")
def show(account: Account, by: By = None, json: output.Json = False) -> None:
    """模板和各自的订阅数，以及各用途用的模板。"""
    found = notice_page.page(account, by=acting(by), now=utc_now())
    if json:
        output.as_json(
            {
                "templates": [
                    one.template.model_dump(mode="json") | one.numbers._asdict()
                    for one in found.templates
                ],
                "purposes": [one.model_dump(mode="json") for one in found.wirings.values()],
                "left_today": found.left_today,
            }
        )
        return
    output.table(
        f"公众号“{account}”的通知模板",
        ["模板", "标题", "种类", "订阅的人", "还可发", "同意", "拒绝", "退订", "用于"],
        [
            (
                one.template.id,
                one.template.title + ("（微信上已删除）" if one.template.gone else ""),
                notices.labels.KINDS[one.template.kind],
                one.numbers.holders,
                one.numbers.left,
                one.numbers.accepted,
                one.numbers.rejected,
                one.numbers.taken_back,
                "、".join(notices.PURPOSES[purpose].label for purpose in one.serves),
            )
            for one in found.templates
        ],
        whole=["模板"],
        empty="还没有模板。用 `notice fetch` 从微信读取。",
    )
    output.note(f"批量发送今天还可发 {found.left_today} 条（本号每天 {found.limit} 条）。")


@app.command("fetch", epilog="例：./rongmei notice fetch --account province")
def fetch(account: Account, by: By = None, json: output.Json = False) -> None:
    """从微信重新读取模板。"""
    _told(notice_setup.fetch(account, by=acting(by), now=utc_now()), json=json)


@app.command("titles", epilog="例：./rongmei notice titles --account province")
def titles(
    account: Account,
    tid: Annotated[
        str, typer.Option("--title", metavar="TID", help="看这个标题下可选的字段。")
    ] = "",
    by: By = None,
    json: output.Json = False,
) -> None:
    """问微信：本号的类目下有哪些模板标题可选，或一个标题下有哪些字段。"""
    actor = acting(by)
    if tid:
        rows = [one._asdict() for one in notice_setup.keywords(account, tid, by=actor)]
        headings = ["编号", "名称", "种类", "例子"]
    else:
        rows = [one._asdict() for one in notice_setup.titles(account, by=actor)]
        headings = ["编号", "标题", "种类"]
    if json:
        output.as_json(rows)
        return
    output.table("可选的" + ("字段" if tid else "标题"), headings, [tuple(one.values()) for one in rows])  # fmt: skip


@app.command("add", epilog="例：./rongmei notice add 1001 --keyword 1 --keyword 2 --scene 办理提醒 --account province")  # fmt: skip
def add(
    tid: Annotated[str, typer.Argument(metavar="TID", help="标题的编号，见 notice titles。")],
    account: Account,
    keyword: Annotated[list[int], typer.Option("--keyword", metavar="N", help="字段的编号，按显示的顺序，二到五个。")],
    scene: Annotated[str, typer.Option("--scene", help="用在什么场景，15 字以内。")] = "",
    by: By = None,
    json: output.Json = False,
) -> None:  # fmt: skip
    """按一个公共标题新增模板。"""
    made = notice_setup.add(account, tid, keyword, scene, by=acting(by), now=utc_now())
    _told(made, json=json)


@app.command("delete", epilog="例：./rongmei notice delete --template 模板编号 --account province")
def delete(
    template: Annotated[
        str,
        typer.Option(
            "--template",
            metavar="TEMPLATE",
            help="模板编号，见 notice show；以 - 开头的写成 --template=编号。",
        ),
    ],
    account: Account,
    by: By = None,
    json: output.Json = False,
) -> None:
    """在微信上删除一个模板；正用于某个用途的不删。"""
    _told(notice_setup.delete(account, template, by=acting(by), now=utc_now()), json=json)


@app.command(
    "use",
    epilog="例：./rongmei notice use policy_alert --template 模板编号 --line thing1={title} --line time2={time} --account province\n"
    "不写 --template 即停用。",
)
def use(
    purpose: PurposeArgument,
    account: Account,
    template: Annotated[str, typer.Option("--template", metavar="TEMPLATE", help="模板编号；不写则停用这个用途。")] = "",
    line: Annotated[list[str] | None, typer.Option("--line", metavar="字段=文字", help="字段里写什么，可含 {占位}。")] = None,
    page: Annotated[str, typer.Option("--page", metavar="URL", help="点通知打开的网址。")] = "",
    by: By = None,
    json: output.Json = False,
) -> None:  # fmt: skip
    """为一个用途选定模板和各字段的内容；先按例子试填。"""
    actor, now = acting(by), utc_now()
    if not template:
        notice_setup.stop(account, purpose, by=actor, now=now)
        output.done(f"“{notices.PURPOSES[purpose].label}”不再用订阅通知。")
        return
    lines = notice_send.pairs(line or [])
    made = notice_setup.serve(account, purpose, template, lines, page=page, by=actor, now=now)
    found = notice_setup.template_of(account, made.template)
    shown = notices.fields.shown(found, notices.fields.filled(found, made.lines, notices.examples(purpose)))  # fmt: skip
    if json:
        output.as_json(made)
        return
    output.done(f"“{notices.PURPOSES[purpose].label}”用模板“{found.title}”。例如：")
    for label, words in shown:
        output.line(f"  {label}：{words}")


@app.command("purposes", epilog="例：./rongmei notice purposes")
def purposes(json: output.Json = False) -> None:
    """有哪些用途，各自可以写哪些占位。"""
    rows = [(one.value, terms.label, terms.explained, " ".join(f"{{{tell.name}}}" for tell in terms.tells)) for one, terms in notices.PURPOSES.items()]  # fmt: skip
    if json:
        output.as_json([dict(zip(("purpose", "label", "explained", "tells"), row, strict=True)) for row in rows])  # fmt: skip
        return
    output.table("用途", ["用途", "名称", "何时发", "占位"], rows, whole=["用途"])


def _told(found: list[Template], *, json: bool) -> None:
    if json:
        output.as_json(found)
        return
    output.table(
        "模板",
        ["模板", "标题", "种类", "字段"],
        [
            (
                one.id,
                one.title + ("（微信上已删除）" if one.gone else ""),
                notices.labels.KINDS[one.kind],
                "、".join(f"{field.name} {field.label}" for field in one.fields),
            )
            for one in found
        ],
        whole=["模板"],
        empty="微信上还没有模板。",
    )
