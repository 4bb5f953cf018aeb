"""Every query of the archive, counted in plain Python over plain rows: another way to the same numbers."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Any

from chalicelib.insight.facts.models import Told
from chalicelib.insight.queries.rows import FactRow

Rows = list[dict[str, Any]]
WEEK, MONTH, QUARTER = 7 * 86400, 30 * 86400, 90 * 86400


def within(told: Iterable[Told], given: Any, *kinds: str) -> Rows:
    since = getattr(given, "since", date.min).isoformat()
    return [
        one.fact.model_dump() | {"day": one.day}
        for one in told
        if one.account == given.account
        and since <= one.day <= given.until.isoformat()
        and one.fact.kind in kinds
    ]


def grouped(rows: Rows, *keys: str) -> dict[tuple[Any, ...], Rows]:
    found: dict[tuple[Any, ...], Rows] = defaultdict(list)
    for row in rows:
        found[tuple(row[key] for key in keys)].append(row)
    return dict(sorted(found.items()))


def number(rows: Rows, **wanted: Any) -> int:
    return sum(all(row[name] == value for name, value in wanted.items()) for row in rows)


def people(rows: Rows) -> int:
    return len({row["follower"] for row in rows})


def mean(values: list[int], digits: int) -> float | None:
    return round(sum(values) / len(values), digits) if values else None


def followers_by_day(told: list[Told], given: Any) -> Rows:
    total, found = given.start, []
    for (day,), rows in grouped(within(told, given, "follow", "unfollow"), "day").items():
        came, went = number(rows, kind="follow"), number(rows, kind="unfollow")
        total += came - went
        found.append({"day": day, "came": came, "went": went, "net": came - went, "total": total})
    return found


def followers_by_hour(told: list[Told], given: Any) -> Rows:
    return [
        {"hour": hour, "came": number(rows, kind="follow"), "went": number(rows, kind="unfollow")}
        for (hour,), rows in grouped(within(told, given, "follow", "unfollow"), "hour").items()
    ]


def followers_by_source(told: list[Told], given: Any) -> Rows:
    rows = within(told, given, "follow", "unfollow")
    newest = {
        who: max(moves, key=lambda one: (one["moment"], one["id"]))["id"]
        for who, moves in grouped(rows, "follower").items()
    }
    came = [row for row in rows if row["kind"] == "follow"]
    return [
        {
            "came_by": way,
            "scene": scene,
            "came": len(some),
            "kept": sum(newest[row["follower"],] == row["id"] for row in some),
        }
        for (way, scene), some in grouped(came, "came_by", "scene").items()
    ]


def retention(told: list[Told], given: Any) -> Rows:
    firsts: dict[str, dict[str, Any]] = {}
    for row in sorted(within(told, given, "follow"), key=lambda one: one["moment"]):
        firsts.setdefault(row["follower"], row)
    later = given.model_copy(update={"until": given.seen})
    leaves = grouped(within(told, later, "unfollow"), "follower")
    weeks: dict[str, Counter[str]] = defaultdict(Counter)
    for who, first in firsts.items():
        day = date.fromisoformat(first["day"])
        week = weeks[(day - timedelta(days=day.weekday())).isoformat()]
        went = [one["moment"] for one in leaves.get((who,), []) if one["moment"] >= first["moment"]]
        week["came"] += 1
        for days, seconds in ((7, WEEK), (30, MONTH)):
            due = first["moment"] + seconds <= given.now
            week[f"due_{days}"] += due
            week[f"kept_{days}"] += due and not any(
                moment - first["moment"] < seconds for moment in went
            )
    names = ("came", "due_7", "kept_7", "due_30", "kept_30")
    return [{"week": week} | {n: weeks[week][n] for n in names} for week in sorted(weeks)]


def silent_followers(told: list[Told], given: Any) -> Rows:
    kinds = ("follow", "unfollow", "message", "menu", "scan")
    found: Counter[str] = Counter()
    for rows in grouped(within(told, given, *kinds), "follower").values():
        moves = [one for one in rows if one["kind"] in ("follow", "unfollow")]
        if (
            moves
            and max(moves, key=lambda one: (one["moment"], one["kind"] == "follow"))["kind"]
            != "follow"
        ):
            continue
        active = [one["moment"] for one in rows if one["kind"] in ("message", "menu", "scan")]
        found["followers"] += 1
        for days, seconds in ((7, WEEK), (30, MONTH), (90, QUARTER)):
            found[f"silent_{days}"] += not active or max(active) < given.now - seconds
        found["never"] += not active
    return [{n: found[n] for n in ("followers", "silent_7", "silent_30", "silent_90", "never")}]


def messages_by_day(told: list[Told], given: Any) -> Rows:
    outcomes = ("answered", "offered", "handed_over", "unanswered")
    return [
        {"day": day, "messages": len(rows), "followers": people(rows)}
        | {one: number(rows, outcome=one) for one in outcomes}
        | {"helpful": number(rows, vote=1), "unhelpful": number(rows, vote=-1)}
        for (day,), rows in grouped(within(told, given, "message"), "day").items()
    ]


def messages_by_type(told: list[Told], given: Any) -> Rows:
    return [
        {"type": kind, "messages": len(rows), "followers": people(rows)}
        for (kind,), rows in grouped(within(told, given, "message"), "type").items()
    ]


def messages_by_rung(told: list[Told], given: Any) -> Rows:
    return [
        {"rung": rung, "messages": len(rows)}
        for (rung,), rows in grouped(within(told, given, "message"), "rung").items()
    ]


def messages_by_hour(told: list[Told], given: Any) -> Rows:
    return [
        {"hour": hour, "messages": len(rows), "unanswered": number(rows, outcome="unanswered")}
        for (hour,), rows in grouped(within(told, given, "message"), "hour").items()
    ]


def answers_by_use(told: list[Told], given: Any) -> Rows:
    found: dict[tuple[str, str], Rows] = defaultdict(list)
    for row in within(told, given, "message"):
        kind = next((one for one in ("entry", "rule", "service") if row[one]), "")
        if kind and (row["outcome"] == "answered" or row["vote"]):
            found[kind, row[kind]].append(row)
    return [
        {"kind": kind, "name": name, "given": number(rows, outcome="answered"),
         "helpful": number(rows, vote=1), "unhelpful": number(rows, vote=-1)}
        for (kind, name), rows in found.items()
    ]  # fmt: skip


def hits_by_entry(told: list[Told], given: Any) -> Rows:
    rows = [
        row
        for row in within(told, given, "message")
        if row["rung"] == "faq" and row["entry"] and not row["entry"].startswith("doc:") and not row["page"]
    ]  # fmt: skip
    return [
        {"entry": entry, "hits": len(some)} for (entry,), some in grouped(rows, "entry").items()
    ]


def menu_use(told: list[Told], given: Any) -> Rows:
    return [
        {"menu_key": key, "type": kind, "taps": len(rows), "followers": people(rows)}
        for (key, kind), rows in grouped(within(told, given, "menu"), "menu_key", "type").items()
    ]


def menu_use_by_hour(told: list[Told], given: Any) -> Rows:
    rows = grouped(within(told, given, "menu"), "day", "hour", "menu_key")
    return [
        {"day": day, "hour": hour, "menu_key": key, "taps": len(some)}
        for (day, hour, key), some in rows.items()
    ]


def _desk(rows: Rows) -> dict[str, Any]:
    def known(name: str, least: int = 0) -> list[int]:
        return [row[name] for row in rows if row[name] >= least]

    return {
        "sessions": len(rows),
        "resolved": number(rows, state="resolved"),
        "served": len(known("wait_seconds")),
        "replied": len(known("first_reply_seconds")),
        "escalated": len(known("escalated", 1)),
        "wait_seconds": mean(known("wait_seconds"), 1),
        "first_reply_seconds": mean(known("first_reply_seconds"), 1),
        "resolve_seconds": mean(known("resolve_seconds"), 1),
        "rated": len(known("rating", 1)),
        "stars": mean(known("rating", 1), 2),
        "satisfied": len(known("rating", 4)),
    }


def in_order(rows: Iterable[dict[str, Any]]) -> Rows:
    """Rows in an order that does not ask in which order their fields stand."""
    return sorted(rows, key=lambda row: str(sorted(row.items())))


def sessions_by_day(told: list[Told], given: Any) -> Rows:
    by_day = grouped(within(told, given, "session"), "day")
    return [{"day": day} | _desk(rows) for (day,), rows in by_day.items()]


def sessions_by_agent(told: list[Told], given: Any) -> Rows:
    by_agent = grouped(within(told, given, "session"), "team", "agent")
    return [
        {"team": team, "agent": agent} | _desk(rows) for (team, agent), rows in by_agent.items()
    ]


def session_times(told: list[Told], given: Any) -> Rows:
    found = []
    for measure in ("first_reply", "resolve", "wait"):
        name = f"{measure}_seconds"
        times = sorted(row[name] for row in within(told, given, "session") if row[name] >= 0)
        half, most = -(-len(times) // 2) - 1, -(-len(times) * 9 // 10) - 1
        found.append({"measure": measure, "sessions": len(times), "median": times[half],
                      "ninety": times[most], "longest": times[-1]})  # fmt: skip
    return found


def pushes_by_day(told: list[Told], given: Any) -> Rows:
    return [
        {
            "day": day,
            "pushes": sum(
                row["state"] in ("confirmed", "partially_sent", "recalled") for row in rows
            ),
            "failed_pushes": number(rows, state="failed"),
        }
        | {name: sum(max(0, row[name]) for row in rows) for name in ("audience", "sent", "failed")}
        for (day,), rows in grouped(within(told, given, "push"), "day").items()
    ]


def service_use(told: list[Told], given: Any) -> Rows:
    every = {one.fact.kind for one in told}
    called = [row for row in within(told, given, *every) if row["service"]]
    return [
        {"service": name, "calls": len(rows), "followers": people(rows)}
        for (name,), rows in grouped(called, "service").items()
    ]


def followers_by_place(told: list[Told], given: Any) -> Rows:
    every = {one.fact.kind for one in told}
    placed = [row for row in within(told, given, *every) if row["latitude"] or row["longitude"]]
    last = [
        max(rows, key=lambda one: (one["moment"], one["id"]))
        for (who,), rows in grouped(placed, "follower").items()
        if who
    ]
    return [
        {"latitude": latitude, "longitude": longitude, "followers": len(rows)}
        for (latitude, longitude), rows in grouped(last, "latitude", "longitude").items()
        if len(rows) >= 5
    ]


def fact_rows(told: list[Told], given: Any) -> Rows:
    found = within(
        told, given.model_copy(update={"since": given.day, "until": given.day}), given.kind
    )
    for name in ("outcome", "rung", "type", "came_by", "menu_key"):
        if (wanted := getattr(given, name)) != "*":
            found = [row for row in found if row[name] == wanted]
    found = [row for row in found if (row["moment"], row["id"]) < (given.moment, given.id)]
    found.sort(key=lambda row: (row["moment"], row["id"]), reverse=True)
    return [{name: row[name] for name in FactRow.model_fields} for row in found[:51]]


BY_HAND: dict[str, Callable[[list[Told], Any], Rows]] = {
    one.__name__: one
    for one in (
        followers_by_day, followers_by_hour, followers_by_source, retention, silent_followers,
        messages_by_day, messages_by_type, messages_by_rung, messages_by_hour, answers_by_use,
        hits_by_entry,
        menu_use, menu_use_by_hour, sessions_by_day, sessions_by_agent, session_times, pushes_by_day,
        service_use, followers_by_place, fact_rows,
    )
}  # fmt: skip
