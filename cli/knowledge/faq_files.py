"""``./rongmei faq import`` and its like: questions from files, and back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from chalicelib.knowledge import FaqEntry, Knowledge, files
from chalicelib.knowledge.models import KnowledgeVersion
from chalicelib.knowledge.quality.duplicates import Near, near_duplicates
from chalicelib.knowledge.versions import changes, service
from cli.knowledge import faq_upkeep
from cli.knowledge.shared import MOST_SHOWN, Account, By, keep, said, summary
from cli.terminal import file_io, output

app = typer.Typer()

MANY = 2000
"""Entries from which looking for duplicates takes longer than a person expects."""

File = Annotated[
    Path,
    typer.Argument(metavar="FILE", help=".xlsx、.csv、.jsonl、.yaml、.docx 或保存的网页 .html。"),
]


@app.command("import", epilog="例：./rongmei faq import 问答.xlsx --account province --dry-run")
def import_(
    file: File,
    account: Account,
    replace: Annotated[
        bool, typer.Option("--replace", help="文件就是全部：文件里没有的问答会移除。")
    ] = False,
    skip_bad: Annotated[
        bool, typer.Option("--skip-bad", help="跳过有错误的行，导入其余的。")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只检查和比较，不导入。")] = False,
    no_duplicates: Annotated[
        bool, typer.Option("--no-duplicates", help="不查找近似的问答（很大的文件省时间）。")
    ] = False,
    note: Annotated[str, typer.Option("--note", help="这一版的说明。")] = "",
    by: By = None,
    json: output.Json = False,
) -> None:
    """导入问答，成为一个草稿版本；有错误就什么都不导入。

    发布要另一个人：见 faq submit、faq release。
    """
    read = _read(file, skip_bad=skip_bad, json=json)
    before = service.working(account).knowledge

    def joined(known: Knowledge) -> Knowledge:
        return changes.with_entries(known, read.kept, replace=replace)

    after = joined(before)
    diff = changes.compare(before.entries, after.entries)
    touched = {one.id for one in (*diff.new, *diff.changed)}
    if len(touched) > MANY and not no_duplicates:
        output.note("正在查找近似的问答，条数多，要等一会儿；用 --no-duplicates 可以跳过。")
    near = near_duplicates(after.entries, only=touched) if touched and not no_duplicates else []
    made = None if dry_run else keep(account, joined, by, file.name, note)
    if json:
        output.as_json(_outcome(made, diff, near, read.problems, read.skipped))
        return
    for problem in read.problems[:MOST_SHOWN]:
        output.warn(f"提醒：{problem}")
    summary(diff, "问答")
    faq_upkeep.near_table("与别的问答近似，请确认是否重复", near[:MOST_SHOWN], len(near))
    said(account, made, dry_run=dry_run)


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
    shown = service.working(account) if version is None else service.edition(account, version)
    file_io.save(file, files.write_faq(file.name, shown.knowledge.entries), overwrite=yes)


@app.command("template", epilog="例：./rongmei faq template 问答.xlsx")
def template(
    file: Annotated[Path, typer.Argument(metavar="FILE.xlsx", help="要生成的文件。")],
    yes: file_io.Overwrite = False,
) -> None:
    """生成一个空的问答表，带下拉选项和填写说明。"""
    if file.suffix.lower() != ".xlsx":
        raise typer.BadParameter("模板是 .xlsx 文件", param_hint="FILE.xlsx")
    file_io.save(file, files.template(FaqEntry), overwrite=yes)


@app.command("confidence", epilog="例：./rongmei faq confidence 把握.json --account province")
def confidence(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="faq eval --save 写出的文件。")],
    account: Account,
    by: By = None,
) -> None:
    """采用 faq eval 为这个公众号拟合的把握程度，成为一个草稿版本。

    和问答一起审核发布；发布后，何时直接回答、何时列出猜你想问，按它决定。
    """
    fitted = service.fitted(file_io.read(file))
    made = keep(
        account,
        lambda known: known.model_copy(update={"confidence": fitted}),
        by,
        file.name,
        "拟合的把握程度",
    )
    said(account, made)


def _read(file: Path, *, skip_bad: bool, json: bool) -> files.Read[FaqEntry]:
    """The entries in a file; its problems are shown, and errors end the command."""
    body = file_io.read(file)
    try:
        return files.read_faq(file.name, body, skip_bad=skip_bad)
    except files.KnowledgeFileErrors as error:
        if json:
            output.as_json(_outcome(None, changes.Changes(), [], error.problems, 0))
        else:
            file_io.problems(f"{file.name} 的问题", error.problems)
        hint = "" if skip_bad else "改好后再导入，或用 --skip-bad 跳过有错误的行。"
        output.complain(f"文件有错误，没有导入任何问答。{hint}")
        raise typer.Exit(1) from error


def _outcome(
    made: KnowledgeVersion | None,
    diff: changes.Changes,
    near: Sequence[Near],
    problems: Sequence[files.Problem],
    skipped: int,
) -> dict[str, Any]:
    """What ``import --json`` says, whatever came of it; ``version`` is the draft made, None where none was."""
    return {
        "version": made.version if made else None,
        "changes": diff.model_dump(mode="json"),
        "duplicates": [one._asdict() for one in near],
        "problems": [asdict(problem) for problem in problems],
        "skipped": skipped,
    }
