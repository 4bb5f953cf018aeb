"""Options and output that the commands on questions and on policy documents share."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any

import typer

from chalicelib import knowledge
from chalicelib.knowledge import KnowledgeVersion
from chalicelib.sheets.columns import Column
from chalicelib.sheets.problems import Problem
from cli.terminal import file_io, output

Replace = Annotated[
    bool, typer.Option("--replace", help="文件就是全部：文件里没有的会从知识库移除。")
]
SkipBad = Annotated[bool, typer.Option("--skip-bad", help="跳过有错误的行，导入其余的。")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="只检查和比较，不导入。")]
Note = Annotated[str, typer.Option("--note", help="这一版的说明。")]
Template = Annotated[Path, typer.Argument(metavar="FILE.xlsx", help="要生成的文件。")]
MOST_SHOWN = 20


def said(account: str, made: KnowledgeVersion | None, *, dry_run: bool = False) -> None:
    """Say what came of an edit, and what comes next."""
    if dry_run:
        output.done("检查完毕，没有导入。")
    elif made is None:
        output.done("内容没有变化，没有新建版本。")
    else:
        output.done(f"已存为草稿版本 {made.version}，粉丝还看不到。{next_steps(account, made)}")


def next_steps(account: str, made: KnowledgeVersion) -> str:
    """The commands that lead from a draft to its release."""
    return (
        f"用 `./rongmei faq diff --account {account}` 核对，"
        f"用 `./rongmei faq submit {made.version} --account {account}` 提交审核。"
    )


def refused(
    file: Path,
    error: knowledge.files.KnowledgeFileErrors,
    of: str,
    *,
    template: str,
    skip_bad: bool,
    json: bool,
) -> typer.Exit:
    """Show every problem of a file; nothing of it was imported."""
    if json:
        output.as_json(import_json(None, error.problems))
    else:
        file_io.problems(f"{file.name} 的问题", error.problems)
    hint = "" if skip_bad else "改好后再导入，或用 --skip-bad 跳过有错误的行。"
    output.complain(f"文件有错误，没有导入任何{of}。{hint}用 `./rongmei {template}` 可以生成模板。")
    return typer.Exit(1)


def import_json(
    outcome: knowledge.versions.ImportOutcome | None, problems: Sequence[Problem], skipped: int = 0
) -> dict[str, Any]:
    """An import as ``--json`` tells it; ``version`` is the draft made, None where none was."""
    made = outcome.version if outcome else None
    return {
        "version": made.version if made else None,
        "changes": (outcome.changes if outcome else knowledge.versions.Changes()).model_dump(
            mode="json"
        ),
        "duplicates": [one._asdict() for one in (outcome.duplicates if outcome else ())],
        "problems": [asdict(problem) for problem in problems],
        "skipped": skipped,
    }


def imported(
    account: str,
    outcome: knowledge.versions.ImportOutcome,
    read: knowledge.files.ReadFile[Any],
    of: str,
    *,
    dry_run: bool,
    json: bool,
) -> None:
    """Print what came of an import."""
    if json:
        output.as_json(import_json(outcome, read.problems, read.skipped))
        return
    file_io.remind(read.problems)
    summary(outcome.changes, of)
    near = outcome.duplicates
    if near:
        pairs("与别的问答近似，请确认是否重复", near[:MOST_SHOWN], len(near))
    said(account, outcome.version, dry_run=dry_run)


def summary(found: knowledge.versions.Changes, of: str) -> None:
    """Print what is new, changed and removed."""
    output.line(
        f"{of}：新增 {len(found.new)}，修改 {len(found.changed)}，移除 {len(found.removed)}，"
        f"不变 {found.unchanged}"
    )
    rows = [
        *(("新增", one.id, one.name, "") for one in found.new),
        *(("修改", one.id, one.name, "\n".join(_fields(one))) for one in found.changed),
        *(("移除", one.id, one.name, "") for one in found.removed),
    ]
    if rows:
        output.table(of, ["", "编号", "名称", "改动"], rows[:MOST_SHOWN], whole=["", "编号"])
    if len(rows) > MOST_SHOWN:
        output.note(f"只列出前 {MOST_SHOWN} 处，共 {len(rows)} 处；全部内容请加 --json。")


def pairs(
    title: str, near: Sequence[knowledge.quality.SimilarPair], of: int, *, empty: str = ""
) -> None:
    """Print pairs of entries that ask alike; ``of`` is the number of all."""
    output.table(
        title if of == len(near) else f"{title}（前 {len(near)} 对，共 {of} 对）",
        ["相似", "编号", "问法", "编号", "问法"],
        [(f"{one.similarity:.0%}", one.first, one.asked, one.second, one.known) for one in near],
        whole=["相似", "编号"],
        empty=empty,
    )


def column_facts(of: Sequence[Column], thing: object) -> list[tuple[str, object]]:
    """Every column of an entry or document, with its value as people read it."""
    return [(one.label, one.shown(getattr(thing, one.field))) for one in of]


def save_template(file: Path, body: bytes, *, overwrite: bool) -> None:
    """Write a template; a name that is no .xlsx is wrong usage."""
    if file.suffix.lower() != ".xlsx":
        raise typer.BadParameter("模板是 .xlsx 文件", param_hint="FILE.xlsx")
    file_io.save(file, body, overwrite=overwrite)


def days(text: str) -> timedelta:
    """``30d`` or ``30`` as a span."""
    found = re.fullmatch(r"(\d{1,4})\s*(?:d|天)?", text.strip().lower())
    if not found:
        raise typer.BadParameter(f"“{text}”不是天数，应像 30d")
    return timedelta(days=int(found.group(1)))


def _fields(change: knowledge.versions.Change) -> list[str]:
    told = []
    for label, before, after in change.shown:
        if label in change.lists:
            parts = (("去掉", before), ("增加", after))
            told.append("；".join(f"{label}{what}：{_short(text)}" for what, text in parts if text))
        else:
            alike = next(
                (at for at, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), 0
            )
            start = max(alike - 8, 0)
            told.append(f"{label}：{_short(before, start)} → {_short(after, start)}")
    return told


def _short(text: str, start: int = 0, most: int = 40) -> str:
    """From where it differs, on one line."""
    flat = " ".join(text[start:].split()) or "（空）"
    cut = flat if len(flat) <= most else f"{flat[:most]}…"
    return f"…{cut}" if start and text[start:] else cut
