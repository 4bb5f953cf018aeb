"""Publications are credited, points follow every change, and the ranking adds them up; a file of it stands in the log."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from chalicelib import accounts, audit, contributions, topics
from chalicelib.accounts import AccountKind, OfficialAccount
from chalicelib.application import (
    contribution_events,
    contribution_page,
    contribution_ranking,
    contribution_work,
    topic_events,
)
from chalicelib.cloud import table
from chalicelib.contributions import (
    BadContribution,
    CallText,
    Contribution,
    ContributionChanged,
)
from chalicelib.errors import Invalid
from chalicelib.jobs import Job
from chalicelib.people import PermissionDenied
from chalicelib.publishing import Delivery, DeliveryState
from chalicelib.topics import BoardAction, ProductForm
from tests.cloud.contributions.conftest import GUAN, LI, MONDAY, PING, QIN, ZONG, World
from tests.cloud.publishing.inside import delivery_store


def pushed(
    world: World, article: str, *, place: int = 1, account: str = "province", mark: str = "11111111"
) -> Delivery:
    """A push of an account that is out, with the article at that place."""
    pieces = [
        {"article": "k", "title": f"第 {n} 条", "article_id": article if n == place else None}
        for n in range(1, place + 1)
    ]
    delivery = Delivery.model_validate(
        {
            "id": f"{world.now:%Y%m%d-%H%M}-{mark}-{account}",
            "account": account,
            "state": DeliveryState.CONFIRMED,
            "at": world.now,
            "pieces": pieces,
            "urls": [f"https://mp.weixin.qq.com/s/{n}" for n in range(1, place + 1)],
        }
    )
    delivery_store.add(delivery)
    return delivery


def told(delivery: Delivery) -> None:
    """What the stream says of a push, twice."""
    item = table.get(f"DELIVERIES#{delivery.account}", delivery.id, consistent=True)
    assert item is not None
    contribution_events.follow(item)
    contribution_events.follow(item)


def points(period: str = "2026-11") -> list[tuple[str, int]]:
    found = contribution_ranking.ranking(LI, "sheng", period, MONDAY)
    return [(one.id, one.points) for one in found.rows]


@pytest.fixture
def copied(world: World) -> tuple[Contribution, str]:
    accounts.store.add_account(
        OfficialAccount(
            id="province",
            name="云岭税务",
            unit="sheng",
            kind=AccountKind.SERVICE,
            appid="wx00000000000001",
        )
    )
    one = world.adopt(world.sent_article())
    assert one.answer is not None
    return one, one.answer.article


def test_a_published_copy_is_credited_with_its_link(
    world: World, copied: tuple[Contribution, str]
) -> None:
    one, article = copied
    assert points() == [("qing", 5)]
    told(pushed(world, article, place=2))
    seen = contribution_page.detail(QIN, one.id, world.now)
    assert seen.row.state_name == "已刊发"
    [publication] = seen.publications
    assert (publication.url, publication.account_name) == (
        "https://mp.weixin.qq.com/s/2",
        "云岭税务",
    )
    assert (points(), seen.points) == ([("qing", 10)], 10)


def test_what_is_made_of_a_leads_topic_is_credited(world: World) -> None:
    one = world.adopt(world.sent())
    assert one.answer is not None
    topic = one.answer.topic
    topics.move(topic, BoardAction.ADOPT, by=LI, now=world.now)
    assigned = topics.assign(
        topic, "wang", ProductForm.ARTICLE, world.now + timedelta(days=1), by=LI, now=world.now
    )
    article = world.article("sheng", LI)
    topics.attach(topic, assigned.assignments[0].id, article.id, by=LI, now=world.now)
    told(pushed(world, article.id))
    assert contributions.get(one.id).published
    assert points() == [("qing", 15)]


def test_what_was_out_before_it_was_attached_is_credited(
    world: World, copied: tuple[Contribution, str]
) -> None:
    one = world.adopt(world.sent())
    assert one.answer is not None
    topic = one.answer.topic
    article = world.article("sheng", LI)
    told(pushed(world, article.id))
    topics.move(topic, BoardAction.ADOPT, by=LI, now=world.now)
    due = world.now + timedelta(days=1)
    made = topics.assign(topic, "wang", ProductForm.ARTICLE, due, by=LI, now=world.now)
    topics.attach(topic, made.assignments[0].id, article.id, by=LI, now=world.now)
    assert contributions.get(one.id).publications == ()
    topic_events.look(topic, world.now)
    item = table.get("TOPICS#sheng", topic, consistent=True)
    assert item is not None
    contribution_events.follow(item)
    contribution_events.follow(item)
    assert [each.place for each in contributions.get(one.id).published] == [1]


def test_three_accounts_count_once(world: World, copied: tuple[Contribution, str]) -> None:
    _, article = copied
    for nth, account in enumerate(("province", "second", "third"), 1):
        told(pushed(world, article, place=nth, account=account))
    assert points() == [("qing", 15)]


def test_points_go_with_a_page_that_is_taken_down(
    world: World, copied: tuple[Contribution, str]
) -> None:
    one, article = copied
    delivery = pushed(world, article)
    told(delivery)
    assert points() == [("qing", 15)]
    gone = delivery.model_copy(update={"state": DeliveryState.RECALLED})
    delivery_store.save(delivery, gone)
    told(gone)
    assert points() == [("qing", 5)]
    assert [each.taken_down for each in contributions.get(one.id).publications] == [True]


def test_a_late_image_of_before_the_recall_brings_no_point_back(
    world: World, copied: tuple[Contribution, str]
) -> None:
    _, article = copied
    delivery = pushed(world, article)
    before = table.get("DELIVERIES#province", delivery.id, consistent=True)
    gone = delivery.model_copy(update={"state": DeliveryState.RECALLED})
    delivery_store.save(delivery, gone)
    told(gone)
    assert before is not None
    contribution_events.follow(before)
    assert points() == [("qing", 5)]


def test_what_is_out_is_not_undone(world: World, copied: tuple[Contribution, str]) -> None:
    one, article = copied
    told(pushed(world, article))
    with pytest.raises(contributions.NotDecidable, match="已经刊发"):
        contributions.undo(one.id, "点错了", by=LI, now=world.now)


def test_an_unsettled_push_counts_for_nothing(
    world: World, copied: tuple[Contribution, str]
) -> None:
    one, article = copied
    delivery = pushed(world, article)
    item = table.get("DELIVERIES#province", delivery.id, consistent=True)
    assert item is not None
    contribution_events.follow({**item, "state": DeliveryState.SUBMITTED.value})
    assert contributions.get(one.id).publications == ()


def test_months_add_up_to_the_quarter(world: World, copied: tuple[Contribution, str]) -> None:
    _, article = copied
    world.now += timedelta(days=14)
    told(pushed(world, article))
    assert points("2026-11") == [("qing", 5)]
    assert points("2026-12") == [("qing", 10)]
    assert points("2026-Q4") == points("2026") == [("qing", 15)]


def test_persons_are_ranked_and_a_unit_below_sees_only_its_own(
    world: World, copied: tuple[Contribution, str]
) -> None:
    other = world.sent("bai", "sheng", LI.model_copy(update={"person": "bo"}))
    world.adopt(other)

    def persons(looking: str) -> list[str]:
        found = contribution_ranking.ranking(
            QIN if looking == "qing" else LI,
            "sheng",
            "2026-11",
            world.now,
            by_person=True,
            looking=looking,
        )
        return [f"{one.rank} {one.name} {one.points}" for one in found.rows]

    assert persons("") == ["1 qin 5", "2 bo 2"]
    assert persons("qing") == ["1 qin 5"]


def test_a_stranger_sees_no_ranking(world: World) -> None:
    with pytest.raises(PermissionDenied):
        contribution_ranking.ranking(PING, "sheng", "2026-11", world.now)
    with pytest.raises(PermissionDenied):
        contribution_ranking.ranking(PING, "sheng", "2026-11", world.now, looking="bai")


def test_a_period_that_is_none_is_refused(world: World) -> None:
    with pytest.raises(Invalid):
        contribution_ranking.ranking(LI, "sheng", "2026-99", world.now)


def test_the_file_is_written_with_its_reason_in_the_log(
    world: World, copied: tuple[Contribution, str]
) -> None:
    job = contribution_ranking.start_export(
        "sheng", "2026-11", "月度通报", "csv", by=GUAN, now=world.now
    )
    made = contribution_ranking.export_job(
        Job.model_validate(json.loads(job.model_dump_json())), lambda *_: None
    )
    assert made.file is not None
    assert "1,qing税务局,市,1,0,0,0,5" in made.file.body.decode("utf-8-sig")
    assert [(one.action, one.note) for one in made.entries] == [
        ("contributions:ranking:export", "月度通报")
    ]


def test_no_file_without_a_reason(world: World) -> None:
    with pytest.raises(Invalid):
        contribution_ranking.start_export("sheng", "", " ", "csv", by=GUAN, now=world.now)


def test_new_rules_hold_from_a_month_on_and_change_no_month_before(
    world: World, copied: tuple[Contribution, str]
) -> None:
    old = [one.model_dump() for one in contributions.settings_of("sheng").points]
    contributions.set_settings(
        "sheng",
        {"points": [*old, {"since": "2026-12", "headline": 30}]},
        base=0,
        by=ZONG,
        now=world.now,
    )
    _, article = copied
    world.now += timedelta(days=14)
    told(pushed(world, article))
    assert points("2026-11") == [("qing", 5)]
    assert points("2026-12") == [("qing", 25)]


def test_rules_of_a_month_that_is_over_are_not_changed(world: World) -> None:
    with pytest.raises(BadContribution, match="已经过去的月份"):
        contributions.set_settings(
            "sheng",
            {"points": [{"since": "2000-01", "headline": 99}]},
            base=0,
            by=ZONG,
            now=world.now,
        )
    assert contributions.store.settings("sheng") is None


def test_of_two_who_set_at_once_one_is_told(world: World) -> None:
    contributions.set_settings("sheng", {"days": 5}, base=0, by=ZONG, now=world.now)
    with pytest.raises(ContributionChanged):
        contributions.set_settings("sheng", {"days": 6}, base=0, by=ZONG, now=world.now)
    assert contributions.settings_of("sheng").days == 5
    assert [one.action for one in audit.of_unit("sheng")].count("contributions:settings:set") == 1


def test_an_editor_sets_nothing(world: World) -> None:
    with pytest.raises(PermissionDenied):
        contributions.set_settings("sheng", {"days": 5}, base=0, by=LI, now=world.now)


def call(world: World, **changes: object) -> contributions.Call:
    text = CallText.model_validate(
        {"title": "征期里的一天", "until": world.now + timedelta(days=7), "number": 3, **changes}
    )
    return contributions.calls.make("sheng", text, by=LI, now=world.now)


def test_a_call_opens_the_way_to_a_unit_further_above(world: World) -> None:
    asked = call(world, levels=("county",))
    sent = world.sent("zhiping", "sheng", PING, call=asked.id)
    found = contribution_page.calls(LI, "sheng", world.now).own
    assert [(one.sent, one.adopted) for one in found] == [(1, 0)]
    world.adopt(sent)
    found = contribution_page.calls(LI, "sheng", world.now).own
    assert [(one.sent, one.adopted) for one in found] == [(1, 1)]
    assert contribution_page.calls(QIN, "qing", world.now).meant == ()


@pytest.mark.parametrize(
    ("changes", "said"),
    [({"wants": "article"}, "只要稿件"), ({"levels": ("county",)}, "没有约本级单位")],
)
def test_what_a_call_does_not_ask_for_is_not_sent(
    world: World, changes: dict[str, object], said: str
) -> None:
    asked = call(world, **changes)
    begun = world.begun(call=asked.id)

    with pytest.raises(BadContribution, match=said):
        contribution_work.send(begun.id, by=QIN, now=world.now)


def test_nothing_is_sent_to_a_call_that_has_ended(world: World) -> None:
    asked = call(world)
    begun = world.begun(call=asked.id)
    contributions.calls.close(asked.id, by=LI, now=world.now)
    contributions.calls.close(asked.id, by=LI, now=world.now)

    with pytest.raises(BadContribution, match="已截止"):
        contribution_work.send(begun.id, by=QIN, now=world.now)
