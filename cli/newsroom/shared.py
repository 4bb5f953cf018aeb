"""What the newsroom's commands have in common: options, who acts and when, how an article stands."""

from __future__ import annotations

import getpass
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Annotated

import typer

from chalicelib import audit
from chalicelib.newsroom import ArticleState, StoredArticle
from chalicelib.newsroom.articles.errors import clock
from chalicelib.newsroom.review import service as review_service
from chalicelib.newsroom.review.transitions import ACTION_NAMES, STATE_NAMES
from cli.terminal import output

Id = Annotated[str, typer.Argument(metavar="ID", help="稿件编号，见 article list。")]
By = Annotated[
    str | None, typer.Option("--by", metavar="PERSON", help="经办人的编号；默认取当前系统用户。")
]
Note = Annotated[str, typer.Option("--note", metavar="TEXT", help="说明，记入操作记录。")]

_NAMES = {action.value: name for action, name in ACTION_NAMES.items()} | {
    "staff_add": "登记人员",
    "staff_remove": "取消登记",
    "workflow_set": "设定审核流程",
    "workflow_unset": "取消审核流程",
}


def actor(by: str | None) -> str:
    """Who acts."""
    return by or getpass.getuser()


def moment() -> datetime:
    """When."""
    return datetime.now(UTC)


def standing(article: StoredArticle) -> str:
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
        able = review_service.reviewers(article)
        if able:
            output.note(f"下一步：{stage.name}，可以审核的人：{'、'.join(able)}。")
        else:
            output.warn(
                f"下一步：{stage.name}，但没有人可以审核（作者和已审过的人不算）。"
                f"用 `./rongmei staff add 人员 --unit {article.unit} --role …` 登记。"
            )


def print_log(title: str, entries: Iterable[audit.AuditEntry], *, with_article: bool) -> None:
    """Entries of the log as a table."""
    columns = ["时间（北京）", "经手", "操作", "版", "说明"]
    rows = []
    for one in entries:
        did = _NAMES.get(one.action, one.action)
        did = f"{did}（{one.stage}）" if one.stage else did
        row = [clock(one.at), one.by, did, one.revision, one.note]
        if with_article:
            row.insert(1, one.article)
        rows.append(row)
    if with_article:
        columns.insert(1, "稿件")
    output.table(title, columns, rows, whole=["时间（北京）", "稿件"], empty="没有记录。")
