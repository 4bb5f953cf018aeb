"""``./rongmei import-from-wechat``: carry over what an account answered on WeChat's own pages."""

from __future__ import annotations

import getpass
import json as jsons
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from chalicelib import accounts
from chalicelib.conversation.rules import versions
from chalicelib.conversation.wechat_import import Takeover, take_over
from chalicelib.wechat.errors import WeChatError
from cli.terminal import output

if TYPE_CHECKING:
    from chalicelib.wechat.client import AccountClient

EPILOG = "例：./rongmei import-from-wechat --account province --dry-run --save 备份.json"
SOURCE = "微信公众平台"


def import_from_wechat(
    account: Annotated[str, typer.Option("--account", metavar="ID", help="公众号的短名。")],
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
    by: Annotated[str | None, typer.Option("--by", help="经办人；默认取当前系统用户。")] = None,
    json: output.Json = False,
) -> None:
    """把在微信后台设置的自动回复、关键词规则和自定义菜单带进来。

    启用服务器地址后，微信后台的自动回复和菜单会失效，因此请在启用之前做一次。带不过来的会逐条说明。
    """
    # Reads the account first: an unknown one should not cost a call.
    in_force = versions.rules_in_force(account)
    client = accounts.wechat_client(account)
    raw = {
        "autoreply": client.get("get_current_autoreply_info"),
        "selfmenu": client.get("get_current_selfmenu_info"),
    }
    if save is not None:
        _keep(save, raw)
    taken = take_over(raw["autoreply"], raw["selfmenu"], in_force)
    if not json:
        _show(taken)
    if not dry_run:
        _refuse_to_overwrite(account, taken, replace)
        now = datetime.now(UTC)
        # The replies first: a menu whose keys nobody answers must never be seen.
        version = versions.import_rules(
            account, taken.rules, source=SOURCE, by=by or getpass.getuser(), now=now
        ).version
        if taken.menu and not no_menu:
            _create_menu(client, taken)
    if json:
        output.as_json({"imported": not dry_run, **taken.model_dump(mode="json")})
    elif dry_run:
        output.done("以上是会带入的内容。没有改动任何东西。")
    else:
        menu = "，菜单已创建" if taken.menu and not no_menu else ""
        output.done(f"已带入为回复簿版本 {version}{menu}。最多 10 秒后生效。")


def _create_menu(client: AccountClient, taken: Takeover) -> None:
    try:
        client.menu.create({"button": list(taken.menu)})
    except WeChatError as error:
        output.complain(f"回复已带入，菜单没有创建：{error}")
        raise typer.Exit(1) from error


def _refuse_to_overwrite(account: str, taken: Takeover, replace: bool) -> None:
    state = accounts.state(account, consistent=True)
    if not state.book_version or replace:
        return
    if versions.read_version(account, state.book_version) == taken.rules:
        return
    output.complain(
        f"公众号“{account}”已有现行规则（版本 {state.book_version}），没有带入。"
        f"确认要替换请加 --replace；替换后可用 "
        f"`./rongmei rule restore {state.book_version} --account {account}` 恢复。"
    )
    raise typer.Exit(1)


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
