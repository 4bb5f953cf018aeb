"""``./rongmei contribution``: what a unit sends up (报送), and what receivers make of it."""

from __future__ import annotations

from typing import Annotated

import typer

from chalicelib import contributions
from chalicelib.application import contribution_page
from chalicelib.application import contribution_work as work
from chalicelib.application.contribution_values import ContributionRow
from chalicelib.clock import shown, utc_now
from chalicelib.contributions import (
    Contact,
    Contribution,
    ContributionKind,
    ContributionState,
    Written,
)
from cli.contributions import call, deciding, ranking
from cli.contributions.options import Id, Unit
from cli.terminal import output
from cli.terminal.acting import By, acting

app = typer.Typer(
    help="报送：向上级报送线索、稿件；采用、并入、退回；约稿和采用排行。", no_args_is_help=True
)
To = Annotated[str, typer.Option("--to", metavar="ID", help="报送给哪个上级单位。")]
Title = Annotated[str, typer.Option("--title", help="标题。")]
Text = Annotated[str, typer.Option("--text", help="线索内容，或稿件说明。")]
When = Annotated[str, typer.Option("--when", help="时间，用文字写。")]
Where = Annotated[str, typer.Option("--where", help="地点。")]
Matter = Annotated[str, typer.Option("--matter", help="领域。")]
ContactName = Annotated[str, typer.Option("--contact", help="联系人。")]
Phone = Annotated[str, typer.Option("--phone", help="联系电话。")]
Article = Annotated[str, typer.Option("--article", metavar="稿件", help="报送本单位的这篇稿件。")]
Revision = Annotated[int, typer.Option("--revision", min=0, help="稿件的版本；默认最新。")]
Order = Annotated[str, typer.Option("--order", metavar="指令", help="答复这条报送类指令。")]
Call = Annotated[str, typer.Option("--call", metavar="约稿", help="答复这次约稿。")]
States = Annotated[
    list[ContributionState] | None, typer.Option("--state", help="只看这些状态，可多次。")
]
Limit = Annotated[int, typer.Option("--limit", min=1, max=100, help="多少条。")]


@app.command(
    "new",
    epilog="例：./rongmei contribution new --unit city --to province --title 自助机进社区 --text … --contact 秦某 --by qx.li",
)
def new(
    unit: Unit,
    to: To,
    title: Title,
    text: Text = "",
    when: When = "",
    where: Where = "",
    matter: Matter = "",
    contact: ContactName = "",
    phone: Phone = "",
    article: Article = "",
    revision: Revision = 0,
    order: Order = "",
    call_id: Call = "",
    send_now: Annotated[bool, typer.Option("--send", help="起草后马上报送。")] = False,
    by: By = None,
    json: output.Json = False,
) -> None:
    """起草一件报送；给了稿件就是稿件，否则是线索。"""
    who, now = acting(by), utc_now()
    written = Written(
        kind=ContributionKind.ARTICLE if article else ContributionKind.LEAD,
        title=title,
        text=text,
        when=when,
        where=where,
        matter=matter,
        contact=Contact(name=contact, phone=phone),
        article=article,
        revision=revision,
        order=order,
        call=call_id,
    )
    one = work.begin(unit, to, written, by=who, now=now)
    told(work.send(one.id, by=who, now=now) if send_now else one, json)


@app.command("edit", epilog="例：./rongmei contribution edit bs-… --text 补充后的内容 --by qx.li")
def edit(
    contribution: Id,
    to: To = "",
    title: Title = "",
    text: Text = "",
    when: When = "",
    where: Where = "",
    matter: Matter = "",
    contact: ContactName = "",
    phone: Phone = "",
    revision: Revision = 0,
    by: By = None,
    json: output.Json = False,
) -> None:
    """修改还没报送或退回补充的；没有给的不变。"""
    before = contributions.get(contribution)
    given = {
        "title": title,
        "text": text,
        "when": when,
        "where": where,
        "matter": matter,
        "revision": revision,
        "contact": Contact(
            name=contact or before.written.contact.name,
            phone=phone or before.written.contact.phone,
        ),
    }
    after = before.written.model_copy(update={name: one for name, one in given.items() if one})
    one = work.edit(contribution, to or before.to, after, by=acting(by), now=utc_now())
    told(one, json)


@app.command("send", epilog="例：./rongmei contribution send bs-20261123100000-7f3k --by qx.li")
def send(contribution: Id, by: By = None, json: output.Json = False) -> None:
    """报送，或补充后再次报送。"""
    told(work.send(contribution, by=acting(by), now=utc_now()), json)


@app.command("withdraw")
def withdraw(
    contribution: Id,
    reason: Annotated[str, typer.Option("--reason", help="原因。")] = "",
    by: By = None,
    json: output.Json = False,
) -> None:
    """撤回还没有处理的报送。"""
    told(contributions.withdraw(contribution, reason, by=acting(by), now=utc_now()), json)


@app.command("acknowledge")
def acknowledge(contribution: Id, by: By = None, json: output.Json = False) -> None:
    """知悉答复。"""
    told(contributions.acknowledge(contribution, by=acting(by), now=utc_now()), json)


@app.command("list", epilog="例：./rongmei contribution list --unit city")
def list_(
    unit: Unit, state: States = None, limit: Limit = 20, by: By = None, json: output.Json = False
) -> None:
    """一个单位写的和报送的，新的在前。"""
    wanted = contribution_page.Wanted(states=frozenset(state or ()))
    found = contribution_page.sent(acting(by), unit, utc_now(), wanted=wanted, limit=limit)
    _listed(f"单位“{unit}”的报送", found.rows, json, sender=False)


@app.command("inbox", epilog="例：./rongmei contribution inbox --unit province --open")
def inbox(
    unit: Unit,
    open_: Annotated[bool, typer.Option("--open", help="只看待处理的，期限近的在前。")] = False,
    state: States = None,
    limit: Limit = 20,
    by: By = None,
    json: output.Json = False,
) -> None:
    """一个单位收到的报送。"""
    who, now = acting(by), utc_now()
    wanted = contribution_page.Wanted(states=frozenset(state or ()))
    found = (
        contribution_page.queue(who, unit, now, wanted=wanted)
        if open_
        else contribution_page.received(who, unit, now, wanted=wanted, limit=limit)
    )
    _listed(f"单位“{unit}”收到的报送", found.rows, json, sender=True)


@app.command("show", epilog="例：./rongmei contribution show bs-20261123100000-7f3k")
def show(contribution: Id, by: By = None, json: output.Json = False) -> None:
    """一件报送，和它的经过。"""
    seen = contribution_page.detail(acting(by), contribution, utc_now())
    if json:
        output.as_json(seen)
        return
    row, answer = seen.row, seen.answer
    output.facts(
        f"{row.kind_name}《{row.title}》",
        [
            ("编号", row.id),
            ("报送", f"{row.unit_name} → {row.to_name}"),
            ("状态", row.state_name),
            ("内容", seen.text),
            ("时间地点", f"{seen.when} {seen.where}".strip()),
            ("联系人", f"{seen.contact_name} {seen.contact_phone}".strip()),
            ("稿件", f"{seen.article} 第 {seen.revision} 版" if seen.article else ""),
            ("指令", seen.order_label),
            ("约稿", seen.call_title),
            ("答复", row.said),
            ("并入", answer.into_title if answer else ""),
            ("选题", answer.topic if answer else ""),
            ("稿件副本", answer.article if answer else ""),
            ("刊发", "\n".join(f"{one.account_name} {one.url}" for one in seen.publications)),
            ("积分", "" if seen.points is None else str(seen.points)),
            ("问题", seen.problem),
            (
                "经过",
                "\n".join(
                    f"{shown(one.at)} {one.by} {one.name} {one.note}".rstrip() for one in seen.steps
                ),
            ),
        ],
    )


def told(one: Contribution, json: bool) -> None:
    """Say how a contribution stands after a deed."""
    if json:
        output.as_json(one)
        return
    state = contributions.rules.title_of_state(one)
    output.done(f"报送 {one.id}（{one.written.title}）：{state}。")
    if one.problem:
        output.note(one.problem)


def _listed(title: str, rows: tuple[ContributionRow, ...], json: bool, *, sender: bool) -> None:
    if json:
        output.as_json(list(rows))
        return
    output.table(
        title,
        ["编号", "种类", "标题", "来自" if sender else "报送给", "状态", "答复期限"],
        [
            (
                one.id,
                one.kind_name,
                one.title,
                one.unit_name if sender else one.to_name,
                f"{one.state_name}{'（逾期）' if one.late else ''}",
                shown(one.answer_by) if one.answer_by else "",
            )
            for one in rows
        ],
        whole=["编号", "答复期限"],
        empty="没有报送。",
    )


deciding.register(app, told)
call.register(app)
ranking.register(app)
