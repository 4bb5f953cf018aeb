"""A worker that dies: after every call of WeChat and every write, with every fault (docs/reliability.md).

By default each fault is tried with a death at one place, another one for each; with ``RONGMEI_PROOF=all`` at every
place, which takes some ten minutes.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from itertools import count

import pytest

from chalicelib.publishing import Delivery, DeliveryState, Way
from chalicelib.settings import settings
from tests.cloud.publishing.conftest import NOW, RUNS, SLOT, TEXT, Clock
from tests.cloud.publishing.world import Reaper, World, dying, running, truthful

EVERYWHERE = os.environ.get("RONGMEI_PROOF") == "all"
PLACES = 30
"""About so many there are: three steps of preparation, a submit and its event, each with two writes and a call."""
ONE_PICTURE = TEXT.replace("![](b.png)\n", "")
SENDALL = "/cgi-bin/message/mass/sendall"
SUBMIT = "/cgi-bin/freepublish/submit"
DRAFT = "/cgi-bin/draft/add"
UPLOAD = "/cgi-bin/media/uploadimg"
COVER = "/cgi-bin/material/add_material"

Trouble = Callable[[World], None]


def fault(kind: str, path: str = "", **options: object) -> Trouble:
    return lambda world: world.fault(kind, path, **options)


def of_call(path: str) -> dict[str, Trouble]:
    """What can happen to one call."""
    name = path.rsplit("/", 1)[1]
    return {
        f"{name}: answer lost before execution": fault("drop_before", path),
        f"{name}: answer lost after execution": fault("drop_after", path),
        f"{name}: -1 before execution": fault("busy_before", path),
        f"{name}: -1 after execution": fault("busy_after", path),
        f"{name}: token lost": fault("token_invalid", path),
        f"{name}: token taken elsewhere": fault("token_elsewhere", path),
    }


def of_event(event: str) -> dict[str, Trouble]:
    return {
        "event lost": fault("event_lost", event),
        "event early": fault("event_early", event),
        "event doubled": fault("event_doubled", event),
        "two events at once": fault("event_at_once", event),
    }


PREPARING = of_call(UPLOAD) | of_call(COVER) | of_call(DRAFT)
MASS: dict[str, Trouble] = {
    "no fault": lambda world: None,
    **PREPARING,
    **of_call(SENDALL),
    "sendall: 45065 on the first call": fault("clientmsgid_exists"),
    "sendall: 45066 on the first call": fault("clientmsgid_too_fast"),
    **of_event("MASSSENDJOBFINISH"),
}
PUBLISH: dict[str, Trouble] = {
    "no fault": lambda world: None,
    **of_call(DRAFT),
    **of_call(SUBMIT),
    **of_event("PUBLISHJOBFINISH"),
}


@pytest.fixture(scope="module")
def _world() -> Iterator[World]:
    with running(Clock()) as world:
        yield world


@pytest.fixture
def world(_world: World, plan: Callable[..., Delivery], monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setenv("RONGMEI_WECHAT_API_URL", _world.url)
    settings.cache_clear()
    return _world


def dies(
    world: World,
    plan: Callable[..., Delivery],
    trouble: Trouble,
    patch: pytest.MonkeyPatch,
    way: Way,
    number: int,
) -> list[Delivery]:
    """One push after the other, each with a worker that dies at another place, until there is no more place."""
    ends = []
    places = count(1) if EVERYWHERE else [1 + number * 7 % PLACES]
    for at in places:
        world.clock.now = NOW
        world.begin()
        planned = plan(text=ONE_PICTURE, title=f"个税汇算{at}", way=way)
        trouble(world)
        world.clock.now = SLOT
        reaper = Reaper(at)
        with dying(world, reaper, patch):
            ends.append(world.live_through(planned.id))
        truthful(ends[-1], world)
        RUNS[f"crash, {way.value}"] += 1
        if reaper.seen < at:
            break
    return ends


@pytest.mark.parametrize(("number", "name"), list(enumerate(MASS)))
def test_killed_anywhere_a_mass_send_goes_out_once(
    number: int,
    name: str,
    world: World,
    plan: Callable[..., Delivery],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ends = dies(world, plan, MASS[name], monkeypatch, Way.MASS, number)
    # Neither twice (``truthful``) nor never.
    assert {end.state for end in ends} == {DeliveryState.CONFIRMED}


@pytest.mark.parametrize(("number", "name"), list(enumerate(PUBLISH)))
def test_killed_anywhere_a_publication_is_made_once_or_said_not_to_be(
    number: int,
    name: str,
    world: World,
    plan: Callable[..., Delivery],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ends = dies(world, plan, PUBLISH[name], monkeypatch, Way.PUBLISH, number)
    for end in ends:
        # What was not taken may be tried anew by a person; ``truthful`` saw that it was not.
        assert end.state is DeliveryState.CONFIRMED or end.tried_at is None
