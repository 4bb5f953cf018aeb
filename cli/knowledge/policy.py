"""``./rongmei policy``: policy documents and their interpretations. The rules stand in ``chalicelib.knowledge``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from chalicelib import knowledge
from chalicelib.clock import utc_now
from chalicelib.knowledge import PolicyDocument, PolicyStatus, policies_text
from cli.knowledge.shared import (
    DryRun,
    Note,
    Replace,
    SkipBad,
    Template,
    column_facts,
    imported,
    refused,
    said,
    save_template,
)
from cli.terminal import file_io, output
from cli.terminal.acting import By, acting
from cli.terminal.options import Account

app = typer.Typer(
    help="政策文件库：导入、查找、废止。修改和问答一起审核发布。", no_args_is_help=True
)

Wanted = Annotated[str, typer.Argument(metavar="文号", help="文号、编号或标题。")]


@app.command("import", epilog="例：./rongmei policy import 政策.xlsx --account province --dry-run")
def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=".xlsx、.csv、.jsonl 或 .yaml。")],
    account: Account,
    replace: Replace = False,
    skip_bad: SkipBad = False,
    sheet: file_io.Sheets = None,
    dry_run: DryRun = False,
    note: Note = "",
    by: By = None,
    json: output.Json = False,
) -> None:
    """导入政策文件，成为一个草稿版本。

    发布要另一个人：见 faq submit、faq release。
    """
    try:
        read = knowledge.files.read_policies(
            file.name, file_io.read(file), skip_bad=skip_bad, sheets=sheet or ()
        )
    except knowledge.files.KnowledgeFileErrors as error:
        template = "policy template 政策.xlsx"
        raise refused(
            file, error, "政策文件", template=template, skip_bad=skip_bad, json=json
        ) from error
    outcome = knowledge.versions.import_policies(
        account,
        read.kept,
        by=None if dry_run else acting(by),
        now=utc_now(),
        source=file.name,
        note=note,
        replace=replace,
    )
    imported(account, outcome, read, "政策文件", dry_run=dry_run, json=json)


@app.command("list", epilog="例：./rongmei policy list --account province --status 废止")
def list_(
    account: Account,
    status: Annotated[
        str | None,
        typer.Option("--status", metavar="效力", help="有效、失效、废止、部分失效、部分废止。"),
    ] = None,
    topic: Annotated[str | None, typer.Option("--topic", help="只看这个主题。")] = None,
    json: output.Json = False,
) -> None:
    """列出政策文件。"""
    wanted = None if status is None else _status(status)
    found = [
        one
        for one in knowledge.versions.working(account).knowledge.policies
        if (wanted is None or one.status is wanted) and (topic is None or topic in one.topics)
    ]
    if json:
        output.as_json(found)
        return
    _table(f"公众号“{account}”的政策文件", found, "没有符合条件的政策文件。")


@app.command("show", epilog='例：./rongmei policy show "云税发〔2026〕3号" --account province')
def show(wanted: Wanted, account: Account, json: output.Json = False) -> None:
    """一份政策文件的全部内容，和粉丝看到的样子。"""
    one = knowledge.policies.document(
        knowledge.versions.working(account).knowledge.policies, wanted
    )
    text = policies_text([one])
    if json:
        output.as_json({**one.model_dump(mode="json"), "text": text})
        return
    output.facts(one.title, [*column_facts(knowledge.columns.POLICY, one), ("粉丝看到", text)])


@app.command("find", epilog='例：./rongmei policy find "财税[2019]13号还有效吗" --account province')
def find(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="粉丝发来的文字。")],
    account: Account,
    json: output.Json = False,
) -> None:
    """一句话能找到哪些政策文件：按文号、标题，或与标题、主题、常见问法相近。"""
    found = knowledge.policies.find(knowledge.versions.working(account).knowledge.policies, text)
    if json:
        output.as_json(found)
        return
    _table(f"“{text}”", found, "没有找到。文号、标题写完整一些，或用 policy list 查看全部。")


@app.command(
    "retire",
    epilog='例：./rongmei policy retire "云税发〔2025〕8号" --account province --replaced-by "云税发〔2026〕3号"',
)
def retire(
    wanted: Wanted,
    account: Account,
    lapsed: Annotated[bool, typer.Option("--lapsed", help="是到期失效，不是废止。")] = False,
    replaced_by: Annotated[
        str | None, typer.Option("--replaced-by", metavar="文号", help="现在以哪份文件为准。")
    ] = None,
    by: By = None,
) -> None:
    """把一份文件标为废止（或失效），成为一个草稿版本。

    文件仍能查到，首先告诉粉丝它已废止。
    """
    made = knowledge.versions.retire_policy(
        account,
        wanted,
        status=PolicyStatus.LAPSED if lapsed else PolicyStatus.REPEALED,
        replaced_by=replaced_by,
        by=acting(by),
        now=utc_now(),
    )
    said(account, made)


@app.command("export", epilog="例：./rongmei policy export 政策.xlsx --account province")
def export(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=".xlsx、.csv 或 .jsonl。")],
    account: Account,
    yes: file_io.Overwrite = False,
) -> None:
    """把政策文件写成文件，可以修改后再导入。"""
    kept = knowledge.versions.working(account).knowledge.policies
    file_io.save(file, knowledge.files.write_policies(file.name, kept), overwrite=yes)


@app.command("template", epilog="例：./rongmei policy template 政策.xlsx")
def template(file: Template, yes: file_io.Overwrite = False) -> None:
    """生成一个空的政策文件表，带下拉选项和填写说明。"""
    save_template(file, knowledge.files.template(PolicyDocument), overwrite=yes)


def _status(word: str) -> PolicyStatus:
    named = {name: status for status, name in knowledge.labels.POLICY_STATUS_NAMES.items()}
    try:
        return named.get(word) or PolicyStatus(word)
    except ValueError:
        known = "、".join(named)
        raise typer.BadParameter(f"没有“{word}”这种效力，可以用：{known}") from None


def _table(title: str, found: Sequence[PolicyDocument], empty: str) -> None:
    output.table(
        title,
        ["文号", "标题", "发文日期", "效力", "解读"],
        [
            (
                one.number or one.id,
                one.title,
                one.issued,
                knowledge.labels.POLICY_STATUS_NAMES[one.status],
                len(one.interpretations) or "",
            )
            for one in found
        ],
        whole=["发文日期", "效力"],
        empty=empty,
    )
