"""What a day allows: counted per path, from midnight to midnight in Shanghai (sheet §2.1)."""

from datetime import datetime, timedelta, timezone

from simulator.api.protocol import ApiError
from simulator.state import Account

SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")


def day(now: float) -> str:
    return datetime.fromtimestamp(now, SHANGHAI).strftime("%Y-%m-%d")


def month(now: float) -> str:
    return day(now)[:7]


def spend(account: Account, path: str, limit: int | None, now: float) -> None:
    """Count one call.

    Raises:
        ApiError: 45009 when the day's calls are used up.
    """
    if limit is None:
        return
    today = day(now)
    counts = account.used.setdefault(today, {})
    for past in [key for key in account.used if key != today]:
        del account.used[past]
    if counts.get(path, 0) >= limit:
        raise ApiError(45009, "reach max api daily quota limit")
    counts[path] = counts.get(path, 0) + 1


def used(account: Account, path: str, now: float) -> int:
    return account.used.get(day(now), {}).get(path, 0)
