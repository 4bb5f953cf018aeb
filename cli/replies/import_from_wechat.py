"""``./rongmei import-from-wechat``: carry over the replies and the menu of WeChat's own pages."""

from __future__ import annotations

import json as jsons
from pathlib import Path
from typing import Annotated, Any

import typer

from chalicelib.application.import_from_wechat import fetch_setup, take_over_setup
from chalicelib.clock import utc_now
from chalicelib.conversation import Takeover
from cli.terminal import output
from cli.terminal.acting import By, acting
from cli.terminal.options import Account

EPILOG = "例：./rongmei import-from-wechat --account province --dry-run --save 备份.json"


def import_from_wechat(
    account: Account,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="只列出会带入什么、带不了什么。")
    ] = False,
    replace: Annotated[
        bool, typer.Option("--replace", help="已有现行规则时，用微信后台的替换它（旧版本可恢复）。")
    ] = False,
    no_menu: Annotated[bool, typer.Option("--no-menu", help="只带入回复，不创建菜单。")] = False,
    save: Annotated[
        Path | None, typer.Option("--save", metavar="FILE", help="把微信返回的原文存成文件备查。")
    ] = None,
    by: By = None,
    json: output.Json = False,
) -> None:
    """把在微信后台设置的自动回复、关键词规则和自定义菜单带进来。

    启用服务器地址后，微信后台的自动回复和菜单会失效，因此请在启用之前做一次。带不过来的会逐条说明。
    """
    raw, taken = fetch_setup(account)
    if save is not None:
        _keep(save, raw)
    if not json:
        _show(taken)
    if not dry_run:
        made = take_over_setup(
            account, taken, by=acting(by), now=utc_now(), replace=replace, menu=not no_menu
        )
    if json:
        output.as_json({"imported": not dry_run, **taken.model_dump(mode="json")})
    elif dry_run:
        output.done("以上是会带入的内容。没有改动任何东西。")
    else:
        menu = "，菜单已创建" if taken.menu and not no_menu else ""
        output.done(f"已带入为回复簿版本 {made.version}{menu}。最多 10 秒后生效。")


def _keep(file: Path, raw: dict[str, Any]) -> None:
    try:
        file.write_text(jsons.dumps(raw, ensure_ascii=False, indent=2) + "\n")
    except OSError as error:
        output.complain(f"无法写入 {file}：{error.strerror}。没有带入。")
        raise typer.Exit(1) from error


def _show(taken: Takeover) -> None:
    rules = taken.rules
    output.facts(
        "可以带入",
        [
            ("关键词规则", f"{len(rules.rules)} 条"),
            ("被关注回复", "有" if rules.follow else "没有"),
            ("默认回复（收到消息回复）", "有" if rules.default else "没有"),
            ("菜单", _menu(taken)),
        ],
    )
    output.table(
        "带不过来或有变化的",
        ["位置", "说明"],
        [(loss.where, loss.what) for loss in taken.losses],
        empty="没有带不过来的。",
    )


def _menu(taken: Takeover) -> str:
    lines = []
    for button in taken.menu:
        subs = "、".join(sub["name"] for sub in button.get("sub_button", ()))
        lines.append(f"{button['name']}：{subs}" if subs else str(button["name"]))
    return "\n".join(lines) or "没有"
