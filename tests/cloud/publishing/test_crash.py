"""A worker that dies: after every call of WeChat and every write (DESIGN §6, exactly once)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from chalicelib import publishing
from chalicelib.cloud import table
from chalicelib.publishing import Delivery, DeliveryState
from tests.cloud.publishing.conftest import SLOT, TEXT, Clock, Desk, event
from tests.cloud.publishing.platform import Killed, Platform, lost, refused

ONE_PICTURE = TEXT.replace("![](b.png)\n", "")


class Reaper:
    """Kills the worker at one of the places where it can die; counts them all."""

    def __init__(self, at: int | None) -> None:
        self.at = at
        self.seen = 0
        self.places: list[str] = []

    def pass_by(self, place: str) -> None:
        self.seen += 1
        self.places.append(place)
        if self.seen == self.at:
            raise Killed(place)

    def around(self, write: Callable[..., Any]) -> Callable[..., Any]:
        """``write``, with a place to die after it."""

        def watched(*args: Any, **named: Any) -> Any:
            answer = write(*args, **named)
            self.pass_by(f"after {write.__name__}")
            return answer

        return watched


def watched(reaper: Reaper, platform: Platform, patch: pytest.MonkeyPatch) -> None:
    platform.on_call = lambda: reaper.pass_by(f"after {platform.calls[-1]}")
    for name in ("put", "update"):
        patch.setattr(table, name, reaper.around(getattr(table, name)))


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
    at = 0
    while True:
        at += 1
        clock = Clock()
        planned = plan(text=ONE_PICTURE.replace("汇算", f"汇算{at}"))
        desk = Desk(clock, Platform(clock), planned.id)
        FAULTS[fault](desk.wechat)
        reaper = Reaper(at)
        with monkeypatch.context() as patch:
            watched(reaper, desk.wechat, patch)
            live_through(desk, reaper)
        assert len(desk.wechat.sent) == 1, (at, reaper.places)
        assert desk.delivery.counts is not None
        table.delete("MASS#province", "1000")
        if reaper.seen < at:
            break
    # Three steps of preparation, a submit and its event, each with two writes and a call.
    assert at > 15
