"""Settings of an account as people write them: ``mass=6/day``, ``08:00,12:00``."""

from __future__ import annotations

import re
from typing import Annotated, Final

import typer
from pydantic import ValidationError

from chalicelib.accounts import QUOTAS, InvalidInput, Limit, Period, Scarce

Limits = Annotated[
    list[str] | None,
    typer.Option(
        "--limit",
        metavar="配额=次数/期",
        help="微信给本号的特殊额度，如 mass=6/day、mass=4/month；mass=usual 改回通常的额度；可写多次。",
    ),
]
Slots = Annotated[
    str | None,
    typer.Option("--slots", metavar="HH:MM,…", help="推送时段（北京时间），用逗号分开。"),
]
_USUAL: Final = re.compile(r"([a-z_]+)=usual")
_LIMIT: Final = re.compile(r"([a-z_]+)=(\d{1,8})/(day|month)")


def limits(given: list[str] | None) -> dict[Scarce, Limit | None] | None:
    """The limits that a person wrote, None for one that goes back to the usual; None where there are none.

    Raises ``InvalidInput``.
    """
    return dict(map(_limit, given)) if given else None


def slots(given: str | None) -> list[str] | None:
    """The times that a person wrote; None where there are none."""
    return [one.strip() for one in re.split("[,，]", given) if one.strip()] if given else None


def _limit(text: str) -> tuple[Scarce, Limit | None]:
    written = _LIMIT.fullmatch(text.strip())
    usual = _USUAL.fullmatch(text.strip())
    try:
        if usual is not None:
            return Scarce(usual[1]), None
        if written is not None:
            limit = Limit(count=int(written[2]), per=Period(written[3]))
            return Scarce(written[1]), limit
    except (ValueError, ValidationError):
        pass
    known = "、".join(f"{scarce.value}（{quota.name}）" for scarce, quota in QUOTAS.items())
    raise InvalidInput(
        f"看不懂配额“{text}”。请写成 mass=6/day 或 mass=4/month，改回通常的额度写 mass=usual；可以设置的有：{known}。"
    )
