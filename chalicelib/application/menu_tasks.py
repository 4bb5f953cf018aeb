"""What waits for a person at the menus of accounts: one to release, one that somebody changed elsewhere, one that failed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Final

from chalicelib import menus, people
from chalicelib.accounts import OfficialAccount
from chalicelib.actor import Actor
from chalicelib.application.task import Task, TaskKind
from chalicelib.menus import MenuState, PublicationState

_SHOWN_FOR: Final = timedelta(days=7)
"""A publication that failed is shown for so long, unless something is handed in or published earlier."""
_PATIENCE: Final = 3
"""Tries after which a menu that does not return is told: until then it mends itself."""


def of_accounts(by: Actor, several: Sequence[OfficialAccount], now: datetime) -> Iterator[Task]:
    """The tasks of a person at up to a hundred accounts; reads the menus that they may see to alone, in one call."""
    publishes = {one.id for one in several if people.may(by, menus.PUBLISH, one.unit)}
    approves = {one.id for one in several if people.may(by, menus.APPROVE, one.unit)}
    states = menus.states_of(sorted(publishes | approves))
    for account in several:
        state = states.get(account.id)
        if state is None:
            continue
        if account.id in approves:
            yield from _to_release(state, account, by)
        if account.id in publishes:
            yield from _drifted(state, account)
            yield from _failed(state, account, now)


def _to_release(state: MenuState, account: OfficialAccount, by: Actor) -> Iterator[Task]:
    for one in state.open:
        if one.state is PublicationState.WAITING and not menus.had_a_hand(by.person, one):
            yield Task(
                kind=TaskKind.MENU_RELEASE,
                what=f"菜单第 {one.version} 版：{one.note or '修改'}",
                detail=f"{account.name} · {one.by} 提交",
                unit=account.unit,
                path=_path(account),
                since=one.history[0].at,
                until=one.at,
            )


def _drifted(state: MenuState, account: OfficialAccount) -> Iterator[Task]:
    # While a menu is on its way, what stands at WeChat is replaced by it.
    if state.drift is not None and state.wanted is None:
        where = "微信后台" if state.drift.on_page else "别的程序"
        yield Task(
            kind=TaskKind.MENU_DRIFT,
            what="菜单被改过，请接管或覆盖",
            detail=f"{account.name} · {where}",
            unit=account.unit,
            path=_path(account),
            since=state.drift.seen_at,
        )


def _failed(state: MenuState, account: OfficialAccount, now: datetime) -> Iterator[Task]:
    failed, wanted = state.failed, state.wanted
    if failed is not None and failed.at > now - _SHOWN_FOR:
        yield Task(
            kind=TaskKind.MENU_FAILED,
            what=f"菜单第 {failed.version} 版没有发布成功",
            detail=f"{account.name} · {failed.problem}",
            unit=account.unit,
            path=_path(account),
            since=failed.at,
        )
    elif wanted is not None and wanted.cause is not menus.Cause.PUBLISH and wanted.tries >= _PATIENCE:  # fmt: skip
        yield Task(
            kind=TaskKind.MENU_FAILED,
            what=f"{menus.labels.CAUSES[wanted.cause]}：还没有成功",
            detail=f"{account.name} · {state.problem}",
            unit=account.unit,
            path=_path(account),
        )


def _path(account: OfficialAccount) -> str:
    return f"/menus?account={account.id}"
