"""``./rongmei faq import`` and its like: questions from files, and back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

import typer

from chalicelib import knowledge
from chalicelib.clock import utc_now
from chalicelib.knowledge import FaqEntry
from cli.knowledge.shared import (
    DryRun,
    Note,
    Replace,
    SkipBad,
    Template,
    imported,
    refused,
    said,
    save_template,
)
from cli.terminal import file_io, output
from cli.terminal.acting import By, acting
from cli.terminal.options import Account

app = typer.Typer()

MANY: Final = 2000
"""Entries from which looking for duplicates takes longer than a person expects."""


@app.command("import", epilog="例：./rongmei faq import 问答.xlsx --account province --dry-run")
def import_(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE", help=".xlsx、.csv、.jsonl、.yaml、.docx 或保存的网页 .html。"
        ),
    ],
    account: Account,
    replace: Replace = False,
    skip_bad: SkipBad = False,
    sheet: file_io.Sheets = None,
    dry_run: DryRun = False,
    no_duplicates: Annotated[
        bool, typer.Option("--no-duplicates", help="不查找近似的问答（很大的文件省时间）。")
    ] = False,
    note: Note = "",
    by: By = None,
    json: output.Json = False,
) -> None:
    """导入问答，成为一个草稿版本；有错误就什么都不导入。

    发布要另一个人：见 faq submit、faq release。
    """
    try:
        read = knowledge.files.read_faq(
            file.name, file_io.read(file), skip_bad=skip_bad, sheets=sheet or ()
        )
    except knowledge.files.KnowledgeFileErrors as error:
        template = "faq template 问答.xlsx"
        raise refused(
            file, error, "问答", template=template, skip_bad=skip_bad, json=json
        ) from error
    if len(read.kept) > MANY and not no_duplicates:
        output.note("正在查找近似的问答，条数多，要等一会儿；用 --no-duplicates 可以跳过。")
    outcome = knowledge.versions.import_entries(
        account,
        read.kept,
        by=None if dry_run else acting(by),
        now=utc_now(),
        source=file.name,
        note=note,
        replace=replace,
        duplicates=not no_duplicates,
    )
    imported(account, outcome, read, "问答", dry_run=dry_run, json=json)


@app.command("export", epilog="例：./rongmei faq export 问答.xlsx --account province")
def export(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=".xlsx、.csv 或 .jsonl。")],
    account: Account,
    version: Annotated[
        int | None, typer.Option("--version", help="默认最新的草稿或现行版本。")
    ] = None,
    yes: file_io.Overwrite = False,
) -> None:
    """把问答写成文件，可以修改后再导入。"""
    shown = (
        knowledge.versions.working(account)
        if version is None
        else knowledge.versions.edition(account, version)
    )
    file_io.save(file, knowledge.files.write_faq(file.name, shown.knowledge.entries), overwrite=yes)


@app.command("template", epilog="例：./rongmei faq template 问答.xlsx")
def template(file: Template, yes: file_io.Overwrite = False) -> None:
    """生成一个空的问答表，带下拉选项和填写说明。"""
    save_template(file, knowledge.files.template(FaqEntry), overwrite=yes)


@app.command("confidence", epilog="例：./rongmei faq confidence 把握.json --account province")
def confidence(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="faq eval --save 写出的文件。")],
    account: Account,
    by: By = None,
) -> None:
    """采用 faq eval 为这个公众号拟合的把握程度，成为一个草稿版本。

    和问答一起审核发布；发布后，何时直接回答、何时列出猜你想问，按它决定。
    """
    body = file_io.read(file)
    made = knowledge.versions.adopt_confidence(
        account, body, by=acting(by), now=utc_now(), source=file.name
    )
    said(account, made)
