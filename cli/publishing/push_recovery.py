"""``./rongmei push retry`` and ``push recall``: when a push went wrong."""

from __future__ import annotations

from typing import Annotated

import typer

from chalicelib import publishing
from chalicelib.clock import utc_now
from chalicelib.publishing import Delivery, Way
from cli.terminal import output
from cli.terminal.acting import By, acting


def register(app: typer.Typer) -> None:
    """Add the commands to the group ``push``."""
    app.command("retry", epilog="例：./rongmei push retry --dead")(retry)
    app.command(
        "recall",
        epilog='例：./rongmei push recall 20261201-0900-0a1b2c3d-province --reason "数字有误" --article 2',
    )(recall)


def retry(
    delivery_id: Annotated[
        str | None, typer.Argument(metavar="ID", help="投递编号，见 push list。")
    ] = None,
    dead: Annotated[
        bool, typer.Option("--dead", help="把队列放弃的消息（死信）全部放回。")
    ] = False,
    note: Annotated[str, typer.Option("--note", help="说明。")] = "",
    by: By = None,
    json: output.Json = False,
) -> None:
    """重试：从未提交到微信的失败群发重新发送；进行中的立即检查。可能已发出的不会重发。"""
    if dead == (delivery_id is not None):
        raise typer.BadParameter("请给出一个投递编号，或者用 --dead。")
    if delivery_id is None:
        _bring_back(by, json)
        return
    retried = publishing.retry(delivery_id, by=acting(by), now=utc_now(), note=note)
    if json:
        output.as_json(retried)
        return
    output.done(
        f"已交给后台处理：{retried.id}（{publishing.labels.STATES[retried.state]}）。"
        f"用 `./rongmei push show {retried.id}` 查看进展。"
    )


def recall(
    delivery_id: Annotated[str, typer.Argument(metavar="ID", help="投递编号，见 push list。")],
    reason: Annotated[str, typer.Option("--reason", help="撤回的原因，记入经过。")],
    article: Annotated[
        int, typer.Option("--article", metavar="N", min=0, help="只撤第几篇；不写则全部撤回。")
    ] = 0,
    yes: Annotated[bool, typer.Option("--yes", help="不再询问。")] = False,
    by: By = None,
    json: output.Json = False,
) -> None:
    """撤回已经发出的群发或发布：删除文章页面。已送达的消息卡片收不回来。"""
    delivery = publishing.get(delivery_id)
    output.warn(f"将撤回{_what(delivery, article)}。请注意：")
    for line in publishing.description.NOT_TAKEN_BACK[delivery.way]:
        output.warn(f"  · {line}")
    if not yes:
        typed = output.ask("确认撤回请输入投递编号")
        if typed.strip() != delivery_id:
            output.note("编号不符，没有撤回。")
            raise typer.Exit(1)
    ordered = publishing.recall(
        delivery_id,
        by=acting(by),
        reason=reason,
        now=utc_now(),
        article=article,
    )
    if json:
        output.as_json(ordered)
        return
    output.done(f"已下达撤回，后台正在向微信提交。用 `./rongmei push show {ordered.id}` 查看结果。")


def _bring_back(by: str | None, json: bool) -> None:
    found = publishing.retry_given_up(by=acting(by), now=utc_now())
    if json:
        output.as_json(found)
        return
    for one in found:
        output.line(one)
    output.done(f"已把 {len(found)} 个投递的消息放回队列。" if found else "没有被放弃的消息。")


def _what(delivery: Delivery, article: int) -> str:
    way = "发布" if delivery.way is Way.PUBLISH else "群发"
    if 1 <= article <= len(delivery.pieces):
        return f"{way} {delivery.id} 的第 {article} 篇《{delivery.pieces[article - 1].title}》"
    titles = "》《".join(piece.title for piece in delivery.pieces)
    return f"{way} {delivery.id} 的全部 {len(delivery.pieces)} 篇《{titles}》"
