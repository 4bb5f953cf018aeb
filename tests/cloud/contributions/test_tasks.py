"""What waits for a person stands on the workbench and leads to its page."""

from __future__ import annotations

from datetime import timedelta

from chalicelib import contributions
from chalicelib.actor import Actor
from chalicelib.application import contribution_page, contribution_tasks
from chalicelib.contributions import CallText
from tests.cloud.contributions.conftest import LI, QIN, WANG, World, person


def tasks(world: World, by: Actor, unit: str) -> list[str]:
    found = contribution_tasks.of_unit(by, unit, world.now)
    return [f"{one.kind}: {one.what}" for one in found]


def test_the_receiver_is_told_what_waits_and_what_is_late(world: World) -> None:
    world.sent(title="一")
    world.now += timedelta(days=4)
    world.sent(title="二")
    assert tasks(world, LI, "sheng") == [
        "contribution_late: 1 件报送逾期未答复",
        "contribution: 1 件报送待处理",
    ]
    queue = contribution_page.queue(LI, "sheng", world.now)
    assert [(one.title, one.late) for one in queue.rows] == [("一", True), ("二", False)]


def test_nobody_is_asked_to_decide_what_they_sent_themselves(world: World) -> None:
    world.sent(by=LI)
    assert tasks(world, LI, "sheng") == []
    assert tasks(world, WANG, "sheng") == ["contribution: 1 件报送待处理"]


def test_the_sender_is_told_every_answer_until_they_took_note(world: World) -> None:
    one = world.sent(title="一")
    contributions.return_(one.id, "请补数据", by=LI, now=world.now)
    [task] = contribution_tasks.of_unit(QIN, "qing", world.now)
    assert (task.what, task.detail, task.path) == (
        "一",
        "退回补充：请补数据",
        f"/contributions/{one.id}",
    )
    contributions.acknowledge(one.id, by=QIN, now=world.now)
    assert tasks(world, QIN, "qing") == []


def test_a_call_is_a_task_until_the_unit_has_answered_it(world: World) -> None:
    call = contributions.calls.make(
        "sheng",
        CallText(title="征期里的一天", until=world.now + timedelta(days=7)),
        by=LI,
        now=world.now,
    )
    bo = person("bo")
    assert (
        tasks(world, QIN, "qing") == tasks(world, bo, "bai") == ["contribution_call: 征期里的一天"]
    )
    sent = world.sent(call=call.id)
    assert tasks(world, QIN, "qing") == []
    assert tasks(world, bo, "bai") == ["contribution_call: 征期里的一天"]
    contributions.withdraw(sent.id, "", by=QIN, now=world.now)
    assert tasks(world, QIN, "qing") == ["contribution_call: 征期里的一天"]


def test_a_page_goes_on_where_the_one_before_ended(world: World) -> None:
    for nth in range(5):
        world.now += timedelta(minutes=1)
        world.sent(title=f"第 {nth} 件")
    first = contribution_page.received(LI, "sheng", world.now, limit=3)
    rest = contribution_page.received(LI, "sheng", world.now, limit=3, after=first.place)
    assert [one.title for one in (*first.rows, *rest.rows)] == [
        f"第 {nth} 件" for nth in (4, 3, 2, 1, 0)
    ]
    assert rest.place == ""


def test_a_list_is_filtered_by_kind_unit_matter_and_words(world: World) -> None:
    world.sent(title="自助机", matter="征管")
    world.sent("bai", by=person("bo"), title="直播课")

    def found(**wanted: object) -> list[str]:
        asked = contribution_page.Wanted.model_validate(wanted)
        return [
            one.title for one in contribution_page.queue(LI, "sheng", world.now, wanted=asked).rows
        ]

    assert found(units="bai") == ["直播课"]
    assert found(matter="征管") == ["自助机"]
    assert found(words="直播") == ["直播课"]
    assert found(kind="article") == []
    assert len(found(states={"sent"})) == 2
