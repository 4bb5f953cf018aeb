"""``./rongmei account check``: everything that can be asked without effect."""

from __future__ import annotations

import typer

from chalicelib import accounts
from chalicelib.application.check_account import check_account
from chalicelib.clock import utc_now
from chalicelib.errors import remedy
from cli.terminal import output, remedies
from cli.terminal.acting import By, acting
from cli.terminal.options import AccountArgument

EPILOG = "有失败项时退出码为 1，可用于定时巡检。"


def check(account_id: AccountArgument, by: By = None, json: output.Json = False) -> None:
    """检查密钥、access_token、回调与配额，列出要处理的问题。"""
    findings = check_account(account_id, by=acting(by), now=utc_now()).findings
    if json:
        output.as_json(
            [
                {
                    "name": found.name,
                    "state": found.state,
                    "seen": found.seen,
                    "advice": _advice(found),
                }
                for found in findings
            ]
        )
    else:
        rows = [(accounts.labels.HEALTH[found.state], found.name, found.seen) for found in findings]
        output.table(f"公众号 {account_id}", ["结果", "项目", "所见"], rows, whole=["结果"])
        for found in findings:
            if found.advice:
                # Outside the table: there are commands and addresses to copy in it.
                output.line(
                    f"{accounts.labels.HEALTH[found.state]}　{found.name}：{_advice(found)}"
                )
    if any(found.state is accounts.checkup.Health.FAIL for found in findings):
        raise typer.Exit(1)


def _advice(found: accounts.Found) -> str:
    helps = [remedy(one.action, one.label, **one.arguments) for one in found.remedies]
    return remedies.advised(found.advice, helps)
