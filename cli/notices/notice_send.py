"""``./rongmei notice send|alert|lists|confirm|stop|resume|drop``: one notice to many, in two steps."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from chalicelib import notices
from chalicelib.application import notice_lists, policy_alerts
from chalicelib.application.notice_lists import Draft, ListView
from chalicelib.clock import shown, utc_now
from chalicelib.notices import NoticeList
from cli.terminal import output
from cli.terminal.acting import By, acting
from cli.terminal.options import Account

Id = Annotated[str, typer.Argument(metavar="ID", help="发送的编号，见 notice lists。")]


def register(app: typer.Typer) -> None:
    """Add these commands to the group."""
    app.command("send", epilog="例：./rongmei notice send --template 模板编号 --data thing1=新政策 --data time2=2026年12月1日 --account province")(send)  # fmt: skip
    app.command("alert", epilog="例：./rongmei notice alert p-2026-12 --account province")(alert)
    app.command("lists", epilog="例：./rongmei notice lists --account province")(lists)
    app.command("confirm", epilog="例：./rongmei notice confirm 编号 --receivers 1200 --account province")(confirm)  # fmt: skip
    app.command("stop", epilog="例：./rongmei notice stop 编号 --account province")(stop)
    app.command("resume", epilog="例：./rongmei notice resume 编号 --account province")(resume)
    app.command("drop", epilog="例：./rongmei notice drop 编号 --account province")(drop)


def pairs(given: Iterable[str]) -> dict[str, str]:
    """``thing1=文字`` as a field and its words."""
    found = {}
    for one in given:
        name, equals, words = one.partition("=")
        if not equals or not name.strip():
            raise typer.BadParameter(f"“{one}”应写成 字段=文字")
        found[name.strip()] = words.strip()
    return found


def send(
    template: Annotated[str, typer.Option("--template", metavar="TEMPLATE", help="模板编号，见 notice show；以 - 开头的写成 --template=编号。")],
    account: Account,
    data: Annotated[list[str], typer.Option("--data", metavar="字段=文字", help="每个字段写什么。")],
    page: Annotated[str, typer.Option("--page", metavar="URL", help="点通知打开的网址。")] = "",
    to: Annotated[Path | None, typer.Option("--to", metavar="FILE", help="openid 名单，每行一个；不写则发给全部订阅的人。")] = None,
    note: Annotated[str, typer.Option("--note", help="说明，粉丝看不到。")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只预览和估算。")] = False,
    by: By = None,
    json: output.Json = False,
) -> None:  # fmt: skip
    """预览、估算，并准备一次发送；用 notice confirm 确认后才发。"""
    receivers = notice_lists.openids(to.read_text(encoding="utf-8")) if to else ()
    draft = Draft(template, pairs(data), page, receivers, note)
    actor, now = acting(by), utc_now()
    found = notice_lists.estimate(account, draft, by=actor, now=now)
    if dry_run:
        if json:
            output.as_json(found._asdict() | {"template": found.template.id})
            return
        _previewed(found)
        return
    made = notice_lists.prepare(account, draft, by=actor, now=now)
    if json:
        output.as_json(made)
        return
    _previewed(found)
    _prepared(made)


def alert(
    document: Annotated[str, typer.Argument(metavar="POLICY", help="现行政策文件的编号，见 policy list。")],
    account: Account,
    by: By = None,
    json: output.Json = False,
) -> None:  # fmt: skip
    """准备一份政策文件的提醒，发给订阅了政策提醒的人；确认后才发。"""
    made = policy_alerts.prepare(account, document, by=acting(by), now=utc_now())
    if json:
        output.as_json(made)
        return
    for name, words in made.data.items():
        output.line(f"  {name}：{words}")
    _prepared(made)


def lists(
    account: Account,
    one: Annotated[str, typer.Argument(metavar="ID", help="只看这一次。")] = "",
    by: By = None,
    json: output.Json = False,
) -> None:
    """各次发送，和各自的结果，最新的在前。"""
    actor = acting(by)
    found = [notice_lists.view(account, one, by=actor)] if one else notice_lists.listed(account, by=actor)  # fmt: skip
    if json:
        output.as_json([one.one.model_dump(mode="json") | one.tally.model_dump() for one in found])
        return
    output.table(
        f"公众号“{account}”的发送",
        ["编号", "时间", "模板", "状态", "收件人", "已提交", "送达", "未送达", "微信拒收", "未确认", "已退订"],
        [_row(one) for one in found],
        whole=["编号", "时间"],
        empty="还没有发送过。",
    )  # fmt: skip
    for view in found:
        if view.waits:
            output.note(f"{view.one.id}：{view.waits}")


def confirm(
    list_id: Id,
    account: Account,
    receivers: Annotated[int, typer.Option("--receivers", metavar="N", help="看到的收件人数，与准备时一致才发。")],
    by: By = None,
    json: output.Json = False,
) -> None:  # fmt: skip
    """确认一次发送：从现在起分批发出。"""
    _told(notice_lists.confirm(account, list_id, receivers=receivers, by=acting(by), now=utc_now()), json=json)  # fmt: skip


def stop(list_id: Id, account: Account, by: By = None, json: output.Json = False) -> None:
    """停止一次发送；已发的收不回。"""
    _told(notice_lists.stop(account, list_id, by=acting(by), now=utc_now()), json=json)


def resume(list_id: Id, account: Account, by: By = None, json: output.Json = False) -> None:
    """继续一次停止了的发送；发过的人不再发。"""
    _told(notice_lists.resume(account, list_id, by=acting(by), now=utc_now()), json=json)


def drop(list_id: Id, account: Account, by: By = None, json: output.Json = False) -> None:
    """放弃一次还没有确认的发送。"""
    _told(notice_lists.drop(account, list_id, by=acting(by), now=utc_now()), json=json)


def _previewed(found: notice_lists.Estimate) -> None:
    output.line(f"{found.template.title}（{notices.labels.KINDS[found.template.kind]}）")
    for label, words in found.shown:
        output.line(f"  {label}：{words}")
    for problem in found.faults.values():
        output.warn(problem)
    given = f"名单 {found.given} 人，其中" if found.given else ""
    days = f"约 {found.days} 天发完" if found.days else "按现在的配额发不完"
    output.note(f"{given}订阅了的 {found.receivers} 人；今天还可发 {found.left_today} 条，{days}。")


def _prepared(made: NoticeList) -> None:
    output.done(f"已准备：{made.id}，收件人 {made.receivers}。还没有发。")
    output.note(f"确认：notice confirm {made.id} --receivers {made.receivers} --account {made.account}")  # fmt: skip


def _row(view: ListView) -> tuple[object, ...]:
    one, tally = view.one, view.tally
    return (
        one.id,
        shown(one.at),
        one.title,
        notices.labels.LISTS[one.state],
        one.receivers,
        tally.sent,
        tally.delivered,
        tally.failed,
        tally.refused,
        tally.unknown,
        tally.without,
    )


def _told(one: NoticeList, *, json: bool) -> None:
    if json:
        output.as_json(one)
    else:
        output.done(f"{one.id}：{notices.labels.LISTS[one.state]}。")
