"""``./rongmei relay write|attach|detach|hand-on|remind|skip|hand-over|restore|change``: one step of a relay."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

from chalicelib import relays
from chalicelib.application import relay_article, relay_page
from chalicelib.clock import SHANGHAI, shown, utc_now
from chalicelib.relays import StepChange
from cli.relays.options import Id, Reason, StepId
from cli.terminal import output
from cli.terminal.acting import By, acting

Owner = Annotated[
    str | None, typer.Option("--owner", metavar="人员", help="负责人；空为单位里任何人。")
]


def register(app: typer.Typer) -> None:
    """Add the commands to the group."""
    app.command("write", epilog="例：./rongmei relay write jl-… s04 --by qx.li")(write)
    app.command("attach", epilog="例：./rongmei relay attach jl-… s04 a-20261123-7f3k --by qx.li")(
        attach
    )
    app.command("detach")(detach)
    app.command("hand-on")(hand_on)
    app.command("remind")(remind)
    app.command("skip", epilog="例：./rongmei relay skip jl-… s05 --reason 人手不够 --by guan")(
        skip
    )
    app.command(
        "hand-over",
        epilog="例：./rongmei relay hand-over jl-… s05 --account county --reason 由县局接手 --by guan",
    )(hand_over)
    app.command("restore")(restore)
    app.command(
        "change", epilog="例：./rongmei relay change jl-… s05 --due 2026-12-05T18:00 --by guan"
    )(change)


def write(relay_id: Id, step: StepId, by: By = None, json: output.Json = False) -> None:
    """写这一棒：按模板起一篇稿件；已有稿件的说出编号。"""
    article = relay_article.begin(relay_id, step, by=acting(by), now=utc_now())
    if json:
        output.as_json({"article": article})
    else:
        output.done(f"稿件 {article}。")


def attach(
    relay_id: Id,
    step: StepId,
    article: Annotated[str, typer.Argument(metavar="稿件", help="本单位的稿件。")],
    by: By = None,
    json: output.Json = False,
) -> None:
    """把一篇稿件用作这一棒。"""
    relay_article.attach(relay_id, step, article, by=acting(by), now=utc_now())
    _told(relay_id, step, by, json)


def detach(relay_id: Id, step: StepId, by: By = None, json: output.Json = False) -> None:
    """取下这一棒的稿件；稿件本身不动。"""
    relays.making.detach(relay_id, step, by=acting(by), now=utc_now())
    _told(relay_id, step, by, json)


def hand_on(relay_id: Id, step: StepId, by: By = None, json: output.Json = False) -> None:
    """更新稿件里的交棒文字。"""
    relay_article.mend_hand_on(relay_id, step, by=acting(by), now=utc_now())
    _told(relay_id, step, by, json)


def remind(relay_id: Id, step: StepId, by: By = None, json: output.Json = False) -> None:
    """催办轮到的一棒。"""
    relays.running.remind(relay_id, step, by=acting(by), now=utc_now())
    _told(relay_id, step, by, json)


def skip(
    relay_id: Id, step: StepId, reason: Reason, by: By = None, json: output.Json = False
) -> None:
    """跳过一棒。"""
    relays.running.skip(relay_id, step, reason, by=acting(by), now=utc_now())
    _told(relay_id, step, by, json)


def hand_over(
    relay_id: Id,
    step: StepId,
    account: Annotated[str, typer.Option("--account", metavar="ID", help="接手的公众号。")],
    reason: Reason,
    owner: Owner = None,
    by: By = None,
    json: output.Json = False,
) -> None:
    """换公众号接手一棒。"""
    relays.running.hand_over(
        relay_id, step, account, reason, owner=owner, by=acting(by), now=utc_now()
    )
    _told(relay_id, step, by, json)


def restore(relay_id: Id, step: StepId, by: By = None, json: output.Json = False) -> None:
    """恢复跳过或撤稿的一棒。"""
    relays.running.restore(relay_id, step, by=acting(by), now=utc_now())
    _told(relay_id, step, by, json)


def change(
    relay_id: Id,
    step: StepId,
    title: Annotated[str | None, typer.Option("--title", help="标题。")] = None,
    owner: Owner = None,
    due: Annotated[
        datetime | None,
        typer.Option("--due", metavar="时间", formats=["%Y-%m-%dT%H:%M"], help="时限，北京时间。"),
    ] = None,
    text: Annotated[str | None, typer.Option("--text", help="要点。")] = None,
    note: Annotated[str | None, typer.Option("--note", help="备注。")] = None,
    by: By = None,
    json: output.Json = False,
) -> None:
    """修改没有发布的一棒；没有给的不变。"""
    due_at = due.replace(tzinfo=SHANGHAI) if due else None
    given = StepChange(title=title, owner=owner, due_at=due_at, text=text, note=note)
    relays.running.change(relay_id, step, given, by=acting(by), now=utc_now())
    _told(relay_id, step, by, json)


def _told(relay_id: str, step_id: str, by: str | None, json: bool) -> None:
    found = relay_page.relay_detail(acting(by), relay_id, utc_now())
    one = next(one for one in found.steps if one.id == step_id)
    if json:
        output.as_json(one)
        return
    output.facts(
        f"第 {one.number} 棒 {one.title}",
        [
            ("公众号", one.account_name),
            ("状态", one.state_name + ("（轮到）" if one.its_turn else "")),
            ("时限", shown(one.due_at) if one.due_at else "—"),
            ("稿件", one.article or "—"),
            ("链接", one.url or "—"),
            ("交棒", one.hand_on + ("（稿件里的要更新）" if one.hand_on_old else "")),
        ],
    )
