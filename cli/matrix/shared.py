"""Words that the commands of the matrix share."""

from __future__ import annotations

from typing import Annotated

import typer

from chalicelib.application.matrix_page import MatrixLine
from chalicelib.clock import shown
from cli.terminal import output

AccountId = Annotated[str, typer.Argument(metavar="公众号", help="公众号的短名。")]


def table(title: str, lines: tuple[MatrixLine, ...], empty: str) -> None:
    """Print lines of the matrix."""
    output.table(
        title,
        ["公众号", "健康", "自", "单位", "级别", "备案", "负责人", "原因"],
        [
            (
                one.account,
                one.health_name,
                shown(one.since),
                one.unit_name,
                one.level_name,
                one.life_name,
                one.in_charge,
                "；".join(sign.said for sign in one.signs),
            )
            for one in lines
        ],
        whole=["公众号", "健康"],
        empty=empty,
    )
