"""``./rongmei desk``: people answering people, by the use cases of ``chalicelib.desk``."""

from __future__ import annotations

import time
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from chalicelib import desk
from chalicelib.application import desk_media
from chalicelib.application.hand_over import Target, hand_over
from chalicelib.clock import utc_now
from chalicelib.desk import AgentMessage, MessageState
from chalicelib.sheets.literal_breaks import literal_break
from cli.desk import agents, canned, quality, records, stats, teams, watch
from cli.desk import view as desk_view
from cli.desk.shared import Account, Ref, clock, state
from cli.terminal import file_io, output
from cli.terminal.acting import By, acting

app = typer.Typer(help="坐席台：人工会话的排队、接入、答复、转接与结束。", no_args_is_help=True)
app.add_typer(agents.app, name="agent")
app.add_typer(teams.app, name="team")
app.add_typer(teams.hours, name="hours")
app.add_typer(canned.app, name="canned")
app.add_typer(records.app, name="records")
app.add_typer(quality.app, name="quality")
app.command("watch", epilog=watch.EPILOG)(watch.watch)
app.command("stats", epilog=stats.EPILOG)(stats.stats)

POLL = 0.3
NO_TEXT = "要发送的内容：写在命令里，或用 --file 文件，--file - 读标准输入，或用 --picture 发图片。"


@app.command("list", epilog="例：./rongmei desk list --account province")
def list_(
    account: Account,
    day: Annotated[
        datetime | None,
        typer.Option(
            "--day",
            formats=["%Y-%m-%d"],
            metavar="日期",
            help="看某天已结束的会话；默认看进行中的。",
        ),
    ] = None,
    json: output.Json = False,
) -> None:
    """列出排队中和服务中的会话，先来的在前。"""
    found = list(desk.sessions_of_day(account, day.date())) if day else desk.live_sessions(account)
    if json:
        output.as_json(found)
        return
    now = utc_now()
    output.table(
        f"{day:%Y-%m-%d} 结束的会话" if day else "进行中的会话",
        ["受理号", "状态", "坐席", "等候", "最近一句"],
        [
            (one.ticket, state(one), one.owner, desk_view.waits(one, now), one.summary)
            for one in found
        ],
        whole=["受理号"],
        empty="这一天没有结束的会话。" if day else "没有排队中或服务中的会话。",
    )


@app.command(
    "take", epilog="例：\n./rongmei desk take 7F3K2 --account province\n./rongmei desk take --next"
)
def take(
    account: Account,
    ref: Annotated[
        str | None, typer.Argument(metavar="ID", help="受理号（或其后五位），或会话编号。")
    ] = None,
    next_: Annotated[bool, typer.Option("--next", help="接排在最前、您能接的一个。")] = False,
    by: By = None,
    json: output.Json = False,
) -> None:
    """接入一个会话。两人同时接同一个时，只有一人接到，另一人会看到是谁接的。"""
    if (ref is None) != next_:
        raise typer.BadParameter("给出受理号，或用 --next 接下一个", param_hint="ID")
    taken = desk.take(account, ref, by=acting(by), now=utc_now())
    seen = desk.view_session(account, taken.id, utc_now())
    if json:
        output.as_json(seen)
        return
    output.done(f"已接入 {taken.ticket}。机器人不再答复这位粉丝，直到会话结束。")
    desk_view.show(seen)


@app.command("show", epilog="例：./rongmei desk show T1123-7F3K2 --account province")
def show(account: Account, ref: Ref, json: output.Json = False) -> None:
    """看一个会话：双方说过什么、机器人答过什么、还能发几条、可以怎么答。"""
    seen = desk.view_session(account, ref, utc_now())
    if json:
        output.as_json(seen)
        return
    desk_view.show(seen)


@app.command(
    "reply",
    epilog='例：\n./rongmei desk reply 7F3K2 "三个工作日内到账。" --account province\n'
    "./rongmei desk reply 7F3K2 /问候\n./rongmei desk reply 7F3K2 --file -  （多行合为一条）",
)
def reply(
    account: Account,
    ref: Ref,
    text: Annotated[
        str | None, typer.Argument(metavar="内容", help="文字，或 /快捷回复名。")
    ] = None,
    file: Annotated[
        str | None, typer.Option("--file", metavar="FILE", help="从文件读内容；- 是标准输入。")
    ] = None,
    picture: Annotated[
        Path | None, typer.Option("--picture", metavar="FILE", help="发一张图片：JPG、PNG、GIF。")
    ] = None,
    wait: Annotated[
        float, typer.Option("--wait", metavar="秒", min=0, help="等结果多久；0 不等。")
    ] = 10,
    by: By = None,
    json: output.Json = False,
) -> None:
    """答复粉丝：不论几行，合为一条发出。微信会拒收的，在这里说明并不发送。"""
    if [text, file, picture].count(None) != 2:
        raise typer.BadParameter(NO_TEXT, param_hint="内容")
    if picture:
        body = file_io.read(picture)
        session, queued = desk_media.send_picture(acting(by), account, ref, body, utc_now())
    else:
        words = text if text is not None else file_io.text_or_input(str(file))
        _refuse_literal_breaks(words, ref, account)
        session, queued = desk.reply(account, ref, words, by=acting(by), now=utc_now())
    ended = _outcomes(queued, wait)
    left = desk.budget(account, session.openid).left(utc_now())
    if json:
        output.as_json({"session": session.id, "messages": ended, "left": left})
    else:
        _tell(ended, left)
    if any(message.state is MessageState.REFUSED for message in ended):
        raise typer.Exit(1)


@app.command(
    "note", epilog='例：./rongmei desk note 7F3K2 "去年也问过，材料在办税厅" --account province'
)
def note(
    account: Account,
    ref: Ref,
    text: Annotated[str, typer.Argument(metavar="内容", help="只有坐席看得到。")],
    by: By = None,
    json: output.Json = False,
) -> None:
    """给会话记一条备注；粉丝看不到。"""
    kept = desk.note(account, ref, text, by=acting(by), now=utc_now())
    if json:
        output.as_json(kept)
        return
    output.done("已记下备注，只有坐席看得到。")


@app.command(
    "transfer",
    epilog="例：\n./rongmei desk transfer 7F3K2 --to li --note 个税问题 --account province\n"
    "./rongmei desk transfer 7F3K2 --skill 社保\n./rongmei desk transfer 7F3K2 --hotline",
)
def transfer(
    account: Account,
    ref: Ref,
    to: Annotated[str, typer.Option("--to", metavar="坐席", help="转给这位坐席。")] = "",
    team: Annotated[str, typer.Option("--team", metavar="组", help="退回排队，转给这个组。")] = "",
    skill: Annotated[
        str, typer.Option("--skill", metavar="专长", help="退回排队，转给有此专长的。")
    ] = "",
    to_hotline: Annotated[
        bool, typer.Option("--hotline", help="移交接入的热线；往来一并移交，备注除外。")
    ] = False,
    note: Annotated[str, typer.Option("--note", help="说明；只有坐席看得到。")] = "",
    by: By = None,
    json: output.Json = False,
) -> None:
    """转接给坐席、组、专长或热线；排队位置与往来记录都保留。"""
    if to_hotline and (to or team or skill):
        raise typer.BadParameter("不能同时给出 --to、--team 或 --skill", param_hint="--hotline")
    target = Target(agent=to, team=team, skill=skill, hotline=to_hotline)
    passed = hand_over(account, ref, target, by=acting(by), now=utc_now(), note=note)
    if json:
        output.as_json(passed)
        return
    where = f"由坐席“{passed.owner}”接着服务" if passed.owner else "已退回排队，等有空的坐席"
    if to_hotline:
        where = f"由热线接着服务；用 `./rongmei hotline show {account}` 查看，`desk take` 可接回"
    output.done(f"会话 {passed.ticket} 已转出，{where}。")


@app.command("resolve", epilog="例：./rongmei desk resolve 7F3K2 --account province")
def resolve(
    account: Account,
    ref: Ref,
    survey: Annotated[
        bool, typer.Option("--survey/--no-survey", help="是否请粉丝评价一次（占一条消息）。")
    ] = True,
    note: Annotated[str, typer.Option("--note", help="处理结果；只有坐席看得到。")] = "",
    by: By = None,
    json: output.Json = False,
) -> None:
    """结束会话：粉丝交还机器人，空出的位置接下一个。"""
    ended = desk.resolve(account, ref, by=acting(by), now=utc_now(), survey=survey, note=note)
    if json:
        output.as_json(ended)
        return
    output.done(f"会话 {ended.ticket} 已结束，机器人恢复答复。")
    if survey and not ended.surveyed:
        output.note("没有请粉丝评价：已没有可发的消息，或会话未曾接入。")


@app.command("tickets", epilog="例：./rongmei desk tickets --account province --overdue")
def tickets(
    account: Account,
    overdue: Annotated[bool, typer.Option("--overdue", help="只看超时的。")] = False,
    json: output.Json = False,
) -> None:
    """列出答应过、还没有答复的：回复时限最近的在前。"""
    found = [one for one in desk.promises(account, utc_now()) if one.overdue or not overdue]
    if json:
        output.as_json(found)
        return
    output.table(
        "待答复",
        ["受理号", "状态", "坐席", "应答时间", "微信时限", "最近一句"],
        [
            (
                one.session.ticket,
                state(one.session) + ("\n超时" if one.overdue else ""),
                one.session.owner,
                clock(one.due),
                "已过，等对方来信" if one.window_ends <= utc_now() else clock(one.window_ends),
                one.session.summary,
            )
            for one in found
        ],
        whole=["受理号"],
        empty="没有欠着的答复。",
    )


def _outcomes(queued: list[AgentMessage], wait: float) -> list[AgentMessage]:
    """The messages as they are after at most ``wait`` seconds."""
    until = time.monotonic() + wait
    while True:
        found = [desk.find_message(one.account, one.openid, one.id) or one for one in queued]
        open_ones = any(one.state in (MessageState.QUEUED, MessageState.SENDING) for one in found)
        if not open_ones or time.monotonic() >= until:
            return found
        time.sleep(POLL)


def _tell(ended: list[AgentMessage], left: int) -> None:
    for message in ended:
        match message.state:
            case MessageState.SENT:
                output.done("已发送。")
            case MessageState.REFUSED:
                output.complain(f"没有发出：{message.problem}")
            case MessageState.UNKNOWN:
                output.warn("未确认：微信没有回音，消息可能已送达。不会自动重发，也请勿重复发送。")
            case other:
                output.note(f"{desk.MESSAGE_STATE_NAMES[other]}，还没有结果；用 desk show 查看。")
    output.note(f"还可发送 {left} 条。" + ("" if left else "请等对方再发一条消息后继续。"))


def _refuse_literal_breaks(words: str, ref: str, account: str) -> None:
    """A message is one of few, and a spelled-out line break is never meant."""
    written = literal_break(words)
    if written is None:
        return
    output.complain(f"消息没有发送：里面的 {written} 不会换行，粉丝会看到原样的 {written}。")
    output.note(
        "要换行，请把内容分行写好再发："
        f"./rongmei desk reply {ref} --file - --account {account}（写完按 Ctrl+D），或 --file 文件。"
    )
    raise typer.Exit(1)
