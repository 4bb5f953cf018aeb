"""``./rongmei order``: orders to units below (指令), drafted, issued, withdrawn; and how the units stand."""

from __future__ import annotations

from typing import Annotated

import typer

from chalicelib import orders
from chalicelib.application import order_page
from chalicelib.application.order_values import OrderCounts
from chalicelib.clock import shown, utc_now
from chalicelib.orders import (
    AddressWay,
    Behind,
    Draft,
    Order,
    OrderAddress,
    OrderClue,
    OrderEvidence,
    OrderKind,
    OrderState,
    ReceiptState,
    Urgency,
)
from chalicelib.units import UnitLevel
from cli.orders import figures, receipt
from cli.orders.options import DoneBy, Files, Id, Reason, SignBy, Unit, attached, in_shanghai
from cli.terminal import output
from cli.terminal.acting import By, acting

app = typer.Typer(
    help="指令：起草、签发、送达下级单位；签收、转办、反馈、办结。", no_args_is_help=True
)
Text = Annotated[str, typer.Option("--text", help="正文。")]
Title = Annotated[str, typer.Option("--title", help="标题。")]
Level = Annotated[
    list[UnitLevel] | None,
    typer.Option("--level", metavar="级别", help="只给这些级别：city county township direct。"),
]
To = Annotated[list[str] | None, typer.Option("--to", metavar="ID", help="给这些单位，可多次。")]
Tag = Annotated[list[str] | None, typer.Option("--tag", help="给带这些标签的单位，可多次。")]
Below = Annotated[
    str, typer.Option("--below", metavar="ID", help="给这个单位及以下；默认本单位以下。")
]
Wants = Annotated[
    list[OrderEvidence] | None,
    typer.Option("--want", help="须反馈：link 链接、picture 截图、text 文字说明，可多次。"),
]
Article = Annotated[str, typer.Option("--article", help="转载指令附的已审稿件。")]
Clues = Annotated[
    list[str] | None,
    typer.Option("--clue", metavar="种类:内容", help="撤稿线索，如 text:错误的税率，可多次。"),
]
UrgencyOption = Annotated[
    Urgency, typer.Option("--urgency", help="extra 特急、urgent 加急、plain 平急。")
]


@app.command(
    "draft",
    epilog="例：./rongmei order draft --unit province --kind submission --title 报送值班表 --text 请报送。 --want text --by li",
)
def draft(
    unit: Unit,
    kind: Annotated[OrderKind, typer.Option("--kind", help="种类。")],
    title: Title,
    text: Text = "",
    urgency: UrgencyOption = Urgency.PLAIN,
    level: Level = None,
    to: To = None,
    tag: Tag = None,
    below: Below = "",
    want: Wants = None,
    article: Article = "",
    clue: Clues = None,
    sign_by: SignBy = None,
    done_by: DoneBy = None,
    file: Files = None,
    by: By = None,
    json: output.Json = False,
) -> None:
    """起草一条指令。"""
    who, now = acting(by), utc_now()
    written = Draft(
        kind=kind,
        urgency=urgency,
        title=title,
        text=text,
        attachments=attached(file, who, now),
        address=_address(level, to, tag, below),
        sign_by=in_shanghai(sign_by),
        done_by=in_shanghai(done_by),
        wants=tuple(want or ()),
        article=article,
        clues=tuple(_clue(one) for one in clue or ()),
    )
    _told(orders.draft(unit, written, by=who, now=now), json)


@app.command(
    "edit", epilog="例：./rongmei order edit zl-20261123100000-7f3k --title 新标题 --by li"
)
def edit(
    order_id: Id,
    title: Title = "",
    text: Text = "",
    urgency: Annotated[Urgency | None, typer.Option("--urgency", help="紧急程度。")] = None,
    level: Level = None,
    to: To = None,
    tag: Tag = None,
    below: Below = "",
    want: Wants = None,
    sign_by: SignBy = None,
    done_by: DoneBy = None,
    file: Files = None,
    by: By = None,
    json: output.Json = False,
) -> None:
    """修改起草中的指令；没有给的不变。"""
    who, now = acting(by), utc_now()
    before = orders.get(order_id).draft
    given = {
        "title": title,
        "text": text,
        "urgency": urgency,
        "address": _address(level, to, tag, below) if level or to or tag or below else None,
        "wants": tuple(want) if want else None,
        "sign_by": in_shanghai(sign_by),
        "done_by": in_shanghai(done_by),
        "attachments": (*before.attachments, *attached(file, who, now)) if file else None,
    }
    after = before.model_copy(update={name: value for name, value in given.items() if value})
    _told(orders.edit(order_id, after, by=who, now=now), json)


@app.command("issue", epilog="例：./rongmei order issue zl-20261123100000-7f3k --by guan")
def issue(order_id: Id, by: By = None, json: output.Json = False) -> None:
    """签发；特急、转载、撤稿、更正还须另一人用 approve 复核。"""
    _told(orders.issue(order_id, by=acting(by), now=utc_now()), json)


@app.command("approve", epilog="例：./rongmei order approve zl-20261123100000-7f3k --by zong1")
def approve(order_id: Id, by: By = None, json: output.Json = False) -> None:
    """作为第二人复核签发。"""
    _told(orders.approve(order_id, by=acting(by), now=utc_now()), json)


@app.command("refuse")
def refuse(order_id: Id, reason: Reason, by: By = None, json: output.Json = False) -> None:
    """把待复核的指令退回修改。"""
    _told(orders.refuse(order_id, reason, by=acting(by), now=utc_now()), json)


@app.command(
    "amend", epilog="例：./rongmei order amend zl-20261123100000-7f3k --text 另附样表。 --by guan"
)
def amend(order_id: Id, text: Text, by: By = None, json: output.Json = False) -> None:
    """补充；通知所有单位。"""
    _told(orders.amend(order_id, text, by=acting(by), now=utc_now()), json)


@app.command("agree", epilog="例：./rongmei order agree zl-20261123100000-7f3k --by zong1")
def agree(
    order_id: Id,
    refuse_: Annotated[
        str, typer.Option("--refuse", metavar="原因", help="不同意，写明原因。")
    ] = "",
    by: By = None,
    json: output.Json = False,
) -> None:
    """作为第二人同意补充；不同意用 --refuse。"""
    who, now = acting(by), utc_now()
    if refuse_:
        _told(orders.refuse_amendment(order_id, refuse_, by=who, now=now), json)
        return
    _told(orders.approve_amendment(order_id, by=who, now=now), json)


@app.command("remind-all", epilog="例：./rongmei order remind-all zl-… --overdue --by guan")
def remind_all(
    order_id: Id,
    overdue: Annotated[bool, typer.Option("--overdue", help="只催超期的。")] = False,
    unsigned: Annotated[bool, typer.Option("--unsigned", help="只催没有签收的。")] = False,
    note: Annotated[str, typer.Option("--note", help="给各单位的话。")] = "",
    by: By = None,
    json: output.Json = False,
) -> None:
    """催办一条指令下所有没有办完的单位。"""
    which = Behind.OVERDUE if overdue else Behind.UNSIGNED if unsigned else Behind.OPEN
    order, number = orders.remind_all(order_id, which, note, by=acting(by), now=utc_now())
    if json:
        output.as_json(order)
        return
    output.done(f"已催办 {number} 个单位。")


@app.command("withdraw")
def withdraw(order_id: Id, reason: Reason, by: By = None, json: output.Json = False) -> None:
    """撤销；通知所有单位。没有签发的作废。"""
    order, who, now = orders.get(order_id), acting(by), utc_now()
    if order.state in (OrderState.DRAFT, OrderState.WAITING):
        _told(orders.drop(order_id, by=who, now=now), json)
        return
    _told(orders.withdraw(order_id, reason, by=who, now=now), json)


@app.command("list", epilog="例：./rongmei order list --unit province")
def list_(
    unit: Unit,
    state: Annotated[
        list[OrderState] | None, typer.Option("--state", help="只看这些状态，可多次。")
    ] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, max=100, help="多少条。")] = 20,
    by: By = None,
    json: output.Json = False,
) -> None:
    """一个单位的指令，新的在前。"""
    found = order_page.order_list(
        acting(by), unit, utc_now(), states=frozenset(state or ()), limit=limit
    ).orders
    if json:
        output.as_json(list(found))
        return
    output.table(
        f"单位“{unit}”的指令",
        ["编号", "文号", "标题", "种类", "紧急", "状态", "办理"],
        [
            (
                one.id,
                one.label,
                one.title,
                one.kind_name,
                one.urgency_name,
                one.state_name,
                _counted(one.receivers, one.counts),
            )
            for one in found
        ],
        whole=["编号", "文号"],
        empty="还没有指令。用 `./rongmei order draft` 起草。",
    )


@app.command("show", epilog="例：./rongmei order show zl-20261123100000-7f3k --overdue")
def show(
    order_id: Id,
    state: Annotated[
        ReceiptState | None, typer.Option("--state", help="只看这个状态的单位。")
    ] = None,
    overdue: Annotated[bool, typer.Option("--overdue", help="只看逾期的单位。")] = False,
    by: By = None,
    json: output.Json = False,
) -> None:
    """一条指令和各单位的办理情况，要人管的在前。"""
    who, now = acting(by), utc_now()
    detail = order_page.order_detail(who, order_id, now)
    rows = order_page.standings(who, order_id, now, state=state, overdue=overdue, limit=5000).rows
    if json:
        output.as_json({"detail": detail.model_dump(mode="json"), "units": list(rows)})
        return
    order = detail.order
    output.facts(
        f"{order.label or order.id} {order.title}",
        [
            ("编号", order.id),
            ("种类", f"{order.kind_name}　{order.urgency_name}"),
            ("状态", order.state_name),
            ("正文", order.text),
            ("补充", "\n".join(f"{one.number} {one.text}" for one in order.amendments)),
            ("下达", order.address.told),
            ("期限", _dates(order.sign_by, order.done_by)),
            ("须反馈", "、".join(order.want_names)),
            ("附件", "\n".join(one.name for one in order.files)),
            ("分发", order.offer),
            ("撤稿", order.takedown),
            ("问题", order.problem),
            ("办理", _counted(order.receivers, detail.counts)),
        ],
    )
    output.table(
        "各单位",
        ["单位", "状态", "催办", "签收", "反馈", "办结"],
        [
            (
                f"{one.unit} {one.unit_name}",
                f"{one.state_name}{'（逾期）' if one.overdue else ''}",
                one.urging_name,
                *(
                    shown(at) if at else ""
                    for at in (one.signed_at, one.reported_at, one.closed_at)
                ),
            )
            for one in rows
        ],
        empty="没有这样的单位。",
    )


def _told(order: Order, json: bool) -> None:
    if json:
        output.as_json(order)
        return
    state = orders.labels.STATES[order.state]
    output.done(f"指令 {order.id} {order.label}（{order.draft.title}）：{state}。")
    if order.state is OrderState.WAITING:
        output.note(f"须另一人复核：`./rongmei order approve {order.id} --by 姓名`。")


def _address(
    level: list[UnitLevel] | None, to: list[str] | None, tag: list[str] | None, below: str
) -> OrderAddress:
    if sum(bool(one) for one in (to, tag, level or below)) > 1:
        raise typer.BadParameter("--to、--tag 与 --below/--level 只能选一种")
    if to:
        return OrderAddress(way=AddressWay.LIST, units=tuple(to))
    if tag:
        return OrderAddress(way=AddressWay.TAG, tags=tuple(tag))
    return OrderAddress.model_validate(
        {"root": below, "levels": [one.value for one in level or ()]}
    )


def _clue(text: str) -> OrderClue:
    kind, _, value = text.partition(":")
    if kind not in ("article", "text", "picture", "link") or not value:
        raise typer.BadParameter("--clue 的写法是 种类:内容，种类为 article、text、picture、link")
    return OrderClue(kind=kind, value=value)


def _counted(receivers: int, counts: OrderCounts) -> str:
    told = f"{counts.done}/{receivers} 办结"
    return f"{told}，逾期 {counts.overdue}" if counts.overdue else told


def _dates(sign_by: object, done_by: object) -> str:
    from datetime import datetime

    named = (("签收", sign_by), ("办结", done_by))
    return "　".join(f"{name} {shown(at)}" for name, at in named if isinstance(at, datetime))


receipt.register(app)
figures.register(app)
