"""The demo's quiz, poster and live entry: reviewed and published; some have answered, some want to be reminded."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import Any, Final

from chalicelib import broadcasts, products, quizzes
from chalicelib.actor import Actor, local
from chalicelib.application import product_files
from chalicelib.application.work_pages import address_at
from chalicelib.clock import SHANGHAI, utc_now
from chalicelib.errors import Unavailable
from chalicelib.newsroom import ArticleAction, ArticleState
from chalicelib.products import Form, Product
from chalicelib.quizzes import Played, Question
from chalicelib.works import WorkKind

UNIT: Final = "province"
ACCOUNT: Final = "province"
LI: Final = local("li")
REVIEWERS: Final = tuple(map(local, ("chu", "fu", "zhong")))
_BASIS: Final = "云岭省小规模纳税人减免政策公告（示例）"


def _single(text: str, options: list[str], right: int, why: str, matter: str, level: int = 1) -> dict[str, Any]:  # fmt: skip
    return {"kind": "single", "text": text, "options": options, "right": [right], "explanation": why, "matter": matter, "difficulty": level, "basis": _BASIS}  # fmt: skip


def _judge(text: str, right: bool, why: str, matter: str) -> dict[str, Any]:
    return {"kind": "judge", "text": text, "right": [0 if right else 1], "explanation": why, "matter": matter}  # fmt: skip


QUESTIONS: Final = (
    _single("小规模纳税人月销售额不超过多少元，免征增值税？", ["5 万元", "10 万元", "15 万元", "30 万元"], 1, "月销售额 10 万元以下（含本数）免征；按季申报的，季度 30 万元以下。", "增值税"),
    _single("按季申报的小规模纳税人，季度销售额 28 万元，要缴增值税吗？", ["不缴", "按 1% 缴", "按 3% 缴"], 0, "没有超过季度 30 万元。", "增值税"),
    _judge("享受小规模纳税人减免后，就不用申报了。", False, "免征也要按期申报。", "增值税"),
    _judge("数电发票不用领票，开票前也不用插税控盘。", True, "数电发票由系统赋予额度，去介质、去版式。", "发票"),
    {"kind": "multiple", "text": "下列哪些情形可以申请红字发票？", "options": ["开票有误", "销货退回", "服务中止", "想换个月份申报"], "right": [0, 1, 2], "explanation": "换月份申报不是开具红字发票的理由。", "matter": "发票", "difficulty": 2},
    _single("个人所得税综合所得汇算的时间是？", ["次年 1 月至 3 月", "次年 3 月至 6 月", "次年 7 月至 9 月"], 1, "次年 3 月 1 日至 6 月 30 日。", "个人所得税"),
    {"kind": "multiple", "text": "哪些属于专项附加扣除？", "options": ["子女教育", "赡养老人", "住房租金", "健身年卡"], "right": [0, 1, 2], "explanation": "健身支出不在扣除之列。", "matter": "个人所得税", "difficulty": 1},
    _judge("赡养老人专项附加扣除，独生子女每月按 3000 元标准扣除。", True, "非独生子女由兄弟姐妹分摊。", "个人所得税"),
    _single("收到自称税务人员、要求转账补税的短信，应该？", ["按短信转账", "点开链接核对", "拨打 12366 核实"], 2, "税务机关不会用短信要求转账。", "防骗"),
    _single("纳税信用等级最高的是？", ["A 级", "B 级", "M 级"], 0, "A、B、M、C、D 五级，A 级最高。", "纳税信用"),
)  # fmt: skip


def fill() -> str:
    """Make, review and publish them where the province has no quiz; returns what was done."""
    known = {one.form for one in products.of_unit(UNIT)}
    if Form.QUIZ in known:
        return "答题、海报和直播已经有了"
    now = utc_now()
    bank = quizzes.bank.bring_in(UNIT, QUESTIONS, by=LI, now=now)
    quiz = _released("税法知识小测", Form.QUIZ, _quiz([one.question for one in bank]), now)
    answered = _answer(quiz, now)
    _released("12 月征期提醒", Form.POSTER, _poster(quiz), now)
    live = _released("小规模纳税人减免政策直播课", Form.LIVE, _live(now), now)
    if live.published_revision:
        for number in range(12):
            broadcasts.store.wish(ACCOUNT, f"oDemoLive{number:02d}", live.id)
    return f"答题“{quiz.title}”（{answered} 人答过）、海报、直播各一个"


def _quiz(questions: list[Question]) -> dict[str, Any]:
    return {
        "intro": "五道题，看看您对减税降费、发票和个税了解多少。交卷后有正确答案和解析。",
        "questions": [one.model_dump(mode="json") for one in questions],
        "draw": 5,
        "points": 20,
        "passing": 60,
        "minutes": 5,
        "tries": 3,
    }


def _poster(quiz: Product) -> dict[str, Any]:
    address = address_at(ACCOUNT, WorkKind.QUIZ, quiz.id) if quiz.published_revision else ""
    code = {"target": "work", "url": address, "label": "扫码答题，学减税"}
    return {
        "design": "reminder",
        "headline": "12 月征期截止日",
        "day": "12 月 15 日",
        "lines": [
            "增值税、消费税、城市维护建设税按月申报",
            "代扣代缴个人所得税申报",
            "请提前在电子税务局办理，避开最后一天的高峰",
        ],
        "issuer": "云岭省税务局",
        "code": code if address else None,
    }


def _live(now: datetime) -> dict[str, Any]:
    starts = (now.astimezone(SHANGHAI) + timedelta(days=3)).replace(hour=15, minute=0, second=0, microsecond=0)  # fmt: skip
    return {
        "starts": starts.isoformat(),
        "ends": (starts + timedelta(hours=1)).isoformat(),
        "host": "货物和劳务税处 李老师",
        "summary": "一小时讲清楚：谁能享受、怎么申报、票怎么开。可以在评论里提问。",
        "points": ["哪些收入算月销售额", "开了专票怎么办", "现场答疑 20 分钟"],
        "where": "视频号“云岭税务”",
        "url": "https://channels.weixin.qq.com/",
        "keyword": "直播提醒",
    }


def _released(title: str, form: Form, content: dict[str, Any], now: datetime) -> Product:
    """A product as it is made here: written by Li, agreed by whoever has to, published."""
    made = products.new(UNIT, form, title, account=ACCOUNT, by=LI, now=now, content=content)
    try:
        made = product_files.make_now(made.id, by=LI, now=now)
    except Unavailable:
        return made  # no fonts on this machine: it stays a draft
    made = products.decide(made.id, ArticleAction.SUBMIT, revision=1, by=LI, now=now)
    for by in REVIEWERS * 2:
        if made.state is ArticleState.IN_REVIEW:
            made = _agreed(made, by, now)
    if made.state is ArticleState.APPROVED:
        made = products.publish(made.id, by=local("zong1"), now=now)
    return made


def _agreed(product: Product, by: Actor, now: datetime) -> Product:
    deed = next(one for one in products.deeds_for(product, by) if one.name == ArticleAction.APPROVE.value)  # fmt: skip
    if not deed.allowed:
        return product
    return products.decide(product.id, ArticleAction.APPROVE, revision=1, by=by, now=now)


def _answer(product: Product, now: datetime) -> int:
    """Let some play it over the last days, each as well as their number says."""
    if not product.published_revision or product.made is None:
        return 0
    content = products.content_of(product)
    key = product.made.files[products.CONTENT]
    played = Played(account=ACCOUNT, id=product.id, title=product.title, pool=key, quiz=content)
    number = 0
    for visitor in range(60):
        at = now - timedelta(days=visitor % 4, minutes=7 * visitor)
        digest = hashlib.sha256(f"demo {visitor}".encode()).hexdigest()
        attempt = quizzes.play.start(played, digest[:22], digest[22:44], f"192.0.2.{visitor}", at)
        if visitor % 8 == 7:
            continue  # somebody who did not hand it in
        answers = {
            one.question.id: one.question.right
            if int(digest[place + 44], 16) > 5 - visitor % 5 + one.question.difficulty
            else (one.order[0],)
            for place, one in enumerate(quizzes.play.questions_of(attempt))
        }
        quizzes.play.hand_in(attempt, answers, at + timedelta(seconds=40 + 3 * visitor))
        number += 1
    return number
