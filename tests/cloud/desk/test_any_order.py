"""Whatever happens in whatever order, and told as often as it likes: nobody is lost, nobody is had by two."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from contextlib import suppress

import pytest

from chalicelib import desk, followers
from chalicelib.actor import local
from chalicelib.desk import SessionState, timers
from chalicelib.desk.agents import store as agent_store
from chalicelib.desk.messages import store as message_store
from chalicelib.desk.sessions import store
from tests.cloud.desk.conftest import ACCOUNT, Desk, Killed

PEOPLE = ("oA", "oB", "oC", "oD", "oE")
AGENTS = ("wang", "li", "zhao")


def holds(office: Desk) -> None:
    """What is always true."""
    sessions = store.live_sessions(ACCOUNT)
    had = Counter(one.owner for one in sessions if one.state is SessionState.OPEN)
    for presence in agent_store.presences(ACCOUNT):
        assert presence.load == had[presence.agent.id] <= presence.agent.capacity
    of = {one.openid: one for one in sessions}
    assert len(of) == len(sessions)
    for openid in PEOPLE:
        told = followers.state(ACCOUNT, openid, consistent=True)
        session = of.get(openid)
        assert told.session == (session.id if session else "")
        assert told.session_owner == (session.owner if session else "")
        waits = session is not None and session.state is SessionState.PENDING
        assert bool(told.waiting) == waits
        for one in sessions:
            assert (one.owner != "") == (one.state is SessionState.OPEN)


def deeds(office: Desk, chance: random.Random) -> list[Callable[[], object]]:
    """What may happen next."""
    openid, agent = chance.choice(PEOPLE), chance.choice(AGENTS)
    live = store.live_sessions(ACCOUNT)
    word = chance.choice(live).id if live else "00000"
    stale = chance.choice(live) if live else None

    def see_to_a_stale_one() -> None:
        if stale is not None:
            timers.check_session(ACCOUNT, stale.id, office.now)

    return [
        lambda: office.ask(openid),
        lambda: office.ask(openid),
        lambda: office.write(openid),
        lambda: desk.go_on_duty(ACCOUNT, by=local(agent), now=office.now),
        lambda: desk.go_off_duty(
            ACCOUNT, by=local(agent), now=office.now, hand_back=chance.random() < 0.5
        ),
        lambda: desk.take(ACCOUNT, chance.choice([None, word]), by=local(agent), now=office.now),
        lambda: desk.transfer(
            ACCOUNT, word, by=local(agent), now=office.now, agent=chance.choice(AGENTS)
        ),
        lambda: desk.transfer(ACCOUNT, word, by=local(agent), now=office.now, skill="个税"),
        lambda: desk.reply(ACCOUNT, word, "您好", by=local(agent), now=office.now),
        lambda: desk.resolve(ACCOUNT, word, by=local(agent), now=office.now),
        lambda: desk.unfollowed(ACCOUNT, openid, office.now),
        see_to_a_stale_one,
        lambda: office.minute(chance.choice([1, 1, 6, 15])),
    ]


@pytest.mark.parametrize("seed", range(4))
def test_loads_states_and_followers_agree_after_every_deed(
    empty: Desk, hire: Callable[..., None], seed: int
) -> None:
    chance = random.Random(seed)  # noqa: S311 - a walk that can be walked again
    for agent in AGENTS:
        hire(agent, capacity=2, on=False)
    for _ in range(40):
        empty.forward(seconds=chance.randint(1, 30))
        # What is refused changes nothing.
        with suppress(desk.DeskError):
            chance.choice(deeds(empty, chance))()
        holds(empty)
        assert all(left >= 0 for left in empty.wechat.values()), "a sixth message"


@pytest.mark.parametrize("at", range(1, 9))
def test_killed_after_any_write_the_next_telling_finishes(
    office: Desk, monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    from chalicelib.cloud import table

    writes = Counter[str]()

    def around(name: str) -> Callable[..., object]:
        write = getattr(table, name)

        def watched(*args: object, **named: object) -> object:
            answer = write(*args, **named)
            writes["all"] += 1
            if writes["all"] == at:
                raise Killed
            return answer

        return watched

    with monkeypatch.context() as patch:
        for name in ("put", "update", "transact"):
            patch.setattr(table, name, around(name))
        try:
            office.ask()
        except Killed:
            office.words -= 1
    session = office.ask()
    assert (session.state, session.owner) == (SessionState.OPEN, "wang")
    assert message_store.budget(ACCOUNT, "oA").left(office.now) == 5
    holds(office)
    assert len(store.live_sessions(ACCOUNT)) == 1
