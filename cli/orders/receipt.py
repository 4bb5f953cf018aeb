"""``./rongmei order inbox|sign|start|forward|report|acknowledge|close|return|remind``: an order at one unit."""

from __future__ import annotations

from typing import Annotated

import typer

from chalicelib import orders
from chalicelib.application import order_page
from chalicelib.clock import shown, utc_now
from chalicelib.orders import Receipt, ReceiptState, Report
from cli.orders.options import DoneBy, Files, Id, Reason, Unit, attached, in_shanghai
from cli.terminal import output
from cli.terminal.acting import By, acting

Note = Annotated[str, typer.Option("--note", help="说明。")]


def register(app: typer.Typer) -> None:
    """Add the commands to the group."""
    app.command("inbox", epilog="例：./rongmei order inbox --unit city --by wang")(inbox)
    app.command("sign", epilog="例：./rongmei order sign zl-… --unit city --by wang")(sign)
    app.command("start")(start)
    app.command("acknowledge")(acknowledge)
    app.command(
        "forward", epilog="例：./rongmei order forward zl-… --unit city --to county --by wang"
    )(forward)
    app.command(
        "report",
        epilog="例：./rongmei order report zl-… --unit city --text 已办。 --link https://… --by wang",
    )(report)
    app.command("close", epilog="例：./rongmei order close zl-… --unit city --by guan")(close)
    app.command("return")(return_)
    app.command("remind")(remind)


def inbox(
    unit: Unit,
    state: Annotated[
        list[ReceiptState] | None, typer.Option("--state", help="只看这些状态，可多次。")
    ] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, max=100, help="多少条。")] = 20,
    by: By = None,
    json: output.Json = False,
) -> None:
    """一个单位收到的指令，新的在前。"""
    found = order_page.inbox(
        acting(by), unit, utc_now(), states=frozenset(state or ()), limit=limit
    ).received
    if json:
        output.as_json(list(found))
        return
    output.table(
        f"单位“{unit}”收到的指令",
        ["编号", "文号", "标题", "来自", "状态", "期限"],
        [
            (
                one.order,
                one.label,
                one.title,
                one.above_name,
                f"{one.state_name}{'（逾期）' if one.overdue else ''}",
                shown(one.sign_by if one.state is ReceiptState.SENT else one.done_by),
            )
            for one in found
        ],
        whole=["编号", "文号", "期限"],
        empty="没有收到指令。",
    )


def sign(order_id: Id, unit: Unit, by: By = None, json: output.Json = False) -> None:
    """签收。"""
    _told(orders.sign(order_id, unit, by=acting(by), now=utc_now()), json)


def start(order_id: Id, unit: Unit, by: By = None, json: output.Json = False) -> None:
    """开始办理。"""
    _told(orders.start(order_id, unit, by=acting(by), now=utc_now()), json)


def acknowledge(order_id: Id, unit: Unit, by: By = None, json: output.Json = False) -> None:
    """知悉补充。"""
    _told(orders.acknowledge(order_id, unit, by=acting(by), now=utc_now()), json)


def forward(
    order_id: Id,
    unit: Unit,
    to: Annotated[list[str], typer.Option("--to", metavar="ID", help="转给这些下级，可多次。")],
    note: Note = "",
    done_by: DoneBy = None,
    by: By = None,
    json: output.Json = False,
) -> None:
    """转办给下级；本单位仍然负责，它们办结以后才能反馈，或写明原因。"""
    after = orders.forward(
        order_id,
        unit,
        to,
        by=acting(by),
        now=utc_now(),
        note=note,
        done_by=in_shanghai(done_by),
    )
    _told(after, json)


def report(
    order_id: Id,
    unit: Unit,
    text: Annotated[str, typer.Option("--text", help="文字说明。")] = "",
    link: Annotated[list[str] | None, typer.Option("--link", help="链接，可多次。")] = None,
    file: Files = None,
    why: Annotated[str, typer.Option("--why", help="下级还没办结时，为什么先反馈。")] = "",
    by: By = None,
    json: output.Json = False,
) -> None:
    """反馈，附上指令要的链接、截图、文字说明。"""
    who, now = acting(by), utc_now()
    given = Report(text=text, links=tuple(link or ()), files=attached(file, who, now), why=why)
    _told(orders.report(order_id, unit, given, by=who, now=now), json)


def close(order_id: Id, unit: Unit, by: By = None, json: output.Json = False) -> None:
    """认可一个单位的反馈，办结。"""
    _told(orders.close(order_id, unit, by=acting(by), now=utc_now()), json)


def return_(
    order_id: Id,
    unit: Unit,
    reason: Reason,
    done_by: DoneBy = None,
    by: By = None,
    json: output.Json = False,
) -> None:
    """退回一个单位的反馈，重办。"""
    after = orders.return_(
        order_id, unit, reason, by=acting(by), now=utc_now(), done_by=in_shanghai(done_by)
    )
    _told(after, json)


def remind(
    order_id: Id, unit: Unit, note: Note = "", by: By = None, json: output.Json = False
) -> None:
    """催办一个单位。"""
    _told(orders.remind(order_id, unit, by=acting(by), now=utc_now(), note=note), json)


def _told(receipt: Receipt, json: bool) -> None:
    if json:
        output.as_json(receipt)
        return
    state = orders.labels.RECEIPTS[receipt.state]
    output.done(f"指令 {receipt.label}（{receipt.title}）在单位“{receipt.unit}”：{state}。")
