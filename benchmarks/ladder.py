"""The whole ladder at 100,000 keywords and 10,000 entries: what an answer costs on each rung, and what a cold one does."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from benchmarks import corpus
from benchmarks.contestants.ours import reply_rules
from benchmarks.rounds import fastest
from chalicelib.accounts import DeskView
from chalicelib.clock import SHANGHAI
from chalicelib.conversation import (
    AccountContext,
    BookFile,
    OpenKnowledge,
    ReplyRules,
    Rung,
    Service,
    decide,
    open_book,
    to_bytes,
)
from chalicelib.followers import FollowerState
from chalicelib.wechat.parse import typed
from chalicelib.wechat.push import Push

if TYPE_CHECKING:
    from chalicelib.knowledge import CompiledKnowledge

KEYWORDS = 100_000
ENTRIES = 10_000
ASKED = {
    "rule": corpus.QUESTIONS[:8],
    "aside": (
        "我前年在外地开过一家小店后来关了也没去管,今年回来买了房子,人家跟我说契税怎么办理要看以前的还挂着没有,跑了两趟都没说清楚",
    ),
    "service": ("预约办税", "我要预约取号", "预约办税在哪"),
    "known": tuple(itertools.islice(corpus.questions(), 0, ENTRIES, 1500)),
    "near": tuple(f"{who}灵活就业{what}" for who in ("导游", "律师", "网络主播") for what in ("的专用凭证怎么补打", "备案怎么撤回")),
    "story": (
        "我前年在外地开过一家小店后来关了也没去管,今年回来打算重新办一个,人家跟我说以前的还挂着不能办新的,"
        "跑了两趟窗口都说材料不全也没说清楚缺什么,想问问这种情况到底要准备些什么东西,能不能在网上弄",
    ),
    "unknown": ("怎么没有人回复我???", "请问你们地址在哪里,坐几路车", "周六上班吗", "手机号换了收不到验证码"),
}  # fmt: skip
"""Messages by what they meet: no rule's keyword stands in any but the first two kinds."""


def measure(rounds: int, keywords: int = KEYWORDS, entries: int = ENTRIES) -> dict[str, float]:
    """Microseconds of processor time a decision, by what the message meets; milliseconds to open book and index."""
    body = to_bytes(
        BookFile(version=1, rules=_rules(keywords), knowledge="reply-books/bench/knowledge")
    )
    begun = time.thread_time()
    book = open_book(body)
    opening = time.thread_time() - begun
    now = datetime.now(SHANGHAI)
    knowledge = OpenKnowledge(_compiled(entries), now)
    begun = time.thread_time()
    knowledge.consult("第一个问题")
    first_asked = time.thread_time() - begun
    account = AccountContext(desk=DeskView(agents=5, on_duty=5), knowledge=knowledge)

    def block(pushes: list[Push]) -> Callable[[], None]:
        def run() -> None:
            for push in pushes:
                decide(push, book, FollowerState(), now, account=account)

        return run

    pushes = {kind: [_push(text) for text in texts] for kind, texts in ASKED.items()}
    best = fastest({kind: block(some) for kind, some in pushes.items()}, rounds)
    rungs = {
        decide(push, book, FollowerState(), now, account=account).rung for push in pushes["rule"]
    }
    assert rungs == {Rung.CONTAINS}, rungs
    found = {kind: round(best[kind] / len(some) * 1e6, 1) for kind, some in pushes.items()}
    return found | {
        "open_book_ms": round(opening * 1e3, 1),
        "first_asked_ms": round(first_asked * 1e3, 1),
    }


def _rules(keywords: int) -> ReplyRules:
    services = (
        Service(name="预约办税", aliases=("预约取号",), link="https://example.org/book"),
        Service(name="发票查验", link="https://example.org/check"),
    )
    return reply_rules(corpus.rules(keywords)).model_copy(update={"services": services})


def _compiled(count: int) -> CompiledKnowledge:
    from chalicelib.knowledge import CompiledKnowledge, FaqEntry, Knowledge, compiled

    questions = itertools.islice(corpus.questions(), count)
    entries = tuple(
        FaqEntry(id=f"q-{number}", question=question, answer=corpus.ANSWER)
        for number, question in enumerate(questions)
    )
    return CompiledKnowledge(compiled.build(Knowledge(entries=entries)))


def _push(text: str) -> Push:
    return typed(
        {
            "ToUserName": "gh_0123456789ab",
            "FromUserName": "oBench",
            "CreateTime": int(time.time()),
            "MsgType": "text",
            "Content": text,
            "MsgId": "23000000000000000",
        }
    )
