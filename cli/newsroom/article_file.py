"""``./rongmei article check`` and ``article html``: a file on this machine, checked before anything is stored.

The commands that store a file read it in the same way, with the same options.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from chalicelib import inspection, newsroom
from chalicelib.newsroom import (
    CHECKS,
    CHINESE_NAMES,
    FIELDS,
    SEVERITY_NAMES,
    ArticleRefused,
    Finding,
    Severity,
)
from cli.terminal import file_io, output

app = typer.Typer()

File = Annotated[
    Path, typer.Argument(metavar="FILE", help="稿件文件：.md、.docx 或 .html；图片放在它旁边。")
]
Given = Annotated[
    list[str] | None,
    typer.Option(
        "--set", metavar="字段=内容", help="补上或改写文件里的字段，可多次使用，如 封面=封面.jpg。"
    ),
]
HouseFile = Annotated[
    Path | None,
    typer.Option("--house", metavar="FILE", help="单位的检查设置（YAML）：关闭、词表、政策栏目。"),
]
WordFiles = Annotated[
    list[Path] | None,
    typer.Option(
        "--words",
        metavar="FILE",
        help="另加的词表，列为 错词,正词,说明,级别,除外，可多次使用。",
    ),
]
Off = Annotated[
    list[str] | None,
    typer.Option("--off", metavar="ID", help=f"不做这项检查，可多次使用：{' '.join(CHECKS)}"),
]
Account = Annotated[
    str | None,
    typer.Option("--account", metavar="ID", help="用这个公众号设定的主题，见 article theme。"),
]
Unit = Annotated[
    str | None,
    typer.Option("--unit", metavar="ID", help="用这个单位设定的主题，见 article theme。"),
]
At = Annotated[
    str | None,
    typer.Option("--at", metavar="DATE", help="计划发布的日期（北京），据此判断期限，默认今天。"),
]


Dark = Annotated[bool, typer.Option("--dark", help="显示微信深色模式下的样子。")]


@app.command(
    "check", epilog="例：./rongmei article check 稿件.docx --set 封面=封面.jpg --at 2026-12-01"
)
def check(
    file: File,
    given: Given = None,
    house: HouseFile = None,
    words: WordFiles = None,
    off: Off = None,
    at: At = None,
    unit: Unit = None,
    account: Account = None,
    check_links: Annotated[
        bool, typer.Option("--check-links", help="联网逐个打开文中的链接，看是否有效。")
    ] = False,
    json: output.Json = False,
) -> None:
    """检查一个稿件文件，一次列出所有问题和位置；有错误时退出码为 1。"""
    composed: newsroom.Composed | None = None
    try:
        composed = read(file, given, house, words, off, at, unit=unit, account=account)
        findings, links = list(composed.warnings), composed.links
    except ArticleRefused as refused:
        findings, links = list(refused.findings), refused.links
    if check_links:
        findings += newsroom.unreachable(links)
    _show(file, composed, findings, json=json)
    if any(one.severity is Severity.ERROR for one in findings):
        raise typer.Exit(1)


@app.command("html", epilog="例：./rongmei article html 稿件.md -o 预览.html")
def html(
    file: File,
    out: Annotated[Path, typer.Option("-o", "--out", metavar="FILE", help="写到哪个文件。")],
    given: Given = None,
    house: HouseFile = None,
    words: WordFiles = None,
    off: Off = None,
    unit: Unit = None,
    account: Account = None,
    dark: Dark = False,
    yes: file_io.Overwrite = False,
) -> None:
    """把稿件排成手机上的样子，存为一个本地网页；有错误也照样排出，在原处标明，退出码为 1。"""
    settings = _house(house, words, off, unit=unit, account=account)
    made = newsroom.attempt_file(file, settings, _given(given))
    file_io.save(out, newsroom.proof_page(made, dark=dark).encode(), overwrite=yes)
    for one in made.findings:
        if one.severity is Severity.WARNING:
            output.warn(f"提醒：{one}")
    errors = [one for one in made.findings if one.severity is Severity.ERROR]
    if errors:
        lines = "\n".join(f"  {one}" for one in errors)
        output.complain(f"网页里标出了 {len(errors)} 处错误，改好才能送审：\n{lines}")
        raise typer.Exit(1)


def read(
    file: Path,
    given: Sequence[str] | None = None,
    house: Path | None = None,
    words: Sequence[Path] | None = None,
    off: Sequence[str] | None = None,
    at: str | None = None,
    *,
    unit: str | None = None,
    account: str | None = None,
) -> newsroom.Composed:
    """The article that a file holds, by the options of a command. Raises ``ArticleRefused``."""
    settings = _house(house, words, off, at, unit=unit, account=account)
    return newsroom.read_file(file, settings, _given(given))


def _house(
    house: Path | None,
    words: Sequence[Path] | None,
    off: Sequence[str] | None,
    at: str | None = None,
    *,
    unit: str | None = None,
    account: str | None = None,
) -> newsroom.House:
    """The settings in a file and in options; those that are stored for a unit or an account come after them."""
    try:
        checked = newsroom.house_of(house, words or (), off or (), _day(at) if at else None)
    except newsroom.UnknownCheck as error:
        raise typer.BadParameter(str(error)) from None
    if not unit and not account:
        return checked
    stored = newsroom.themes_for(unit=unit, account=account)
    themed = checked.model_copy(update={"themes": (*checked.themes, *stored)})
    return themed.with_words_of(inspection.words_of(unit)) if unit else themed


def _day(text: str) -> date:
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007 - a day, no moment
    except ValueError:
        raise typer.BadParameter(f"“{text}”不是日期，请写成 2026-12-01 的样子。") from None


def _given(pairs: Sequence[str] | None) -> dict[str, str]:
    given = {}
    for pair in pairs or []:
        written, sign, value = pair.partition("=")
        name = CHINESE_NAMES.get(written.strip(), written.strip())
        if not sign or name not in FIELDS:
            known = "、".join(CHINESE_NAMES)
            raise typer.BadParameter(f"“{pair}”应写成 字段=内容，字段可以是：{known}")
        given[name] = value.strip()
    return given


def _show(
    file: Path, composed: newsroom.Composed | None, findings: list[Finding], *, json: bool
) -> None:
    errors = sum(one.severity is Severity.ERROR for one in findings)
    measures = newsroom.measures(composed.article) if composed else []
    if json:
        output.as_json(
            {
                "file": str(file),
                "ok": errors == 0,
                "title": composed.article.title if composed else None,
                "kind": composed.article.kind if composed else None,
                "findings": findings,
                "measures": measures,
            }
        )
        return
    if findings:
        output.table(
            f"{file.name}：{errors} 处错误，{len(findings) - errors} 处提醒",
            ["级别", "位置", "问题", "检查"],
            [(SEVERITY_NAMES[one.severity], one.where, one.told, one.check) for one in findings],
            whole=["级别", "检查"],
        )
    if composed:
        output.table(
            composed.article.title,
            ["项目", "实际", "上限"],
            [
                (one.name, f"{one.value:,} {one.unit}", f"{one.limit:,} {one.unit}")
                for one in measures
            ],
        )
    if errors:
        output.complain(f"有 {errors} 处错误，改好后再试。“检查”一栏有名字的，可用 --off 关闭。")
    else:
        output.done("检查通过，可以送审。")
