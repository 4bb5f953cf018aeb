"""``./rongmei account rotate-key``: the secrets of an account are replaced."""

from __future__ import annotations

from typing import Annotated

import typer

from chalicelib import accounts
from chalicelib.accounts import InvalidInput
from chalicelib.clock import utc_now
from cli.accounts import secret_input
from cli.terminal import output
from cli.terminal.acting import By, acting
from cli.terminal.options import AccountArgument

EPILOG = (
    "例：\n./rongmei account rotate-key province --random\n"
    "RONGMEI_APP_SECRET=… ./rongmei account rotate-key province"
)


def rotate_key(
    account_id: AccountArgument,
    random: Annotated[
        bool, typer.Option("--random", help="随机生成新的 EncodingAESKey 并显示一次。")
    ] = False,
    secrets_file: secret_input.SecretsFile = None,
    by: By = None,
) -> None:
    """更换 EncodingAESKey（旧的继续有效一轮）、Token 或 AppSecret；不换的留空。"""
    accounts.current(account_id)
    changes = (
        {"aes_key": accounts.random_aes_key()}
        if random
        else secret_input.read(secrets_file, list(secret_input.NAMES))
    )
    if not changes:
        raise InvalidInput("没有给出新的密钥。用 --secrets-file、环境变量、提示输入或 --random。")
    changed = accounts.rotate(account_id, changes, by=acting(by), now=utc_now())
    output.done(
        f"已更换公众号“{account_id}”的{'、'.join(accounts.labels.SECRETS[name] for name in changed)}。"
    )
    if random:
        output.line(changes["aes_key"])
        output.note("请把上面的 EncodingAESKey 填入微信开发者平台；它只显示这一次。")
    if "aes_key" in changed:
        output.note(
            "请等十秒（运行中的函数每十秒看一次），再到微信开发者平台保存；之前之后的推送，新旧密钥都能解开。"
        )
