"""``./rongmei desk agent``: agents, and their coming and going."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from chalicelib import desk
from chalicelib.clock import utc_now
from chalicelib.desk import Presence
from cli.desk.shared import Account, Skills
from cli.terminal import output
from cli.terminal.acting import By, acting

app = typer.Typer(help="坐席：登记、上岗、离岗。", no_args_is_help=True)


@app.command(
    "add", epilog="例：./rongmei desk agent add wang --name 小王 --skill 个税 --account province"
)
def add(
    account: Account,
    agent_id: Annotated[str, typer.Argument(metavar="坐席", help="短名，就是人员的编号。")],
    name: Annotated[str | None, typer.Option("--name", metavar="名称", help="称呼。")] = None,
    team: Annotated[str | None, typer.Option("--team", metavar="组", help="所属的组。")] = None,
    skill: Skills = None,
    capacity: Annotated[
        int | None, typer.Option("--capacity", metavar="N", help="同时服务的会话数；默认 5。")
    ] = None,
    by: By = None,
    json: output.Json = False,
) -> None:
    """登记一位坐席，或修改已登记的；不改的不填。"""
    changes: dict[str, Any] = {
        "id": agent_id,
        "name": name,
        "team": team,
        "skills": skill,
        "capacity": capacity,
    }
    added = desk.setup.add_agent(account, changes, by=acting(by), now=utc_now())
    if json:
        output.as_json(added)
        return
    output.done(
        f"已登记坐席“{added.id}”（{added.name}），同时至多 {added.capacity} 个会话。"
        f"上岗：`./rongmei desk agent on --account {account} --by {added.id}`"
    )


@app.command("list")
def list_agents(account: Account, json: output.Json = False) -> None:
    """列出坐席：谁在岗、手上有几个会话。"""
    found = desk.presences(account)
    if json:
        output.as_json(found)
        return
    output.table(
        "坐席",
        ["短名", "称呼", "组", "专长", "状态", "会话"],
        [_agent(one) for one in found],
        whole=["短名"],
        empty="还没有坐席。用 `./rongmei desk agent add` 登记。",
    )


@app.command("remove", epilog="例：./rongmei desk agent remove wang --account province")
def remove_agent(
    account: Account,
    agent_id: Annotated[str, typer.Argument(metavar="坐席", help="短名。")],
    by: By = None,
) -> None:
    """移除一位坐席；手上还有会话的不移除，已有的记录保留。"""
    desk.setup.remove_agent(account, agent_id, by=acting(by), now=utc_now())
    output.done(f"已移除坐席“{agent_id}”。")


@app.command("on", epilog="例：./rongmei desk agent on --account province --by wang")
def on(account: Account, by: By = None, json: output.Json = False) -> None:
    """上岗：开始接会话，工作时间内会自动分配。"""
    agent = acting(by)
    got = desk.go_on_duty(account, by=agent, now=utc_now())
    if json:
        output.as_json({"agent": agent.person, "assigned": got})
        return
    minutes = int(desk.AWAY_AFTER.total_seconds() // 60)
    output.done(f"坐席“{agent}”已上岗。" + _given(got))
    output.note(
        f"{minutes} 分钟没有任何操作就算失联，会话会转给别人；开着 `./rongmei desk watch` 就不会。"
    )


@app.command("off", epilog="例：./rongmei desk agent off --account province --by wang --hand-back")
def off(
    account: Account,
    hand_back: Annotated[
        bool, typer.Option("--hand-back", help="手上的会话退回排队，由别人接着服务。")
    ] = False,
    on_break: Annotated[
        bool, typer.Option("--break", help="小休：手上的会话保留，坐席台上显示为小休。")
    ] = False,
    by: By = None,
    json: output.Json = False,
) -> None:
    """离岗：不再分配新会话；手上的可以继续答完，或用 --hand-back 交出去。"""
    if on_break and hand_back:
        raise typer.BadParameter("不能与 --hand-back 同时给出", param_hint="--break")
    agent = acting(by)
    found = desk.go_off_duty(
        account, by=agent, now=utc_now(), hand_back=hand_back, on_break=on_break
    )
    if json:
        output.as_json({"agent": agent.person, "sessions": found})
        return
    tickets = "、".join(one.ticket for one in found)
    output.done(f"坐席“{agent}”已离岗。")
    if found:
        output.note(f"已交出：{tickets}。" if hand_back else f"手上还有：{tickets}，请答完并结束。")


def _agent(one: Presence) -> tuple[str, ...]:
    agent = one.agent
    duty = "在岗" if one.on_duty else "小休" if one.on_break else "离岗"
    return (
        agent.id,
        agent.name,
        agent.team,
        "、".join(agent.skills),
        duty,
        f"{one.load}/{agent.capacity}",
    )


def _given(got: list[desk.ServiceSession]) -> str:
    return f"已分配：{'、'.join(one.ticket for one in got)}。" if got else "目前没有排队的会话。"
