"""``./rongmei follower``: what is kept of one person, a copy of it, and its erasure."""

from __future__ import annotations

import json as jsonlib
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from chalicelib import followers
from chalicelib.application import erase_follower
from chalicelib.application.erase_follower import Outcome
from chalicelib.application.export_follower import export_follower, overview
from chalicelib.application.follower_data import KIND_NAMES
from chalicelib.audit import AuditEntry
from chalicelib.clock import shown, utc_now
from chalicelib.followers import Erasure
from cli.terminal import file_io, output
from cli.terminal.acting import By, acting
from cli.terminal.options import Account

app = typer.Typer(help="粉丝的个人信息：查看保存了什么、导出副本、删除。", no_args_is_help=True)

Openid = Annotated[
    str, typer.Option("--openid", metavar="OPENID", help="粉丝在这个公众号的 OpenID。")
]


@app.command("show", epilog="例：./rongmei follower show --account province --openid oABC123")
def show(account: Account, openid: Openid, by: By = None, json: output.Json = False) -> None:
    """查看保存了这位粉丝的哪些信息（只列数量）、何时删除，以及以往的删除记录。"""
    counts, waiting = overview(account, openid, by=acting(by))
    receipts = erase_follower.receipts(account, openid)
    if json:
        output.as_json(
            {
                "kept": counts,
                "erasure": _waiting(waiting),
                "receipts": [_receipt(one) for one in receipts],
            }
        )
        return
    output.table(
        "保存的信息",
        ["种类", "数量"],
        [(KIND_NAMES[kind], number) for kind, number in counts.items()],
        empty="没有保存这位粉丝的任何信息。",
    )
    if waiting is not None:
        why = followers.WHY_NAMES[waiting.why]
        output.note(f"{why}，将于 {shown(waiting.due_at)} 起删除。")
    if receipts:
        output.table(
            "以往的删除",
            ["时间（北京）", "经办", "缘由", "记录号"],
            [(shown(one.at), one.by, one.note, one.object) for one in receipts],
            whole=["时间（北京）"],
        )


@app.command(
    "export",
    epilog="例：./rongmei follower export --account province --openid oABC123 --out 副本.json",
)
def export(
    account: Account,
    openid: Openid,
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="写入的文件（JSON）。")],
    yes: file_io.Overwrite = False,
    by: By = None,
) -> None:
    """导出这位粉丝的全部个人信息，供其查阅、复制。文件含聊天内容，请妥善保管，交付后删除。"""
    found = export_follower(account, openid, by=acting(by), now=utc_now())
    body = jsonlib.dumps(found, ensure_ascii=False, indent=2) + "\n"
    file_io.save(out, body.encode(), overwrite=yes)
    output.note("坐席的内部备注也在其中。交付前请核对是否涉及他人。")


@app.command(
    "erase",
    epilog="例：./rongmei follower erase --account province --openid oABC123 "
    "--reason 本人书面申请 --by li.ming",
)
def erase(
    account: Account,
    openid: Openid,
    reason: Annotated[
        str,
        typer.Option(
            "--reason", metavar="缘由", help="记入操作日志，请勿写姓名、证件号或 OpenID。"
        ),
    ],
    yes: Annotated[bool, typer.Option("--yes", help="不再询问，直接删除。")] = False,
    by: By = None,
    json: output.Json = False,
) -> None:
    """删除这位粉丝在这个公众号的全部个人信息，不能恢复。中断后再运行一次，接着删除。"""
    actor, now = acting(by), utc_now()
    counts, _ = overview(account, openid, by=actor)
    if not yes:
        kinds = "、".join(f"{KIND_NAMES[kind]} {number}" for kind, number in counts.items())
        question = f"将删除公众号“{account}”这位粉丝的：{kinds or '无'}。删除后不能恢复。确定吗？"
        if not output.confirmed(question):
            raise typer.Abort
    asked = erase_follower.ask(account, openid, reason=reason, by=actor, now=now)
    receipt = _work_off(asked, now)
    if json:
        output.as_json(
            {"receipt": _receipt(receipt) if receipt else None, "erasure": _waiting(asked)}
        )
        return
    if receipt is None:
        at = shown(asked.due_at)
        output.note(
            f"粉丝刚有消息，或有消息正在发出：后台将在 {at} 之后删除完，"
            "用 `./rongmei follower show` 查看。"
        )
        return
    output.table(
        f"删除记录 {receipt.object}",
        ["种类", "删除的数量"],
        [(KIND_NAMES.get(one.field, one.field), one.before) for one in receipt.changes],
    )
    output.done("已删除。记录号只能由知道 OpenID 的人用 `./rongmei follower show` 核对。")


def _work_off(asked: Erasure, now: datetime) -> AuditEntry | None:
    """Portion after portion; None where the rest is done in the background."""
    erased = 0
    for progress in erase_follower.work_off(asked.account, asked.openid, now):
        if progress.erased:
            erased += progress.erased
            output.note(f"已删除 {erased} 项……")
        if progress.outcome is Outcome.DONE:
            return progress.receipt
    return None


def _waiting(erasure: Erasure | None) -> dict[str, Any] | None:
    if erasure is None:
        return None
    return erasure.model_dump(
        mode="json", include={"why", "note", "asked_at", "cut", "due_at", "found"}
    )


def _receipt(entry: AuditEntry) -> dict[str, Any]:
    return {
        "id": entry.object,
        "at": entry.at.isoformat(),
        "by": entry.by,
        "note": entry.note,
        "erased": {one.field: int(one.before or 0) for one in entry.changes},
    }
