"""The report of a run: as JSON, and as a table to read."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, Final, NamedTuple

from benchmarks.policy_day import Coming, Day
from benchmarks.policy_run import compare, gauges
from benchmarks.policy_run.counted import Counted
from benchmarks.policy_run.gauges import Carried, Sample
from benchmarks.policy_run.held import Held
from benchmarks.policy_run.phones import Sent

STREAM: Final = "Outbox"
"""The function behind the stream."""
_WHOLE_DAY: Final = Day().messages + Day().followers
"""Pushes of a policy day."""


class Run(NamedTuple):
    """What was seen."""

    held: Held
    everything: list[Sent]
    ramped: int
    """How many of them were sent before the day."""
    lags: list[tuple[float, float]]
    samples: list[Sample]
    carried: list[Carried]
    """Batches of the stream."""
    begun: float
    """The day, by the clock of this machine."""
    ended: float


def made(
    seed: int, day: Day, coming: Sequence[Coming], run: Run, result: Counted
) -> dict[str, Any]:
    """All that was found, as JSON."""
    found, begun = run.held, run.begun
    ramp, sent = run.everything[: run.ramped], run.everything[run.ramped :]
    samples = [one for one in run.samples if begun <= one.at <= run.ended]
    before = [one for one in run.samples if one.at < begun]
    outbox = gauges.used(before[0], before[-1]).get(STREAM, 0.0) / max(1, len(ramp))
    compared = compare.compared(coming, sent, run.lags, found, ramp, run.carried, outbox, begun)
    lags = run.lags
    grown = gauges.growths(samples)
    functions = [one for one in grown if one.name not in gauges.BESIDE]
    slope = round(sum(one.mb_per_10_000 for one in functions), 2)
    broken = [*result.broken]
    processor = gauges.used(samples[0], samples[-1])
    if not processor.get(STREAM):
        broken.append("no process of a function was seen at work 未见函数进程")
    whole_day = [
        gauges.room(one, _WHOLE_DAY) for one in functions if one.name in gauges.HOLDS_THE_DAY
    ]
    broken += [f"memory grows 内存增长: {one.name}" for one in functions if not one.flat]
    return {
        "minutes": round(day.lasts / 60, 1),
        "seed": seed,
        "rate": day.spike_rate,
        "held": {
            "rate": found.rate,
            "capacity": found.capacity,
            "taken_p50_ms": round(1000 * found.taken[len(found.taken) // 2]),
            "steps": [one.as_json() for one in found.steps],
        },
        "day": day_json(sent, [lag for at, lag in lags if at >= begun]),
        "everything": asdict(result) | {"pushes": len(run.everything)},
        "memory": {
            "functions_mb_per_10_000": slope,
            "functions_mb": round(sum(one.mb for one in functions), 1),
            "by_name": [gauges.growth_json(one) for one in grown],
            "hold_the_day": [one._asdict() for one in whole_day],
        },
        "processor_s": processor,
        "compared": compared,
        "samples": [one.as_json(begun) for one in samples],
        "broken": broken,
    }


def day_json(sent: Sequence[Sent], lags: Sequence[float]) -> dict[str, Any]:
    """What phones saw of the day itself."""
    took = sorted(sum(one.tries) for one in sent)
    late = sorted(one.began - one.due for one in sent)
    return {
        "pushes": len(sent),
        "first_try_percent": round(
            100 * sum(one.answered and len(one.tries) == 1 for one in sent) / len(sent), 3
        ),
        "later_try": sum(one.answered and len(one.tries) > 1 for one in sent),
        "unanswered": sum(not one.answered for one in sent),
        "p50_ms": took[len(took) // 2],
        "p99_ms": took[len(took) * 99 // 100],
        "most_ms": took[-1],
        "sent_late_p99_ms": round(1000 * late[len(late) * 99 // 100]),
        "stream_behind_s": {
            "looks": len(lags),
            "median": round(statistics.median(lags), 1) if lags else None,
            "most": round(max(lags), 1) if lags else None,
        },
    }


def rendered(found: dict[str, Any]) -> str:
    """The report as lines to read."""
    day, all_, memory, held = (found[name] for name in ("day", "everything", "memory", "held"))
    behind = day["stream_behind_s"]
    rows = [
        ("held 承受速率", f"{held['rate']:g}/s, at most {held['capacity']:g}/s; an answer takes {held['taken_p50_ms']} ms then"),
        ("the day 当日", f"{day['pushes']:,} pushes in {found['minutes']:g} min, spikes of {found['rate']:g}/s"),
        ("at the first try 首次即答", f"{day['first_try_percent']} %; later 重试后 {day['later_try']}, never 未答 {day['unanswered']}"),
        ("answers 应答时间", f"p50 {day['p50_ms']} ms, p99 {day['p99_ms']} ms, most {day['most_ms']} ms"),
        ("stream behind 数据流滞后", f"median {behind['median']} s, most {behind['most']} s, {behind['looks']} looks"),
        ("messages 消息", f"{all_['messages']:,} sent, {all_['messages_on_record']:,} on record, {all_['doubled_records']} twice"),
        ("replies 答复", f"{all_['replies_decided']:,} decided, {all_['replies_shown']:,} shown, {all_['answered_twice']} twice"),
        ("follows 关注", f"{all_['follows']:,} sent, {all_['follows_on_record']:,} on record, {all_['followers_noted']:,} noted"),
        ("archive 归档", f"{all_['archive_messages']:,} messages, {all_['archive_followers']:,} follows; "
                       f"questions {all_['questions_kept']:,} of {all_['questions_on_record']:,}"),
        ("pushes 群发", f"{all_['pushes_planned']} planned, {all_['pushes_confirmed']} confirmed, {all_['pushes_told']} told"),
        ("dead letters 死信", str(all_["dead_letters"] or 0)),
        ("left in queues 队列剩余", str(all_["left_in_queues"] or 0)),
        ("errors of functions 函数报错", str(all_["errors"] or 0)),
        ("functions' memory 函数内存", f"{memory['functions_mb']:,.0f} MB, {memory['functions_mb_per_10_000']:+.1f} MB per 10,000 pushes"),
        *(
            (f"  {one['name']}", f"{one['processes']} × , {one['mb']:,.0f} MB, {one['mb_per_10_000']:+.1f} ± {2 * one['error']:.1f} "
             f"({one['more_percent']:+.1f} %) {'flat' if one['flat'] else 'grows'}")
            for one in memory["by_name"]
        ),
        *(
            (f"  {one['name']}", f"holds the day: one process {one['mb']:,.0f} of {one['has']:,} MB after {_WHOLE_DAY:,} pushes")
            for one in memory["hold_the_day"]
        ),
        ("processor 处理器", ", ".join(f"{name} {s:.0f} s" for name, s in list(found["processor_s"].items())[:6])),
        *((f"simulated 模拟 · {name}", _ratio(one)) for name, one in found["compared"].get("rows", {}).items()),
        ("verdict 结论", "; ".join(found["broken"]) or "nothing lost, nothing doubled, memory flat 无丢失、无重复、内存平稳"),
    ]  # fmt: skip
    return "\n".join(f"  {name}: {value}" for name, value in rows)


def _ratio(one: dict[str, Any]) -> str:
    ratio = one["ratio"]
    said = f"{ratio:.2f}" if ratio is not None else "-"
    return f"run {one['run']}, simulated {one['simulated']}: {said}"
