"""``./rongmei article show``, ``diff`` and ``log``: an article to look at."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Annotated, Any

import typer

from chalicelib import newsroom
from chalicelib.newsroom import StoredArticle
from chalicelib.newsroom.articles import diff
from chalicelib.newsroom.articles.as_text import reading
from chalicelib.newsroom.articles.audit import unbroken
from chalicelib.newsroom.articles.errors import clock
from chalicelib.newsroom.articles.store import revision as revision_of
from chalicelib.newsroom.comments import comments
from chalicelib.newsroom.review import rules as review_rules
from chalicelib.newsroom.review import service as review_service
from chalicelib.newsroom.review.transitions import ACTION_NAMES, Action
from chalicelib.people import person_for
from cli.newsroom.shared import By, Id, actor, moment, print_log, standing
from cli.terminal import output

app = typer.Typer()

STEPS = (
    Action.REVISE,
    Action.SUBMIT,
    Action.APPROVE,
    Action.RETURN,
    Action.WITHDRAW,
    Action.EMERGENCY,
)
"""What an article's page offers."""


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
    article = newsroom.stored(article_id)
    if text:
        content = newsroom.article(revision_of(article_id, revision or article.revision).key)
        output.line("\n".join(filter(None, (content.title, content.digest, reading(content.html)))))
        return
    revisions = list(newsroom.revisions(article_id))
    remarks = comments(article_id, open_only=True)
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
                clock(one.at),
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
    article = newsroom.stored(article_id)
    last = article.revision if newer is None else newer
    first = max(1, last - 1) if older is None else older
    old, new = revision_of(article_id, first), revision_of(article_id, last)
    found = diff.difference(newsroom.article(old.key), newsroom.article(new.key))
    if json:
        output.as_json({"article": article_id, "from": first, "to": last, **_plain(found)})
        return
    output.line(
        f"第 {first} 版（{old.by}，{clock(old.at)}）→ 第 {last} 版（{new.by}，{clock(new.at)}）"
    )
    for change in found.fields:
        output.marked([("same", f"{change.label}："), *_parts(change.parts)])
    _body(found.body, whole)
    if found.layout_only:
        output.note("文字没有改动，但版式（样式）不同。")
    if found.empty:
        output.note("两版内容相同。")


@app.command("log", epilog="例：./rongmei article log a-20261123-7f3k")
def log(article_id: Id, json: output.Json = False) -> None:
    """一篇稿件的全部操作记录，从头到尾。"""
    newsroom.stored(article_id)
    entries = list(newsroom.log_of(article_id))
    if json:
        output.as_json(entries)
        return
    print_log(f"稿件 {article_id} 的操作记录", entries, with_article=False)
    if not unbroken(entries):
        output.warn("记录前后对不上：有记录被改动或删去，请联系运维核查。")


def _facts(article: StoredArticle, by: str | None) -> Sequence[tuple[str, object]]:
    pairs: list[tuple[str, object]] = [
        ("标题", article.title),
        ("单位", article.unit),
        ("状态", standing(article)),
        ("最新版", f"第 {article.revision} 版，{article.updated_by}，{clock(article.updated_at)}"),
        ("写过它的人", "、".join(article.contributors)),
        ("已通过", "\n".join(_approvals(article))),
    ]
    if article.returned is not None:
        back = article.returned
        pairs.append((f"{back.stage}退回", f"{back.by}：{'；'.join(back.reasons)}"))
    if article.lock is not None and article.lock.until > moment():
        pairs.append(("锁定", f"{article.lock.by}，到 {clock(article.lock.until)}"))
    waits = review_service.reviewers(article)
    if waits:
        pairs.append(("等待审核", "、".join(waits)))
    can = review_rules.open_to(article, person_for(actor(by), article.unit))
    names = [ACTION_NAMES[action] for action in STEPS if action in can]
    pairs.append((f"{actor(by)} 可以", "、".join(names)))
    return pairs


def _approvals(article: StoredArticle) -> Iterable[str]:
    stages = article.workflow.stages if article.workflow else ()
    for yes in sorted(article.approvals, key=lambda one: one.stage):
        yield f"{stages[yes.stage].name}：{yes.by}，{clock(yes.at)}，第 {yes.revision} 版"
    for yes in article.emergency_approvals:
        yield f"应急签发：{yes.by}，{clock(yes.at)}，第 {yes.revision} 版"


def _body(lines: Sequence[diff.Line], whole: bool) -> None:
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


def _parts(parts: Iterable[diff.Part]) -> list[tuple[str, str]]:
    return [(part.mark.value, part.text) for part in parts]


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return value.model_dump(mode="json")
