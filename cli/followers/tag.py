"""``./rongmei tag``: tags of followers and the rules that give them; see docs/followers.md."""

from __future__ import annotations

from typing import Annotated

import typer

from chalicelib import followers
from chalicelib.application import follower_tags
from chalicelib.clock import utc_now
from cli.terminal import output
from cli.terminal.acting import By, acting
from cli.terminal.options import Account

app = typer.Typer(help="粉丝标签：查看、新建、改名、删除，以及打标签的规则。", no_args_is_help=True)

TagNumber = Annotated[int, typer.Option("--tag", metavar="N", help="标签的编号。")]
Name = Annotated[str, typer.Argument(metavar="名称", help="最多 30 字节（10 个汉字）。")]


@app.command("list", epilog="例：./rongmei tag list --account province")
def show(account: Account, by: By = None, json: output.Json = False) -> None:
    """微信上的标签和人数，以及还在等着打标签的人数。"""
    found = follower_tags.page(account, by=acting(by))
    if json:
        output.as_json({"tags": [one.model_dump() for one in found.tags], "waiting": found.waiting})
        return
    output.table(
        "标签",
        ["编号", "名称", "粉丝数"],
        [(one.id, one.name + ("（系统）" if one.system else ""), one.count) for one in found.tags],
        empty="还没有标签。",
    )
    if found.waiting:
        output.note(f"有 {found.waiting} 位粉丝等着打标签，在后台每 50 位一批进行。")


@app.command("create", epilog="例：./rongmei tag create 个体工商户 --account province")
def create(name: Name, account: Account, by: By = None, json: output.Json = False) -> None:
    """新建标签，一个公众号最多 100 个。"""
    made = follower_tags.create(account, name, by=acting(by), now=utc_now())
    if json:
        output.as_json(made.model_dump())
        return
    output.done(f"已新建标签“{made.name}”，编号 {made.id}。")


@app.command("rename", epilog="例：./rongmei tag rename 个体户 --tag 101 --account province")
def rename(name: Name, tag: TagNumber, account: Account, by: By = None) -> None:
    """给标签改名。"""
    follower_tags.rename(account, tag, name, by=acting(by), now=utc_now())
    output.done(f"标签 {tag} 已改名为“{name}”。")


@app.command(
    "delete", epilog="例：./rongmei tag delete --tag 101 --account province --reason 不再使用"
)
def delete(
    tag: TagNumber,
    account: Account,
    reason: Annotated[str, typer.Option("--reason", metavar="缘由", help="记入操作日志。")],
    yes: Annotated[bool, typer.Option("--yes", help="不再询问。")] = False,
    by: By = None,
) -> None:
    """删除标签和打它的规则；粉丝身上的也一并消失，不能恢复。"""
    if not yes and not output.confirmed(f"将删除标签 {tag}，粉丝身上的也一并消失。确定吗？"):
        raise typer.Abort
    follower_tags.delete(account, tag, reason=reason, by=acting(by), now=utc_now())
    output.done("已删除。")


@app.command("rules", epilog="例：./rongmei tag rules --account province")
def rules(account: Account, by: By = None, json: output.Json = False) -> None:
    """打标签的规则：谁做了什么，就打上哪个标签。"""
    found = follower_tags.page(account, by=acting(by)).rules
    if json:
        output.as_json([one.model_dump(mode="json") for one in found])
        return
    output.table(
        "标签规则",
        ["编号", "粉丝做了什么", "打上标签"],
        [
            (one.id, f"{followers.tags.KIND_NAMES[one.kind]}：{one.value}", one.tag_name)
            for one in found
        ],
        empty="还没有规则。",
    )


@app.command("when", epilog="例：./rongmei tag when scene 2026-expo --tag 101 --account province")
def when(
    kind: Annotated[
        followers.tags.RuleKind,
        typer.Argument(
            metavar="做了什么",
            help="scene 扫了二维码、hall 扫了办税厅的码、service 用了服务、entry 问了问题、department 问了部门的业务。",
        ),
    ],
    value: Annotated[
        str, typer.Argument(metavar="哪个", help="场景值、办税厅、服务名、问题编号或部门名。")
    ],
    tag: TagNumber,
    account: Account,
    by: By = None,
    json: output.Json = False,
) -> None:
    """加一条规则：从现在起，这样做的粉丝打上这个标签。"""
    made = follower_tags.add_rule(account, kind, value, tag, by=acting(by), now=utc_now())
    if json:
        output.as_json(made.model_dump(mode="json"))
        return
    output.done(f"已加规则 {made.id}。")


@app.command("unless", epilog="例：./rongmei tag unless 1a2b3c4d --account province")
def unless(
    rule: Annotated[str, typer.Argument(metavar="编号", help="规则的编号。")],
    account: Account,
    by: By = None,
) -> None:
    """取消一条规则；已经打上的标签不变。"""
    follower_tags.remove_rule(account, rule, by=acting(by), now=utc_now())
    output.done("已取消。")


@app.command("reach", epilog="例：./rongmei tag reach --tag 101 --account province")
def reach(
    account: Account,
    tag: Annotated[
        int | None, typer.Option("--tag", metavar="N", help="标签的编号；不写是全部粉丝。")
    ] = None,
    by: By = None,
    json: output.Json = False,
) -> None:
    """向这个标签群发大约会到多少人：微信统计的人数。"""
    found = follower_tags.reach(account, tag, by=acting(by))
    if json:
        output.as_json({"followers": found})
        return
    output.done(f"约 {found} 人。")
