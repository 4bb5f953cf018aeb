"""``./rongmei offer``: articles for the accounts below (矩阵分发), and what became of them there."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from chalicelib import distribution, publishing
from chalicelib.clock import shown, utc_now
from chalicelib.distribution import Requirement, Stand, Standing, TaskState
from chalicelib.units import UnitLevel
from cli.publishing import offer_changes
from cli.publishing.offer_changes import Account, Deadline, Id, Reason
from cli.terminal import output
from cli.terminal.acting import By, acting

app = typer.Typer(
    help="矩阵分发：把已审稿件分发给下级公众号，跟踪回执、更正与撤回。", no_args_is_help=True
)


@app.command(
    "make",
    epilog="例：./rongmei offer make a-20261123-7f3k --mandatory --deadline 2026-12-01T18:00 --by li",
)
def make(
    article: Annotated[str, typer.Argument(metavar="稿件", help="已通过审核的稿件编号。")],
    deadline: Deadline,
    mandatory: Annotated[
        bool, typer.Option("--mandatory", help="必发：下级立即采用并进入自己的审核，不能谢绝。")
    ] = False,
    recommended: Annotated[
        bool, typer.Option("--recommended", help="推荐（默认为可选）。")
    ] = False,
    account: Annotated[
        list[str] | None,
        typer.Option("--account", metavar="ID", help="只给这些公众号，可多次；默认全部下级。"),
    ] = None,
    level: Annotated[
        list[UnitLevel] | None,
        typer.Option("--level", metavar="级别", help="只给这些级别：city county township direct。"),
    ] = None,
    note: Annotated[str, typer.Option("--note", help="给下级的说明。")] = "",
    by: By = None,
    json: output.Json = False,
) -> None:
    """分发一篇已审稿件。"""
    if mandatory and recommended:
        raise typer.BadParameter("--mandatory 与 --recommended 只能选一个")
    requirement = Requirement.OPTIONAL
    if mandatory or recommended:
        requirement = Requirement.MANDATORY if mandatory else Requirement.RECOMMENDED
    offer = distribution.make_offer(
        article,
        requirement=requirement,
        deadline=publishing.slot(deadline, utc_now()),
        by=acting(by),
        now=utc_now(),
        account_ids=account or (),
        levels=level or (),
        note=note,
    )
    if json:
        output.as_json(offer)
        return
    output.done(
        f"已分发 {offer.id}（{offer.title}，{distribution.labels.REQUIREMENTS[offer.requirement]}）给 "
        f"{len(offer.accounts)} 个公众号，期限 {shown(offer.deadline)}。"
    )
    output.note(f"用 `./rongmei offer receipts {offer.id}` 查看回执。")


@app.command("list", epilog="例：./rongmei offer list --unit province")
def list_(
    unit: Annotated[str, typer.Option("--unit", metavar="ID", help="分发的单位。")],
    json: output.Json = False,
) -> None:
    """列出一个单位的分发。"""
    found = list(distribution.of_unit(unit))
    if json:
        output.as_json(found)
        return
    output.table(
        f"单位“{unit}”的分发",
        ["编号", "稿件", "要求", "期限", "公众号", "更正与撤回"],
        [
            (
                one.id,
                f"{one.title}\n{one.article} 第 {one.revision} 版",
                distribution.labels.REQUIREMENTS[one.requirement],
                shown(one.deadline),
                len(one.accounts),
                "\n".join(
                    f"{c.number} {distribution.labels.CHANGES[c.kind]}：{c.reason}"
                    for c in one.changes
                ),
            )
            for one in found
        ],
        whole=["编号"],
        empty="还没有分发。用 `./rongmei offer make` 分发一篇已审稿件。",
    )


@app.command("receipts", epilog="例：./rongmei offer receipts o-20261201-7f3k --late")
def receipts(
    offer_id: Id,
    late: Annotated[bool, typer.Option("--late", help="只看逾期的。")] = False,
    json: output.Json = False,
) -> None:
    """一次分发在各公众号的回执：谁采用、谁谢绝、谁逾期。"""
    offer = distribution.get(offer_id)
    stands = [
        one
        for one in distribution.standings(offer, utc_now())
        if not late or one.standing is Standing.LATE
    ]
    if json:
        output.as_json([_plain(one) for one in stands])
        return
    output.table(
        f"{offer.id} {offer.title}（{distribution.labels.REQUIREMENTS[offer.requirement]}，期限 {shown(offer.deadline)}）",
        ["公众号", "回执", "稿件与群发", "说明"],
        [
            (
                one.account,
                distribution.labels.STANDINGS[one.standing],
                "\n".join(filter(None, (one.receipt.article, one.delivery))),
                "\n".join(_said(one)),
            )
            for one in stands
        ],
        whole=["公众号", "回执"],
        empty="没有逾期的。" if late else "没有公众号。",
    )
    counts = {
        name: number
        for standing, name in distribution.labels.STANDINGS.items()
        if (number := sum(one.standing is standing for one in stands))
    }
    output.note("　".join(f"{name} {number}" for name, number in counts.items()))


@app.command("inbox", epilog="例：./rongmei offer inbox --account city")
def inbox(account: Account, json: output.Json = False) -> None:
    """一个公众号收到的分发和待办。"""
    found = list(distribution.inbox(account, utc_now()))
    if json:
        output.as_json(
            [{"offer": offer.id, "title": offer.title, **_plain(one)} for offer, one in found]
        )
        return
    output.table(
        f"公众号“{account}”收到的分发",
        ["编号", "稿件", "要求与期限", "回执", "说明与待办"],
        [
            (
                offer.id,
                "\n".join(filter(None, (offer.title, f"{offer.unit} {offer.note}".strip()))),
                f"{distribution.labels.REQUIREMENTS[offer.requirement]}\n{shown(offer.deadline)}",
                distribution.labels.STANDINGS[one.standing],
                "\n".join((*filter(None, (one.receipt.article, one.delivery)), *_said(one))),
            )
            for offer, one in found
        ],
        whole=["编号", "要求与期限"],
        empty="没有收到分发。",
    )


@app.command("adopt", epilog="例：./rongmei offer adopt o-20261201-7f3k --account city --by wang")
def adopt(offer_id: Id, account: Account, by: By = None, json: output.Json = False) -> None:
    """采用：复制为本单位的稿件，加上自己的页眉页脚，送本单位审核。"""
    receipt = distribution.adopt(offer_id, account, by=acting(by), now=utc_now())
    if json:
        output.as_json(receipt)
        return
    output.done(f"已采用为稿件 {receipt.article}，并已送审。通过后用 `./rongmei issue plan` 排期。")


@app.command("decline")
def decline(offer_id: Id, account: Account, reason: Reason, by: By = None) -> None:
    """谢绝一次分发（必发的除外），说明原因。"""
    distribution.decline(offer_id, account, reason=reason, by=acting(by), now=utc_now())
    output.done(f"公众号“{account}”已谢绝 {offer_id}。")


@app.command(
    "dress", epilog="例：./rongmei offer dress --account city --header 页眉.md --footer 页脚.md"
)
def dress(
    account: Account,
    header: Annotated[
        Path | None, typer.Option("--header", metavar="FILE", help="页眉，Markdown，不带图片。")
    ] = None,
    footer: Annotated[
        Path | None, typer.Option("--footer", metavar="FILE", help="页脚，Markdown，不带图片。")
    ] = None,
    by: By = None,
) -> None:
    """设置采用的稿件前后加什么，按公众号的主题排版；不给文件的一项保持不变，给空文件则去掉。"""
    from chalicelib import newsroom

    theme = newsroom.choose({}, newsroom.themes_for(account=account)).theme
    distribution.set_dressing(
        account,
        by=acting(by),
        now=utc_now(),
        header=newsroom.read_fragment(header, theme) if header else None,
        footer=newsroom.read_fragment(footer, theme) if footer else None,
    )
    output.done(f"已设置公众号“{account}”的页眉页脚。")


def _said(stand: Stand) -> list[str]:
    receipt = stand.receipt
    lines = [line for line in (receipt.reason, receipt.problem) if line]
    for task in receipt.tasks:
        mark = "已办" if task.state is TaskState.DONE else f"待办，{shown(task.deadline)} 前"
        lines.append(f"{task.change} {distribution.labels.CHANGES[task.kind]}（{mark}）{task.what}")
    return lines


def _plain(stand: Stand) -> dict[str, Any]:
    return {
        "account": stand.account,
        "standing": stand.standing.value,
        "delivery": stand.delivery,
        "receipt": stand.receipt.model_dump(mode="json"),
    }


offer_changes.register(app)
