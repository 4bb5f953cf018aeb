"""``./rongmei menu``: a menu's way to followers."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated

import typer

from chalicelib import menus
from chalicelib.application import menus as menus_
from chalicelib.clock import shown, utc_now
from chalicelib.menus import Plan, Publication, PublicationState
from cli.menus.shared import Id, Note, Over, Reason, Until, moment, publication_id
from cli.terminal import output
from cli.terminal.acting import By, acting
from cli.terminal.options import Account


def register(app: typer.Typer) -> None:
    """Add these commands to the group."""
    app.command("submit", epilog="例：./rongmei menu submit --account province --until '2026-12-31 18:00'")(submit)  # fmt: skip
    app.command("publish", epilog="例：./rongmei menu publish --account province --note 换新网址")(publish)  # fmt: skip
    app.command(
        "schedule",
        epilog="例：./rongmei menu schedule --account province --at '2026-12-01 09:00' --until '2026-12-31 18:00'",
    )(schedule)
    app.command("restore", epilog="例：./rongmei menu restore 3 --account province")(restore)
    app.command("approve")(approve)
    app.command("reject")(reject)
    app.command("cancel")(cancel)
    app.command("end")(end)


At = Annotated[str, typer.Option("--at", metavar="TIME", help="开始的北京时间。")]
MaybeAt = Annotated[
    str | None, typer.Option("--at", metavar="TIME", help="开始的北京时间；默认审核后立即。")
]


def submit(
    account: Account,
    at: MaybeAt = None,
    until: Until = None,
    note: Note = "",
    by: By = None,
    json: output.Json = False,
) -> None:
    """把草稿交给另一个人审核；审核后发布。"""
    plan = Plan(moment(at, "--at"), moment(until, "--until"), note, wait=True)
    _draft(account, plan, by, json)


def publish(
    account: Account,
    until: Until = None,
    note: Note = "",
    overwrite: Over = False,
    by: By = None,
    json: output.Json = False,
) -> None:
    """立即发布草稿；单位要求两人时，等另一个人审核。"""
    plan = Plan(None, moment(until, "--until"), note, overwrite=overwrite)
    _draft(account, plan, by, json)


def schedule(
    account: Account,
    at: At,
    until: Until = None,
    note: Note = "",
    by: By = None,
    json: output.Json = False,
) -> None:
    """到时间自动发布草稿；写了 --until 的，到时自动恢复原菜单。"""
    _draft(account, Plan(moment(at, "--at"), moment(until, "--until"), note), by, json)


def restore(
    version: Annotated[int, typer.Argument(metavar="VERSION", help="要恢复的版本号。", min=1)],
    account: Account,
    note: Note = "",
    overwrite: Over = False,
    by: By = None,
    json: output.Json = False,
) -> None:
    """重新发布某个旧版本。"""
    plan = Plan(note=note, overwrite=overwrite)
    _told(account, menus_.restore(account, version, plan, by=acting(by), now=utc_now()), json)


def approve(
    publication: Id,
    account: Account,
    note: Note = "",
    overwrite: Over = False,
    by: By = None,
    json: output.Json = False,
) -> None:
    """审核通过；编辑或提交过的人不能自己审核。"""
    made = menus.approve(
        account,
        publication_id(publication),
        by=acting(by),
        now=utc_now(),
        note=note,
        overwrite=overwrite,
    )
    _told(account, made, json)


def reject(
    publication: Id, account: Account, reason: Reason, by: By = None, json: output.Json = False
) -> None:
    """退回，不发布。"""
    made = menus.reject(account, publication_id(publication), reason, by=acting(by), now=utc_now())
    _told(account, made, json)


def cancel(
    publication: Id,
    account: Account,
    reason: Reason = "",
    by: By = None,
    json: output.Json = False,
) -> None:
    """取消还没有开始的发布。"""
    made = menus.cancel(
        account, publication_id(publication), by=acting(by), now=utc_now(), reason=reason
    )
    _told(account, made, json)


def end(
    publication: Id,
    account: Account,
    reason: Reason = "",
    by: By = None,
    json: output.Json = False,
) -> None:
    """提前结束一次活动，恢复原菜单。"""
    made = menus.end_now(
        account, publication_id(publication), by=acting(by), now=utc_now(), reason=reason
    )
    _told(account, made, json)


def listed(found: Iterable[Publication]) -> None:
    """Print publications."""
    output.table(
        "菜单的发布",
        ["编号", "版本", "状态", "开始", "结束", "提交 / 审核", "说明"],
        [
            (
                int(one.id),
                one.version,
                menus.labels.STATES[one.state],
                _time(one.periods[0].since if one.periods else one.at),
                _time(one.until),
                " / ".join(filter(None, (one.by, one.approved_by))),
                one.problem or one.note,
            )
            for one in found
        ],
        whole=["编号", "版本", "开始", "结束"],
        empty="没有发布过。",
    )


def _draft(account: str, plan: Plan, by: str | None, json: bool) -> None:
    actor = acting(by)
    seen = menus.draft_for(account, by=actor).edition
    made = menus_.publish_draft(account, plan, seen=seen, by=actor, now=utc_now())
    _told(account, made, json)


def _told(account: str, one: Publication, json: bool) -> None:
    if json:
        output.as_json(one)
    else:
        said = f"第 {int(one.id)} 次发布（版本 {one.version}）：{menus.labels.STATES[one.state]}"
        if one.until:
            said += f"，{shown(one.until)} 自动结束"
        if one.state is PublicationState.WAITING:
            said += f"。请另一位同事审核：./rongmei menu approve {int(one.id)} --account {account}"
        output.done(f"{said}。")
    if one.state is PublicationState.FAILED:
        output.complain(f"没有发布成功，已恢复原菜单：{one.problem}")
        raise typer.Exit(1)
    if one.state is PublicationState.SENDING:
        output.warn(f"微信还没有接受，会自动再试：{menus.state_of(account).problem}")


def _time(at: datetime | None) -> str:
    return shown(at) if at else ""
