"""``./rongmei article show``, ``diff`` and ``log``: commands that show an article."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Annotated, Any

import typer

from chalicelib import newsroom
from chalicelib.clock import shown, utc_now
from chalicelib.newsroom import ACTION_NAMES, StoredArticle
from cli.newsroom.shared import Id, print_difference, print_log, state_line
from cli.terminal import output
from cli.terminal.acting import By, acting

app = typer.Typer()


@app.command("show", epilog="例：./rongmei article show a-20261123-7f3k --text")
def show(
    article_id: Id,
    text: Annotated[bool, typer.Option("--text", help="只看正文文字，每段一行。")] = False,
    revision: Annotated[
        int | None, typer.Option("--revision", metavar="N", help="配合 --text：看第几版。")
    ] = None,
    by: By = None,
    json: output.Json = False,
) -> None:
    """一篇稿件的状态、审核进展、各版和批注；--text 看正文。"""
    article = newsroom.get_article(article_id)
    if text:
        found = newsroom.revision(article_id, revision or article.revision)
        output.line(newsroom.review_text(newsroom.read_content(found.key)))
        return
    revisions = list(newsroom.revisions(article_id))
    remarks = newsroom.list_comments(article_id, open_only=True)
    if json:
        output.as_json({**article.model_dump(mode="json"), "revisions": _plain(revisions)})
        return
    output.facts(f"稿件 {article.id}", _facts(article, by))
    output.table(
        "各版",
        ["版", "时间（北京）", "作者", "标题", "说明"],
        [
            (
                one.number,
                shown(one.at),
                one.by,
                one.title,
                f"恢复自第 {one.restored_from} 版" if one.restored_from else one.note or one.source,
            )
            for one in revisions
        ],
        whole=["版", "时间（北京）"],
    )
    if remarks:
        output.note(
            f"有 {len(remarks)} 条批注未处理，用 `./rongmei review comments {article.id}` 查看。"
        )


@app.command("diff", epilog="例：./rongmei article diff a-20261123-7f3k --from 1 --to 3")
def diff_(
    article_id: Id,
    older: Annotated[
        int | None, typer.Option("--from", metavar="N", help="旧的一版；默认是前一版。")
    ] = None,
    newer: Annotated[
        int | None, typer.Option("--to", metavar="N", help="新的一版；默认是最新版。")
    ] = None,
    whole: Annotated[bool, typer.Option("--whole", help="没有改动的段落也全部显示。")] = False,
    json: output.Json = False,
) -> None:
    """逐字比较两版：删去的是 [-…-]，新增的是 {+…+}；终端有颜色时用红色删除线和绿色下划线。"""
    compared = newsroom.compare(article_id, older, newer)
    old, new, found = compared.older, compared.newer, compared.difference
    if json:
        numbers = {"from": old.number, "to": new.number}
        output.as_json({"article": article_id, **numbers, **_plain(found)})
        return
    output.line(
        f"第 {old.number} 版（{old.by}，{shown(old.at)}）"
        f"→ 第 {new.number} 版（{new.by}，{shown(new.at)}）"
    )
    print_difference(found, whole=whole)


@app.command("log", epilog="例：./rongmei article log a-20261123-7f3k")
def log(article_id: Id, json: output.Json = False) -> None:
    """一篇稿件的全部操作记录，从头到尾。"""
    newsroom.get_article(article_id)
    entries = list(newsroom.log_of(article_id))
    if json:
        output.as_json(entries)
        return
    print_log(f"稿件 {article_id} 的操作记录", entries, with_article=False)
    if not newsroom.unbroken(entries):
        output.warn("记录前后对不上：有记录被改动或删去，请联系运维核查。")


def _facts(article: StoredArticle, by: str | None) -> Sequence[tuple[str, object]]:
    pairs: list[tuple[str, object]] = [
        ("标题", article.title),
        ("单位", article.unit),
        ("状态", state_line(article)),
        ("最新版", f"第 {article.revision} 版，{article.updated_by}，{shown(article.updated_at)}"),
        ("写过它的人", "、".join(article.contributors)),
        ("已通过", "\n".join(_approvals(article))),
    ]
    if article.returned is not None:
        back = article.returned
        pairs.append((f"{back.stage}退回", f"{back.by}：{'；'.join(back.reasons)}"))
    if article.lock is not None and article.lock.until > utc_now():
        pairs.append(("锁定", f"{article.lock.by}，到 {shown(article.lock.until)}"))
    waits = newsroom.reviewers(article)
    if waits:
        pairs.append(("等待审核", "、".join(waits)))
    person = acting(by).person
    names = [ACTION_NAMES[action] for action in newsroom.actions_for(article, person)]
    pairs.append((f"{person} 可以", "、".join(names)))
    return pairs


def _approvals(article: StoredArticle) -> Iterable[str]:
    stages = article.workflow.stages if article.workflow else ()
    for yes in sorted(article.approvals, key=lambda one: one.stage):
        yield f"{stages[yes.stage].name}：{yes.by}，{shown(yes.at)}，第 {yes.revision} 版"
    for yes in article.emergency_approvals:
        yield f"应急签发：{yes.by}，{shown(yes.at)}，第 {yes.revision} 版"


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return value.model_dump(mode="json")
