"""``./rongmei push``: plan a push, follow it, call it off."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from chalicelib import newsroom, publishing
from chalicelib.clock import SHANGHAI, shown, utc_now
from chalicelib.publishing import Delivery, DeliveryState, Way
from cli.publishing import push_outcome, push_recovery
from cli.terminal import output, remedies
from cli.terminal.acting import By, acting
from cli.terminal.options import Account, OnlyAccount

app = typer.Typer(help="群发：排期、查看、取消、重试、撤回。", no_args_is_help=True)
push_recovery.register(app)

Id = Annotated[str, typer.Argument(metavar="ID", help="投递编号，见 push list。")]
_UNREVIEWED: Final = "（未经审核）"
"""The mark of a push that ``push plan`` made: it has no issue and no review."""


def _state_named(word: str) -> DeliveryState:
    """A state by the name that people see, or by the one that programs do."""
    named = {name: state for state, name in publishing.labels.STATES.items()}
    try:
        return named.get(word) or DeliveryState(word)
    except ValueError:
        known = "、".join(named)
        raise typer.BadParameter(f"没有“{word}”这种状态，可以用：{known}") from None


@app.command(
    "plan",
    epilog='例：\n./rongmei push plan 稿件.md --account province --at "明天 09:00" \\\n'
    "  --by zong1 --reason 系统停机公告",
)
def plan(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Markdown 稿件，开头是 --- 字段。")],
    account: Account,
    at: Annotated[
        str, typer.Option("--at", metavar="TIME", help="北京时间，精确到分钟，如“明天 09:00”。")
    ],
    way: Annotated[
        Way,
        typer.Option("--way", metavar="方式", help="群发 mass，或发布（不推送给粉丝）publish。"),
    ] = Way.MASS,
    reason: Annotated[
        str, typer.Option("--reason", help="为什么不经审核；登记了人员的单位必填，记入经过。")
    ] = "",
    by: By = None,
    json: output.Json = False,
) -> None:
    """检查一篇稿件，直接排定在某个时间发给全部粉丝：不经审核与排期表，供试发和应急；同样占用配额。

    登记了人员的单位，只有总编可以这样做。
    """
    now = utc_now()
    slot = publishing.slot(at, now)
    themes = newsroom.themes_for(account=account)
    composed = newsroom.read_file(file, newsroom.house_of().model_copy(update={"themes": themes}))
    delivery = publishing.plan_push(
        composed,
        account,
        at=slot,
        by=acting(by),
        now=now,
        way=way,
        reason=reason,
    )
    measures = newsroom.measures(composed.article)
    _remind(slot, now)
    if json:
        output.as_json({**_plain(delivery), "checks": measures})
        return
    output.table(
        f"检查通过：{composed.article.title}",
        ["项目", "实际", "上限"],
        [(one.name, f"{one.value:,} {one.unit}", f"{one.limit:,} {one.unit}") for one in measures],
    )
    output.line(delivery.id)
    output.done(
        f"已排定于 {shown(delivery.at)}（北京时间）"
        + (f"群发给公众号“{account}”的全部粉丝。" if way is Way.MASS else "发布，不推送给粉丝。")
        + f"用 `./rongmei push show {delivery.id}` 查看进展。"
    )


@app.command("list")
def list_(
    account: OnlyAccount = None,
    state: Annotated[
        DeliveryState | None,
        typer.Option(
            "--state",
            metavar="状态",
            parser=_state_named,
            help=f"只看这种状态：{' '.join(publishing.labels.STATES.values())}",
        ),
    ] = None,
    json: output.Json = False,
) -> None:
    """列出群发，最近的在前。"""
    of = publishing.accounts_of(account=account)
    found = sorted(publishing.list_deliveries(of, state), key=lambda one: one.at, reverse=True)
    if json:
        output.as_json([_plain(delivery) for delivery in found])
        return
    output.table(
        "群发",
        ["编号与时间（北京）", "标题", "状态与送达"],
        [
            (
                f"{delivery.id}\n{shown(delivery.at)}",
                _shortened(_titles(delivery)) + ("" if delivery.issue else f"\n{_UNREVIEWED}"),
                publishing.description.full_state(delivery)
                + (f"\n{delivery.counts.sent:,} 人" if delivery.counts else ""),
            )
            for delivery in found
        ],
        whole=["编号与时间（北京）"],
        empty="没有符合条件的群发。去掉 --account 或 --state 可查看全部。"
        if account or state
        else "没有群发。用 `./rongmei push plan` 排定一次。",
    )


@app.command("show")
def show(delivery_id: Id, json: output.Json = False) -> None:
    """一次群发的全部经过：状态、素材、编号、人数、链接、错误与建议。"""
    delivery = publishing.get(delivery_id)
    if json:
        output.as_json(_plain(delivery))
        return
    output.facts(f"群发 {delivery.id}", _facts(delivery))
    push_outcome.articles(delivery)
    push_outcome.recalls(delivery)
    output.table(
        "经过",
        ["时间（北京）", "状态", "经手", "说明"],
        [
            (
                _second(moment.at),
                publishing.labels.STATES[moment.state],
                publishing.labels.HANDS.get(moment.by, moment.by),
                moment.note,
            )
            for moment in delivery.history
        ],
        whole=["时间（北京）"],
    )
    uploaded = [*delivery.addresses.items(), *delivery.materials.items()]
    if uploaded:
        output.table("素材", ["文件", "微信的地址或 media_id"], uploaded)
    if delivery.problem:
        output.warn(delivery.problem.what)
        if delivery.problem.advice and delivery.problem.advice not in delivery.problem.what:
            output.warn(f"建议：{delivery.problem.advice}")
    for remedy in publishing.description.remedies(delivery, utc_now()):
        output.note(f"用 `{remedies.command(remedy)}` {remedy.label}。")


@app.command("cancel")
def cancel(
    delivery_id: Id,
    note: Annotated[str, typer.Option("--note", help="原因。")] = "",
    by: By = None,
) -> None:
    """取消一次还没有提交给微信的群发。"""
    cancelled = publishing.cancel(delivery_id, by=acting(by), now=utc_now(), note=note)
    output.done(f"已取消 {cancelled.id}（{_titles(cancelled)}）。")
    if cancelled.draft:
        output.note("草稿箱中为它准备的草稿会在几分钟内删除。")


def _remind(slot: datetime, now: datetime) -> None:
    days = publishing.description.far_ahead(slot, now)
    if days is not None:
        output.warn(f"提醒：{shown(slot)} 距今 {days} 天，请核对年份和日期。")


def _facts(delivery: Delivery) -> Sequence[tuple[str, object]]:
    counts = delivery.counts
    pairs: list[tuple[str, object]] = [
        ("标题", _titles(delivery)),
        ("公众号", delivery.account),
        ("期", delivery.issue or "无：由文件直接排定，未经审核"),
        ("方式", publishing.description.way(delivery)),
        ("时间（北京）", shown(delivery.at)),
        ("状态", publishing.description.full_state(delivery)),
        ("草稿 media_id", delivery.draft),
        ("clientmsgid", delivery.clientmsgid if delivery.way is Way.MASS else None),
        ("msg_id", delivery.msg_id),
        ("publish_id", delivery.publish_id),
        ("msg_data_id", delivery.msg_data_id),
        ("粉丝总数", counts and f"{counts.total:,}"),
        ("过滤后应发", counts and f"{counts.filtered:,}"),
        ("成功", counts and f"{counts.sent:,}"),
        ("失败", counts and f"{counts.failed:,}"),
        ("下一次处理", delivery.due_at and _second(delivery.due_at)),
    ]
    return [pair for pair in pairs if pair[1] is not None]


def _plain(delivery: Delivery) -> dict[str, Any]:
    return {**delivery.model_dump(mode="json"), "clientmsgid": delivery.clientmsgid}


def _titles(delivery: Delivery) -> str:
    return " / ".join(piece.title for piece in delivery.pieces)


def _shortened(title: str, length: int = 24) -> str:
    return title if len(title) <= length else title[: length - 1] + "…"


def _second(at: Any) -> str:
    return str(at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M:%S"))
