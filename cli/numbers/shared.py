"""Options and words that the commands for numbers share."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated, Any, Final

import typer

from chalicelib import accounts
from chalicelib.application import wechat_numbers
from chalicelib.application.reporting import place_of
from chalicelib.application.wechat_numbers import Span
from chalicelib.clock import utc_now
from chalicelib.reports import Place
from cli.terminal import output

FromDay = Annotated[
    str | None,
    typer.Option("--since", metavar="日期", help="从哪一天起，如 2026-11-01；默认最近 30 天。"),
]
ToDay = Annotated[
    str | None, typer.Option("--until", metavar="日期", help="到哪一天为止（含）；默认昨天。")
]
_BRIEF: Final = 200


def day_given(text: str | None, option: str) -> date | None:
    """A day as a person types it."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise typer.BadParameter("写成 2026-11-01 这样的日期", param_hint=option) from None


def the_day(text: str, name: str) -> date:
    """A day that has to be given."""
    found = day_given(text, name)
    if found is None:
        raise typer.BadParameter("写成 2026-11-01 这样的日期", param_hint=name)
    return found


def days_of(since: str | None, until: str | None) -> Span:
    """The days between two options. Raises ``BadSpan``."""
    return wechat_numbers.span(day_given(since, "--since"), day_given(until, "--until"), utc_now())


def whose(unit: str | None, account: str | None) -> tuple[str, str]:
    """The unit that is asked about, and the account where only one is meant."""
    if account:
        return accounts.state(account).account.unit, account
    if not unit:
        raise typer.BadParameter(
            "用 --unit 指定单位，或用 --account 指定公众号", param_hint="--unit"
        )
    return unit, ""


def place_given(unit: str | None, account: str | None) -> Place:
    """Of what a report tells: the account where one is named, else the unit."""
    return place_of(*whose(unit, account))


def figure(number: int | None) -> str:
    """A number as people read it; — where WeChat has not told."""
    return "—" if number is None else f"{number:,}"


def late(delayed: bool) -> None:
    """Say what the star means, where there is one."""
    if delayed:
        output.note("* 微信说这些数据还会变。")


def brief(rows: Sequence[Mapping[str, Any]]) -> str:
    """Rows as WeChat gave them, cut short."""
    text = json.dumps(list(rows), ensure_ascii=False, separators=(",", ":"))
    return text if len(text) <= _BRIEF else text[:_BRIEF] + "…"
