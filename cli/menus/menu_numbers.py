"""``./rongmei menu``: what followers tap, and what that suggests."""

from __future__ import annotations

from typing import Annotated

import typer

from chalicelib import menus
from chalicelib.application import menu_numbers as numbers
from chalicelib.clock import shown, utc_now
from cli.menus.shared import Version
from cli.terminal import output
from cli.terminal.acting import By, acting
from cli.terminal.options import Account


def register(app: typer.Typer) -> None:
    """Add these commands to the group."""
    app.command("clicks", epilog="例：./rongmei menu clicks --account province --version 3")(clicks)
    app.command("suggest", epilog="例：./rongmei menu suggest --account province --apply 1")(suggest)  # fmt: skip


def clicks(
    account: Account, version: Version = None, by: By = None, json: output.Json = False
) -> None:
    """某个版本（默认现行的）的各项在现行期间的点击；换版的那一小时算在后一版。"""
    shown_now = menus.state_of(account).in_force
    number = version or (shown_now.version if shown_now else 0)
    if not number:
        raise menus.NothingToPublish("还没有发布过菜单，没有点击可看。")
    found = numbers.clicks(account, number, by=acting(by), now=utc_now())
    if json:
        output.as_json(found)
        return
    since = f"{shown(found.since)} 起" if found.since else "没有现行过"
    output.table(
        f"版本 {number} 的点击（{since}，{found.days} 天有统计，共 {found.taps} 次）",
        ["菜单项", "点击", "按什么统计"],
        [(one.where, one.taps if one.key else "微信不统计", one.key) for one in found.entries],
    )


def suggest(
    account: Account,
    apply: Annotated[
        int | None, typer.Option("--apply", metavar="N", help="把第 N 条放进草稿。", min=1)
    ] = None,
    by: By = None,
    json: output.Json = False,
) -> None:
    """最近四周的点击和提问对草稿的建议，每条都有数字。"""
    actor, now = acting(by), utc_now()
    draft = menus.draft_for(account, by=actor)
    found = numbers.suggestions(account, by=actor, now=now)
    if apply is not None:
        if apply > len(found):
            raise typer.BadParameter(f"只有 {len(found)} 条建议", param_hint="--apply")
        document = found[apply - 1].document
        if document is None:
            raise typer.BadParameter("菜单已满，请先腾出位置", param_hint="--apply")
        menus.save_draft(account, document, seen=draft.edition, by=actor, now=now)
        output.done(f"已放进草稿：{found[apply - 1].what}。还没有发布。")
        return
    if json:
        output.as_json(list(found))
        return
    output.table(
        f"公众号“{account}”的菜单建议",
        ["", "建议", "依据"],
        [(number, one.what, one.why) for number, one in enumerate(found, 1)],
        empty="没有建议：点击和提问还太少，或者菜单已经合适。",
    )
