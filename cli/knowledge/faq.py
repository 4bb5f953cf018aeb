"""``./rongmei faq``: questions and answers, one by one. The rules stand in ``chalicelib.knowledge``."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

import typer

from chalicelib import knowledge
from chalicelib.clock import utc_now
from chalicelib.knowledge import FaqStatus
from cli.knowledge import faq_eval, faq_files, faq_upkeep, faq_versions
from cli.knowledge.column_options import with_columns
from cli.knowledge.shared import column_facts, said
from cli.terminal import output
from cli.terminal.acting import By, acting
from cli.terminal.options import Account

app = typer.Typer(help="知识库问答：导入、修改、审核发布、到期、统计。", no_args_is_help=True)
for part in (faq_files, faq_versions, faq_upkeep, faq_eval):
    app.add_typer(part.app)

Id = Annotated[str, typer.Argument(metavar="ID", help="问答编号，见 faq list。")]
_RECENT = timedelta(days=90)


@app.command(
    "list", epilog="例：./rongmei faq list --account province --status 草稿 --owner 征管处"
)
def list_(
    account: Account,
    search: Annotated[str, typer.Option("--search", help="问题、相似问或答案里有这些字。")] = "",
    owner: Annotated[str | None, typer.Option("--owner", help="责任部门。")] = None,
    status: Annotated[
        str | None, typer.Option("--status", metavar="状态", help="草稿、待审、已发布、停用。")
    ] = None,
    version: Annotated[
        int | None, typer.Option("--version", help="看这个版本；默认最新的草稿或现行版本。")
    ] = None,
    json: output.Json = False,
) -> None:
    """列出问答。"""
    shown = (
        knowledge.versions.working(account)
        if version is None
        else knowledge.versions.edition(account, version)
    )
    wanted = None if status is None else _status(status)
    found = knowledge.versions.listed(account, shown, search=search, owner=owner, status=wanted)
    if json:
        output.as_json(
            [{**one.entry.model_dump(mode="json"), "status": one.status} for one in found]
        )
        return
    output.table(
        f"公众号“{account}”的问答（版本 {shown.number}，共 {len(shown.knowledge.entries)} 条）",
        ["编号", "问题", "相似问", "责任部门", "有效期至", "状态"],
        [
            (
                one.entry.id,
                one.entry.question,
                len(one.entry.variants) or "",
                one.entry.owner,
                knowledge.labels.last_day(one.entry.valid_until),
                knowledge.labels.ENTRY_STATUS_NAMES[one.status],
            )
            for one in found
        ],
        whole=["编号", "有效期至", "状态"],
        empty="没有符合条件的问答。用 `./rongmei faq template 问答.xlsx` 生成模板，填好后用 `faq import` 导入。",
    )


@app.command("show", epilog="例：./rongmei faq show q-1a2b3c4d --account province")
def show(entry_id: Id, account: Account, json: output.Json = False) -> None:
    """一条问答的全部内容和近 90 天的命中、有用、没用。"""
    shown = knowledge.versions.working(account)
    one = knowledge.versions.entry(shown.knowledge, entry_id)
    state = knowledge.versions.statuses(account, shown)[one.id]
    now = utc_now()
    tally = knowledge.quality.tallies(account, now - _RECENT, now).get(one.id)
    if json:
        recent = tally.model_dump(exclude={"entry"}) if tally else {}
        output.as_json({**one.model_dump(mode="json"), "status": state, "last_90_days": recent})
        return
    used = f"命中 {tally.hits}，有用 {tally.helpful}，没用 {tally.unhelpful}" if tally else ""
    output.facts(
        f"问答 {one.id}",
        [
            *column_facts(
                [column for column in knowledge.columns.FAQ if column.field != "standing"], one
            ),
            ("状态", knowledge.labels.ENTRY_STATUS_NAMES[state]),
            ("近 90 天", used),
        ],
    )


@app.command(
    "add",
    epilog='例：./rongmei faq add --account province --question "怎么开完税证明" --answer @答案.txt',
)
@with_columns(knowledge.columns.FAQ, but=["id", "standing"], required=True)
def add(
    account: Account,
    cells: knowledge.versions.Cells,
    draft: Annotated[bool, typer.Option("--draft", help="先存为草稿，发布时不带上。")] = False,
    by: By = None,
) -> None:
    """添加一条问答，成为一个草稿版本。没有答案的用 --draft。"""
    standing = {"standing": "草稿"} if draft else {}
    added = knowledge.versions.add_entry(
        account, {**cells, **standing}, by=acting(by), now=utc_now()
    )
    output.line(added.entry.id)
    if added.replaced:
        output.note("已有同一个问题的问答，内容已替换。")
    said(account, added.version)


@app.command(
    "edit", epilog="例：./rongmei faq edit q-1a2b3c4d --account province --valid-until 2026-12-31"
)
@with_columns(knowledge.columns.FAQ, but=["id"])
def edit(
    entry_id: Id,
    account: Account,
    cells: knowledge.versions.Cells,
    drop_variant: Annotated[
        list[str] | None, typer.Option("--drop-variant", help="去掉相似问，可以写多次。")
    ] = None,
    by: By = None,
) -> None:
    """修改一条问答，成为一个草稿版本。写 "" 清空一项；相似问是增加。给草稿写上答案，状态就成为启用。"""
    made = knowledge.versions.edit_entry(
        account,
        entry_id,
        cells,
        drop_variants=drop_variant or (),
        by=acting(by),
        now=utc_now(),
    )
    said(account, made)


@app.command("retire", epilog="例：./rongmei faq retire q-1a2b3c4d --account province")
def retire(entry_id: Id, account: Account, by: By = None) -> None:
    """停用一条问答，成为一个草稿版本。

    发布后不再回答，内容保留。
    """
    said(account, knowledge.versions.retire_entry(account, entry_id, by=acting(by), now=utc_now()))


def _status(word: str) -> FaqStatus:
    named = {name: status for status, name in knowledge.labels.ENTRY_STATUS_NAMES.items()}
    try:
        return named.get(word) or FaqStatus(word)
    except ValueError:
        known = "、".join(named)
        raise typer.BadParameter(f"没有“{word}”这种状态，可以用：{known}") from None
