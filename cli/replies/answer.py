"""``./rongmei answer``: what an account would say, why, and how its answers do."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from chalicelib import accounts
from chalicelib.clock import SHANGHAI
from chalicelib.conversation.ladder.context import AccountContext
from chalicelib.conversation.ladder.knowledge_source import stored_knowledge
from chalicelib.conversation.models import Rung
from chalicelib.conversation.rules.reply_book import book
from chalicelib.conversation.tryout.explain import Explanation, Step, explain
from chalicelib.insight.questions import archive
from chalicelib.insight.questions.answer_stats import Effect, effects
from cli.replies.rule import RUNGS, WHY, moment, shown_text
from cli.terminal import output
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

Account = Annotated[str, typer.Option("--account", metavar="ID", help="公众号的短名。")]

PASSED = {
    "nobody_owns": "没有坐席在接待",
    "not_tapped": "不是点链接发来的",
    "gone": "所点的内容已经没有了",
    "not_waiting": "没有在排队",
    "no_rule": "没有关键词规则命中",
    "not_called": "没有点名要它",
    "no_agents": "这个公众号没有坐席",
    "no_services": "没有设置服务入口",
    "not_rude": "没有不文明用语",
    "no_knowledge": "没有发布过知识库",
    "no_text": "没有文字",
    "too_little": "只是符号、单字或寒暄，不去检索",
    "not_sure": "把握不够",
    "nothing_near": "没有接近的问答",
    "no_second_look": "没有开通二次查找",
    "has_text": "是文字消息",
    "no_words": "没有设置这种回复",
    "within_the_hour": "一小时内已给过默认回复",
}
KINDS = {Rung.FAQ: "问答", Rung.CONTAINS: "规则", Rung.SERVICE: "服务"}
ZONES = {"sure": "有把握，直接答", "unsure": "不确定，列出猜你想问", "none": "没有把握"}


@app.command(ASK, epilog='例：./rongmei answer "怎么开发票" --account province --explain')
def ask(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="粉丝发来的文字。")],
    account: Account,
    explained: Annotated[bool, typer.Option("--explain", help="逐级说明为什么这样答。")] = False,
    at: Annotated[
        str | None, typer.Option("--at", metavar="TIME", help="假设的北京时间；默认现在。")
    ] = None,
    tapped: Annotated[
        str | None,
        typer.Option("--tap", metavar="ID", help="当作点了这个链接，如 faq:q-001、person。"),
    ] = None,
    json: output.Json = False,
) -> None:
    """试答一句话（“ask”可以省略）：一个新粉丝现在会收到什么。什么也不发送、不记录。"""
    now = moment(at)
    state = accounts.state(account, consistent=True)
    in_force = book(account, state.book_version)
    around = AccountContext.of(state, stored_knowledge(in_force.knowledge, now, strict=True))
    said = explain(text, in_force, now, around, menu_id=tapped)
    if json:
        output.as_json(said)
        return
    output.facts(f"“{text}”", _facts(said, now))
    if explained:
        _ladder(said)


def _facts(said: Explanation, now: datetime) -> list[tuple[str, object]]:
    decision = said.decision
    facts: list[tuple[str, object]] = [
        ("时间", now.strftime("%Y-%m-%d %H:%M")),
        ("由谁回答", RUNGS[decision.rung]),
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
    output.table("逐级", ["级", "结果"], [(RUNGS[one.rung], _came(one)) for one in said.steps])
    if said.zone is not None:
        output.table(
            f"知识库：{ZONES[said.zone]}",
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
            (one.rule, RUNGS[one.rung], one.keyword, one.priority, WHY[one.why])
            for one in said.called
        ],
        empty=f"没有关键词规则命中（比对时写作“{said.compared_as}”）。",
    )


def _came(one: Step) -> str:
    if one.spoke:
        return "由它回答"
    return PASSED[one.passed] if one.passed else "没有轮到"


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
    kept = list(archive.asked(account, back(since, now), now))
    found = effects(kept)
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
        [(RUNGS[rung], times, f"{times / len(kept):.1%}") for rung, times in rungs.most_common()],
        empty="这段时间没有人提问。",
    )
    output.table(
        "各条答复",
        ["类别", "名称", "次数", "有帮助", "追问"],
        [
            (
                KINDS[one.kind],
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


def _votes(one: Effect) -> int:
    return one.helpful + one.unhelpful
