"""``./rongmei person add``, ``remove``, ``link``: the roles of persons in units, and the identities they are known by."""

from __future__ import annotations

from typing import Annotated

import typer

from chalicelib import people
from chalicelib.application import matrix_hand_over
from chalicelib.clock import utc_now
from chalicelib.people import ROLE_NAMES, Role
from cli.terminal import output
from cli.terminal.acting import By, acting

app = typer.Typer()

ROLES = "、".join(f"{role.value} {name}" for role, name in ROLE_NAMES.items())
Who = Annotated[
    str, typer.Argument(metavar="PERSON", help="人员编号：字母、数字或 . _ -，--by 用的就是它。")
]
Unit = Annotated[str, typer.Option("--unit", metavar="ID", help="单位；角色在其下级单位也有效。")]


@app.command(
    "add", epilog="例：./rongmei person add zhang.san --unit province --role reviewer1 --name 张三"
)
def add(
    person: Who,
    unit: Unit,
    role: Annotated[
        list[Role], typer.Option("--role", metavar="ROLE", help=f"可以写多个：{ROLES}。")
    ],
    name: Annotated[str, typer.Option("--name", help="姓名。")] = "",
    by: By = None,
    json: output.Json = False,
) -> None:
    """给一个人登记角色，不涉及登录；已有的角色保留。"""
    added = people.add_staff(person, unit, role, by=acting(by), now=utc_now(), name=name)
    if json:
        output.as_json(added)
        return
    roles = "、".join(ROLE_NAMES[one] for one in added.roles)
    output.done(f"{added.id} 在单位“{unit}”及其下级的角色：{roles}。")


@app.command("remove", epilog="例：./rongmei person remove zhang.san --unit province")
def remove(person: Who, unit: Unit, by: By = None) -> None:
    """取消一个人在一个单位的全部角色；写过、审过的记录保留。"""
    people.remove_staff(person, unit, by=acting(by), now=utc_now())
    output.done(f"{person} 在单位“{unit}”不再有角色。")
    if held := matrix_hand_over.held_by(person):
        output.warn(
            f"{person} 仍是 {held} 个公众号的负责人或代理人，请移交：./rongmei matrix hand-over {person}"
        )


@app.command(
    "link",
    epilog="例：\n./rongmei --stage prod person link li.ming --identity "
    "arn:aws:sts::123456789012:assumed-role/Ops/li.ming",
)
def link(
    person: Who,
    identity: Annotated[
        str,
        typer.Option(
            "--identity",
            metavar="ARN",
            help="AWS 身份的 ARN（aws sts get-caller-identity 可查），或登录系统给出的用户编号。",
        ),
    ],
    by: By = None,
) -> None:
    """把一个登录身份关联到人员：此后这个身份所做的，记在这个人名下。"""
    people.link_identity(person, identity, by=acting(by), now=utc_now())
    output.done(f"身份 {identity} 现在是 {person}。")


@app.command(
    "separation",
    epilog="例：\n./rongmei person separation\n./rongmei person separation --on --by an\n"
    "停用要两个人：一位安全管理请求，一位运维在一天内同意，或者反过来。",
)
def separation(
    on: Annotated[
        bool | None, typer.Option("--on/--off", help="启用；或请求停用、同意停用。不写只是查看。")
    ] = None,
    by: By = None,
    json: output.Json = False,
) -> None:
    """三员分立：运维、安全管理、审计是三个人，互相做不了对方的事。"""
    if on:
        people.begin_separation(by=acting(by), now=utc_now())
    elif on is not None:
        people.end_separation(by=acting(by), now=utc_now())
    now = people.separation()
    if json:
        output.as_json(now._asdict())
        return
    output.done(f"三员分立：{'已启用' if now.on else '没有启用'}。")
    if now.asked_by:
        role = ROLE_NAMES[Role(now.asked_as)]
        output.note(f"{now.asked_by}（{role}）请求停用；另一种角色的人一天内同意后停用。")
