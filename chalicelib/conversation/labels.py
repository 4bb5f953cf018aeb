"""Chinese names of the values of this package, and the sentences of findings."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from chalicelib.clock import shown
from chalicelib.conversation.ladder.context import SkipReason
from chalicelib.conversation.models import Rung
from chalicelib.conversation.tryout.explain import Why
from chalicelib.conversation.tryout.lint import FindingKind, RuleFinding

RUNGS: Final = {
    Rung.EXACT: "全匹配",
    Rung.CONTAINS: "半匹配",
    Rung.APPOINTMENT: "预约",
    Rung.FOLLOW: "关注回复",
    Rung.SCENE: "扫码回复",
    Rung.MENU: "菜单",
    Rung.SERVICE: "服务",
    Rung.FAQ: "知识库",
    Rung.CLARIFY: "猜你想问",
    Rung.DEFERRED: "稍后查看",
    Rung.PERSON: "人工",
    Rung.WAITING: "排队中",
    Rung.CALM: "安抚",
    Rung.TAPPED: "点链接",
    Rung.FEEDBACK: "评价",
    Rung.TYPE: "消息类型",
    Rung.DEFAULT: "默认回复",
    Rung.OWNED: "坐席接待",
    Rung.SILENT: "不回复",
}
WHY: Final = {
    Why.SPEAKS: "由它回答",
    Why.OUTSIDE_HOURS: "此刻不在生效时间内",
    Why.EXACT_FIRST: "全匹配优先于半匹配",
    Why.LOWER_PRIORITY: "优先级较低",
    Why.SHORTER_KEYWORD: "优先级相同，关键词较短",
    Why.STANDS_LATER: "优先级相同，在文件中排在后面",
    Why.LEFT: "消息比关键词长得多，知识库对整句有把握，让它回答",
}
SKIP_REASONS: Final = {
    SkipReason.NOBODY_OWNS: "没有坐席在接待",
    SkipReason.NOT_TAPPED: "不是点链接发来的",
    SkipReason.GONE: "所点的内容已经没有了",
    SkipReason.NOT_WAITING: "没有在排队",
    SkipReason.NO_RULE: "没有关键词规则命中",
    SkipReason.LEFT: "消息比关键词长得多，知识库对整句有把握，让它回答",
    SkipReason.NOT_CALLED: "没有点名要它",
    SkipReason.NO_AGENTS: "这个公众号没有坐席",
    SkipReason.NO_SERVICES: "没有服务目录，规则里也没有服务入口",
    SkipReason.NOT_RUDE: "没有不文明用语",
    SkipReason.NO_KNOWLEDGE: "没有发布过知识库",
    SkipReason.NO_TEXT: "没有文字",
    SkipReason.TOO_LITTLE: "只是符号、单字或寒暄，不去检索",
    SkipReason.NOT_SURE: "把握不够",
    SkipReason.NOTHING_NEAR: "没有接近的问答",
    SkipReason.NO_SECOND_LOOK: "没有开通二次查找",
    SkipReason.HAS_TEXT: "是文字消息",
    SkipReason.NO_WORDS: "没有设置这种回复",
    SkipReason.WITHIN_THE_HOUR: "一小时内已给过默认回复",
}
ZONES: Final = {"sure": "有把握，直接答", "unsure": "不确定，列出猜你想问", "none": "没有把握"}
"""Names of ``knowledge.Zone``."""
FINDINGS: Final = {
    FindingKind.CONFLICT: "冲突",
    FindingKind.SHADOWED: "轮不到",
    FindingKind.BROAD: "过宽",
    FindingKind.EXPIRED: "已失效",
    FindingKind.HIDES: "挡住知识库",
    FindingKind.COSTLY: "占额度",
    FindingKind.DEAD_LINK: "坏链接",
}


_SENTENCES: Final = {
    FindingKind.CONFLICT: "规则“{other}”有同样的关键词和优先级，答复不同，总是由它回答",
    FindingKind.SHADOWED: "规则“{other}”的“{detail}”总是先回答",
    FindingKind.HIDES: (
        "近期 {detail} 条消息由它回答，而知识库对整句话有把握（多为“{other}”）："
        "把关键词写得更具体，或改为全匹配，或去掉“必答”"
    ),
    FindingKind.COSTLY: (
        "“全部”回复每次要用 {detail} 条客服消息，坐席可用的（粉丝每发一条消息 5 条）随之减少；"
        "改用一条图文，或把各条并成一段文字（连着的文字会并成一条），就不占额度"
    ),
}


def finding_text(finding: RuleFinding) -> str:
    """A finding as a sentence: the cause, and the way out where there is one."""
    match finding.kind:
        case FindingKind.BROAD:
            share = f"，近期 {finding.detail} 的消息都含有它" if finding.detail else "，只有一个字"
            return f"半匹配的关键词太常见{share}"
        case FindingKind.EXPIRED:
            return f"{shown(datetime.fromisoformat(finding.detail))} 已失效，可以删去"
        case FindingKind.DEAD_LINK:
            unfinished = finding.detail == "<a>"
            return "链接没有写完整（<a> 没有配对）" if unfinished else f"打不开：{finding.detail}"
        case _:
            return _SENTENCES[finding.kind].format(other=finding.other, detail=finding.detail)
