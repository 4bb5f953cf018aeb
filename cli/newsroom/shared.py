"""Options and output that the newsroom's commands share."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Final

import typer

from chalicelib import audit, newsroom
from chalicelib.clock import shown
from chalicelib.newsroom import (
    ACTION_NAMES,
    STATE_NAMES,
    ArticleState,
    Difference,
    Part,
    StoredArticle,
)
from chalicelib.people import PERMISSIONS
from cli.terminal import output

Id = Annotated[str, typer.Argument(metavar="ID", help="稿件编号，见 article list。")]
Note = Annotated[str, typer.Option("--note", metavar="TEXT", help="说明，记入操作记录。")]

_NAMES: Final = {
    **{name: permission.label for name, permission in PERMISSIONS.items()},
    **{action.value: name for action, name in ACTION_NAMES.items()},
    "staff_add": "登记人员",
    "staff_remove": "取消登记",
    "workflow_set": "设定审核流程",
    "workflow_unset": "取消审核流程",
}
"""Actions of the log → their names."""


def state_line(article: StoredArticle) -> str:
    """Its state, with the stage that it waits for."""
    name = STATE_NAMES[article.state]
    if article.state is ArticleState.IN_REVIEW and article.stage is not None:
        name = f"{name}：等待{article.stage.name}"
    return f"{name}【应急】" if article.emergency else name


def say_next(article: StoredArticle) -> None:
    """Who has to do what now."""
    stage = article.stage
    if article.state is ArticleState.APPROVED:
        output.note("审核已完成，可以排期发布。")
    elif article.state is ArticleState.IN_REVIEW and stage is not None:
        able = newsroom.reviewers(article)
        if able:
            output.note(f"下一步：{stage.name}，可以审核的人：{'、'.join(able)}。")
        else:
            output.warn(
                f"下一步：{stage.name}，但没有人可以审核（作者和已审过的人不算）。"
                f"用 `./rongmei person add 人员 --unit {article.unit} --role …` 登记。"
            )


def print_difference(found: Difference, *, whole: bool) -> None:
    """What differs between two revisions, word by word; ``whole`` also shows the paragraphs that nobody changed."""
    for change in found.fields:
        output.marked([("same", f"{change.label}："), *_parts(change.parts)])
    lines = found.body
    near = {at for n, one in enumerate(lines) if one.changed or whole for at in (n - 1, n, n + 1)}
    skipped = False
    for n, one in enumerate(lines):
        if n not in near:
            skipped = True
            continue
        if skipped:
            output.line("  ⋯")
            skipped = False
        output.marked(_parts(one.parts), indent="± " if one.changed else "  ")
    if found.layout_only:
        output.note("文字没有改动，但版式（样式）不同。")
    if found.empty:
        output.note("两版内容相同。")


def _parts(parts: Iterable[Part]) -> list[tuple[str, str]]:
    return [(part.mark.value, part.text) for part in parts]


def print_log(title: str, entries: Iterable[audit.AuditEntry], *, with_article: bool) -> None:
    """Entries of the log as a table."""
    columns = ["时间（北京）", "经手", "操作", "版", "说明"]
    rows = []
    for entry in entries:
        name = _NAMES.get(entry.action, entry.action)
        name = f"{name}（{entry.stage}）" if entry.stage else name
        row = [shown(entry.at), entry.by, name, entry.revision, entry.note]
        if with_article:
            row.insert(1, entry.article)
        rows.append(row)
    if with_article:
        columns.insert(1, "稿件")
    output.table(title, columns, rows, whole=["时间（北京）", "稿件"], empty="没有记录。")
