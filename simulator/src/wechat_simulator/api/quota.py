"""Daily quotas: counted per path, from midnight to midnight in Shanghai (sheet §2.1)."""

from wechat_simulator.api.protocol import ApiError, Endpoint
from wechat_simulator.world.days import day, month
from wechat_simulator.world.state import Account

__all__ = ["day", "limit_of", "month", "spend", "used"]


def limit_of(account: Account, endpoint: Endpoint) -> int | None:
    """Calls allowed a day. WeChat's quotas grow with the followers, so an account can set its own."""
    return account.quotas.get(endpoint.path, endpoint.daily)


def spend(account: Account, endpoint: Endpoint, now: float) -> None:
    """Count one call.

    Raises:
        ApiError: 45009 when the day's calls are used up, 45011 when the minute's are.
    """
    path, limit = endpoint.path, limit_of(account, endpoint)
    if endpoint.per_minute is not None:
        _spend_minute(account, path, endpoint.per_minute, int(now // 60))
    if limit is None:
        return
    today = day(now)
    counts = account.used.setdefault(today, {})
    for past in [key for key in account.used if key != today]:
        del account.used[past]
    if counts.get(path, 0) >= limit:
        raise ApiError(45009, "reach max api daily quota limit")
    counts[path] = counts.get(path, 0) + 1


def _spend_minute(account: Account, path: str, limit: int, minute: int) -> None:
    at, count = account.minute.get(path, [minute, 0])
    count = count if at == minute else 0
    if count >= limit:
        raise ApiError(45011, "api minute-quota reach limit, must slower, retry next minute")
    account.minute[path] = [minute, count + 1]


def used(account: Account, path: str, now: float) -> int:
    return account.used.get(day(now), {}).get(path, 0)
