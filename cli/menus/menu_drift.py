"""``./rongmei menu``: what WeChat shows, held against what was published."""

from __future__ import annotations

import typer

from chalicelib import menus
from chalicelib.application import menus as menus_
from chalicelib.clock import shown, utc_now
from chalicelib.menus import MenuDocument
from cli.menus.shared import Reason
from cli.terminal import output
from cli.terminal.acting import By, acting
from cli.terminal.options import Account


def register(app: typer.Typer) -> None:
    """Add these commands to the group."""
    app.command("drift")(drift)
    app.command("take-over", epilog="例：./rongmei menu take-over --account province --reason 前台临时改过网址")(take_over)  # fmt: skip
    app.command("overwrite", epilog="例：./rongmei menu overwrite --account province --reason 不是本单位改的")(overwrite)  # fmt: skip


def drift(account: Account, by: By = None, json: output.Json = False) -> None:
    """问微信现在显示的菜单，与现行的对照。不同时退出码为 1。"""
    state = menus.look_for(account, by=acting(by), now=utc_now())
    ours = menus.document(account, state.in_force.version) if state.in_force else MenuDocument()
    found = menus.found(account) if state.drift else None
    told = menus.differences(ours, found) if found is not None else ()
    if json:
        output.as_json(
            {
                "drift": state.drift.model_dump(mode="json") if state.drift else None,
                "differences": [one.model_dump() for one in told],
            }
        )
    elif state.drift is None:
        output.done("微信上的菜单就是现行的。")
    else:
        place = "微信后台" if state.drift.on_page else "别的程序"
        output.warn(f"微信上的菜单在{place}改过，{shown(state.drift.seen_at)} 发现：")
        for one in told:
            output.line(str(one))
        output.note("用 `menu take-over` 保留微信上的，或用 `menu overwrite` 换回现行的。")
    if state.drift is not None:
        raise typer.Exit(1)


def take_over(account: Account, reason: Reason, by: By = None, json: output.Json = False) -> None:
    """保留微信上的菜单，作为新的版本。微信后台设置的回复会变成菜单回复。"""
    made = menus_.take_over(account, reason, by=acting(by), now=utc_now())
    if json:
        output.as_json(made)
    else:
        output.done(f"已接管为版本 {made.version}：{menus.labels.STATES[made.state]}。")


def overwrite(account: Account, reason: Reason, by: By = None, json: output.Json = False) -> None:
    """把现行的菜单重新发布到微信；被替换的另存为一个版本。"""
    state = menus.overwrite(account, reason, by=acting(by), now=utc_now())
    if json:
        output.as_json(state)
    elif state.wanted is None:
        output.done("已换回现行的菜单。")
    else:
        output.warn(f"微信还没有接受，会自动再试：{state.problem}")
