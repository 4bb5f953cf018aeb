"""``./rongmei inspect``: what is wrong with what accounts publish (巡检), and how it is put right."""

from __future__ import annotations

from typing import Annotated

import typer

from chalicelib import inspection
from chalicelib.application import inspection_owner, inspection_page, inspection_runs
from chalicelib.clock import shown, utc_now
from chalicelib.inspection import (
    Finding,
    FindingAction,
    FindingSeverity,
    FindingState,
    Place,
    PlaceKind,
)
from cli.inspection import indicators
from cli.terminal import output
from cli.terminal.acting import By, acting

app = typer.Typer(
    help="巡检：检查公众号发布的内容和功能，登记问题、整改、复查和申诉。", no_args_is_help=True
)
app.add_typer(indicators.app, name="indicators")
app.command("allow", epilog=indicators.ALLOW_EPILOG)(indicators.allow)

Unit = Annotated[str, typer.Option("--unit", metavar="ID", help="单位，包括它的下级。")]
Id = Annotated[str, typer.Argument(metavar="问题", help="问题编号，如 f-3a…。")]
Proof = Annotated[
    list[str] | None,
    typer.Option("--proof", metavar="网址或说明", help="证明：网址，或截图的说明；可多次。"),
]


@app.command("run", epilog="例：./rongmei inspect run --unit province --share 30 --by guan")
def run(
    unit: Unit,
    account: Annotated[
        list[str] | None, typer.Option("--account", metavar="ID", help="只查这些公众号，可多次。")
    ] = None,
    share: Annotated[
        int | None, typer.Option("--share", min=1, max=100, help="抽查：随机抽百分之几。")
    ] = None,
    by: By = None,
    json: output.Json = False,
) -> None:
    """马上检查一个单位和下级的公众号：全面，或抽查。"""
    made = inspection_runs.start(
        unit, by=acting(by), now=utc_now(), chosen=account or (), share=share
    )
    if json:
        output.as_json(made)
        return
    kind = inspection.labels.RUNS[made.kind]
    output.done(f"已开始{kind} {made.id}：{made.existing} 个公众号里的 {made.accounts} 个。")
    output.note(f"用 `./rongmei inspect status --unit {unit}` 查看结果。")


@app.command("status", epilog="例：./rongmei inspect status --unit province")
def status(unit: Unit, by: By = None, json: output.Json = False) -> None:
    """各公众号的巡检情况，差的在前。"""
    found = inspection_page.inspected(acting(by), unit, utc_now())
    if json:
        output.as_json(found)
        return
    output.table(
        f"单位“{unit}”和下级的巡检",
        ["公众号", "上次检查", "得分", "合格", "单项否决", "扣分", "逾期", "没有读到"],
        [
            (
                f"{one.account}\n{one.account_name}",
                f"{shown(one.at)} {one.ended_name}" if one.at else one.ended_name,
                one.points,
                "" if one.passed is None else ("合格" if one.passed else "不合格"),
                one.veto or "",
                one.deduction or "",
                one.overdue or "",
                "\n".join(one.unread),
            )
            for one in found
        ],
        empty="没有公众号。",
    )


@app.command("findings", epilog="例：./rongmei inspect findings --unit province --overdue")
def findings(
    unit: Unit,
    state: Annotated[
        list[FindingState] | None, typer.Option("--state", metavar="状态", help="可多次。")
    ] = None,
    severity: Annotated[
        FindingSeverity | None, typer.Option("--severity", metavar="veto|deduction")
    ] = None,
    indicator: Annotated[str, typer.Option("--indicator", metavar="指标")] = "",
    account: Annotated[str, typer.Option("--account", metavar="ID")] = "",
    overdue: Annotated[bool, typer.Option("--overdue", help="只看逾期未整改的。")] = False,
    limit: Annotated[int, typer.Option("--limit", min=1, max=1000)] = 50,
    by: By = None,
    json: output.Json = False,
) -> None:
    """一个单位和下级的问题，新的在前。"""
    wanted = inspection_page.Wanted(
        states=tuple(state or ()),
        severity=severity,
        indicator=indicator,
        account=account,
        overdue=overdue,
    )
    now = utc_now()
    found = inspection_page.findings(acting(by), unit, wanted, after="", limit=limit, now=now)
    if json:
        output.as_json(found.findings)
        return
    output.table(
        f"单位“{unit}”和下级的问题",
        ["编号", "公众号", "指标", "位置", "问题", "状态", "期限"],
        [
            (
                one.id,
                one.account,
                f"{one.indicator_name}\n{one.severity_name}",
                f"{one.place_kind_name} {one.place}",
                one.said,
                one.state_name + ("（逾期）" if one.overdue else ""),
                shown(one.deadline),
            )
            for one in found.findings
        ],
        whole=["编号"],
        empty="没有问题。",
    )
    if found.place:
        output.note("还有更多；用 --limit 加大，或用 --state、--account 缩小范围。")


@app.command("show", epilog="例：./rongmei inspect show f-3a5c…")
def show(finding: Id, by: By = None, json: output.Json = False) -> None:
    """一个问题：证据、规则、期限和经过。"""
    seen = inspection_page.finding_detail(acting(by), finding, utc_now())
    if json:
        output.as_json(seen)
        return
    one = seen.finding
    output.facts(
        f"{one.id} {one.indicator_name}",
        [
            ("公众号", f"{one.account} {one.account_name}"),
            ("位置", f"{one.place_kind_name} {one.place} {one.url}".strip()),
            ("问题", one.said),
            ("前后文", one.around),
            ("分量", f"{one.severity_name}" + (f" {one.points} 分" if one.points else "")),
            ("依据", f"{seen.basis} 指标版本 {seen.rules}".strip()),
            ("发现", f"{shown(one.found_at)} {one.found_by} {seen.run}".strip()),
            ("责任人", one.owner or "未指定"),
            ("期限", shown(one.deadline) + ("（逾期）" if one.overdue else "")),
            ("状态", one.state_name),
            ("整改", "；".join(filter(None, (seen.proof, *seen.proofs)))),
            ("申诉", seen.appeal),
        ],
    )
    output.table(
        "经过",
        ["时间", "谁", "做了什么", "说明"],
        [(shown(step.at), step.by, step.what_name, step.note) for step in seen.steps],
    )


@app.command(
    "add",
    epilog="例：./rongmei inspect add --account city --indicator harmful --said 配图不雅 --evidence 截图1 --by guan",
)
def add(
    account: Annotated[str, typer.Option("--account", metavar="ID")],
    indicator: Annotated[str, typer.Option("--indicator", metavar="指标")],
    said: Annotated[str, typer.Option("--said", help="问题是什么。")],
    evidence: Annotated[
        list[str], typer.Option("--evidence", help="证据：网址，或截图的说明；可多次。")
    ],
    place: Annotated[PlaceKind, typer.Option("--place", metavar="位置")] = PlaceKind.ACCOUNT,
    label: Annotated[str, typer.Option("--label", help="文章标题、菜单名称等。")] = "",
    url: Annotated[str, typer.Option("--url", help="网址。")] = "",
    by: By = None,
    json: output.Json = False,
) -> None:
    """登记一个人工发现的问题。"""
    where = Place(kind=place, id=url or label, label=label, url=url)
    owner = inspection_owner.owner_of(account)
    made = inspection.add_finding(
        account,
        indicator,
        where,
        said,
        by=acting(by),
        now=utc_now(),
        evidence=evidence,
        owner=owner,
    )
    _told(made, json, f"已登记 {made.id}，期限 {shown(made.deadline)}。")


@app.command(
    "rectify", epilog="例：./rongmei inspect rectify f-3a… --text 已修改 --proof https://…"
)
def rectify(
    finding: Id,
    text: Annotated[str, typer.Option("--text", help="做了什么。")],
    proof: Proof = None,
    by: By = None,
    json: output.Json = False,
) -> None:
    """报告整改，附上证明；机器发现的问题会在下次检查时自动复查。"""
    _act(finding, FindingAction.RECTIFY, text, by, json, proof)


@app.command("appeal", epilog="例：./rongmei inspect appeal f-3a… --text 这是法规原文")
def appeal(
    finding: Id,
    text: Annotated[str, typer.Option("--text", help="理由。")],
    proof: Proof = None,
    by: By = None,
    json: output.Json = False,
) -> None:
    """对一个问题申诉。"""
    _act(finding, FindingAction.APPEAL, text, by, json, proof)


@app.command("assign", epilog="例：./rongmei inspect assign f-3a… --to li --note 今天处理")
def assign(
    finding: Id,
    to: Annotated[str, typer.Option("--to", metavar="ID", help="由谁整改。")],
    note: Annotated[str, typer.Option("--note", help="要说明的。")] = "",
    by: By = None,
    json: output.Json = False,
) -> None:
    """把一个问题分派给能报告整改的人。"""
    after = inspection.assign(finding, to, note, by=acting(by), now=utc_now())
    if json:
        output.as_json(after)
        return
    output.done(f"{finding} 已分派给 {after.owner}。")


@app.command("recheck", epilog="例：./rongmei inspect recheck f-3a…")
def recheck(
    finding: Id,
    close: Annotated[bool, typer.Option("--close", help="人工复查：通过，关闭。")] = False,
    send_back: Annotated[
        str, typer.Option("--send-back", metavar="原因", help="人工复查：没有改好，退回。")
    ] = "",
    by: By = None,
    json: output.Json = False,
) -> None:
    """复查：马上再查一次这个公众号；或由人复查，关闭或退回。"""
    if close and send_back:
        raise typer.BadParameter("--close 与 --send-back 只能选一个")
    if close:
        _act(finding, FindingAction.CLOSE, "", by, json)
    elif send_back:
        _act(finding, FindingAction.SEND_BACK, send_back, by, json)
    else:
        made = inspection_runs.recheck(finding, by=acting(by), now=utc_now())
        if json:
            output.as_json(made)
        else:
            output.done(f"已开始复查 {made.id}。")


@app.command("decide", epilog="例：./rongmei inspect decide f-3a… --refuse 名单上没有他 --by guan")
def decide(
    finding: Id,
    uphold: Annotated[
        str, typer.Option("--uphold", metavar="理由", help="申诉成立，撤销问题。")
    ] = "",
    refuse: Annotated[str, typer.Option("--refuse", metavar="理由", help="申诉不成立。")] = "",
    by: By = None,
    json: output.Json = False,
) -> None:
    """裁定申诉。"""
    if bool(uphold) == bool(refuse):
        raise typer.BadParameter("请写 --uphold 或 --refuse，选一个")
    action = FindingAction.UPHOLD if uphold else FindingAction.REFUSE
    _act(finding, action, uphold or refuse, by, json)


def _act(
    finding: str,
    action: FindingAction,
    text: str,
    by: str | None,
    json: bool,
    proofs: list[str] | None = None,
) -> None:
    made = inspection.act(finding, action, text, by=acting(by), now=utc_now(), proofs=proofs or ())
    _told(made, json, f"{made.id}：{inspection.labels.STATES[made.state]}。")


def _told(made: Finding, json: bool, sentence: str) -> None:
    if json:
        output.as_json(made)
    else:
        output.done(sentence)
