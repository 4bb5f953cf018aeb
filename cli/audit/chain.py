"""``./rongmei audit verify``, ``status``, ``take-in``, ``anchors``: the chain of the audit log."""

from __future__ import annotations

from typing import Annotated, Final

import typer

from chalicelib import audit
from chalicelib.application import audit_chain
from chalicelib.application.audit_chain import TamperingSeen
from chalicelib.clock import shown, utc_now
from cli.terminal import output
from cli.terminal.acting import By, acting
from cli.terminal.period import back

VERIFY_EPILOG: Final = (
    "例：\n./rongmei audit verify\n./rongmei audit verify --unit city --since 90d\n"
    "./rongmei --stage prod audit verify --json\n发现改动时，退出码为 1。"
)


def verify(
    unit: Annotated[
        str, typer.Option("--unit", metavar="ID", help="只核对这个单位和它的下级；不写就是全部。")
    ] = "",
    since: Annotated[
        str,
        typer.Option(
            "--since", metavar="90d", help="只核对多久以来的，从那之前的最后一个锚点算起。"
        ),
    ] = "",
    by: By = None,
    json: output.Json = False,
) -> None:
    """验证操作日志：逐条、逐环、逐个锚点核对，说出被改动、删除、插入的是哪一条。"""
    start = back(since) if since else None
    with output.progress("正在验证…") as tell:
        made = audit_chain.verify(
            unit,
            start,
            by=acting(by),
            now=utc_now(),
            progress=lambda _done, _of, words: tell(words),
        )
    seen = audit_chain.verification_seen(made)
    if json:
        output.as_json({**seen.model_dump(mode="json"), "unit": unit, "links": made.links})
    else:
        _tell(seen.findings)
        if made.waiting:
            output.note(f"另有 {made.waiting} 条刚刚写入，还没有进入审计链。")
        if made.before:
            output.note(
                f"另有 {made.before} 条早于审计链，没有收入；用 `./rongmei audit take-in` 收入。"
            )
        if seen.found > len(seen.findings):
            output.note(f"只列出前 {len(seen.findings)} 处，共 {seen.found} 处。")
        (output.done if made.passed else output.complain)(audit_chain.sentence(made))
    if not made.passed:
        raise typer.Exit(1)


def status(json: output.Json = False) -> None:
    """审计链到了哪里，最后一个锚点是什么时候的，有没有当时就发现的改动。"""
    head, seen = audit.chain.head(), audit.chain.seen(50)
    if json:
        output.as_json(
            {
                "head": head.model_dump(mode="json") if head else None,
                "seen": [one.model_dump(mode="json") for one in seen],
            }
        )
        return
    if head is None:
        output.note("审计链还没有开始：第一条操作日志写入后一两分钟内开始。")
        return
    anchored = head.anchored
    output.facts(
        "审计链",
        [
            ("开始", shown(head.begun_at)),
            ("链环", f"{head.number}，共 {head.count} 条，最后一环 {shown(head.at)}"),
            ("算法", audit.chain.ALGORITHM_NAMES[head.algorithm]),
            ("最后的锚点", f"{anchored.key}（{shown(anchored.at)}）" if anchored else "还没有"),
            ("早于审计链的条目", "已收入" if head.taken_in else "没有收入"),
        ],
    )
    _tell([audit_chain.finding_seen(one) for one in seen])


def take_in(by: By = None) -> None:
    """把早于审计链、或没有进链的条目按现在的样子收入，并注明是后来收入的。"""
    with output.progress("正在收入…") as tell:
        taken = audit_chain.take_in(
            by=acting(by), now=utc_now(), progress=lambda _done, _of, words: tell(words)
        )
    output.done(f"已收入 {taken} 条。此后不在链中的条目都算插入的。")


def anchors(json: output.Json = False) -> None:
    """列出锚点：每天一个，存放在任何人都不能改、不能删的存储桶里。"""
    found = [
        {
            "key": one.key,
            "number": one.anchor.number if one.anchor else None,
            "hash": one.anchor.hash if one.anchor else "",
            "mode": one.mode,
            "until": one.until.isoformat() if one.until else "",
        }
        for one in audit.chain.anchors()
    ]
    if json:
        output.as_json(found)
        return
    output.table(
        "锚点",
        ["锚点", "链环", "保护", "到期"],
        [
            (
                one["key"],
                one["number"],
                one["mode"] or "没有",
                str(one["until"])[:10],
            )
            for one in found
        ],
        whole=["锚点"],
        empty="还没有锚点。",
    )


def _tell(findings: list[TamperingSeen] | tuple[TamperingSeen, ...]) -> None:
    if not findings:
        return
    output.table(
        "发现",
        ["", "是什么", "哪一条", "说明"],
        [
            (
                "提示" if one.notice else "改动",
                one.kind_name,
                one.what,
                one.detail or (shown(one.at) if one.at else ""),
            )
            for one in findings
        ],
        whole=[""],
    )
