"""The minute's sweep: everything of all domains that is due, or that stopped half-way, is queued."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from chalicelib import (
    appointments,
    catalogue,
    conversation,
    desk,
    distribution,
    hotline,
    insight,
    jobs,
    menus,
    notices,
    orders,
    publishing,
    reports,
    telemetry,
    webhooks,
)
from chalicelib.application import (
    appointment_tellings,
    audit_chain,
    broadcast_tellings,
    contribution_work,
    count_days,
    erase_follower,
    follower_orders,
    health,
    inspection_runs,
    matrix_health,
    relay_follow,
    takedown_work,
    topic_events,
)
from chalicelib.cloud.afterwards import afterwards

SWEEPS: Final = (
    # Pushes first: they have a minute.
    ("deliveries", publishing),
    ("offers", distribution),
    ("orders", orders),
    ("relays", relay_follow),
    ("menus", menus),
    ("desk tasks", desk),
    ("notices", notices),
    ("hotline cases", hotline),
    ("further replies", conversation.follow_ups),
    ("takedowns", takedown_work),
    ("tellings of appointments", appointment_tellings),
    ("tellings of live streams", broadcast_tellings),
    ("erasures", erase_follower),
    ("rolls of followers", follower_orders),
    ("report schedules", reports),
    ("jobs", jobs),
    ("events", webhooks),
    ("catalogues", catalogue.tending),
    ("topics of the board", topic_events),
    ("contributions", contribution_work),
    ("statistics", insight.wechat_numbers),
    ("days of units", count_days),
    ("topics of questions", insight.topics),
    ("appointments", appointments.tending),
    ("inspections", inspection_runs),
    ("health of accounts", matrix_health),
    ("steps of the audit log's chain", audit_chain),
)
"""The ``sweep(now)`` of each queues one message for each thing that is due, and returns how many."""


def queue_due(now: datetime) -> None:
    """Queue one message for each thing of ``SWEEPS`` that is due.

    Running it twice is harmless: whoever works off a message claims the thing, or brings it to the same state again.
    One sweep that fails does not stop the others; its error is raised after them.
    """
    errors: list[Exception] = []
    for what, domain in SWEEPS:
        try:
            number: int = domain.sweep(now)
        except Exception as error:
            telemetry.logger.exception("sweep failed", extra={"what": what})
            errors.append(error)
        else:
            if number:
                telemetry.logger.info(f"{what} queued", extra={"number": number})
    if errors:
        raise errors[0]
    with afterwards("the sweep's mark"):
        health.mark_sweep(now)
