"""A day of questions, asked of the running demo: ``python -m demo.day --questions 2000``.

Followers write at the same time, some of their messages are pushed twice at the same moment, and afterwards phones,
WeChat's ledger and the table have to tell the same story: every message on record once and answered in time, and
not one customer-service message spent. Exits 1 where they don't.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, Final, NamedTuple

from chalicelib import conversation, insight
from chalicelib.clock import SHANGHAI
from chalicelib.cloud import table
from chalicelib.conversation import MESSAGE, PREFIX, RecordedPush, Rung, recorded, spoken
from chalicelib.followers import partition
from chalicelib.wechat.text import Message
from demo import phone
from demo.accounts import PROVINCE
from demo.questions import Planned, day, links

LIMIT_MS: Final = 5000
"""WeChat's: past it nothing is shown, and it tries again."""
EACH: Final = 5
"""Messages a follower."""
STREAM_SECONDS: Final = 120
"""How long the stream may take to keep what was asked."""


@dataclass
class Seen:
    """What one follower's phone saw of one message."""

    kind: str
    content: str
    took_ms: int
    tries: int
    problem: str | None
    shown: str | None


class Follower(NamedTuple):
    openid: str
    seen: list[Seen]


@dataclass(frozen=True)
class Report:
    """What became of the day; ``broken`` says which promises it broke."""

    questions: int
    followers: int
    taps: int
    rungs: dict[Rung, int]
    by_kind: dict[str, dict[Rung, int]]
    p50_ms: int
    p99_ms: int
    slowest_ms: int
    tries_again: int
    out_of_service: int
    on_record: int
    shown: int
    decided_replies: int
    archived: int
    with_words: int
    kf_messages: int
    seconds: float
    broken: list[str] = field(default_factory=list)


def main() -> int:
    given = _arguments()
    try:
        report = play(given.questions, given.seed, given.at_once, given.doubled)
    except phone.PhoneError as error:
        print(error, file=sys.stderr)
        return 2
    print(json.dumps(asdict(report), ensure_ascii=False) if given.json else rendered(report))
    return 1 if report.broken else 0


def play(number: int, seed: int, at_once: int, doubled: float) -> Report:
    """Have the day, and compare what phones, ledger and table say of it."""
    started, since = time.perf_counter(), datetime.now(SHANGHAI)
    chance = random.Random(seed)  # noqa: S311
    plan = day(PROVINCE, number, chance)
    shares = [plan[at : at + EACH] for at in range(0, len(plan), EACH)]
    ledger_before = len(_ledger())
    fault = phone.call(
        "POST",
        f"/accounts/{PROVINCE.appid}/faults",
        {"kind": "event_at_once", "path": "text", "times": None, "probability": doubled, "seed": seed},
    )  # fmt: skip
    done = 0
    people: list[Follower] = []
    try:
        with ThreadPoolExecutor(at_once) as crowd:
            seeds = [random.Random(chance.random()) for _ in shares]  # noqa: S311
            for one in crowd.map(_follow_and_ask, shares, seeds):
                people.append(one)
                done += len(one.seen)
                _draw(done, number)
    finally:
        phone.call("DELETE", f"/accounts/{PROVINCE.appid}/faults/{fault['id']}")
    seconds = time.perf_counter() - started
    return _compared(people, _ledger()[ledger_before:], since, seconds)


def _follow_and_ask(plan: list[Planned], chance: random.Random) -> Follower:
    user = phone.call("POST", "/users", {})["id"]
    openid = str(_deed(user, "follow", {})["openid"])
    seen: list[Seen] = []
    for planned in plan:
        # A chat is scrolled back: what was offered earlier can still be tapped.
        offered = [link for one in seen for link in links(one.shown or "")] if planned.taps else []
        message = chance.choice(offered) if offered else planned.message
        said = _deed(user, "send", message)
        seen.append(
            Seen(
                kind=planned.kind if offered or not planned.taps else "原样提问",
                content=str(message.get("content", "")),
                took_ms=sum(one["ms"] for one in said["attempts"]),
                tries=len(said["attempts"]),
                problem=said["problem"],
                shown=said["shown"],
            )
        )
    return Follower(openid, seen)


def _compared(
    people: list[Follower], ledger: list[dict[str, Any]], since: datetime, seconds: float
) -> Report:
    ours = {one.openid for one in people}
    seen = [each for one in people for each in one.seen]
    kept = {one.openid: list(_on_record(one.openid)) for one in people}
    all_kept = [each for found in kept.values() for each in found]
    words = sum(
        isinstance(one.push, Message) and bool(spoken(one.push).strip()) for one in all_kept
    )
    took = sorted(one.took_ms for one in seen)
    decided = [one.decision for one in all_kept]
    ledger = [entry for entry in ledger if entry.get("openid") in ours]
    report = Report(
        questions=len(seen),
        followers=len(people),
        taps=sum(one.kind == "点链接" for one in seen),
        rungs=_sorted(Counter(one.rung for one in decided)),
        by_kind=_by_kind(people, kept),
        p50_ms=took[len(took) // 2],
        p99_ms=took[len(took) * 99 // 100],
        slowest_ms=took[-1],
        tries_again=sum(one.tries - 1 for one in seen),
        out_of_service=sum(bool(one.problem) for one in seen),
        on_record=len(all_kept),
        shown=sum(entry["kind"] == "reply" for entry in ledger) - len(people),
        decided_replies=sum(one.reply is not None for one in decided),
        archived=_archived(since, ours, words),
        with_words=words,
        kf_messages=sum(entry["kind"] == "custom" for entry in ledger)
        + sum(one.kf_messages for one in decided),
        seconds=round(seconds, 1),
    )  # fmt: skip
    report.broken.extend(_broken(report))
    return report


def _broken(report: Report) -> Iterator[str]:
    if report.slowest_ms > LIMIT_MS or report.tries_again:
        yield f"有答复超过 5 秒（最慢 {report.slowest_ms} ms，重试 {report.tries_again} 次）"
    if report.out_of_service or report.on_record < report.questions:
        yield f"有消息丢失（{report.out_of_service} 条未答，入库 {report.on_record} 条）"
    if report.on_record > report.questions or report.shown != report.decided_replies:
        yield f"有消息重复（入库 {report.on_record} 条，答复 {report.shown} 次，应答复 {report.decided_replies} 次）"
    if report.archived != report.with_words:
        yield f"提问归档 {report.archived} 条，应有 {report.with_words} 条"
    if report.kf_messages:
        yield f"机器人用掉了 {report.kf_messages} 条客服消息"


def _on_record(openid: str) -> Iterator[RecordedPush]:
    items = table.query(partition(PROVINCE.id, openid), PREFIX + MESSAGE, consistent=True)
    # MsgIds grow in the simulator: so this is the order in which the phone sent.
    yield from (one for one in map(recorded, items) if one is not None)


def _by_kind(
    people: list[Follower], kept: dict[str, list[RecordedPush]]
) -> dict[str, dict[Rung, int]]:
    found: dict[str, Counter[Rung]] = {}
    for one in people:
        for seen, record in zip(one.seen, kept[one.openid], strict=False):
            found.setdefault(seen.kind, Counter())[record.decision.rung] += 1
    return {kind: _sorted(found[kind]) for kind in sorted(found, key=lambda k: -found[k].total())}


def _sorted(counted: Counter[Rung]) -> dict[Rung, int]:
    return dict(counted.most_common())


def _archived(since: datetime, openids: set[str], expected: int) -> int:
    """How many of the day's messages the stream has kept, once it has caught up."""
    names = {insight.asker(PROVINCE.id, openid) for openid in openids}
    deadline = time.monotonic() + STREAM_SECONDS
    while True:
        kept = insight.asked_messages(
            PROVINCE.id, since.replace(microsecond=0), datetime.now(SHANGHAI)
        )
        found = sum(one.who in names for one in kept)
        if found >= expected or time.monotonic() > deadline:
            return found
        time.sleep(2)


def _deed(user: str, name: str, body: dict[str, Any]) -> dict[str, Any]:
    path = f"/accounts/{PROVINCE.appid}/users/{user}/{name}"
    answer: dict[str, Any] = phone.call("POST", path, body)
    return answer


def _ledger() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = phone.call("GET", f"/ledger?appid={PROVINCE.appid}")
    return found


def _draw(done: int, total: int) -> None:
    if sys.stderr.isatty():
        print(f"\r  {done:>6,}/{total:,} 条", end="\n" if done == total else "", file=sys.stderr)


def rendered(report: Report) -> str:
    """The report as lines to read."""
    rows = [
        ("提问", f"{report.questions:,} 条（{report.followers:,} 个粉丝，其中点链接 {report.taps:,} 次）"),
        ("由谁回答", _shares(report.rungs, report.questions)),
        *((f"　{kind}", _shares(rungs, sum(rungs.values()))) for kind, rungs in report.by_kind.items()),
        ("应答时间", f"p50 {report.p50_ms} ms，p99 {report.p99_ms} ms，最慢 {report.slowest_ms} ms；重试 {report.tries_again} 次"),
        ("入库 / 提问", f"{report.on_record:,} / {report.questions:,}；答复 {report.shown:,} 次，应答复 {report.decided_replies:,} 次"),
        ("归档 / 有文字的提问", f"{report.archived:,} / {report.with_words:,}"),
        ("机器人用掉的客服消息", str(report.kf_messages)),
        ("用时", f"{report.seconds} s"),
        ("结论", "；".join(report.broken) or "没有超时，没有丢失，没有重复，没有占用客服消息"),
    ]  # fmt: skip
    return "\n".join(f"  {name}：{value}" for name, value in rows)


def _shares(rungs: dict[Rung, int], total: int) -> str:
    return "，".join(
        f"{conversation.labels.RUNGS[rung]} {number}（{number / total:.0%}）"
        for rung, number in rungs.items()
    )


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m demo.day", description=__doc__)
    parser.add_argument("--questions", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=7, help="the same seed, the same questions")
    parser.add_argument(
        "--at-once", type=int, default=8, help="followers who write at the same time"
    )
    parser.add_argument(
        "--doubled",
        type=float,
        default=0.05,
        metavar="SHARE",
        help="of the texts are pushed twice at the same moment",
    )
    parser.add_argument("--json", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    raise SystemExit(main())
