"""Whoever speaks to a follower, killed at every line, failed at every call of AWS, WeChat and the hotline.

Each message reaches the follower at most once; one that does not, or may not have, is said to a person: it stands with
the session, a metric counts it, the hotline is told, or the command that ordered it failed. By default a sample of the
lives is lived; with ``RONGMEI_PROOF=all`` every one.
"""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from chalicelib import accounts, conversation, desk, followers, hotline
from chalicelib.actor import local
from chalicelib.cloud import table
from chalicelib.conversation import Decision, Rung
from chalicelib.desk import MessageState, ServiceSession, SessionState
from chalicelib.wechat.replies import TextReply
from tests.cloud.desk.conftest import ACCOUNT, taken
from tests.cloud.desk.inside import texts
from tests.cloud.speaking.conftest import Deed, World, lives
from tests.cloud.speaking.process import Fate
from tests.cloud.speaking.wechat import HOTLINE
from wechat_simulator.hotline import signature

SECRET = "both sides sign with this"
MINUTES = 4
ENDS = {MessageState.SENT, MessageState.UNKNOWN, MessageState.REFUSED}


def work(world: World) -> None:
    """What stands in the queue is done, each by a process of its own. What fails waits for the sweep, but for further
    replies, which no sweep brings back: SQS does."""
    again = []
    for body in taken():
        if conversation.follow_ups.is_task(body):
            deed = world.does(
                lambda body=body: conversation.follow_ups.work(
                    body, accounts.kf_sender, world.office.clock
                )
            )
            if deed.raised or deed.killed:
                again.append(body)
        elif hotline.is_task(body):
            world.does(lambda body=body: hotline.work(body, clock=world.office.clock))
        else:
            world.does(lambda body=body: desk.work(body, clock=world.office.clock))
    for body in again:
        put_back(body)


def put_back(body: str) -> None:
    from chalicelib.cloud import queues
    from chalicelib.settings import settings

    queues.send(settings().outgoing_queue_url, body)


def minutes(world: World, number: int = MINUTES) -> None:
    for _ in range(number):
        world.office.forward(minutes=1)
        for domain in (desk, hotline, conversation.follow_ups):
            world.does(lambda domain=domain: domain.sweep(world.office.now))
        work(world)


def said(world: World, session: ServiceSession, text: str) -> list[desk.Entry]:
    """A text as it stands with the session, for its agent to see."""
    seen = desk.view_session(ACCOUNT, session.id, world.office.now, suggest=False)
    return [one for one in seen.entries if one.text == text and one.state is not MessageState.KEPT]


def truthful(world: World, session: ServiceSession, text: str) -> MessageState | None:
    """What is said of a message, held against what WeChat took; None where it was never written down."""
    took = world.wechat.took[text]
    assert took <= 1, f"{text} arrived {took} times"
    entries = said(world, session, text)
    if not entries:
        assert not took
        return None
    [entry] = entries
    assert entry.state in ENDS, f"{text} is still {entry.state}"
    if entry.state is MessageState.SENT:
        assert took == 1
    if entry.state is MessageState.REFUSED:
        assert took == 0
        assert entry.problem
    if entry.state is MessageState.UNKNOWN:
        outcomes = ("KfMessage", "unknown"), ("SendingCutOff", "")
        assert any(world.metrics[outcome] for outcome in outcomes)
    return entry.state


def answered(world: World) -> ServiceSession:
    """A session that an agent has answered; the follower does not write any more."""
    session = world.office.ask()
    desk.reply(ACCOUNT, session.id, "请稍候", by=local(session.owner), now=world.office.now)
    work(world)
    assert world.wechat.took["请稍候"] == 1
    return session


def agents_are_there(world: World) -> None:
    for agent in ("wang", "li"):
        desk.heartbeat(ACCOUNT, by=local(agent), now=world.office.now)


@pytest.mark.parametrize("text", ["您好", "税" * 900], ids=["a reply", "a reply in two messages"])
def test_an_agents_reply(world: World, text: str) -> None:
    session = world.office.ask()
    world.keep()
    parts = [text[:682], text[682:]] if len(text) > 682 else [text]
    deeds: list[Deed] = []

    def live() -> None:
        deeds[:] = [
            world.does(
                lambda: desk.reply(
                    ACCOUNT, session.id, text, by=local(session.owner), now=world.office.now
                )
            )
        ]
        work(world)
        minutes(world)

    for place, fate in lives(world, "agent's reply", live):
        states = [truthful(world, session, part) for part in parts]
        [order] = deeds
        if order.raised is not None and fate is not Fate.LOST:
            assert states == [None] * len(parts), (
                f"said to have failed, and went out: {place} {fate}"
            )
        elif not order.killed and not order.raised:
            assert None not in states
            if place.kind == "aws" and fate in (Fate.THROTTLED, Fate.REFUSED):
                assert set(states) == {MessageState.SENT}, (place, fate, states)


def test_the_question_for_a_rating(world: World) -> None:
    session = answered(world)
    world.keep()
    asking = texts.survey(session.id)

    def live() -> None:
        world.does(
            lambda: desk.resolve(ACCOUNT, session.id, by=local(session.owner), now=world.office.now)
        )
        work(world)
        minutes(world)

    for place, fate in lives(world, "question for a rating", live):
        state = truthful(world, session, asking)
        ended = desk.find(ACCOUNT, session.id, world.office.now)
        # Whoever was asked stands as asked, and nobody else.
        assert ended.surveyed is (state is not None), (place, fate)
        assert (ended.state is SessionState.RESOLVED) is (state is not None), (place, fate)


def test_the_end_of_a_silent_session(world: World) -> None:
    session = answered(world)
    world.office.forward(minutes=31)
    agents_are_there(world)
    work(world)
    world.keep()

    def live() -> None:
        world.does(lambda: desk.sweep(world.office.now))
        work(world)
        minutes(world)

    for place, fate in lives(world, "closing of a session", live):
        state = truthful(world, session, texts.CLOSED_IDLE)
        assert state is not None, (place, fate)
        assert desk.find(ACCOUNT, session.id, world.office.now).ending is desk.Ending.IDLE


def test_the_excuse_for_an_agent_who_is_gone(world: World) -> None:
    session = world.office.ask()
    world.office.forward(minutes=11)
    other = "li" if session.owner == "wang" else "wang"
    desk.heartbeat(ACCOUNT, by=local(other), now=world.office.now)
    taken()
    world.keep()

    def live() -> None:
        world.does(lambda: desk.sweep(world.office.now))
        work(world)
        minutes(world)

    for place, fate in lives(world, "excuse for an agent", live):
        assert truthful(world, session, texts.AGENT_LOST) is not None, (place, fate)
        # Where the process died before it gave it to one, it is offered again after a while.
        world.office.forward(minutes=15)
        desk.heartbeat(ACCOUNT, by=local(other), now=world.office.now)
        desk.sweep(world.office.now)
        work(world)
        found = desk.find(ACCOUNT, session.id, world.office.now)
        assert found.owner == other, (place, fate)


def at_hotline(world: World) -> ServiceSession:
    """A session that the hotline has."""
    hotline.connect(
        ACCOUNT,
        base_url=HOTLINE,
        timeout_seconds=5,
        secret=SECRET,
        by=local("ops"),
        now=world.office.now,
    )
    session = answered(world)
    given = hotline.give(ACCOUNT, session.id, by=local(session.owner), now=world.office.now)
    work(world)
    return given


def tells(world: World, session: ServiceSession, event_id: str, **event: str) -> None:
    """The hotline posts an event, until somebody takes it."""
    what = {
        "event_id": event_id,
        "session_id": session.id,
        "at": (world.office.now + timedelta(seconds=int(event_id[1:]))).isoformat(),
    } | event
    body = json.dumps(what, ensure_ascii=False).encode()
    path = f"/hotline/{ACCOUNT}/events"

    def receive() -> bool:
        at = int(world.office.now.timestamp())
        headers = signature.headers(SECRET, "POST", path, body, at)
        return hotline.receive(ACCOUNT, headers, body, world.office.now)

    for _ in range(3):
        deed = world.does(receive)
        if deed.returned is not None:
            return
    raise AssertionError(f"never taken: {deed}")


def test_an_answer_of_the_hotline_and_its_end(world: World) -> None:
    session = at_hotline(world)
    world.keep()
    asking = texts.survey(session.id)

    def live() -> None:
        tells(world, session, "e1", type="reply", text="请带身份证", agent="8021")
        work(world)
        tells(world, session, "e2", type="status", status="resolved")
        work(world)
        minutes(world, 6)

    for place, fate in lives(world, "hotline's answer", live):
        state = truthful(world, session, "请带身份证")
        assert state is not None, (place, fate)
        if state is not MessageState.SENT:
            told = world.wechat.hotline.get(f"/v1/sessions/{session.id}/replies/e1", {})
            assert told.get("status") in ("unknown", "refused", "waiting"), (place, fate)
            notes = desk.view_session(ACCOUNT, session.id, world.office.now, suggest=False).entries
            assert any("热线已答复" in one.text for one in notes)
        ended = desk.find(ACCOUNT, session.id, world.office.now)
        waits = state is MessageState.REFUSED  # until the follower writes again
        assert waits or ended.state is SessionState.RESOLVED, (place, fate)
        assert ended.surveyed is (truthful(world, session, asking) is not None)


def test_a_follower_is_told_that_the_hotline_cannot_be_reached(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = at_hotline(world)
    monkeypatch.setattr(world.wechat, "hotline_is_down", True)
    hotline.wrote(session, "M#0009", "还在吗", world.office.now, world.office.now)
    work(world)
    world.keep()

    def live() -> None:
        minutes(world, 7)

    for place, fate in lives(world, "hotline out of reach", live):
        assert truthful(world, session, texts.DELAYED) is not None, (place, fate)


def several(world: World, *contents: str) -> conversation.RecordedPush:
    """A push on record to which a rule gives further replies."""
    openid, now = "oA", int(world.office.now.timestamp())
    wire = {
        "ToUserName": "gh_1",
        "FromUserName": openid,
        "CreateTime": now,
        "MsgType": "text",
        "Content": "全部",
        "MsgId": "1",
    }
    replies = tuple(TextReply(content=content) for content in contents)
    item: table.Item = {
        "pk": followers.partition(ACCOUNT, openid),
        "sk": "IN#M#1",
        "push": json.dumps(wire),
        "decision": Decision(rung=Rung.EXACT, follow_ups=replies).to_json(),
        "received": now,
        "expires_at": now + 86400,
    }
    table.put(item)
    recorded = conversation.recorded(item)
    assert recorded is not None
    return recorded


def test_the_further_replies_of_a_rule(world: World) -> None:
    recorded = several(world, "一", "二")
    world.keep()

    def live() -> None:
        for _ in range(10):  # the stream brings a record back that failed
            deed = world.does(
                lambda: conversation.send_follow_ups(
                    recorded, accounts.kf_sender, world.office.clock
                )
            )
            if deed.returned is not None:
                break
        work(world)
        minutes(world)

    for place, fate in lives(world, "further replies", live):
        took = [world.wechat.took[content] for content in ("一", "二")]
        assert max(took) <= 1, (place, fate)
        lost = sum(number for (name, _), number in world.metrics.items() if name == "FollowUpLost")
        assert sum(took) + lost >= 2, (place, fate, took, world.metrics)
        if place.kind == "aws" and fate in (Fate.THROTTLED, Fate.REFUSED):
            assert (took, lost) == ([1, 1], 0), (place, fate)
