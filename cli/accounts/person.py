"""``./rongmei person``: who works here, signs in to the console as whom, and may do what."""

from __future__ import annotations

import json as json_files
import os
from pathlib import Path
from typing import Annotated, Final

import typer

from chalicelib import people, sign_in
from chalicelib.application.invite_person import (
    LOGIN_NAMES,
    SIGN_IN_NAMES,
    SignInState,
    invite,
    sign_in_states,
)
from chalicelib.clock import utc_now
from chalicelib.people import ROLE_NAMES, BadStaff, Role
from chalicelib.settings import settings
from chalicelib.sign_in import Claim
from cli.accounts import person_roles
from cli.accounts.person_roles import ROLES, Unit, Who
from cli.terminal import output
from cli.terminal.acting import By, acting
from cli.terminal.options import OnlyUnit
from cli.terminal.options import Unit as OneUnit

app = typer.Typer(help="人员：邀请、在各单位的角色、登录、权限。", no_args_is_help=True)
app.add_typer(person_roles.app)

_CLAIMS: Final = "、".join(f"{name} {claim.value}" for claim, name in LOGIN_NAMES.items())


@app.command(
    "invite",
    epilog="例：\n./rongmei person invite zhang.san --unit province --role operator \\\n"
    "  --name 张三 --login zhangsan\n"
    "./rongmei person invite li.si --unit city --role editor --name 李四 \\\n"
    "  --claim phone_number --login 13800000000",
)
def invite_(
    person: Who,
    unit: Unit,
    role: Annotated[
        list[Role], typer.Option("--role", metavar="ROLE", help=f"可以写多个：{ROLES}。")
    ],
    name: Annotated[str, typer.Option("--name", metavar="姓名", help="姓名。")],
    login: Annotated[
        str,
        typer.Option("--login", metavar="VALUE", help="此人在登录系统里的登录名、邮箱或手机号。"),
    ],
    claim: Annotated[
        Claim,
        typer.Option(
            "--claim", metavar="CLAIM", help=f"登录系统按哪一项认人，与部署时一致：{_CLAIMS}。"
        ),
    ] = Claim.PREFERRED_USERNAME,
    again: Annotated[
        bool,
        typer.Option("--again", help="此人登录过、但在登录系统里重新开了户：再邀请一次。"),
    ] = False,
    by: By = None,
    json: output.Json = False,
) -> None:
    """邀请一个人使用控制台：登记角色，并认出其首次登录。新环境的第一位运维也这样登记。"""
    done = invite(
        person,
        unit,
        role,
        name=name,
        claim=claim,
        login=login,
        by=acting(by),
        now=utc_now(),
        again=again,
    )
    if json:
        output.as_json(
            {
                **done.staff.model_dump(mode="json"),
                "sign_in": done.state.value,
                "console_url": settings().console_url,
            }
        )
        return
    roles = "、".join(ROLE_NAMES[one] for one in done.staff.roles)
    output.done(f"{done.staff.id}（{done.staff.name}）在单位“{unit}”及其下级的角色：{roles}。")
    where = settings().console_url
    if done.state is SignInState.LINKED:
        output.note("此人已用这个登录名登录过，不用再邀请；在登录系统里重新开了户的，加 --again。")
    output.note(
        f"接下来：请{name}打开{'下面的地址' if where else '控制台'}，用{LOGIN_NAMES[claim]} {login.strip()} 登录。"
    )
    if where:
        output.line(where)


@app.command("list", epilog="例：./rongmei person list --unit province")
def list_(
    unit: OnlyUnit = None,
    demo: Annotated[
        bool,
        typer.Option("--demo", help="本机演示环境：连同各人的登录密码一起列出。"),
    ] = False,
    json: output.Json = False,
) -> None:
    """列出人员、角色和登录情况。"""
    passwords = _demo_passwords() if demo else {}
    states = sign_in_states()
    found = [
        {
            **one.model_dump(mode="json"),
            "sign_in": states.get(one.id, SignInState.NONE).value,
            **({"password": passwords.get(one.id, "")} if demo else {}),
        }
        for one in people.list_staff(unit)
        if not demo or one.id in passwords
    ]
    if json:
        output.as_json(found)
        return
    output.table(
        "人员",
        ["编号", "姓名", "单位", "角色", "登录", *(["密码"] if demo else [])],
        [
            (
                one["id"],
                one["name"],
                one["unit"],
                "、".join(ROLE_NAMES[Role(role)] for role in one["roles"]),
                SIGN_IN_NAMES[SignInState(one["sign_in"])],
                *([one["password"]] if demo else []),
            )
            for one in found
        ],
        whole=["编号", "密码"],
        empty="没有人员。用 `./rongmei person invite` 邀请。",
    )


@app.command("sign-out", epilog="例：./rongmei person sign-out zhang.san")
def sign_out(person: Who, by: By = None) -> None:
    """让一个人在所有浏览器上立即退出登录；角色不变。"""
    if not people.units_of(person) and not any(one.person == person for one in people.identities()):
        raise people.UnknownPerson(f"没有人员“{person}”。")
    ended = sign_in.end_all(person, by=acting(by), now=utc_now())
    output.done(f"{person} 已退出登录（{ended} 处）。")


@app.command("may", epilog="例：./rongmei person may zhang.san --unit city")
def may(person: Who, unit: OneUnit, json: output.Json = False) -> None:
    """一个人在一个单位可以做什么、不可以做什么，来自哪个角色。"""
    explained = people.explain(person, unit, by=acting())
    if json:
        output.as_json(
            [
                {
                    "permission": one.permission,
                    "label": one.label,
                    "granted": one.granted,
                    "through": [{"role": t.role, "unit": t.unit} for t in one.through],
                    "roles": list(one.roles),
                }
                for one in explained
            ]
        )
        return
    output.table(
        f"{person} 在单位“{unit}”",
        ["", "可以做的事", "来自", "权限"],
        [
            (
                "✓" if one.granted else "—",
                one.label,
                "、".join(f"{ROLE_NAMES[t.role]}（{t.unit}）" for t in one.through)
                if one.granted
                else f"需要{'或'.join(ROLE_NAMES[role] for role in one.roles)}",
                one.permission,
            )
            for one in explained
        ],
        whole=["", "权限"],
    )


def _demo_passwords() -> dict[str, str]:
    """Passwords of the demo's people by id, as the local system drew them. Raises ``BadStaff``."""
    if settings().stage != "local":
        raise BadStaff("--demo 只用于本机的演示环境。")
    file = os.environ.get("RONGMEI_DEMO_PEOPLE", "")
    try:
        return dict(json_files.loads(Path(file).read_text(encoding="utf-8")))
    except (OSError, ValueError) as error:
        raise BadStaff("没有演示人员。先运行 make up。") from error
