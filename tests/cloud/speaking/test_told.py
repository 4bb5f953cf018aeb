"""An answer that a follower wanted to be told, killed and failed everywhere: told once, or said to be of unknown outcome."""

from __future__ import annotations

import json

from chalicelib import conversation, desk, topics
from chalicelib.application import answer_products, tell_askers, topic_events
from chalicelib.cloud import table
from chalicelib.desk import MessageState
from tests.cloud.desk.conftest import ACCOUNT, taken
from tests.cloud.speaking.conftest import World, lives
from tests.cloud.speaking.process import Process
from tests.cloud.topics.world import Loop, set_up

PK = f"FOLLOWER#{ACCOUNT}#oA"
NEWS = "有答复了"


def work(world: World) -> None:
    """What stands in the queue is done, each by a process of its own; what fails comes back, as SQS brings it."""
    again = []
    for body in taken():
        if tell_askers.is_task(body):
            deed = world.does(lambda body=body: tell_askers.work(body, world.office.now))
        elif topic_events.is_task(body):
            deed = world.does(lambda body=body: topic_events.work(body, world.office.now))
        elif conversation.follow_ups.is_task(body):
            continue
        else:
            deed = world.does(lambda body=body: desk.work(body, clock=world.office.clock))
        if deed.raised or deed.killed:
            again.append(body)
    for body in again:
        put_back(body)


def put_back(body: str) -> None:
    from chalicelib.cloud import queues
    from chalicelib.settings import settings

    queues.send(settings().outgoing_queue_url, body)


def streamed(world: World) -> None:
    """The stream tells of the follower's messages, again where its function fails."""
    for _ in range(2):
        for line in list(table.query(PK, "SAID#", consistent=True)):
            world.does(lambda line=line: topic_events.follow(line, world.office.now))


def told_once(world: World, loop: Loop, late: bool) -> None:
    """However it went: by one message, or by the next reply, or nobody knows, and never twice."""
    world.process = Process()  # what comes now, comes undisturbed
    messages = sum(number for text, number in world.wechat.took.items() if NEWS in text)
    first, second = loop.says("在吗"), loop.says("在吗")
    assert NEWS not in second
    lines = list(table.query(PK, "SAID#", consistent=True))
    unknown = any(line["state"] == MessageState.UNKNOWN.value for line in lines)
    number = messages + first.count(NEWS)
    assert number <= 1, "told twice"
    assert number == 1 or unknown, "not told, and nobody says so"
    if late:
        assert messages == 0
    [one] = topics.agreements.of_follower(ACCOUNT, "oA")
    assert one.state in (
        topics.agreements.AgreementState.MESSAGE,
        topics.agreements.AgreementState.GIVEN,
    )


def released(world: World, *, late: bool) -> tuple[Loop, str]:
    """A follower has agreed, and their answer is released; the task that tells them waits."""
    loop = set_up(world.office)
    loop.wants()
    if late:
        loop.later(hours=49)
    topic = answer_products.make(loop.taken_answer().id, loop.now)
    loop.released(topic)
    taken()
    return loop, json.dumps({"kind": tell_askers.KIND, "topic": topic.id})


def lived(world: World, name: str, *, late: bool) -> None:
    loop, task = released(world, late=late)
    world.keep()

    def live() -> None:
        put_back(task)
        for _ in range(5):
            work(world)
            streamed(world)
            world.office.forward(minutes=1)
            world.does(lambda: desk.sweep(world.office.now))
        work(world)
        streamed(world)

    for _ in lives(world, name, live):
        told_once(world, loop, late)


def test_an_answer_that_was_wanted_by_message(world: World) -> None:
    lived(world, "answer that was wanted", late=False)


def test_an_answer_that_was_wanted_at_the_next_word(world: World) -> None:
    lived(world, "answer at the next word", late=True)
