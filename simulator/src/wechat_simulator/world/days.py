"""Days and months as WeChat counts them: in Shanghai time, whatever the machine's time zone."""

from datetime import datetime, timedelta, timezone

SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")


def local(now: float) -> datetime:
    return datetime.fromtimestamp(now, SHANGHAI)


def day(now: float) -> str:
    return local(now).strftime("%Y-%m-%d")


def month(now: float) -> str:
    return day(now)[:7]
