"""``./rongmei matrix``: every account, how it is, what is on file of it, who answers for it."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from chalicelib import accounts, matrix, people
from chalicelib.accounts import AccountKind
from chalicelib.application import (
    matrix_hand_over,
    matrix_health,
    matrix_list,
    matrix_page,
    matrix_registration,
)
from chalicelib.application.matrix_list import MatrixAccount, Wanted
from chalicelib.application.matrix_registration import RegistrationInput
from chalicelib.clock import SHANGHAI, shown, utc_now
from chalicelib.matrix import (
    AccountHealth,
    LifeAction,
    LifeState,
    Responsible,
    SignalName,
    SignalThreshold,
    StepInput,
)
from chalicelib.units import UnitLevel
from cli.matrix.shared import AccountId, table
from cli.numbers.shared import day_given
from cli.terminal import output
from cli.terminal.acting import By, acting
from cli.terminal.options import Unit

app = typer.Typer(help="矩阵：公众号的备案、健康、僵尸号和移交。", no_args_is_help=True)
_ALL = 100_000
_CHECK = "matrix:account:set"


@app.command("list", epilog="例：./rongmei matrix list --unit province --health bad --json")
def list_accounts(
    unit: Unit,
    health: Annotated[
        AccountHealth | None,
        typer.Option("--health", help="只看 good 正常、remind 提醒或 bad 异常。"),
    ] = None,
    level: Annotated[UnitLevel | None, typer.Option("--level", help="只看这一级单位。")] = None,
    signal: Annotated[
        SignalName | None, typer.Option("--signal", help="只看有这个原因的。")
    ] = None,
    kind: Annotated[AccountKind | None, typer.Option("--kind", help="只看订阅号或服务号。")] = None,
    life: Annotated[LifeState | None, typer.Option("--life", help="只看这个备案状态。")] = None,
    by: By = None,
    json: output.Json = False,
) -> None:
    """一个单位和下级的公众号，异常的在前。"""
    wanted = Wanted(health=health, level=level, signal=signal, kind=kind, life=life)
    found = matrix_list.listed(unit, wanted, limit=_ALL, by=acting(by))
    if json:
        output.as_json(found)
        return
    sums = matrix_page.summary(unit, by=acting(by), now=utc_now()).sums
    table(
        f"“{unit}”及下级：异常 {sums.bad}，提醒 {sums.remind}，正常 {sums.good}，僵尸号 {sums.idle}",
        found.accounts,
        "没有符合条件的公众号；新登记的十分钟内列入，或用 `./rongmei matrix refresh` 立即检查。",
    )


@app.command("zombies", epilog="例：./rongmei matrix zombies --unit province")
def zombies(unit: Unit, by: By = None, json: output.Json = False) -> None:
    """僵尸号：三十天没有发布，也没有答复过粉丝。"""
    found = matrix_list.listed(unit, Wanted(idle=True), limit=_ALL, by=acting(by))
    if json:
        output.as_json(found)
        return
    table("僵尸号", found.accounts, "没有僵尸号。")


@app.command("show", epilog="例：./rongmei matrix show county")
def show(account: AccountId, by: By = None, json: output.Json = False) -> None:
    """一个公众号的备案、状态和经过。"""
    _told(matrix_list.seen(account, by=acting(by)), json)


@app.command(
    "set",
    epilog="例：./rongmei matrix set county --charge li --stand-in-name 王强 --verified-until 2027-03-31",
)
def set_registration(
    account: AccountId,
    purpose: Annotated[str | None, typer.Option("--purpose", help="用途。")] = None,
    charge: Annotated[str | None, typer.Option("--charge", help="负责人的人员编号。")] = None,
    charge_name: Annotated[
        str | None, typer.Option("--charge-name", help="负责人的姓名（没有登记的人员）。")
    ] = None,
    charge_phone: Annotated[
        str | None, typer.Option("--charge-phone", help="负责人的电话。")
    ] = None,
    stand_in: Annotated[str | None, typer.Option("--stand-in", help="代理人的人员编号。")] = None,
    stand_in_name: Annotated[
        str | None, typer.Option("--stand-in-name", help="代理人的姓名（没有登记的人员）。")
    ] = None,
    verified_until: Annotated[
        str | None, typer.Option("--verified-until", metavar="日期", help="认证到期的日子。")
    ] = None,
    name_remark: Annotated[
        str | None, typer.Option("--name-remark", help="名称检查的意见；没有问题为空。")
    ] = None,
    avatar_remark: Annotated[
        str | None, typer.Option("--avatar-remark", help="头像检查的意见；没有问题为空。")
    ] = None,
    number: Annotated[str, typer.Option("--number", help="首次登记时的备案号。")] = "",
    filing: Annotated[
        bool, typer.Option("--filing", help="首次登记时：正在开设，还没有投入运行。")
    ] = False,
    by: By = None,
    json: output.Json = False,
) -> None:
    """登记备案，或修改登记；没写的不变。"""
    actor, now = acting(by), utc_now()
    before = matrix.store.registration(account)
    known = before or matrix.Registration(account=account)
    given = RegistrationInput(
        purpose=known.purpose if purpose is None else purpose,
        in_charge=_who(known.in_charge, charge, charge_name, charge_phone),
        stand_in=_who(known.stand_in, stand_in, stand_in_name, None),
        verified_until=day_given(verified_until, "--verified-until") or known.verified_until,
        name_remark=known.name_remark if name_remark is None else name_remark,
        avatar_remark=known.avatar_remark if avatar_remark is None else avatar_remark,
    )
    if before is None:
        matrix_registration.register(
            account, given, running=not filing, on=_today(), filing_number=number, by=actor, now=now
        )
    else:
        matrix_registration.change(account, given, base=before.version, by=actor, now=now)
    _told(matrix_list.seen(account, by=actor), json)


@app.command(
    "life",
    epilog="例：./rongmei matrix life county announce --reason 并入市局账号\n"
    "./rongmei matrix life county publish --evidence https://mp.weixin.qq.com/s/…\n"
    "./rongmei matrix life county close --number 销〔2026〕3号",
)
def life(
    account: AccountId,
    action: Annotated[
        LifeAction,
        typer.Argument(
            metavar="动作",
            help="run 投入运行、change 提出变更、changed 变更完成、announce 决定停更、publish 登记公告、close 注销、undo 撤销上一步。",
        ),
    ],
    on: Annotated[
        str | None, typer.Option("--on", metavar="日期", help="文件的日期，默认今天。")
    ] = None,
    number: Annotated[str, typer.Option("--number", help="备案号或文号。")] = "",
    reason: Annotated[str, typer.Option("--reason", help="原因。")] = "",
    evidence: Annotated[str, typer.Option("--evidence", help="证明的网址。")] = "",
    by: By = None,
    json: output.Json = False,
) -> None:
    """备案的下一步：变更、停更公告、注销。"""
    actor = acting(by)
    given = StepInput(
        action=action,
        on=day_given(on, "--on") or _today(),
        filing_number=number,
        reason=reason,
        evidence=evidence,
    )
    matrix_registration.step(account, given, by=actor, now=utc_now())
    _told(matrix_list.seen(account, by=actor), json)


@app.command(
    "thresholds",
    epilog="例：./rongmei matrix thresholds --unit province\n"
    "./rongmei matrix thresholds --unit city --signal not_published --remind 5 --bad 10",
)
def thresholds(
    unit: Unit,
    signal: Annotated[SignalName | None, typer.Option("--signal", help="设置这一项。")] = None,
    remind: Annotated[
        int | None, typer.Option("--remind", help="从哪个数起算提醒；不写为不设。")
    ] = None,
    bad: Annotated[int | None, typer.Option("--bad", help="从哪个数起算异常；不写为不设。")] = None,
    inherit: Annotated[bool, typer.Option("--inherit", help="这一项按上级的标准。")] = False,
    by: By = None,
    json: output.Json = False,
) -> None:
    """健康标准：从哪个数起算提醒、算异常；对下级也有效。"""
    actor = acting(by)
    if signal is not None:
        wanted = None if inherit else SignalThreshold(remind=remind, bad=bad)
        matrix.set_threshold(unit, signal, wanted, by=actor, now=utc_now())
    rows, _ = matrix.thresholds_of(unit, by=actor)
    if json:
        output.as_json(list(rows))
        return
    output.table(
        f"“{unit}”的健康标准",
        ["编号", "原因", "计数", "提醒", "异常", "来自"],
        [
            (
                one.signal,
                one.label,
                one.measure,
                "" if one.threshold.remind is None else one.threshold.remind,
                "" if one.threshold.bad is None else one.threshold.bad,
                one.unit_name or "默认",
            )
            for one in rows
        ],
        whole=["编号"],
    )


@app.command(
    "hand-over", epilog="例：./rongmei matrix hand-over zhang.san --to li.si --reason 调离"
)
def hand_over(
    person: Annotated[str, typer.Argument(metavar="人员", help="离岗的人员。")],
    to: Annotated[str, typer.Option("--to", help="移交给谁；不写只看。")] = "",
    roles: Annotated[bool, typer.Option("--roles", help="角色也一并移交。")] = False,
    reason: Annotated[str, typer.Option("--reason", help="原因；写了才移交。")] = "",
    by: By = None,
    json: output.Json = False,
) -> None:
    """一个人离岗：先看他负责的账号、角色和待办，写明原因再移交给另一个人。"""
    actor = acting(by)
    if to and reason:
        done = matrix_hand_over.hand_over(
            person, to, roles=roles, reason=reason, by=actor, now=utc_now()
        )
        if json:
            output.as_json(done)
            return
        output.done(f"已移交给 {to}：账号 {done.accounts} 个，{done.roles} 个单位的角色。")
        return
    plan = matrix_hand_over.preview(person, to, by=actor)
    if json:
        output.as_json(plan)
        return
    output.table(
        f"{plan.name} 负责或代理的账号",
        ["公众号", "单位", "身份", "不能移交的原因"],
        [(one.account, one.unit_name, one.part_name, one.why_not) for one in plan.duties],
        whole=["公众号"],
        empty="没有负责或代理的账号。",
    )
    for held in plan.roles:
        output.note(f"角色：{held.unit_name} {'、'.join(held.role_names)} {held.why_not}")
    for one in plan.waiting:
        output.note(f"待办（不移交）：{one.what}")


@app.command("refresh", epilog="例：./rongmei matrix refresh\n./rongmei matrix refresh county")
def refresh(
    account: Annotated[str, typer.Argument(metavar="[公众号]", help="只检查这个公众号。")] = "",
    by: By = None,
) -> None:
    """立即检查公众号的状态，不等下一轮。"""
    now, actor = utc_now(), acting(by)
    if account:
        matrix_registration.look(account, by=actor, now=now)
        output.done(f"已检查 {account}。")
        return
    groups: dict[int, list[str]] = {}
    for state in accounts.states():
        people.require(actor, _CHECK, state.account.unit)
        groups.setdefault(matrix.group_of(state.account.id), []).append(state.account.id)
    for number, listed in sorted(groups.items()):
        matrix_health.look(number, listed, whole=True)
    output.done(f"已检查 {sum(map(len, groups.values()))} 个公众号。")


def _who(
    before: Responsible, person: str | None, name: str | None, phone: str | None
) -> Responsible:
    return Responsible(
        person=before.person if person is None else person or None,
        name=before.name if name is None else name,
        phone=before.phone if phone is None else phone,
    )


def _today() -> date:
    return utc_now().astimezone(SHANGHAI).date()


def _told(one: MatrixAccount, json: bool) -> None:
    if json:
        output.as_json(one)
        return
    line = one.line
    output.facts(
        one.name,
        [
            ("单位", one.unit_name),
            ("健康", f"{line.health_name}，自 {shown(line.since)}" if line else "还没有检查过"),
            *((sign.label, sign.said) for sign in (line.signs if line else ())),
            ("备案", f"{one.state_name} {one.filing_number}"),
            ("用途", one.purpose),
            ("负责人", f"{one.in_charge_name} {one.in_charge.phone}"),
            ("代理人", f"{one.stand_in_name} {one.stand_in.phone}"),
            ("认证到期", one.verified_until),
        ],
    )
    if one.steps:
        output.table(
            "经过",
            ["日期", "步骤", "状态", "文号", "原因", "经办"],
            [
                (step.on, step.name, step.state_name, step.filing_number, step.reason, step.by)
                for step in one.steps
            ],
        )
