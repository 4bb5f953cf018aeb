"""What the walk of an erasure needs of an operator: a desk with a hotline behind it, and an erasure that is due.

``python -m tests.stack.erasure_parts desk`` or ``… due OPENID``, in the environment of the running system.
"""

from __future__ import annotations

import sys
from datetime import timedelta

from chalicelib import desk, followers, hotline
from chalicelib.actor import local
from chalicelib.clock import utc_now
from chalicelib.followers import Erasure, Why
from demo.accounts import COUNTY

CLERK = "zp.wang"


def open_desk() -> None:
    """One agent on duty; a hotline that nobody answers gets every conversation."""
    desk.setup.add_agent(COUNTY.id, {"id": CLERK}, by=local("ops"), now=utc_now())
    desk.go_on_duty(COUNTY.id, by=local(CLERK), now=utc_now())
    hotline.connect(
        COUNTY.id,
        base_url="http://127.0.0.1:9/hotline",
        timeout_seconds=1,
        secret=None,
        by=local("ops"),
        now=utc_now(),
        when=hotline.When.ALWAYS,
    )


def make_due(openid: str) -> None:
    """As if the follower had left a month ago."""
    now = utc_now()
    followers.erasure_store.ask(
        Erasure(
            account=COUNTY.id,
            openid=openid,
            unit=COUNTY.id,
            why=Why.REVOKED,
            asked_at=now - timedelta(days=30),
            cut=now,
            due_at=now,
            mark="0123456789abcdef",
        )
    )


if __name__ == "__main__":
    if sys.argv[1] == "desk":
        open_desk()
    else:
        make_due(sys.argv[2])
