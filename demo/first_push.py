"""Plans the demo's first push for the next minute: ``python -m demo.first_push``.

So that whoever has the phone open sees an article arrive. Done once: where the account has a push already, it does
nothing.
"""

from __future__ import annotations

import os
import sys
from datetime import datetime, timedelta

from chalicelib import newsroom, publishing
from chalicelib.actor import local
from chalicelib.clock import shown, utc_now
from demo.accounts import HERE, PROVINCE

ARTICLE = HERE / "articles" / "fapiao.md"


def main() -> int:
    """Plan it, and say when to look."""
    if os.environ.get("RONGMEI_WECHAT_API_URL") != os.environ.get("RONGMEI_SIMULATOR_URL"):
        print("left out: WeChat's API is not the simulator")
        return 0
    if next(iter(publishing.list_deliveries([PROVINCE.id])), None) is not None:
        print("has been sent before")
        return 0
    now = utc_now()
    try:
        delivery = publishing.plan_push(
            newsroom.read_file(ARTICLE),
            PROVINCE.id,
            at=_next_minute(now),
            by=local("zong1"),
            now=now,
            reason="演示首次推送",
        )
    except (newsroom.NewsroomError, publishing.PublishingError) as error:
        print(error, file=sys.stderr)
        return 1
    print(f"watch the phone at {shown(delivery.at)} (Beijing time)")
    return 0


def _next_minute(now: datetime) -> datetime:
    return now.replace(second=0, microsecond=0) + timedelta(minutes=1)


if __name__ == "__main__":
    raise SystemExit(main())
