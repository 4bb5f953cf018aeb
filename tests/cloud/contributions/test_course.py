"""A contribution from its draft to its answer: who may, what follows, what is told."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chalicelib import audit, contributions, newsroom, topics
from chalicelib.application import contribution_work
from chalicelib.contributions import (
    BadContribution,
    ContributionChanged,
    ContributionState,
    NotDecidable,
    OwnContribution,
)
from chalicelib.people import PermissionDenied
from chalicelib.topics import BoardAction, Origin, TopicState
from tests.cloud.contributions.conftest import LI, PING, QIN, WANG, ZONG, World


def test_an_adopted_lead_is_a_topic_of_the_receivers_board(world: World) -> None:
    adopted = world.adopt(world.sent(when="11月20日", where="青溪社区"))
    assert adopted.state is ContributionState.ADOPTED
    assert adopted.answer is not None
    [topic] = topics.board("sheng", by=LI)
    assert topic.id == adopted.answer.topic
    assert (topic.origin, topic.of, topic.matter) == (Origin.CONTRIBUTION, adopted.id, "纳税服务")
    assert "供稿：qing税务局" in topic.note
    assert "11月20日" in topic.note


def test_an_adopted_article_is_a_draft_with_its_pictures_and_its_source(world: World) -> None:
    adopted = world.adopt(world.sent_article())
    assert adopted.answer is not None
    copy = newsroom.get_article(adopted.answer.article)
    before = newsroom.read_content(newsroom.get_article(adopted.written.article).key)
    after = newsroom.read_content(copy.key)
    assert (copy.unit, copy.state, copy.created_by) == ("sheng", newsroom.ArticleState.DRAFT, "li")
    assert after.cover == before.cover
    assert after.source == "qing税务局"
    assert after.html.endswith("<section><p>来源：qing税务局</p></section>")
    assert contributions.store.of_article(copy.id) == [adopted.id]


def test_the_copy_is_of_the_revision_that_was_sent(world: World) -> None:
    sent = world.sent_article()
    from tests.cloud.newsroom.people import composed

    newsroom.revise(sent.written.article, composed(body="改了。"), by=QIN, now=world.now)
    adopted = world.adopt(sent)
    assert adopted.answer is not None
    copy = newsroom.read_content(newsroom.get_article(adopted.answer.article).key)
    assert "改了" not in copy.html


def test_a_foreign_article_is_not_sent(world: World) -> None:
    article = world.article("sheng", LI)
    with pytest.raises(BadContribution):
        world.begun(kind="article", article=article.id)


def test_a_county_sends_to_its_city_until_the_province_is_open_to_it(world: World) -> None:
    with pytest.raises(BadContribution):
        world.begun("zhiping", "sheng", PING)
    contributions.set_settings(
        "sheng", {"direct_levels": ["county"]}, base=0, by=ZONG, now=world.now
    )
    assert world.sent("zhiping", "sheng", PING).to == "sheng"


def test_nothing_is_sent_sideways(world: World) -> None:
    with pytest.raises(BadContribution):
        world.begun("qing", "bai")


def test_returned_for_more_it_is_changed_and_sent_again(world: World) -> None:
    one = world.sent()
    back = contributions.return_(one.id, "请补充数据", by=LI, now=world.now)
    assert (back.state, back.remark, back.known) == (
        ContributionState.RETURNED,
        "请补充数据",
        False,
    )
    world.now += timedelta(days=1)
    contribution_work.edit(
        one.id, "sheng", world.written(text="三天办了 213 件。"), by=QIN, now=world.now
    )
    again = contribution_work.send(one.id, by=QIN, now=world.now)
    assert again.state is ContributionState.SENT
    assert again.sent_at == world.now
    assert [each.id for each in contributions.store.open_at("sheng")] == [one.id]


def test_what_was_sent_goes_to_no_other_unit(world: World) -> None:
    contributions.set_settings(
        "sheng", {"direct_levels": ["county"]}, base=0, by=ZONG, now=world.now
    )
    one = world.sent("zhiping", "sheng", PING)
    contributions.return_(one.id, "请先报市局", by=LI, now=world.now)
    with pytest.raises(BadContribution):
        contribution_work.edit(one.id, "qing", world.written(), by=PING, now=world.now)


def test_the_sender_takes_it_back_before_and_not_after_a_decision(world: World) -> None:
    one = world.sent()
    contributions.withdraw(one.id, "数据有误", by=QIN, now=world.now)
    assert list(contributions.store.open_at("sheng")) == []
    other = world.sent()
    world.adopt(other)
    with pytest.raises(NotDecidable):
        contributions.withdraw(other.id, "", by=QIN, now=world.now)


def test_a_declined_one_says_why_and_the_sender_takes_note(world: World) -> None:
    one = world.sent()
    contributions.decline(one.id, "选题重复", "本周已有同题。", by=LI, now=world.now)
    [told] = contributions.store.told("qing")
    assert told.answer is not None
    assert (told.answer.reason, told.answer.words) == ("选题重复", "本周已有同题。")
    contributions.acknowledge(one.id, by=QIN, now=world.now)
    contributions.acknowledge(one.id, by=QIN, now=world.now)
    assert list(contributions.store.told("qing")) == []


def test_many_are_declined_at_once_and_what_cannot_be_says_why(world: World) -> None:
    first, second = world.sent(title="一"), world.sent(title="二")
    world.adopt(second)
    found = contributions.decline_all(
        [first.id, second.id], "时效已过", "已过时效。", by=LI, now=world.now
    )
    assert [one.problem == "" for one in found] == [True, False]
    assert contributions.get(first.id).state is ContributionState.DECLINED
    assert contributions.get(second.id).state is ContributionState.ADOPTED


def test_one_is_merged_into_another_which_names_it(world: World) -> None:
    main, other = world.sent(title="主"), world.sent(title="次")
    merged = contributions.merge(other.id, main.id, by=LI, now=world.now)
    assert merged.state is ContributionState.MERGED
    assert [each.id for each in contributions.store.merged_into(main)] == [other.id]
    with pytest.raises(BadContribution):
        contributions.merge(main.id, other.id, by=LI, now=world.now)


def test_who_wrote_it_does_not_decide_it_though_they_may_above(world: World) -> None:
    one = world.sent(by=LI)
    with pytest.raises(OwnContribution):
        world.adopt(one)
    assert world.adopt(one, WANG).state is ContributionState.ADOPTED


def test_the_sending_unit_does_not_decide(world: World) -> None:
    with pytest.raises(PermissionDenied):
        world.adopt(world.sent(), QIN)


def test_an_undone_adoption_drops_its_topic_and_is_in_the_queue_again(world: World) -> None:
    adopted = world.adopt(world.sent())
    undone = contributions.undo(adopted.id, "点错了", by=LI, now=world.now)
    assert undone.state is ContributionState.RECEIVED
    assert [one.state for one in topics.board("sheng", by=LI)] == [TopicState.DROPPED]
    assert contributions.store.points_of("sheng", "2026-11") == []
    assert [each.id for each in contributions.store.open_at("sheng")] == [adopted.id]


def test_an_adoption_that_somebody_works_on_is_not_undone(world: World) -> None:
    adopted = world.adopt(world.sent())
    assert adopted.answer is not None
    topics.move(adopted.answer.topic, BoardAction.ADOPT, by=LI, now=world.now)
    topics.assign(
        adopted.answer.topic,
        "wang",
        topics.ProductForm.ARTICLE,
        world.now + timedelta(days=1),
        by=LI,
        now=world.now,
    )
    with pytest.raises(NotDecidable):
        contributions.undo(adopted.id, "点错了", by=LI, now=world.now)
    assert contributions.get(adopted.id).state is ContributionState.ADOPTED


def test_adopted_again_after_an_undo_it_has_the_same_copy(world: World) -> None:
    adopted = world.adopt(world.sent_article())
    contributions.undo(adopted.id, "点错了", by=LI, now=world.now)
    again = world.adopt(adopted)
    assert adopted.answer is not None
    assert again.answer is not None
    assert again.answer.article == adopted.answer.article


def test_an_edit_of_an_old_version_is_refused(world: World) -> None:
    one = world.begun()
    contribution_work.edit(one.id, "sheng", world.written(title="新"), by=QIN, now=world.now)
    with pytest.raises(ContributionChanged):
        contribution_work.edit(
            one.id, "sheng", world.written(title="旧"), by=QIN, now=world.now, seen=one.version
        )


def test_every_deed_stands_in_the_log(world: World) -> None:
    one = world.sent()
    world.adopt(one)
    sender = [each.action for each in audit.of_unit("qing") if one.id in each.object]
    receiver = [each.action for each in audit.of_unit("sheng") if one.id in each.object]
    assert sender == ["contributions:contribution:send"] * 2
    assert receiver == ["contributions:contribution:decide"]
