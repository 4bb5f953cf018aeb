"""``./rongmei contribution receive|adopt|merge|decline|return|undo``: what the receiving unit does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

import typer

from chalicelib import contributions
from chalicelib.application import contribution_work as work
from chalicelib.clock import utc_now
from chalicelib.contributions import Contribution
from cli.contributions.options import Id
from cli.terminal import output
from cli.terminal.acting import By, acting

Words = Annotated[str, typer.Option("--words", help="给报送单位的话。")]
Told = Callable[[Contribution, bool], None]


def register(app: typer.Typer, told: Told) -> None:
    """Add the commands to the group; ``told`` says how a contribution stands afterwards."""

    @app.command("receive")
    def receive(contribution: Id, by: By = None, json: output.Json = False) -> None:
        """标为已阅。"""
        told(contributions.receive(contribution, by=acting(by), now=utc_now()), json)

    @app.command("adopt", epilog="例：./rongmei contribution adopt bs-… --by li")
    def adopt(
        contribution: Id, words: Words = "", by: By = None, json: output.Json = False
    ) -> None:
        """采用：线索成为本单位的选题，稿件成为本单位的草稿。"""
        told(work.adopt(contribution, words, by=acting(by), now=utc_now()), json)

    @app.command("merge", epilog="例：./rongmei contribution merge bs-… --into bs-… --by li")
    def merge(
        contribution: Id,
        into: Annotated[str, typer.Option("--into", metavar="报送", help="并入哪一件。")],
        words: Words = "",
        by: By = None,
        json: output.Json = False,
    ) -> None:
        """并入本单位收到的另一件。"""
        told(contributions.merge(contribution, into, words, by=acting(by), now=utc_now()), json)

    @app.command(
        "decline",
        epilog="例：./rongmei contribution decline bs-… bs-… --reason 选题重复 --words 本周已有同题。 --by li",
    )
    def decline(
        ids: Annotated[list[str], typer.Argument(metavar="报送…", help="一件或多件的编号。")],
        reason: Annotated[str, typer.Option("--reason", help="列表里的原因。")],
        words: Annotated[str, typer.Option("--words", help="给报送单位的话。")],
        by: By = None,
        json: output.Json = False,
    ) -> None:
        """不采用，写明原因。"""
        found = contributions.decline_all(ids, reason, words, by=acting(by), now=utc_now())
        if json:
            output.as_json(found)
            return
        for one in found:
            if one.problem:
                output.note(f"{one.id}：{one.problem}")
        output.done(f"未采用 {sum(not one.problem for one in found)} 件。")

    @app.command(
        "return", epilog="例：./rongmei contribution return bs-… --words 请补充数据 --by li"
    )
    def return_(
        contribution: Id,
        words: Annotated[str, typer.Option("--words", help="要补充什么。")],
        by: By = None,
        json: output.Json = False,
    ) -> None:
        """退回补充。"""
        told(contributions.return_(contribution, words, by=acting(by), now=utc_now()), json)

    @app.command("undo")
    def undo(
        contribution: Id,
        reason: Annotated[str, typer.Option("--reason", help="为什么撤销处理。")],
        by: By = None,
        json: output.Json = False,
    ) -> None:
        """撤销刚做的处理，回到待处理；积分一并取消。"""
        told(contributions.undo(contribution, reason, by=acting(by), now=utc_now()), json)
