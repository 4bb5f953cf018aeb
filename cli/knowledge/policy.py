"""``./rongmei policy``: policy documents and what interprets them. What happens lives in ``chalicelib.knowledge``."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from chalicelib.knowledge import Knowledge, PolicyDocument, PolicyStatus, files, policies_text
from chalicelib.knowledge.errors import NoSuchDocument
from chalicelib.knowledge.policies import numbers
from chalicelib.knowledge.policies.text import STATUS_NAMES
from chalicelib.knowledge.policies.titles import alike, names_of, titles_of
from chalicelib.knowledge.versions import changes, service
from cli.knowledge.shared import MOST_SHOWN, Account, By, keep, said, summary
from cli.terminal import file_io, output

app = typer.Typer(
    help="政策文件库：导入、查找、废止。修改和问答一起审核发布。", no_args_is_help=True
)

Wanted = Annotated[str, typer.Argument(metavar="文号", help="文号、编号或标题。")]
LOOSELY = 0.3
"""Cosine from which a document is shown to an editor, who sees for himself; followers get likelier ones."""
STATUSES = {name: status for status, name in STATUS_NAMES.items()}


@app.command("import", epilog="例：./rongmei policy import 政策.xlsx --account province --dry-run")
def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=".xlsx、.csv、.jsonl 或 .yaml。")],
    account: Account,
    replace: Annotated[
        bool, typer.Option("--replace", help="文件就是全部：文件里没有的政策会移除。")
    ] = False,
    skip_bad: Annotated[
        bool, typer.Option("--skip-bad", help="跳过有错误的行，导入其余的。")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只检查和比较，不导入。")] = False,
    note: Annotated[str, typer.Option("--note", help="这一版的说明。")] = "",
    by: By = None,
    json: output.Json = False,
) -> None:
    """导入政策文件，成为一个草稿版本。

    发布要另一个人：见 faq submit、faq release。
    """
    read = _read(file, skip_bad=skip_bad, json=json)
    before = service.working(account).knowledge

    def joined(known: Knowledge) -> Knowledge:
        return changes.with_policies(known, read.kept, replace=replace)

    diff = changes.compare(before.policies, joined(before).policies)
    made = None if dry_run else keep(account, joined, by, file.name, note)
    if json:
        problems = [asdict(problem) for problem in read.problems]
        version = made.version if made else None
        output.as_json(
            {"version": version, "changes": diff, "problems": problems, "skipped": read.skipped}
        )
        return
    for problem in read.problems[:MOST_SHOWN]:
        output.warn(f"提醒：{problem}")
    summary(diff, "政策文件")
    said(account, made, dry_run=dry_run)


@app.command("list", epilog="例：./rongmei policy list --account province --status 废止")
def list_(
    account: Account,
    status: Annotated[
        str | None, typer.Option("--status", metavar="效力", help="有效、失效、废止。")
    ] = None,
    topic: Annotated[str | None, typer.Option("--topic", help="只看这个主题。")] = None,
    json: output.Json = False,
) -> None:
    """列出政策文件。"""
    wanted = None if status is None else _status(status)
    found = [
        one
        for one in service.working(account).knowledge.policies
        if (wanted is None or one.status is wanted) and (topic is None or topic in one.topics)
    ]
    if json:
        output.as_json(found)
        return
    _table(f"公众号“{account}”的政策文件", found, "没有符合条件的政策文件。")


@app.command("show", epilog='例：./rongmei policy show "云税发〔2026〕3号" --account province')
def show(wanted: Wanted, account: Account, json: output.Json = False) -> None:
    """一份政策文件的全部内容，和粉丝看到的样子。"""
    one = _document(service.working(account).knowledge, wanted)
    if json:
        output.as_json({**one.model_dump(mode="json"), "text": policies_text([one])})
        return
    output.facts(
        one.title,
        [
            ("编号", one.id),
            ("文号", one.number),
            ("发文机关", one.issuer),
            ("发文日期", one.issued),
            ("效力", STATUS_NAMES[one.status]),
            ("替代文件", one.replaced_by),
            ("链接", one.link),
            ("解读", "\n".join(f"{link.title} {link.url}".strip() for link in one.interpretations)),
            ("主题", "、".join(one.topics)),
            ("常见问法", "\n".join(one.questions)),
            ("粉丝看到", policies_text([one])),
        ],
    )


@app.command("find", epilog='例：./rongmei policy find "财税[2019]13号还有效吗" --account province')
def find(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="粉丝发来的文字。")],
    account: Account,
    json: output.Json = False,
) -> None:
    """一句话能找到哪些政策文件：按文号、标题，或与标题、主题、常见问法相近。"""
    kept = service.working(account).knowledge.policies
    at = numbers.named_in(text, [names_of(one) for one in kept])
    if not at and kept:
        at = alike(titles_of(kept), numbers.without_asking(text), numbers.MOST_FOUND, LOOSELY)
    found = [kept[one] for one in at[: numbers.MOST_FOUND]]
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
    typed = {"status": "失效" if lapsed else "废止"}
    if replaced_by is not None:
        typed["replaced_by"] = replaced_by

    def changed(known: Knowledge) -> Knowledge:
        document = files.document_of(typed, _document(known, wanted))
        return changes.with_policies(known, [document], replace=False)

    said(account, keep(account, changed, by, "policy retire"))


@app.command("export", epilog="例：./rongmei policy export 政策.xlsx --account province")
def export(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=".xlsx、.csv 或 .jsonl。")],
    account: Account,
    yes: file_io.Overwrite = False,
) -> None:
    """把政策文件写成文件，可以修改后再导入。"""
    kept = service.working(account).knowledge.policies
    file_io.save(file, files.write_policies(file.name, kept), overwrite=yes)


@app.command("template", epilog="例：./rongmei policy template 政策.xlsx")
def template(
    file: Annotated[Path, typer.Argument(metavar="FILE.xlsx", help="要生成的文件。")],
    yes: file_io.Overwrite = False,
) -> None:
    """生成一个空的政策文件表，带下拉选项和填写说明。"""
    if file.suffix.lower() != ".xlsx":
        raise typer.BadParameter("模板是 .xlsx 文件", param_hint="FILE.xlsx")
    file_io.save(file, files.template(PolicyDocument), overwrite=yes)


def _read(file: Path, *, skip_bad: bool, json: bool) -> files.Read[PolicyDocument]:
    """The documents in a file; its problems are shown, and errors end the command."""
    body = file_io.read(file)
    try:
        return files.read_policies(file.name, body, skip_bad=skip_bad)
    except files.KnowledgeFileErrors as error:
        if json:
            problems = [asdict(problem) for problem in error.problems]
            output.as_json(
                {"version": None, "changes": changes.Changes(), "problems": problems, "skipped": 0}
            )
        else:
            file_io.problems(f"{file.name} 的问题", error.problems)
        hint = "" if skip_bad else "改好后再导入，或用 --skip-bad 跳过有错误的行。"
        output.complain(f"文件有错误，没有导入任何政策文件。{hint}")
        raise typer.Exit(1) from error


def _document(known: Knowledge, wanted: str) -> PolicyDocument:
    """By id, number or whole title."""
    number, title = numbers.canonical(wanted), numbers.folded_title(wanted)
    for one in known.policies:
        of = names_of(one)
        if one.id == wanted or (of.number and of.number == number) or of.title == title:
            return one
    raise NoSuchDocument(wanted)


def _status(word: str) -> PolicyStatus:
    try:
        return STATUSES.get(word) or PolicyStatus(word)
    except ValueError:
        known = "、".join(STATUSES)
        raise typer.BadParameter(f"没有“{word}”这种效力，可以用：{known}") from None


def _table(title: str, found: list[PolicyDocument], empty: str) -> None:
    output.table(
        title,
        ["文号", "标题", "发文日期", "效力", "解读"],
        [
            (
                one.number or one.id,
                one.title,
                one.issued,
                STATUS_NAMES[one.status],
                len(one.interpretations) or "",
            )
            for one in found
        ],
        whole=["发文日期", "效力"],
        empty=empty,
    )
