"""``./rongmei inspect notice`` and ``./rongmei inspect self-check``: papers made, listed, shown, taken, removed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Literal

import typer

from chalicelib import inspection_notices, reports
from chalicelib.application import inspection_notices as use
from chalicelib.clock import shown, utc_now
from chalicelib.inspection_notices import NAMES, Body, CheckMethod, PaperKind
from cli.terminal import file_io, output
from cli.terminal.acting import By, acting

Unit = Annotated[str, typer.Option("--unit", metavar="单位", help="哪个单位的。")]
Id = Annotated[
    str,
    typer.Argument(metavar="编号", help="编号，见 list；不写为最新的一份。", show_default=False),
]
Form = Annotated[
    Literal["docx", "xlsx"], typer.Option("--form", metavar="docx|xlsx", help="Word 文档或表格。")
]
Period = Annotated[
    str,
    typer.Option(
        "--period",
        metavar="时期",
        help="2026-Q3 或 2026-07-01..2026-08-15；默认最近过完的季度。",
    ),
]
Share = Annotated[
    float, typer.Option("--share", min=0.1, max=100, help="抽查的比例（%）；不写为全面检查。")
]
Seed = Annotated[str, typer.Option("--seed", help="抽取的种子；同一种子抽出同样的公众号。")]


def app_of(kind: PaperKind) -> typer.Typer:
    """The commands of one kind of paper."""
    name = NAMES[kind]
    app = typer.Typer(help=f"{name}：先看、制作、查看、导出、删除。", no_args_is_help=True)

    @app.command("preview", help=f"先看{name}会是怎样，什么都不保存。")
    def preview(
        unit: Unit,
        period: Period = "",
        share: Share = 100,
        seed: Seed = "",
        by: By = None,
        json: output.Json = False,
    ) -> None:
        now = utc_now()
        body = use.preview(_wanted(kind, unit, period, share, seed), by=acting(by), now=now)
        if json:
            output.as_json(body)
            return
        _show(body)

    @app.command("make", help=f"现在就做一份{name}；同一时期可以再做，以前的都留着。")
    def make(
        unit: Unit,
        period: Period = "",
        share: Share = 100,
        seed: Seed = "",
        by: By = None,
        json: output.Json = False,
    ) -> None:
        wanted = _wanted(kind, unit, period, share, seed)
        with output.progress("正在读取巡检记录…") as say:
            made = use.make_now(wanted, by=acting(by), now=utc_now(), told=_Said(say))
        if json:
            output.as_json(made)
            return
        output.done(f"{made.title}做好了，编号 {made.id}。")
        output.line(made.summary)

    @app.command("list", help=f"列出做过的{name}，最近的时期在前。")
    def list_(
        unit: Unit,
        limit: Annotated[int, typer.Option("--limit", min=1, max=200, help="最多列多少份。")] = 20,
        by: By = None,
        json: output.Json = False,
    ) -> None:
        found = use.notices_of(unit, by=acting(by), kind=kind, limit=limit)
        if json:
            output.as_json(found.notices)
            return
        output.table(
            name,
            ["编号", "时期", "制作", "制作人", "检查", "合格率", "单项否决"],
            [
                (
                    one.id,
                    one.period_name,
                    shown(one.at),
                    one.by_name,
                    one.checked,
                    inspection_notices.share(one.passed, one.checked),
                    one.vetoed,
                )
                for one in found.notices
            ],
            whole=["编号", "制作"],
            empty=f"还没有{name}，用 `make` 做一份。",
        )

    @app.command("show", help=f"看一份{name}的文字。")
    def show(unit: Unit, notice: Id = "", by: By = None, json: output.Json = False) -> None:
        made, kept = use.notice_for(unit, _named(kind, unit, notice, by), by=acting(by))
        if json:
            output.as_json({"made": made, "paper": kept.body})
            return
        _show(kept.body)

    @app.command("get", help=f"存一份{name}的 Word 文档或表格。")
    def get(
        unit: Unit,
        notice: Id = "",
        form: Form = "docx",
        out: Annotated[
            Path | None, typer.Option("--out", metavar="文件", help="存到哪里；默认以标题为名。")
        ] = None,
        force: Annotated[bool, typer.Option("--force", help="覆盖已有的文件。")] = False,
        by: By = None,
        json: output.Json = False,
    ) -> None:
        named = _named(kind, unit, notice, by)
        made, body = use.file_for(unit, named, form, by=acting(by), now=utc_now())
        file = out or Path(made.file_name(f".{form}"))
        file_io.save(file, body, overwrite=force)
        if json:
            output.as_json({"file": str(file), "bytes": len(body), "notice": made.id})
            return
        output.done(f"存为 {file}（{len(body) // 1024 + 1} KB）。")

    @app.command("remove", help=f"删除一份{name}，不能恢复。")
    def remove(
        unit: Unit,
        notice: Annotated[str, typer.Argument(metavar="编号", help="编号，见 list。")],
        reason: Annotated[str, typer.Option("--reason", help="为什么删除，记入操作日志。")],
        by: By = None,
        json: output.Json = False,
    ) -> None:
        made = use.remove_notice(unit, notice, reason, by=acting(by), now=utc_now())
        if json:
            output.as_json(made)
            return
        output.done(f"已删除{made.title}（{made.id}）。")

    return app


def _wanted(kind: PaperKind, unit: str, period: str, share: float, seed: str) -> use.Wanted:
    method = CheckMethod.ALL if share >= 100 else CheckMethod.SAMPLE
    return use.wanted_of(kind, unit, period, method, share, seed, now=utc_now())


def _named(kind: PaperKind, unit: str, notice: str, by: str | None) -> str:
    """The id that was given, or that of the newest. Raises ``UnknownNotice``."""
    if notice:
        return notice
    found = use.notices_of(unit, by=acting(by), kind=kind, limit=1).notices
    if not found:
        raise inspection_notices.UnknownNotice
    return found[0].id


def _show(body: Body) -> None:
    output.line(body.title)
    for text in body.opening:
        output.line(text)
    for number, section in enumerate(body.sections, 1):
        output.line(f"\n{reports.wording.numeral(number)}、{section.heading}")
        for part in section.parts:
            if part.heading:
                output.line(f"· {part.heading}")
            for block in part.blocks:
                if block.block == "words":
                    output.line(block.text)
                elif block.block == "table":
                    rows = [tuple(reports.wording.cell(one) for one in row) for row in block.rows]
                    output.table(block.caption, list(block.heads), rows)


class _Said:
    """Progress on the terminal."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say = say

    def __call__(self, done: int, of: int, message: str = "") -> None:
        """Say it."""
        self._say(message)

    def last(self, message: str = "") -> None:
        """Nothing: a command is not cancelled."""
