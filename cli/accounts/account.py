"""``./rongmei account``: official accounts, their secrets and their health."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from chalicelib import accounts
from chalicelib.accounts import (
    SLOTS,
    AccountKind,
    AccountState,
    Agents,
    CallbackMode,
    InvalidInput,
    OfficialAccount,
    Scarce,
)
from chalicelib.application import register_account
from chalicelib.application.remove_account import remove_account, require_none_unsent
from chalicelib.clock import utc_now
from cli.accounts import allowance, check, rotate_key, secret_input, settings_input
from cli.accounts.settings_input import Limits, Slots
from cli.terminal import output
from cli.terminal.acting import By, acting
from cli.terminal.options import AccountArgument

app = typer.Typer(help="公众号：登记、密钥、检查。", no_args_is_help=True)
app.command("allowance", epilog=allowance.EPILOG)(allowance.allowance)
app.command("check", epilog=check.EPILOG)(check.check)
app.command("rotate-key", epilog=rotate_key.EPILOG)(rotate_key.rotate_key)


@app.command(
    "add",
    epilog="例：\n./rongmei account add province --name 省税务局 --unit province \\\n"
    "  --kind subscription --appid wx0123456789abcdef --secrets-file secrets.env",
)
def add(
    account_id: Annotated[str, typer.Argument(metavar="ID", help="短名，成为回调地址的一部分。")],
    name: Annotated[str, typer.Option("--name", metavar="名称", help="公众号名称。")],
    unit: Annotated[str, typer.Option("--unit", metavar="ID", help="所属单位。")],
    kind: Annotated[
        AccountKind,
        typer.Option("--kind", metavar="KIND", help="订阅号 subscription 或服务号 service。"),
    ],
    appid: Annotated[str, typer.Option("--appid", metavar="APPID", help="开发者 ID（AppID）。")],
    mode: Annotated[
        CallbackMode,
        typer.Option("--mode", metavar="MODE", help="明文 plain、兼容 compatible、安全 safe。"),
    ] = CallbackMode.SAFE,
    original_id: Annotated[
        str | None, typer.Option("--original-id", metavar="gh_…", help="原始 ID。")
    ] = None,
    limit: Limits = None,
    slots: Slots = None,
    retention_days: Annotated[
        int, typer.Option("--retention-days", metavar="N", help="消息保留天数。")
    ] = 180,
    erase_after_days: Annotated[
        int,
        typer.Option(
            "--erase-after-days", metavar="N", help="粉丝取消关注多少天后删除其个人信息。"
        ),
    ] = 30,
    secrets_file: secret_input.SecretsFile = None,
    by: By = None,
) -> None:
    """登记公众号。密钥从文件、环境变量或提示输入。

    环境变量：RONGMEI_APP_SECRET RONGMEI_TOKEN RONGMEI_AES_KEY
    """
    wanted = [
        name for name in secret_input.NAMES if name != "aes_key" or mode is not CallbackMode.PLAIN
    ]
    given = secret_input.read(secrets_file, wanted)
    if missing := [secret_input.NAMES[name] for name in wanted if name not in given]:
        raise InvalidInput(
            f"没有给出 {'、'.join(missing)}。请用 --secrets-file、环境变量（见 --help）或在终端中输入。"
        )
    made = register_account.add_account(
        {
            "id": account_id,
            "name": name,
            "unit": unit,
            "kind": kind,
            "appid": appid,
            "mode": mode,
            "original_id": original_id,
            "limits": {
                name: value
                for name, value in (settings_input.limits(limit) or {}).items()
                if value is not None
            },
            "slots": settings_input.slots(slots) or SLOTS,
            "retention_days": retention_days,
            "erase_after_days": erase_after_days,
        },
        given,
        by=acting(by),
        now=utc_now(),
    )
    output.done(f"已登记公众号“{made.id}”（{made.name}）。")
    _next_steps(made.id, accounts.labels.MODES[made.mode])


@app.command("list")
def list_accounts(json: output.Json = False) -> None:
    """列出全部公众号。"""
    states = list(accounts.states())
    if json:
        output.as_json([_plain(state) for state in states])
        return
    rows = [
        (
            state.account.id,
            state.account.name,
            state.account.unit,
            accounts.labels.KINDS[state.account.kind],
            state.account.appid,
            f"第 {state.book_version} 版" if state.book_version else "无",
        )
        for state in states
    ]
    output.table(
        "公众号",
        ["公众号", "名称", "单位", "类型", "AppID", "规则"],
        rows,
        whole=["公众号", "AppID"],
        empty="还没有公众号。用 `./rongmei account add` 登记。",
    )


@app.command("show")
def show(account_id: AccountArgument, json: output.Json = False) -> None:
    """查看一个公众号（不显示密钥）。"""
    state = accounts.current(account_id)
    held, url = accounts.held_secrets(account_id), accounts.callback_url(account_id)
    if json:
        shown = {"secrets": held, "callback_url": url}
        output.as_json(_plain(state) | shown)
        return
    account = state.account
    output.facts(
        f"公众号 {account.id}",
        [
            ("名称", account.name),
            ("单位", account.unit),
            ("类型", accounts.labels.KINDS[account.kind]),
            ("AppID", account.appid),
            ("原始 ID", account.original_id),
            ("加解密方式", accounts.labels.MODES[account.mode]),
            ("群发", _mass(account)),
            ("推送时段", " ".join(account.slots)),
            ("消息保留", f"{account.retention_days} 天"),
            ("取消关注后删除", f"{account.erase_after_days} 天后"),
            ("人工", accounts.labels.AGENTS[account.agents]),
            ("API 群发保护", "开" if account.mass_protection else "关"),
            ("二次查找", "开" if account.second_look else "关"),
            ("有答复时告知", "开" if account.tell_answers else "关"),
            ("网页授权", "开" if account.oauth else "关"),
            ("回复簿", f"第 {state.book_version} 版" if state.book_version else "无"),
            ("已录入的密钥", "、".join(accounts.labels.SECRETS[name] for name in held)),
            ("回调地址", "见下一行" if url else ""),
        ],
    )
    if url:
        output.line(url)  # outside the table, whose folding nobody could copy


@app.command(
    "set",
    epilog="例：\n./rongmei account set province --mode safe --retention-days 365\n"
    "./rongmei account set province --limit mass=6/day --slots 08:00,10:00,12:00,15:00,17:00,20:00",
)
def set_(
    account_id: AccountArgument,
    name: Annotated[str | None, typer.Option("--name", metavar="名称", help="公众号名称。")] = None,
    mode: Annotated[
        CallbackMode | None,
        typer.Option("--mode", metavar="MODE", help="明文 plain、兼容 compatible、安全 safe。"),
    ] = None,
    original_id: Annotated[
        str | None, typer.Option("--original-id", metavar="gh_…", help="原始 ID。")
    ] = None,
    limit: Limits = None,
    slots: Slots = None,
    retention_days: Annotated[
        int | None,
        typer.Option("--retention-days", metavar="N", help="消息保留天数，此后的消息按它保留。"),
    ] = None,
    erase_after_days: Annotated[
        int | None,
        typer.Option(
            "--erase-after-days",
            metavar="N",
            help="粉丝取消关注多少天后删除其个人信息；此后取消关注的按它删除。",
        ),
    ] = None,
    agents: Annotated[
        Agents | None,
        typer.Option(
            "--agents",
            metavar="AGENTS",
            help="转人工给谁：本系统坐席 own、微信自带客服 wechat、不转 none。",
        ),
    ] = None,
    mass_protection: Annotated[
        bool | None,
        typer.Option(
            "--mass-protection/--no-mass-protection",
            help="公众号是否开启了 API 群发保护：开启后，每次群发给全部粉丝都要管理员在微信里确认。",
        ),
    ] = None,
    second_look: Annotated[
        bool | None,
        typer.Option(
            "--second-look/--no-second-look",
            help="没有把握的问题再找一次，粉丝点链接查看；要先给公众号配置语言模型。",
        ),
    ] = None,
    tell_answers: Annotated[
        bool | None,
        typer.Option(
            "--tell-answers/--no-tell-answers",
            help="没有答复的问题，请粉丝点“有答复时告诉我”；有了答复就告知一次。",
        ),
    ] = None,
    oauth: Annotated[
        bool | None,
        typer.Option(
            "--oauth/--no-oauth",
            help="预约网页用微信网页授权认出粉丝：已认证的服务号，并在微信平台填好网页授权域名。",
        ),
    ] = None,
    by: By = None,
) -> None:
    """修改公众号的登记信息；不改的不填。密钥用 account rotate-key 更换。"""
    changes = {
        "name": name,
        "mode": mode,
        "original_id": original_id,
        "limits": settings_input.limits(limit),
        "slots": settings_input.slots(slots),
        "retention_days": retention_days,
        "erase_after_days": erase_after_days,
        "agents": agents,
        "second_look": second_look,
        "tell_answers": tell_answers,
        "oauth": oauth,
        "mass_protection": mass_protection,
    }
    if all(value is None for value in changes.values()):
        raise InvalidInput("没有给出要修改的内容。可以修改的见 `./rongmei account set --help`。")
    before = accounts.current(account_id).account
    after = register_account.change_account(account_id, changes, by=acting(by), now=utc_now())
    output.done(f"已修改公众号“{account_id}”。")
    if after.mode is not before.mode:
        output.note(
            f"加解密方式已改为{accounts.labels.MODES[after.mode]}，最多 10 秒后生效。"
            "微信开发者平台上的选择必须与它一致，否则收不到消息。"
        )


@app.command("remove")
def remove(
    account_id: AccountArgument,
    yes: Annotated[bool, typer.Option("--yes", help="不再确认，并取消未发出的群发。")] = False,
    by: By = None,
) -> None:
    """移除公众号及其密钥。还有未发出的群发时不移除；加 --yes 则先取消它们。"""
    account = accounts.current(account_id).account
    if not yes:
        require_none_unsent(account_id)
    output.warn(
        f"将移除公众号“{account_id}”（{account.name}）：登记信息、密钥（含语言模型与热线的）与 access_token。"
    )
    output.note(f"保留：已记录的消息（至多 {account.retention_days} 天）与各版回复簿。")
    if not yes and output.ask("请输入公众号短名以确认", empty=True) != account_id:
        raise InvalidInput("输入不一致，没有移除。")
    removed = remove_account(account_id, by=acting(by), now=utc_now(), cancel_pushes=yes)
    for delivery_id in removed.cancelled:
        output.note(f"已取消群发 {delivery_id}。")
    if removed.waiting:
        output.note(f"移交热线而未办结的会话 {removed.waiting} 个，不再有回音。")
    output.done(f"已移除公众号“{account_id}”。请在微信开发者平台停用消息推送。")


def _mass(account: OfficialAccount) -> str:
    found = accounts.limit_of(account, Scarce.MASS)
    return (
        f"每{accounts.labels.PERIODS[found[0].per]} {found[0].count} 次（{found[1]}）"
        if found
        else ""
    )


def _next_steps(account_id: str, mode: str) -> None:
    url = accounts.callback_url(account_id)
    if url:
        output.line(url)
    output.note(
        "接下来：\n"
        f"  1. 微信开发者平台 → 消息推送：服务器地址（URL）填{'上面的地址' if url else '部署后的回调地址'}，"
        f"Token 与 EncodingAESKey 填刚录入的，消息加解密方式选“{mode}”。\n"
        "  2. 把函数的出口 IP 加入该公众号的 IP 白名单。\n"
        f"  3. ./rongmei account check {account_id}\n"
        f"  4. ./rongmei rule import 规则.xlsx --account {account_id}"
    )


def _plain(state: AccountState) -> dict[str, Any]:
    return state.account.model_dump(mode="json") | {"book_version": state.book_version}
