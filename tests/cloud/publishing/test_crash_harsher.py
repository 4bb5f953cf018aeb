"""Deaths and faults on a platform that is harsher than WeChat: its drafts stay, so a second submit would go out.

The simulator, like WeChat, takes a draft away when it is sent, which would hide a clientmsgid that changes. This
stand-in shares no code with it (``platform.py``).
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from chalicelib import publishing
from chalicelib.cloud import table
from chalicelib.publishing import Delivery, DeliveryState
from tests.cloud.publishing.conftest import RUNS, SLOT, Clock, Desk, event
from tests.cloud.publishing.platform import Killed, Platform, lost, refused
from tests.cloud.publishing.test_crash import EVERYWHERE, ONE_PICTURE
from tests.cloud.publishing.world import Reaper

STRIDE = 1 if EVERYWHERE else 6


def watched(reaper: Reaper, platform: Platform, patch: pytest.MonkeyPatch) -> None:
    platform.on_call = lambda: reaper.pass_by(f"after {platform.calls[-1]}")
    for name in ("put", "update", "transact"):
        patch.setattr(table, name, reaper.around(getattr(table, name), name))


def live_through(desk: Desk, reaper: Reaper) -> None:
    """From before the slot until the push is settled, dying where the reaper says, twenty minutes at most."""
    desk.clock.now = SLOT
    sent_events = 0
    for _ in range(20):
        try:
            desk.work()
            if desk.wechat.sent and sent_events < 2:
                sent_events += 1
                publishing.confirm("province", event(1000), now=desk.clock.now)
        except Killed:
            pass
        if desk.delivery.state is DeliveryState.CONFIRMED:
            return
        desk.clock.forward(minutes=1)
    raise AssertionError(f"not settled: {desk.delivery} {reaper.places}")


FAULTS: dict[str, Callable[[Platform], None]] = {
    "no fault": lambda platform: None,
    "answer lost after execution": lambda platform: platform.after.append(lost()),
    "answer lost before execution": lambda platform: platform.before.append(lost()),
    "busy after execution": lambda platform: platform.after.append(refused(-1)),
    "45066 on the first call": lambda platform: platform.after.append(refused(45066)),
    "used draft seen first": lambda platform: setattr(platform, "looks_at_draft_first", True),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_killed_anywhere_it_neither_sends_twice_nor_forgets(
    fault: str, plan: Callable[..., Delivery], monkeypatch: pytest.MonkeyPatch
) -> None:
    at = 1 + list(FAULTS).index(fault) % STRIDE
    while True:
        clock = Clock()
        planned = plan(text=ONE_PICTURE, title=f"个税汇算{at}")
        desk = Desk(clock, Platform(clock), planned.id)
        FAULTS[fault](desk.wechat)
        reaper = Reaper(at)
        with monkeypatch.context() as patch:
            watched(reaper, desk.wechat, patch)
            live_through(desk, reaper)
        RUNS["crash, harsher stand-in"] += 1
        assert len(desk.wechat.sent) == 1, (at, reaper.places)
        assert desk.delivery.counts is not None
        table.delete("MASS#province", "1000")
        if reaper.seen < at:
            break
        at += STRIDE
    # Three steps of preparation, a submit and its event, each with two writes and a call.
    assert at > 15
