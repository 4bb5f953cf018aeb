"""``./rongmei issue``: plan an issue, fill it, give it a time."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from chalicelib import publishing
from chalicelib.clock import shown, utc_now
from chalicelib.publishing import Issue, Way
from cli.terminal import output
from cli.terminal.acting import By, acting
from cli.terminal.options import Account, OnlyAccount

app = typer.Typer(help="期：计划、编排、排期、改时间、对调、取消。", no_args_is_help=True)

Id = Annotated[str, typer.Argument(metavar="期", help="期的编号，见 issue list。")]
Articles = Annotated[list[str], typer.Argument(metavar="稿件…", help="稿件编号，见 article list。")]
At = Annotated[
    str | None,
    typer.Option("--at", metavar="TIME", help="北京时间，如 2026-12-01 08:00 或“明天 08:00”。"),
]
OffSlot = Annotated[bool, typer.Option("--off-slot", help="允许不在推送时段内的时间。")]
Again = Annotated[
    bool,
    typer.Option("--again", help="上次提交微信后失败：已在“发表记录”核对没有发出，确认再发。"),
]
Note = Annotated[str, typer.Option("--note", help="原因。")]
WayOption = Annotated[
    Way | None,
    typer.Option("--way", metavar="方式", help="群发 mass，或发布（不推送给粉丝）publish。"),
]


@app.command(
    "plan",
    epilog='例：\n./rongmei issue plan --account province --at "明天 08:00" \\\n'
    "  --title 汇算专题 --article a-20261120-7f3k",
)
def plan(
    account: Account,
    at: Annotated[
        str, typer.Option("--at", metavar="TIME", help="北京时间，精确到分钟，如“明天 09:00”。")
    ],
    title: Annotated[
        str, typer.Option("--title", metavar="名称", help="这一期叫什么；默认取第一篇的标题。")
    ] = "",
    article: Annotated[
        list[str] | None,
        typer.Option("--article", metavar="稿件", help="稿件编号，可写多次；未过审的也可以。"),
    ] = None,
    way: WayOption = None,
    tag: Annotated[
        int | None, typer.Option("--tag", metavar="N", help="只发给有这个标签的粉丝。")
    ] = None,
    off_slot: OffSlot = False,
    by: By = None,
    json: output.Json = False,
) -> None:
    """在排期表上记一期打算：不占配额，也不会发出；过审后用 issue schedule 排期。"""
    made = publishing.plan_issue(
        account,
        at=publishing.slot(at, utc_now()),
        by=acting(by),
        now=utc_now(),
        title=title,
        article_ids=article or (),
        way=way or Way.MASS,
        tag_id=tag,
        off_slot=off_slot,
    )
    _tell(made, f"已计划于 {shown(made.at)}（北京时间），尚未排期，不会自动发出。", json)


@app.command("add", epilog="例：./rongmei issue add i-7f3kq-province a-20261120-7f3k --position 1")
def add(
    issue: Id,
    articles: Articles,
    position: Annotated[
        int | None, typer.Option("--position", metavar="N", help="放在第几篇；默认放在最后。")
    ] = None,
    by: By = None,
    json: output.Json = False,
) -> None:
    """把稿件加入一期（最多 8 篇）。"""
    after = publishing.add_articles(
        issue, articles, by=acting(by), now=utc_now(), position=position
    )
    _tell(after, f"现在有 {len(after.entries)} 篇。", json)


@app.command("remove", epilog="例：./rongmei issue remove i-7f3kq-province a-20261120-7f3k")
def remove(issue: Id, articles: Articles, by: By = None, json: output.Json = False) -> None:
    """把稿件移出一期。"""
    after = publishing.remove_articles(issue, articles, by=acting(by), now=utc_now())
    _tell(after, f"现在有 {len(after.entries)} 篇。", json)


@app.command(
    "reorder", epilog="例：./rongmei issue reorder i-7f3kq-province a-20261121-9mwt a-20261120-7f3k"
)
def reorder(issue: Id, articles: Articles, by: By = None, json: output.Json = False) -> None:
    """按写出的顺序重排一期的全部稿件；第一篇是头条。"""
    after = publishing.reorder(issue, articles, by=acting(by), now=utc_now())
    _tell(after, "顺序已调整。", json)


@app.command("set", epilog="例：./rongmei issue set i-7f3kq-province --title 汇算专题（二）")
def set_(
    issue: Id,
    title: Annotated[str | None, typer.Option("--title", metavar="名称", help="新的名称。")] = None,
    way: WayOption = None,
    tag: Annotated[
        int | None, typer.Option("--tag", metavar="N", help="只发给有这个标签的粉丝。")
    ] = None,
    everybody: Annotated[bool, typer.Option("--everybody", help="发给全部粉丝。")] = False,
    by: By = None,
    json: output.Json = False,
) -> None:
    """改一期打算的名称、方式、对象；没有写的不变。已排期的先撤回排期。"""
    if everybody and tag is not None:
        raise typer.BadParameter("--tag 与 --everybody 只能用一个。")
    now = publishing.get_issue(issue)
    after = publishing.change_issue(
        issue,
        by=acting(by),
        now=utc_now(),
        title=now.title if title is None else title,
        way=way or now.way,
        tag_id=None if everybody else now.tag_id if tag is None else tag,
    )
    _tell(after, "已修改。", json)


@app.command(
    "schedule",
    epilog="例：\n./rongmei issue schedule i-7f3kq-province\n"
    "./rongmei issue schedule i-7f3kq-province --next",
)
def schedule(
    issue: Id,
    at: At = None,
    next_slot: Annotated[
        bool, typer.Option("--next", help="从计划的时间起，排到下一个空的时段。")
    ] = False,
    way: WayOption = None,
    off_slot: OffSlot = False,
    again: Again = False,
    by: By = None,
    json: output.Json = False,
) -> None:
    """排期：稿件都已过审时，锁定稿件版本、时间与配额，到时自动发出。默认用计划的时间。"""
    if at and next_slot:
        raise typer.BadParameter("--at 与 --next 只能用一个。")
    after = publishing.schedule(
        issue,
        at=publishing.slot(at, utc_now()) if at else None,
        next_slot=next_slot,
        way=way,
        off_slot=off_slot,
        again=again,
        by=acting(by),
        now=utc_now(),
    )
    _far(after)
    _tell(
        after,
        f"已排定于 {shown(after.at)}（北京时间）{publishing.labels.WAYS[after.way]}，"
        f"共 {len(after.entries)} 篇；投递 {after.delivery}。",
        json,
    )


@app.command("move", epilog='例：./rongmei issue move i-7f3kq-province --at "今天 20:00"')
def move(
    issue: Id,
    at: Annotated[
        str, typer.Option("--at", metavar="TIME", help="新的时间（北京时间），如“明天 09:00”。")
    ],
    off_slot: OffSlot = False,
    again: Again = False,
    by: By = None,
    json: output.Json = False,
) -> None:
    """改时间：已排期的连同配额一起移动，直到开始提交给微信。"""
    after = publishing.move_issue(
        issue,
        publishing.slot(at, utc_now()),
        by=acting(by),
        now=utc_now(),
        off_slot=off_slot,
        again=again,
    )
    _far(after)
    _tell(after, f"时间为 {shown(after.at)}（北京时间）。", json)


@app.command("swap", epilog="例：./rongmei issue swap i-7f3kq-province i-9mwt2-province")
def swap(
    first: Annotated[str, typer.Argument(metavar="期A", help="期的编号。")],
    second: Annotated[str, typer.Argument(metavar="期B", help="同一公众号的另一期。")],
    by: By = None,
    json: output.Json = False,
) -> None:
    """两期对调时间，要么都成，要么都不变。"""
    pair = publishing.swap(first, second, by=acting(by), now=utc_now())
    if json:
        output.as_json([_plain(one) for one in pair])
        return
    for one in pair:
        output.done(f"{one.id}（{one.title}）：{shown(one.at)}")


@app.command("unschedule", epilog="例：./rongmei issue unschedule i-7f3kq-province --note 待补数据")
def unschedule(issue: Id, note: Note = "", by: By = None, json: output.Json = False) -> None:
    """撤回排期，退回“计划”：取消投递，让出时段与配额。"""
    after = publishing.unschedule(issue, by=acting(by), now=utc_now(), note=note)
    _tell(after, "已退回“计划”，不会发出。", json)


@app.command("cancel", epilog="例：./rongmei issue cancel i-7f3kq-province --note 政策暂缓")
def cancel(issue: Id, note: Note = "", by: By = None, json: output.Json = False) -> None:
    """取消一期：不再出现在排期表上；已排期的让出时段与配额。"""
    after = publishing.cancel_issue(issue, by=acting(by), now=utc_now(), note=note)
    _tell(after, "已取消。", json)


@app.command("list")
def list_(
    account: OnlyAccount = None,
    json: output.Json = False,
) -> None:
    """列出各期，时间最晚的在前。"""
    found = list(publishing.list_issues(publishing.accounts_of(account=account)))
    if json:
        output.as_json([_plain(one) for one in found])
        return
    output.table(
        "期",
        ["编号", "时间（北京）", "名称", "篇", "方式", "状态"],
        [
            (
                one.id,
                shown(one.at),
                one.title,
                len(one.entries),
                publishing.labels.WAYS[one.way],
                _state(one),
            )
            for one in found
        ],
        whole=["编号", "时间（北京）"],
        empty="还没有期。用 `./rongmei issue plan` 计划一期。",
    )


@app.command("show")
def show(issue: Id, json: output.Json = False) -> None:
    """一期的全部：稿件与版本、时间、投递、经过。"""
    found = publishing.get_issue(issue)
    if json:
        output.as_json(_plain(found))
        return
    output.facts(
        f"期 {found.id}",
        [
            ("名称", found.title),
            ("公众号", found.account),
            ("时间（北京）", shown(found.at)),
            ("状态", _state(found)),
            ("方式", publishing.labels.WAYS[found.way]),
            ("对象", f"标签 {found.tag_id}" if found.tag_id is not None else "全部粉丝"),
            ("投递", found.delivery),
        ],
    )
    output.table(
        "稿件",
        ["序", "稿件", "标题", "版本"],
        [
            (
                number,
                one.article_id,
                one.title,
                f"第 {one.revision} 版" if one.revision else "排期时确定",
            )
            for number, one in enumerate(found.entries, 1)
        ],
        whole=["稿件"],
        empty=f"还没有稿件。用 `./rongmei issue add {found.id} 稿件编号` 加入。",
    )
    output.table(
        "经过",
        ["时间（北京）", "做了什么", "经手", "说明"],
        [(shown(step.at), step.what, step.by, step.note) for step in found.history],
        whole=["时间（北京）"],
    )


def _tell(issue: Issue, sentence: str, json: bool) -> None:
    if json:
        output.as_json(_plain(issue))
        return
    output.line(issue.id)
    output.done(f"{issue.title}：{sentence}")


def _far(issue: Issue) -> None:
    days = publishing.description.far_ahead(issue.at, utc_now())
    if days is not None:
        output.warn(f"提醒：{shown(issue.at)} 距今 {days} 天，请核对年份和日期。")


def _state(issue: Issue) -> str:
    delivery = publishing.get(issue.delivery) if issue.delivery else None
    return publishing.description.issue_state(issue, delivery)


def _plain(issue: Issue) -> dict[str, Any]:
    return issue.model_dump(mode="json")
