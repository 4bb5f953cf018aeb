"""``./rongmei answer``: the answer of an account, the reason for it, and statistics of answers."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from chalicelib import accounts, conversation, insight
from chalicelib.application.try_answer import try_answer
from chalicelib.clock import SHANGHAI, shown
from chalicelib.conversation import Explanation, Step
from chalicelib.insight import AnswerStats
from cli.replies.shared import At, moment, shown_text
from cli.terminal import output
from cli.terminal.options import Account
from cli.terminal.period import Since, back

ASK = "ask"


class TextFirst(TyperGroup):
    """A group whose first word may be the text itself: ``answer "text"`` is ``answer ask "text"``."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put the command's name where it was left out."""
        if args and args[0] not in self.commands and args[0] not in ("--help", "-h"):
            args = [ASK, *args]
        return super().parse_args(ctx, args)


app = typer.Typer(
    cls=TextFirst,
    help="试答，以及答复的成效。",
    epilog='例：./rongmei answer "怎么开发票" --account province --explain',
    no_args_is_help=True,
)


@app.command(ASK, epilog='例：./rongmei answer "怎么开发票" --account province --explain')
def ask(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="粉丝发来的文字。")],
    account: Account,
    explained: Annotated[bool, typer.Option("--explain", help="逐级说明为什么这样答。")] = False,
    at: At = None,
    tapped: Annotated[
        str | None,
        typer.Option("--tap", metavar="ID", help="当作点了这个链接，如 faq:q-001、person。"),
    ] = None,
    json: output.Json = False,
) -> None:
    """试答一句话（“ask”可以省略）：一个新粉丝现在会收到什么。什么也不发送、不记录。"""
    now = moment(at)
    said = try_answer(account, text, now, menu_id=tapped)
    if json:
        output.as_json(said)
        return
    output.facts(f"“{text}”", _facts(said, now))
    if explained:
        _ladder(said)


def _facts(said: Explanation, now: datetime) -> list[tuple[str, object]]:
    decision = said.decision
    facts: list[tuple[str, object]] = [
        ("时间", shown(now)),
        ("由谁回答", conversation.labels.RUNGS[decision.rung]),
        ("回复", shown_text(decision.reply) if decision.reply else ""),
        ("客服消息", f"{decision.kf_messages} 条"),
        ("回复簿版本", decision.book_version),
    ]
    if decision.rule:
        facts.insert(2, ("规则", decision.rule))
    if decision.entry:
        facts.insert(2, ("问答", decision.entry))
    if decision.score is not None:
        facts.insert(3, ("把握", f"{decision.score:.0%}"))
    if decision.handover:
        facts.append(("转人工", f"受理号 {decision.handover.ticket}"))
    return facts


def _ladder(said: Explanation) -> None:
    output.table(
        "逐级",
        ["级", "结果"],
        [(conversation.labels.RUNGS[one.rung], _came(one)) for one in said.steps],
    )
    if said.zone is not None:
        output.table(
            f"知识库：{conversation.labels.ZONES[said.zone]}",
            ["编号", "问题", "把握"],
            [(one.entry, one.question, f"{one.confidence:.0%}") for one in said.near],
            whole=["编号", "把握"],
            empty="知识库里没有接近的问答。",
        )
    for one in said.documents:
        output.line(f"政策文件：{one}")
    output.table(
        "命中的规则",
        ["规则", "匹配", "关键词", "优先级", "结果"],
        [
            (
                one.rule,
                conversation.labels.RUNGS[one.rung],
                one.keyword,
                one.priority,
                conversation.labels.WHY[one.why] + (f"：{one.left_to}" if one.left_to else ""),
            )
            for one in said.called
        ],
        empty=f"没有关键词规则命中（比对时写作“{said.compared_as}”）。",
    )


def _came(one: Step) -> str:
    if one.spoke:
        return "由它回答"
    return conversation.labels.SKIP_REASONS[one.passed] if one.passed else "没有轮到"


@app.command("stats", epilog="例：./rongmei answer stats --account province --since 30d")
def stats(
    account: Account,
    since: Since = "7d",
    limit: Annotated[int, typer.Option("--limit", help="最多列出多少条。")] = 50,
    json: output.Json = False,
) -> None:
    """每条问答、规则、服务答了多少次，粉丝说有没有帮助，答完十分钟内又追问的占多少。"""
    accounts.state(account)
    now = datetime.now(SHANGHAI)
    kept = list(insight.asked_messages(account, back(since, now), now))
    found = insight.answer_stats(kept)
    rungs = Counter(one.rung for one in kept)
    if json:
        output.as_json(
            {
                "asked": len(kept),
                "rungs": rungs,
                "answers": [
                    one.model_dump(mode="json")
                    | {"helpful_share": one.helpful_share, "asked_on_share": one.asked_on_share}
                    for one in found
                ],
            }
        )
        return
    output.table(
        f"公众号“{account}”由谁回答（{since}，共 {len(kept)} 次提问）",
        ["级", "次数", "占比"],
        [
            (conversation.labels.RUNGS[rung], times, f"{times / len(kept):.1%}")
            for rung, times in rungs.most_common()
        ],
        empty="这段时间没有人提问。",
    )
    output.table(
        "各条答复",
        ["类别", "名称", "次数", "有帮助", "追问"],
        [
            (
                insight.labels.ANSWER_KINDS[one.kind],
                one.name,
                one.hits,
                "" if one.helpful_share is None else f"{one.helpful_share:.0%}（{_votes(one)} 人）",
                f"{one.asked_on_share:.0%}",
            )
            for one in found[:limit]
        ],
        whole=["次数"],
        empty="没有问答或规则回答过。",
    )


def _votes(one: AnswerStats) -> int:
    return one.helpful + one.unhelpful
