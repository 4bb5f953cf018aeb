"""``./rongmei desk watch``: the desk as it is, every two seconds; a pipe gets one line for each change."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from typing import Annotated

import typer

from chalicelib import desk
from chalicelib.clock import utc_now
from chalicelib.desk import ServiceSession, SessionState
from cli.desk.shared import Account, span, state
from cli.terminal import output
from cli.terminal.acting import By, acting

EPILOG = "例：\n./rongmei desk watch --account province --by wang\n./rongmei desk watch --json | jq"
EVERY = 2.0
COLUMNS = ("受理号", "状态", "坐席", "等候", "还可发", "最近一句")


def watch(
    account: Account,
    by: By = None,
    rounds: Annotated[
        int | None, typer.Option("--rounds", metavar="N", min=1, help="看几次就停；默认一直看。")
    ] = None,
    json: output.Json = False,
) -> None:
    """实时看排队与服务中的会话；开着它就算在岗。按 Ctrl+C 结束。"""
    try:
        if json or not output.on_screen():
            _print(account, by, rounds, json=json)
        else:
            _live(account, by, rounds)
    except KeyboardInterrupt:
        raise typer.Exit(0) from None


def _live(account: str, by: str | None, rounds: int | None) -> None:
    screen = output.Screen()
    with screen:
        for sessions in _looks(account, by, rounds):
            now = utc_now()
            there = desk.presences(account)
            on_duty = "、".join(
                f"{one.agent.id} {one.load}/{one.agent.capacity}" for one in there if one.on_duty
            )
            screen.show(
                f"{account}　在岗：{on_duty or '无'}",
                COLUMNS,
                [_row(one, now) for one in sessions],
            )


def _print(account: str, by: str | None, rounds: int | None, *, json: bool) -> None:
    """One line for each session that is new, has changed, or is over."""
    seen: dict[str, ServiceSession] = {}
    for sessions in _looks(account, by, rounds):
        for one in sessions:
            if seen.get(one.id) != one:
                _line(one, json=json)
        current = {one.id: one for one in sessions}
        for gone in seen.keys() - current.keys():
            with suppress(desk.UnknownSession):
                _line(desk.find(account, gone, utc_now()), json=json)
        seen = current


def _looks(account: str, by: str | None, rounds: int | None) -> Iterator[list[ServiceSession]]:
    number, agent = 0, acting(by)
    while True:
        desk.heartbeat(account, by=agent, now=utc_now())
        yield desk.live_sessions(account)
        number += 1
        if number == rounds:
            return
        time.sleep(EVERY)


def _line(one: ServiceSession, *, json: bool) -> None:
    if json:
        output.as_json_line(one)
        return
    cells = (one.ticket, state(one).replace("\n", "，"), one.owner, one.summary)
    output.line("\t".join(cells))


def _row(one: ServiceSession, now: datetime) -> tuple[str, ...]:
    left = ""
    if one.state is SessionState.OPEN:
        left = f"{desk.budget(one.account, one.openid).left(now)} 条"
    since = one.unanswered_since or one.heard_at
    waits = span(max(0.0, (now - since).total_seconds())) if one.unanswered_since else ""
    return one.ticket, state(one), one.owner, waits, left, one.summary
