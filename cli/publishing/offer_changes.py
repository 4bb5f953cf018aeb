"""``./rongmei offer correct|recall|carry-out|acknowledge``: a change at the source, and the answer below."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from chalicelib import distribution, publishing
from chalicelib.clock import utc_now
from chalicelib.distribution import ChangeKind, TaskState
from cli.terminal import output
from cli.terminal.acting import By, acting
from cli.terminal.options import Account

Id = Annotated[str, typer.Argument(metavar="ID", help="分发编号，如 o-20261201-7f3k。")]
Reason = Annotated[str, typer.Option("--reason", metavar="原因", help="原因，会告知下级。")]
Number = Annotated[int, typer.Option("--task", metavar="N", help="第几次更正或撤回。")]
Deadline = Annotated[
    str,
    typer.Option("--deadline", metavar="TIME", help="期限（北京时间），如 2026-12-01T18:00。"),
]


class AtOnce(StrEnum):
    """Whether a change is carried out without asking."""

    YES = "yes"
    NO = "no"


def register(app: typer.Typer) -> None:
    """Add the commands to the group ``offer``."""
    app.command(
        "correct",
        epilog="例：./rongmei offer correct o-20261201-7f3k --reason 税率写错 --deadline 2026-12-01T18:00",
    )(correct)
    app.command("recall")(recall)
    app.command(
        "carry-out", epilog="例：./rongmei offer carry-out o-20261201-7f3k --account city --task 1"
    )(carry_out)
    app.command("acknowledge")(acknowledge)


def correct(
    offer_id: Id,
    reason: Reason,
    deadline: Deadline,
    at_once: Annotated[
        AtOnce | None,
        typer.Option(
            "--at-once", metavar="yes|no", help="不等下级，立即办理；默认必发的是，其余否。"
        ),
    ] = None,
    by: By = None,
    json: output.Json = False,
) -> None:
    """更正：把稿件最新的已审版本送到每个副本。已群发的，微信不能改，由下级决定撤回或另发。"""
    _change(offer_id, ChangeKind.CORRECTION, reason, deadline, at_once, by, json)


def recall(
    offer_id: Id,
    reason: Reason,
    deadline: Deadline,
    at_once: Annotated[
        AtOnce | None,
        typer.Option(
            "--at-once", metavar="yes|no", help="不等下级，立即办理；默认必发的是，其余否。"
        ),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="不再询问。")] = False,
    by: By = None,
    json: output.Json = False,
) -> None:
    """撤回：停掉未发的副本，删除已群发的页面（粉丝手机上的卡片收不回来）。"""
    offer = distribution.get(offer_id)
    if not yes and not output.confirmed(
        f"撤回“{offer.title}”，涉及 {len(offer.accounts)} 个公众号，不能反悔。确定吗？"
    ):
        raise typer.Abort
    _change(offer_id, ChangeKind.RECALL, reason, deadline, at_once, by, json)


def carry_out(
    offer_id: Id,
    account: Account,
    task: Number,
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="更正时覆盖本单位自己改过的稿件；旧版本保留。")
    ] = False,
    by: By = None,
) -> None:
    """办理一项更正或撤回：改稿送审、撤回排期、撤回群发。"""
    receipt = distribution.carry_out_task(
        offer_id, account, task, by=acting(by), now=utc_now(), overwrite=overwrite
    )
    done = next((one for one in receipt.tasks if one.change == task), None)
    if done is None:
        output.warn(f"公众号“{account}”没有采用过 {offer_id}，无事可办。")
    elif done.awaits:
        output.done(f"{done.what}。用 `./rongmei offer receipts {offer_id}` 查看。")
    elif done.state is TaskState.DONE:
        output.done(f"已办理：{done.what}。")
    else:
        output.warn(f"还没有办完：{done.what}。办完后用 `offer acknowledge` 说明。")


def acknowledge(
    offer_id: Id,
    account: Account,
    task: Number,
    note: Annotated[str, typer.Option("--note", help="做了什么。")],
    by: By = None,
) -> None:
    """说明一项待办已由人工办完。"""
    distribution.acknowledge(offer_id, account, task, what=note, by=acting(by), now=utc_now())
    output.done("已记录。")


def _change(
    offer_id: str,
    kind: ChangeKind,
    reason: str,
    deadline: str,
    at_once: AtOnce | None,
    by: str | None,
    json: bool,
) -> None:
    offer = distribution.change_source(
        offer_id,
        kind,
        reason=reason,
        deadline=publishing.slot(deadline, utc_now()),
        by=acting(by),
        now=utc_now(),
        at_once=None if at_once is None else at_once is AtOnce.YES,
    )
    if json:
        output.as_json(offer)
        return
    output.done(f"{distribution.labels.CHANGES[kind]}已送往 {len(offer.accounts)} 个公众号。")
    output.note(f"用 `./rongmei offer receipts {offer.id}` 查看办理情况。")
