"""The report of a crowd's day: measured at the phones and in the ledger, not at the account."""

from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass
class Tally:
    """Counts and times that the phones saw."""

    messages: int = 0
    answered: int = 0
    silent: int = 0
    lost: int = 0
    retries: int = 0
    follows: int = 0
    unfollows: int = 0
    took: list[int] = field(default_factory=list)

    def action(self, result: dict[str, Any]) -> None:
        """Note one action on a phone: its tries and its duration."""
        attempts = result["attempts"]
        self.retries += max(0, len(attempts) - 1)
        self.took.append(sum(attempt["ms"] for attempt in attempts))

    def message(self, result: dict[str, Any]) -> None:
        """Note one question: answered, left in silence, or lost after the last try."""
        self.action(result)
        self.messages += 1
        if result["problem"]:
            self.lost += 1
        elif result["shown"]:
            self.answered += 1
        else:
            self.silent += 1


@dataclass(frozen=True)
class Report:
    scenario: str
    follows: int
    unfollows: int
    messages: int
    answered: int
    silent: int
    lost: int
    retries: int
    duplicates: int
    p50_ms: int
    p99_ms: int
    seconds: float

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def make(name: str, tally: Tally, ledger: list[dict[str, Any]], seconds: float) -> Report:
    """Join the phones' tally with the ledger."""
    ordered = sorted(tally.took) or [0]
    return Report(
        scenario=name,
        follows=tally.follows,
        unfollows=tally.unfollows,
        messages=tally.messages,
        answered=tally.answered,
        silent=tally.silent,
        lost=tally.lost,
        retries=tally.retries,
        duplicates=duplicates(ledger),
        p50_ms=ordered[len(ordered) // 2],
        p99_ms=ordered[min(len(ordered) - 1, len(ordered) * 99 // 100)],
        seconds=round(seconds, 1),
    )


def duplicates(ledger: list[dict[str, Any]]) -> int:
    """Count surplus answers: two for one callback, or the same text twice in a row to one follower."""
    replies = Counter(e["call"] for e in ledger if e["kind"] == "reply")
    twice = sum(n - 1 for n in replies.values())
    last: dict[str, Any] = {}
    for entry in ledger:
        if entry["kind"] not in ("reply", "custom"):
            continue
        said = (entry["kind"], entry.get("content") or entry.get("media_id"))
        if entry["kind"] == "custom" and last.get(entry["openid"]) == said:
            twice += 1
        last[entry["openid"]] = said
    return twice


def rendered(report: Report) -> str:
    share = report.answered / report.messages if report.messages else 0.0
    rows = [
        ("场景", report.scenario),
        ("关注 / 取消关注", f"{report.follows:,} / {report.unfollows:,}"),
        ("提问", f"{report.messages:,}"),
        ("已回答", f"{report.answered:,}  ({share:.1%})"),
        ("未回答（success）", f"{report.silent:,}"),
        ("丢失（三次均失败）", f"{report.lost:,}"),
        ("重试", f"{report.retries:,}"),
        ("重复", f"{report.duplicates:,}"),
        ("应答时间 p50 / p99", f"{report.p50_ms} ms / {report.p99_ms} ms"),
        ("用时", f"{report.seconds} s"),
    ]
    return "\n".join(f"  {name}：{value}" for name, value in rows)
