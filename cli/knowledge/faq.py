"""``./rongmei faq``: questions and answers, one by one. What happens lives in ``chalicelib.knowledge``."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer

from chalicelib.knowledge import FaqEntry, Knowledge, files
from chalicelib.knowledge.errors import NoSuchEntry
from chalicelib.knowledge.models import FaqStatus, Standing
from chalicelib.knowledge.quality import counters
from chalicelib.knowledge.versions import changes, service
from chalicelib.knowledge.versions import rules as versions_rules
from cli.knowledge import faq_eval, faq_files, faq_upkeep, faq_versions
from cli.knowledge.shared import Account, By, keep, last_day, moment, said
from cli.terminal import file_io, output

app = typer.Typer(help="知识库问答：导入、修改、审核发布、到期、统计。", no_args_is_help=True)
for part in (faq_files, faq_versions, faq_upkeep, faq_eval):
    app.add_typer(part.app)

Id = Annotated[str, typer.Argument(metavar="ID", help="问答编号，见 faq list。")]
Question = Annotated[str | None, typer.Option("--question", help="问题。")]
Answer = Annotated[
    str | None, typer.Option("--answer", help="答案；@文件名 从文件读，如 @答案.txt。")
]
Variants = Annotated[list[str] | None, typer.Option("--variant", help="相似问，可以写多次。")]
Owner = Annotated[str | None, typer.Option("--owner", help="责任部门。")]
Basis = Annotated[
    list[str] | None, typer.Option("--basis", help="政策依据“名称 网址”，可以写多次。")
]
From = Annotated[str | None, typer.Option("--valid-from", help="生效时间，如 2026-03-01。")]
Until = Annotated[
    str | None, typer.Option("--valid-until", help="失效时间；只写日期时当天仍有效。")
]
Audience = Annotated[str | None, typer.Option("--audience", help="适用对象。")]
Region = Annotated[str | None, typer.Option("--region", help="适用地区。")]
Draft = Annotated[bool, typer.Option("--draft", help="先存为草稿，发布时不带上。")]


@app.command(
    "list", epilog="例：./rongmei faq list --account province --status 草稿 --owner 征管处"
)
def list_(
    account: Account,
    search: Annotated[str, typer.Option("--search", help="问题、相似问或答案里有这些字。")] = "",
    owner: Owner = None,
    status: Annotated[
        str | None, typer.Option("--status", metavar="状态", help="草稿、待审、已发布、停用。")
    ] = None,
    version: Annotated[
        int | None, typer.Option("--version", help="看这个版本；默认最新的草稿或现行版本。")
    ] = None,
    json: output.Json = False,
) -> None:
    """列出问答。"""
    shown = service.working(account) if version is None else service.edition(account, version)
    states = service.statuses(account, shown)
    wanted = None if status is None else _status(status)
    found = [
        one
        for one in shown.knowledge.entries
        if (wanted is None or states[one.id] is wanted)
        and (owner is None or one.owner == owner)
        and search in "\n".join((one.question, *one.variants, one.answer))
    ]
    if json:
        output.as_json([{**one.model_dump(mode="json"), "status": states[one.id]} for one in found])
        return
    output.table(
        f"公众号“{account}”的问答（版本 {shown.number}，共 {len(shown.knowledge.entries)} 条）",
        ["编号", "问题", "相似问", "责任部门", "有效期至", "状态"],
        [
            (
                one.id,
                one.question,
                len(one.variants) or "",
                one.owner,
                last_day(one.valid_until),
                versions_rules.STATUS_NAMES[states[one.id]],
            )
            for one in found
        ],
        whole=["编号", "有效期至", "状态"],
        empty="没有符合条件的问答。用 `./rongmei faq template 问答.xlsx` 生成模板，填好后用 `faq import` 导入。",
    )


@app.command("show", epilog="例：./rongmei faq show q-1a2b3c4d --account province")
def show(entry_id: Id, account: Account, json: output.Json = False) -> None:
    """一条问答的全部内容和近 90 天的命中、有用、没用。"""
    shown = service.working(account)
    one = _entry(shown.knowledge, entry_id)
    state = service.statuses(account, shown)[one.id]
    now = datetime.now(UTC)
    tally = counters.tallies(account, now - timedelta(days=90), now).get(one.id)
    said = tally.model_dump(exclude={"entry"}) if tally else {}
    if json:
        output.as_json({**one.model_dump(mode="json"), "status": state, "last_90_days": said})
        return
    output.facts(
        f"问答 {one.id}",
        [
            ("问题", one.question),
            ("相似问", "\n".join(one.variants)),
            ("答案", one.answer),
            ("政策依据", "\n".join(f"{link.title} {link.url}".strip() for link in one.basis)),
            ("责任部门", one.owner),
            ("适用", " ".join(word for word in (one.audience, one.region) if word)),
            (
                "有效期",
                " 至 ".join(
                    (moment(one.valid_from) or "即日", last_day(one.valid_until) or "长期")
                ),
            ),
            ("状态", versions_rules.STATUS_NAMES[state]),
            (
                "近 90 天",
                f"命中 {tally.hits}，有用 {tally.helpful}，没用 {tally.unhelpful}" if tally else "",
            ),
        ],
    )


@app.command(
    "add",
    epilog='例：./rongmei faq add --account province --question "怎么开完税证明" --answer @答案.txt',
)
def add(
    account: Account,
    question: Annotated[str, typer.Option("--question", help="问题。")],
    answer: Answer = None,
    variant: Variants = None,
    owner: Owner = None,
    basis: Basis = None,
    valid_from: From = None,
    valid_until: Until = None,
    audience: Audience = None,
    region: Region = None,
    draft: Draft = False,
    by: By = None,
) -> None:
    """添加一条问答，成为一个草稿版本。没有答案的用 --draft。"""
    typed = _typed(
        question, answer, variant, owner, basis, valid_from, valid_until, audience, region
    )
    entry = files.entry_of(typed | ({"standing": "草稿"} if draft else {}))
    known = {one.id for one in service.working(account).knowledge.entries}
    made = keep(
        account, lambda now: changes.with_entries(now, [entry], replace=False), by, "faq add"
    )
    output.line(entry.id)
    if entry.id in known:
        output.note("已有同一个问题的问答，内容已替换。")
    said(account, made)


@app.command(
    "edit", epilog="例：./rongmei faq edit q-1a2b3c4d --account province --valid-until 2026-12-31"
)
def edit(
    entry_id: Id,
    account: Account,
    question: Question = None,
    answer: Answer = None,
    variant: Annotated[
        list[str] | None, typer.Option("--variant", help="增加相似问，可以写多次。")
    ] = None,
    drop_variant: Annotated[
        list[str] | None, typer.Option("--drop-variant", help="去掉相似问，可以写多次。")
    ] = None,
    owner: Owner = None,
    basis: Basis = None,
    valid_from: From = None,
    valid_until: Until = None,
    audience: Audience = None,
    region: Region = None,
    status: Annotated[
        str | None, typer.Option("--status", metavar="状态", help="启用、草稿、停用。")
    ] = None,
    by: By = None,
) -> None:
    """修改一条问答，成为一个草稿版本。写 "" 清空一项；给草稿写上答案，状态就成为启用。"""
    typed = _typed(question, answer, None, owner, basis, valid_from, valid_until, audience, region)
    if status is not None:
        typed["standing"] = status

    def changed(known: Knowledge) -> Knowledge:
        one = _entry(known, entry_id)
        kept = [said for said in one.variants if said not in (drop_variant or [])]
        more = {"variants": files.joined([*kept, *(variant or [])])}
        if one.standing is Standing.DRAFT and typed.get("answer") and status is None:
            # Who writes the answer that a draft was waiting for means it to be given.
            more["standing"] = "启用"
        return changes.with_entries(known, [files.entry_of(typed | more, one)], replace=False)

    said(account, keep(account, changed, by, "faq edit"))


@app.command("retire", epilog="例：./rongmei faq retire q-1a2b3c4d --account province")
def retire(entry_id: Id, account: Account, by: By = None) -> None:
    """停用一条问答，成为一个草稿版本。

    发布后不再回答，内容保留。
    """

    def changed(known: Knowledge) -> Knowledge:
        entry = files.entry_of({"standing": "停用"}, _entry(known, entry_id))
        return changes.with_entries(known, [entry], replace=False)

    said(account, keep(account, changed, by, "faq retire"))


def _entry(known: Knowledge, entry_id: str) -> FaqEntry:
    found = [one for one in known.entries if one.id == entry_id]
    if not found:
        raise NoSuchEntry(entry_id)
    return found[0]


def _status(word: str) -> FaqStatus:
    named = {name: status for status, name in versions_rules.STATUS_NAMES.items()}
    try:
        return named.get(word) or FaqStatus(word)
    except ValueError:
        known = "、".join(named)
        raise typer.BadParameter(f"没有“{word}”这种状态，可以用：{known}") from None


def _typed(
    question: str | None,
    answer: str | None,
    variants: list[str] | None,
    owner: str | None,
    basis: list[str] | None,
    valid_from: str | None,
    valid_until: str | None,
    audience: str | None,
    region: str | None,
) -> dict[str, str]:
    """What was given, by field, as the cells of a sheet."""
    if answer is not None and answer.startswith("@"):
        answer = file_io.text(Path(answer[1:]))
    given = {
        "question": question,
        "answer": answer,
        "variants": None if variants is None else files.joined(variants),
        "owner": owner,
        "basis": None if basis is None else "\n".join(basis),
        "valid_from": valid_from,
        "valid_until": valid_until,
        "audience": audience,
        "region": region,
    }
    return {field: value for field, value in given.items() if value is not None}
