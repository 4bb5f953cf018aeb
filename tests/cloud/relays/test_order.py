"""Steps go out in order, each counts once, and the public page shows what is out."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chalicelib import audit, newsroom, people, relays
from chalicelib.actor import SYSTEM, Actor
from chalicelib.application import relay_article, relay_duties
from chalicelib.cloud import table
from chalicelib.people import Role
from chalicelib.relays import (
    BadRelay,
    HandOnMissing,
    RelayNotNow,
    RelayState,
    StepChange,
    StepState,
)
from tests.cloud.relays.conftest import LI, PING, ZONG, Track, person


def test_the_first_step_has_its_turn_when_the_relay_starts(track: Track) -> None:
    relay = track.started()
    assert track.states(relay) == "turn waiting waiting waiting waiting"
    assert [one["out"] for one in track.page(relay).content["steps"]] == [False] * 5


def test_a_step_that_is_out_hands_the_turn_on_and_stands_on_the_page(track: Track) -> None:
    relay = track.started()
    track.out(relay, 1)
    assert track.states(relay) == "out turn waiting waiting waiting"
    assert track.linked(relay) == [1]
    assert track.step(relay, 1).url == "https://mp.weixin.qq.com/s/1"


def test_what_is_told_again_changes_nothing(track: Track) -> None:
    relay = track.started()
    delivery = track.out(relay, 1)
    before = relays.get(relay.id)
    track.tell_delivery(delivery)
    track.minute()
    assert relays.get(relay.id) == before


def test_a_review_moves_its_step_and_an_edit_moves_it_back(track: Track) -> None:
    relay = track.started()
    article = track.write(relay, 1)
    assert track.step(relay, 1).state is StepState.MADE
    track.review(article)
    assert track.step(relay, 1).state is StepState.APPROVED
    newsroom.withdraw(article, by=LI, now=track.now)
    track.minute(timedelta(minutes=11))
    assert track.step(relay, 1).state is StepState.MADE


def test_the_sweep_finds_an_approval_and_a_push_that_nobody_told(track: Track) -> None:
    relay = track.started()
    article = track.write(relay, 1)
    newsroom.submit(article, by=LI, now=track.now)
    for name in ("chu", "fu", "zhong"):
        newsroom.approve(article, by=person(name), now=track.now)
    track.minute(timedelta(minutes=11))
    assert track.step(relay, 1).state is StepState.APPROVED
    track.push(relay, 1, article)
    track.minute(timedelta(minutes=11))
    assert track.states(relay).startswith("out turn")


def test_steps_are_prepared_before_their_turn(track: Track) -> None:
    relay = track.started()
    track.review(track.write(relay, 3))
    assert track.states(relay) == "turn waiting approved waiting waiting"


def test_a_step_that_goes_out_before_its_turn_is_out_and_says_so(track: Track) -> None:
    relay = track.started()
    track.out(relay, 2)
    assert track.states(relay) == "turn out waiting waiting waiting"
    assert track.step(relay, 2).early
    track.out(relay, 1)
    assert track.states(relay) == "out out turn waiting waiting"
    assert not track.step(relay, 1).early


def test_the_last_step_ends_the_relay(track: Track) -> None:
    relay = track.started(2)
    track.out(relay, 1)
    track.out(relay, 2)
    assert relays.get(relay.id).state is RelayState.DONE
    assert track.page(relay).content["ended"]


def test_an_article_leads_to_the_next_step_and_to_the_page_of_all(track: Track) -> None:
    relay = track.started()
    article = track.write(relay, 1)
    body = newsroom.text_of(article, by=LI).written.body
    assert "下一棒：qing税务局，第二计。" in body
    assert "要点1" in body
    last = newsroom.text_of(track.write(relay, 5), by=LI).written.body
    assert relays.texts.LAST in last


def test_a_step_that_is_skipped_is_passed_over_by_the_words_before_it(track: Track) -> None:
    relay = track.started()
    article = track.write(relay, 1)
    relays.running.skip(relay.id, "s02", "人手不够", by=ZONG, now=track.now)
    after = relays.get(relay.id)
    assert relays.texts.hand_on_old(after, after.steps[0])
    relay_article.mend_hand_on(relay.id, "s01", by=LI, now=track.now)
    body = newsroom.text_of(article, by=LI).written.body
    assert "下一棒：bai税务局，第三计。" in body
    assert "第二计" not in body
    assert not relays.texts.hand_on_old(relays.get(relay.id), track.step(relay, 1))


def test_words_that_its_author_rewrote_are_left_to_the_author(track: Track) -> None:
    relay = track.started()
    article = track.write(relay, 1)
    text = newsroom.text_of(article, by=LI)
    own = text.written.model_copy(update={"body": "我们写完了。"})
    newsroom.revise_from(article, own, base=text.revision, by=LI, now=track.now)
    relays.running.skip(relay.id, "s02", "人手不够", by=ZONG, now=track.now)
    with pytest.raises(HandOnMissing, match="第三计"):
        relay_article.mend_hand_on(relay.id, "s01", by=LI, now=track.now)
    right = own.model_copy(update={"body": "下一棒：bai税务局，第三计。"})
    newsroom.revise_from(article, right, base=text.revision + 1, by=LI, now=track.now)
    relay_article.mend_hand_on(relay.id, "s01", by=LI, now=track.now)
    assert not relays.texts.hand_on_old(relays.get(relay.id), track.step(relay, 1))


def test_an_article_under_review_is_not_changed_by_itself(track: Track) -> None:
    relay = track.started()
    article = track.write(relay, 1)
    newsroom.submit(article, by=LI, now=track.now)
    relays.running.skip(relay.id, "s02", "人手不够", by=ZONG, now=track.now)
    with pytest.raises(HandOnMissing, match="撤回"):
        relay_article.mend_hand_on(relay.id, "s01", by=LI, now=track.now)
    assert newsroom.get_article(article).revision == 1


def test_a_skipped_step_is_taken_up_again_with_what_was_made_of_it(track: Track) -> None:
    relay = track.started()
    article = track.write(relay, 1)
    relays.running.skip(relay.id, "s01", "人手不够", by=ZONG, now=track.now)
    assert track.states(relay) == "skipped turn waiting waiting waiting"
    relays.running.restore(relay.id, "s01", by=ZONG, now=track.now)
    assert track.states(relay) == "made waiting waiting waiting waiting"
    assert track.step(relay, 1).article == article


def test_a_skipped_step_whose_article_goes_out_all_the_same_is_out(track: Track) -> None:
    relay = track.started()
    article = track.write(relay, 1)
    track.review(article)
    relays.running.skip(relay.id, "s01", "人手不够", by=ZONG, now=track.now)
    track.tell_delivery(track.push(relay, 1, article))
    assert track.states(relay) == "out turn waiting waiting waiting"


def test_a_step_handed_over_belongs_to_the_other_unit_and_begins_anew(track: Track) -> None:
    relay = track.started()
    old = track.write(relay, 2)
    relays.running.hand_over(relay.id, "s02", "yunshan", "由云山接手", by=ZONG, now=track.now)
    step = track.step(relay, 2)
    assert (step.unit, step.account, step.article) == ("yunshan", "yunshan", "")
    assert [one.number for one in relays.steps_of("qing")] == []
    assert sorted(one.number for one in relays.steps_of("yunshan")) == [2, 5]
    assert track.write(relay, 2) != old
    with pytest.raises(BadRelay):
        relays.running.hand_over(relay.id, "s02", "yunshan", "再来", by=ZONG, now=track.now)


def test_a_detached_article_is_not_begun_again(track: Track) -> None:
    relay = track.started()
    first = track.write(relay, 1)
    relays.making.detach(relay.id, "s01", by=LI, now=track.now)
    assert track.step(relay, 1).state is StepState.TURN
    assert track.write(relay, 1) != first


def test_an_article_that_is_out_already_is_found_when_it_is_attached(track: Track) -> None:
    relay = track.started()
    article = track.write(relay, 1)
    track.review(article)
    relays.making.detach(relay.id, "s01", by=LI, now=track.now)
    track.push(relay, 1, article)
    relay_article.attach(relay.id, "s01", article, by=LI, now=track.now)
    track.minute()
    assert track.step(relay, 1).state is StepState.OUT


def test_one_article_is_the_article_of_one_step(track: Track) -> None:
    relay = track.started(6)
    article = track.write(relay, 1)
    with pytest.raises(BadRelay, match="第 1 棒"):
        relay_article.attach(relay.id, "s06", article, by=LI, now=track.now)
    with pytest.raises(BadRelay, match="单位"):
        relay_article.attach(relay.id, "s02", article, by=LI, now=track.now)


def test_an_article_taken_down_leaves_the_page_and_stays_away(track: Track) -> None:
    relay = track.started()
    track.out(relay, 1)
    second = track.out(relay, 2)
    assert track.linked(relay) == [1, 2]
    gone = track.take_down(second)
    track.tell_delivery(gone)
    track.tell_delivery(gone)
    track.minute(timedelta(minutes=11))
    assert track.linked(relay) == [1]
    assert track.step(relay, 2).state is StepState.GONE
    relays.running.restore(relay.id, "s02", by=ZONG, now=track.now)
    track.out(relay, 2)
    assert track.linked(relay) == [1, 2]


def test_the_sweep_finds_a_takedown_that_nobody_told(track: Track) -> None:
    relay = track.started()
    track.take_down(track.out(relay, 1))
    track.minute(timedelta(minutes=11))
    assert track.linked(relay) == []


def test_a_takedown_after_the_end_is_found_too(track: Track) -> None:
    relay = track.started(2)
    track.out(relay, 1)
    second = track.out(relay, 2)
    track.take_down(second)
    track.minute(timedelta(days=1, minutes=1))
    assert track.linked(relay) == [1]
    assert relays.get(relay.id).state is RelayState.DONE
    track.minute(timedelta(days=31))
    assert relays.due(track.now + timedelta(days=99)) == []


def test_the_unit_is_reminded_once_and_late_once(track: Track) -> None:
    relay = track.started(remind_hours=5)
    track.minute(timedelta(hours=19))
    assert track.step(relay, 1).urged == "reminded"
    track.minute(timedelta(hours=6))
    assert track.step(relay, 1).urged == "late"
    assert track.step(relay, 2).urged == ""
    before = relays.get(relay.id)
    track.minute(timedelta(hours=6))
    assert relays.get(relay.id) == before
    late = [
        one for one in relay_duties.of_unit(ZONG, "province", track.now) if one.kind == "relay_late"
    ]
    assert [one.what for one in late] == ["减税降费36计"]


def late_for(track: Track, *persons: Actor) -> list[str]:
    """Who of these has the lateness of a relay as a task."""
    return [
        one.person
        for one in persons
        if any(
            task.kind == "relay_late" for task in relay_duties.of_unit(one, "province", track.now)
        )
    ]


def test_a_late_step_is_told_to_who_started_the_relay_and_to_all_once_that_person_is_gone(
    track: Track,
) -> None:
    track.started()
    track.minute(timedelta(days=1, minutes=1))
    other = person("fuzong")
    assert late_for(track, LI, ZONG, other) == ["zongbian"]
    people.remove_staff("zongbian", "province", by=SYSTEM, now=track.now)
    people.add_staff("zongbian", "province", [Role.EDITOR], by=SYSTEM, now=track.now)
    assert late_for(track, LI, ZONG, other) == ["fuzong"]


def test_what_is_late_of_a_relay_that_nobody_of_the_unit_started_is_told_to_all(
    track: Track,
) -> None:
    relay = relays.planning.begin("province", track.plan(), by=LI, now=track.now)
    relays.planning.start(relay.id, by=SYSTEM, now=track.now)
    track.minute(timedelta(days=1, minutes=1))
    assert late_for(track, ZONG, person("fuzong")) == ["zongbian", "fuzong"]


def test_a_step_is_told_to_its_person_and_to_the_unit_once_that_person_is_gone(
    track: Track,
) -> None:
    def told() -> list[str]:
        return [
            one.person
            for one in (LI, person("wang"))
            if any(
                task.kind == "relay" for task in relay_duties.of_unit(one, "province", track.now)
            )
        ]

    relay = track.started()
    assert told() == ["li", "wang"]
    relays.running.change(relay.id, "s01", StepChange(owner="wang"), by=ZONG, now=track.now)
    assert told() == ["wang"]
    people.remove_staff("wang", "province", by=SYSTEM, now=track.now)
    assert told() == ["li"]


def test_whose_turn_it_is_has_a_task(track: Track) -> None:
    relay = track.started()
    assert relay_duties.of_unit(PING, "zhiping", track.now) == []
    for number in (1, 2, 3):
        track.out(relay, number)
    [task] = relay_duties.of_unit(PING, "zhiping", track.now)
    assert (task.kind, task.path) == ("relay", f"/relays/{relay.id}?step=s04")


def test_a_paused_relay_reminds_nobody_and_goes_on_with_as_much_time(track: Track) -> None:
    relay = track.started()
    due = track.step(relay, 1).due_at
    assert due is not None
    relays.running.pause(relay.id, "等新口径", by=ZONG, now=track.now)
    track.minute(timedelta(days=2))
    assert track.step(relay, 1).urged == ""
    relays.running.resume(relay.id, by=ZONG, now=track.now)
    assert track.step(relay, 1).due_at == due + timedelta(days=2)
    assert relays.get(relay.id).state is RelayState.RUNNING


def test_what_goes_out_during_a_pause_counts_and_hands_on_afterwards(track: Track) -> None:
    relay = track.started()
    article = track.write(relay, 1)
    track.review(article)
    relays.running.pause(relay.id, "等新口径", by=ZONG, now=track.now)
    track.tell_delivery(track.push(relay, 1, article))
    assert track.states(relay) == "out waiting waiting waiting waiting"
    relays.running.resume(relay.id, by=ZONG, now=track.now)
    assert track.states(relay) == "out turn waiting waiting waiting"


def test_an_ended_relay_shows_what_is_out_and_may_be_taken_up_again(track: Track) -> None:
    relay = track.started()
    track.out(relay, 1)
    relays.running.end(relay.id, "政策调整", by=ZONG, now=track.now)
    assert [one["number"] for one in track.page(relay).content["steps"]] == [1]
    with pytest.raises(RelayNotNow):
        track.write(relay, 2)
    relays.running.reopen(relay.id, by=ZONG, now=track.now)
    assert track.states(relay) == "out turn waiting waiting waiting"
    assert len(track.page(relay).content["steps"]) == 5


def test_what_is_changed_after_the_start_is_bounded_and_logged(track: Track) -> None:
    relay = track.started()
    with pytest.raises(RelayNotNow):
        relays.planning.edit(relay.id, track.plan(), by=LI, now=track.now)
    new = StepChange(title="第二计 新题", due_at=track.now + timedelta(days=9))
    relays.running.change(relay.id, "s02", new, by=ZONG, now=track.now)
    assert track.page(relay).content["steps"][1]["title"] == "第二计 新题"
    entries = [one for one in audit.of_unit("province") if one.object == f"relay:{relay.id}"]
    assert any("时限" in one.note and one.by == "zongbian" for one in entries)
    with pytest.raises(BadRelay):
        past = StepChange(due_at=track.now - timedelta(days=1))
        relays.running.change(relay.id, "s02", past, by=ZONG, now=track.now)
    track.out(relay, 1)
    with pytest.raises(RelayNotNow, match="已发布"):
        relays.running.skip(relay.id, "s01", "不要了", by=ZONG, now=track.now)


def test_who_may_do_what(track: Track) -> None:
    relay = track.started()
    with pytest.raises(people.PermissionDenied):
        relays.running.skip(relay.id, "s01", "不要了", by=LI, now=track.now)
    with pytest.raises(people.PermissionDenied):
        track.write(relay, 1, by=PING)
    assert track.write(relay, 4, by=PING)
    relays.logged.require_reader(PING, relays.get(relay.id))


def test_the_rows_of_units_say_what_the_relay_says(track: Track) -> None:
    relay = track.started()
    track.out(relay, 1)
    item = table.get("RELAYSTEPS#qing", f"{relay.id}#s02", consistent=True)
    assert item is not None
    assert (item["state"], item["turn"]) == ("turn", "yes")
    done = table.get("RELAYSTEPS#province", f"{relay.id}#s01", consistent=True)
    assert done is not None
    assert (done["state"], done["turn"]) == ("out", "")
