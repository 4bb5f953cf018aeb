"""A policy day: among a day's questions many people suddenly ask about something new. When it rings, and what it is called.

The rounds are the product's own, every five minutes of a simulated clock, from the sweep on. Three days before have been
asked and counted, each with as many questions; of the day itself the rounds begin half an hour before the policy.
"""

from __future__ import annotations

import io
import random
from collections.abc import Sequence
from contextlib import redirect_stdout
from datetime import date, datetime, time, timedelta
from time import process_time
from typing import Final, TypedDict

from benchmarks.topics.memory_cloud import MemoryCloud
from benchmarks.topics.questions import varied
from chalicelib import accounts
from chalicelib.accounts import AccountKind, OfficialAccount
from chalicelib.clock import SHANGHAI
from chalicelib.cloud import table
from chalicelib.conversation import Decision, RecordedPush, Rung
from chalicelib.insight import topics
from chalicelib.insight.questions import archive, lately, rows
from chalicelib.wechat.parse import typed

ACCOUNT: Final = "province"
PLANTED: Final = 120
"""Messages about the policy within ``_RUSH``."""
WORD: Final = "育儿补贴"
_ASKED: Final = (
    "育儿补贴怎么申领",
    "育儿补贴怎么申请",
    "育儿补贴在哪里申领",
    "申领育儿补贴要什么材料",
    "育儿补贴什么时候发",
    "育儿补贴一年多少钱",
    "二孩有育儿补贴吗",
    "育儿补贴什么条件可以领",
    "去年出生的孩子有没有育儿补贴",
    "外地户口能领育儿补贴吗",
)
DAY: Final = date(2026, 12, 1)
_BEGINS: Final = datetime.combine(DAY, time(15, 1), SHANGHAI)
_RUSH: Final = timedelta(minutes=40)
_EVERY_FIVE_MINUTES: Final = tuple(
    datetime.combine(DAY, time(14, 30), SHANGHAI) + nth * timedelta(minutes=5) for nth in range(19)
)
_BEFORE: Final = 3
"""Days that are counted before."""
_KEPT_SECONDS: Final = 180 * 86400
_PLANTED: Final = "p"
"""How the names of those begin who ask about the policy."""


class PolicyDay(TypedDict):
    """What became of it."""

    questions: int
    """Of the day, without the planted ones."""
    planted: int
    minutes: float | None
    """From the first planted question to the round that rang; None where none did."""
    name: str
    """Of the topic that rang, as the page shows it."""
    in_topic: float
    """Share of the planted questions asked by then that stand in it."""
    others_in_topic: int
    """Other questions that stand in it."""
    other_spikes: int
    """Topics that rang and hold none of the planted questions."""
    slowest_round_s: float
    """Processor time of one core, without a network between."""


def measure(texts: Sequence[str], planted: int = PLANTED, seed: int = 1) -> PolicyDay:
    """Have the texts asked on the day, and variations of them on the days before."""
    cloud = MemoryCloud()
    # Metrics and logs are printed; that is their way to CloudWatch.
    try:
        with cloud.there(), redirect_stdout(io.StringIO()):
            return _Day(cloud, texts, planted, random.Random(seed)).lived()
    finally:
        accounts.forget()


def account_item() -> table.Item:
    """The account, as the table has it."""
    account = OfficialAccount(
        id=ACCOUNT,
        name="省局",
        unit="province",
        kind=AccountKind.SUBSCRIPTION,
        appid="wx00bench",
    )
    doc = account.model_dump_json()
    return {"pk": "ACCOUNTS", "sk": ACCOUNT, "doc": doc, "book": 0, "secrets": 0}


class _Day:
    def __init__(
        self, cloud: MemoryCloud, texts: Sequence[str], planted: int, chance: random.Random
    ) -> None:
        self._cloud, self._texts, self._chance = cloud, texts, chance
        cloud.put(account_item())
        accounts.forget()
        self._planted = [
            (
                _BEGINS + _RUSH * nth / planted,
                varied(chance.choice(_ASKED), chance),
                f"{_PLANTED}{nth}",
            )
            for nth in range(planted)
        ]
        self._slowest = 0.0

    def lived(self) -> PolicyDay:
        """The days before, the day itself, and what rang."""
        for back in range(_BEFORE, 0, -1):
            day = DAY - timedelta(days=back)
            for nth, text in enumerate(self._texts):
                self._ask(self._any_time(day), varied(text, self._chance), f"d{back}-{nth}")
            self._round(datetime.combine(day + timedelta(days=1), time(0, 30), SHANGHAI))
        coming = [(self._any_time(DAY), text, f"o{nth}") for nth, text in enumerate(self._texts)]
        coming = sorted([*coming, *self._planted], reverse=True)
        others = 0
        for now in _EVERY_FIVE_MINUTES:
            # What is asked later is not in the archive yet.
            while coming and coming[-1][0] <= now:
                self._ask(*coming.pop())
            spikes = [(spike, self._held(spike)) for spike in self._round(now)]
            others += sum(not mine for _, (mine, _) in spikes)
            for spike, (mine, not_mine) in spikes:
                if mine:
                    return self._became(now, spike.topic, mine, not_mine, others)
        return self._became(None, "", 0, 0, others)

    def _became(
        self, now: datetime | None, topic: str, mine: int, not_mine: int, others: int
    ) -> PolicyDay:
        by_now = sum(now is not None and at <= now for at, _, _ in self._planted)
        return PolicyDay(
            questions=len(self._texts),
            planted=len(self._planted),
            minutes=round((now - _BEGINS) / timedelta(minutes=1), 1) if now else None,
            name=topics.question_topic(ACCOUNT, topic, day=DAY, now=now).name if topic else "",
            in_topic=round(mine / by_now, 4) if by_now else 0.0,
            others_in_topic=not_mine,
            other_spikes=others,
            slowest_round_s=round(self._slowest, 1),
        )

    def _held(self, spike: topics.Spike) -> tuple[int, int]:
        """How many questions of the day stand in a topic: planted ones, and others."""
        found = topics.questions_of(ACCOUNT, spike.topic, DAY)
        mine = sum(one.key.rpartition("#")[2].startswith(_PLANTED) for one in found)
        return mine, len(found) - mine

    def _round(self, now: datetime) -> list[topics.Spike]:
        """One round, as the functions do it: the sweep, the queue's messages; returns the spikes that are new."""
        before = topics.spikes_of(ACCOUNT)
        begun = process_time()
        topics.sweep(now)
        while self._cloud.queued:
            topics.carry_out(self._cloud.queued.pop(0), now)
        self._slowest = max(self._slowest, process_time() - begun)
        return [one for name, one in topics.spikes_of(ACCOUNT).items() if name not in before]

    def _any_time(self, day: date) -> datetime:
        begin = datetime.combine(day, time(8), SHANGHAI)
        return begin + timedelta(seconds=self._chance.randrange(12 * 3600))

    def _ask(self, at: datetime, text: str, who: str) -> None:
        second = int(at.timestamp())
        push = typed(
            {
                "ToUserName": "gh",
                "FromUserName": who,
                "CreateTime": second,
                "MsgType": "text",
                "MsgId": who,
                "Content": text,
            }
        )
        decision = Decision(rung=Rung.DEFAULT)
        expires = second + _KEPT_SECONDS
        asked = archive.row_of(RecordedPush(ACCOUNT, push.key, push, decision, second, expires))
        rows.write(ACCOUNT, [(asked, expires)])
        lately.note(ACCOUNT, at)
