"""Who may do what when, what is kept, what waits for tomorrow, and what is put back."""

from __future__ import annotations

from datetime import datetime, timedelta
from threading import Thread

import pytest

from chalicelib import accounts, audit, conversation, knowledge, newsroom, people, takedown
from chalicelib.accounts import Scarce
from chalicelib.actor import Actor, KnownBy
from chalicelib.application import takedown_page, takedown_proof, takedown_search, takedowns
from chalicelib.clock import SHANGHAI
from chalicelib.newsroom import ArticleState
from chalicelib.publishing import DeliveryState
from chalicelib.publishing import get as push
from chalicelib.takedown import Clue, ClueKind, PlaceState, SpotKind, TakedownState
from tests.cloud.racing import one_call_at_a_time
from tests.cloud.takedown.conftest import (
    BODY,
    GUAN,
    QUOTE,
    TITLE,
    ZONG1,
    ZONG2,
    Matrix,
    Page,
    adopted,
    everywhere,
    known_entry,
    refused,
    replied,
)


def by_hand(matrix: Matrix, account: str, number: int) -> None:
    for n in range(number):
        url = f"https://mp.weixin.qq.com/s/{account}{n}"
        page = Page(TITLE, f"<p>{BODY}</p>", url, "", False)
        matrix.wechat.publish(account, f"{account}-{n}", page)


def test_two_people_take_down_and_neither_is_the_other(matrix: Matrix) -> None:
    case = matrix.found()
    with pytest.raises(takedown.SameHand):
        matrix.approve(case, ZONG1)
    [place, *_] = matrix.places(case)
    case = takedowns.tick(case.id, [place.id], True, reason="", by=ZONG2, now=matrix.now)
    with pytest.raises(takedown.SameHand):
        matrix.approve(case, ZONG2)
    assert matrix.approve(case, GUAN).state is TakedownState.RUNNING


def test_an_editor_neither_begins_nor_approves(matrix: Matrix) -> None:
    editor = Actor(person="li", known_by=KnownBy.SIGN_IN)
    with pytest.raises(people.PermissionDenied):
        matrix.begin(by=editor)
    with pytest.raises(people.PermissionDenied):
        matrix.approve(matrix.found(), editor)


def test_the_same_clue_twice_is_one_takedown(matrix: Matrix) -> None:
    assert matrix.begin().id == matrix.begin().id


def test_an_order_that_begins_it_again_finds_the_one_that_is_over(matrix: Matrix) -> None:
    clues = (Clue(kind=ClueKind.ARTICLE, value=matrix.article.id),)

    def begun() -> str:
        made = takedowns.begin(
            clues, unit="province", reason="指令", order="2026-0012", by=ZONG1, now=matrix.now
        )
        return made.id

    first = begun()
    takedowns.reject(first, reason="查无此事", by=ZONG1, now=matrix.now)
    assert begun() == first


def test_a_push_is_held_back_before_anybody_approves(matrix: Matrix) -> None:
    copies = adopted(matrix)
    delivery = matrix.scheduled("county", copies["county"])
    case = matrix.found()
    assert push(delivery.id).state is DeliveryState.CANCELLED
    [place] = [one for one in matrix.places(case) if one.kind is SpotKind.SCHEDULED]
    assert place.frozen == "已撤回排期，没有发出"


def test_what_is_kept_stays_and_says_why(matrix: Matrix) -> None:
    replied(matrix, "county")
    case = matrix.found(Clue(kind=ClueKind.TEXT, value=QUOTE))
    [rule] = [one for one in matrix.places(case) if one.kind is SpotKind.RULE]
    with pytest.raises(takedown.TakedownReasonMissing):
        takedowns.tick(case.id, [rule.id], False, reason=" ", by=ZONG1, now=matrix.now)
    takedowns.tick(case.id, [rule.id], False, reason="县里另有依据", by=ZONG1, now=matrix.now)
    matrix.approve(case)
    matrix.work()
    [rule] = [one for one in matrix.places(case) if one.kind is SpotKind.RULE]
    assert (rule.state, rule.why) == (PlaceState.KEPT, "县里另有依据")
    assert [one.name for one in conversation.rules_in_force("county").rules] == ["减免", "地址"]


def test_a_higher_threshold_leaves_what_is_only_like_it(matrix: Matrix) -> None:
    replied(matrix, "county")
    case = matrix.found()
    [rule] = [one for one in matrix.places(case) if one.kind is SpotKind.RULE]
    assert rule.goes(case.threshold)
    case = takedowns.set_threshold(case.id, 95, by=ZONG1, now=matrix.now)
    assert not rule.goes(case.threshold)


def test_a_draft_of_somebody_else_is_not_released_with_a_takedown(matrix: Matrix) -> None:
    known_entry(matrix, "city")
    cells = {"question": "新的问题？", "answer": "还没有审核。", "standing": "启用"}
    ops = Actor(person="ops")
    knowledge.versions.add_entry("city", cells, by=ops, now=matrix.now)
    case = matrix.found(Clue(kind=ClueKind.TEXT, value=QUOTE))
    matrix.approve(case)
    matrix.work()
    entries = knowledge.versions.in_force("city").knowledge.entries
    assert {(one.question, one.standing.value) for one in entries} == {
        ("小规模纳税人怎么减免增值税？", "retired"),
        ("办税厅几点开门？", "live"),
    }


def test_replies_entries_and_services_are_put_back(matrix: Matrix) -> None:
    everywhere(matrix)
    case = matrix.found()
    matrix.approve(case)
    matrix.work()
    takedowns.restore(case.id, (), reason="核实无误", by=ZONG2, now=matrix.now)
    matrix.work()
    back = {one.kind for one in matrix.places(case) if one.state is PlaceState.RESTORED}
    assert back == {SpotKind.RULE, SpotKind.FAQ, SpotKind.POLICY, SpotKind.SERVICE}
    rules = conversation.rules_in_force("county").rules
    assert sorted(one.name for one in rules) == ["减免", "地址"]
    assert all(
        one.standing.value == "live"
        for one in knowledge.versions.in_force("city").knowledge.entries
    )


def test_what_is_beyond_the_days_deletions_waits_for_tomorrow_and_says_so(matrix: Matrix) -> None:
    by_hand(matrix, "county", 12)
    case = matrix.found()
    matrix.approve(case)
    matrix.work()
    waits = [one for one in matrix.places(case) if one.state is PlaceState.WAITING]
    assert len(matrix.wechat.deleted) == 10
    assert [(one.problem, one.again_at) for one in waits] == 2 * [
        ("今天的次数已用完，明天自动继续", datetime(2026, 11, 24, 0, 5, tzinfo=SHANGHAI))
    ]
    assert takedown.store.get(case.id).state is TakedownState.RUNNING
    matrix.now = datetime(2026, 11, 24, 0, 6, tzinfo=SHANGHAI)
    matrix.work()
    assert len(matrix.wechat.deleted) == 12
    assert takedown.store.get(case.id).state is TakedownState.CLOSED


def test_wechats_own_word_that_the_day_is_over_counts_too(matrix: Matrix) -> None:
    by_hand(matrix, "county", 1)
    case = matrix.found()
    matrix.wechat.before.append(refused(45009))
    matrix.approve(case)
    matrix.work()
    [place] = [one for one in matrix.places(case) if one.kind is SpotKind.BY_HAND]
    assert (place.state, matrix.wechat.deleted) == (PlaceState.WAITING, [])


def test_a_refusal_is_told_and_tried_again_by_a_person(matrix: Matrix) -> None:
    by_hand(matrix, "county", 1)
    case = matrix.found()
    matrix.wechat.before.append(refused(48001))
    matrix.approve(case)
    matrix.work()
    [place] = [one for one in matrix.places(case) if one.kind is SpotKind.BY_HAND]
    assert place.state is PlaceState.FAILED
    assert "48001" in place.problem
    takedowns.retry(case.id, by=ZONG1, now=matrix.now)
    matrix.work()
    assert matrix.wechat.deleted == [("county-0", 0)]
    assert takedown.store.get(case.id).state is TakedownState.CLOSED


def test_a_copy_that_came_meanwhile_is_found_and_approved_anew(matrix: Matrix) -> None:
    case = matrix.found()
    by_hand(matrix, "city", 1)
    matrix.approve(case)
    matrix.work()
    case = takedown.store.get(case.id)
    assert case.state is TakedownState.PREVIEW
    assert [one.object for one in matrix.places(case) if one.round == 2] == ["city-0"]
    matrix.approve(case)
    matrix.work()
    assert takedown.store.get(case.id).state is TakedownState.CLOSED
    assert matrix.wechat.deleted == [("city-0", 0)]


def test_two_workers_at_once_delete_once(matrix: Matrix, monkeypatch: pytest.MonkeyPatch) -> None:
    by_hand(matrix, "county", 4)
    case = matrix.found()
    matrix.approve(case)
    matrix.once()  # the takedown queues its units
    one_call_at_a_time(monkeypatch)
    message = f"takedown_steps {case.id} county"
    workers = [Thread(target=matrix.carry_out, args=(message,)) for _ in range(4)]
    for one in workers:
        one.start()
    for one in workers:
        one.join()
    matrix.now += timedelta(minutes=3)
    matrix.work()
    assert sorted(map(str, matrix.wechat.deleted)) == [f"('county-{n}', 0)" for n in range(4)]
    counts = takedown.store.counts(case.id)
    assert counts.places == {PlaceState.DONE: len(matrix.places(case))}


def test_two_searches_of_one_piece_count_once(matrix: Matrix) -> None:
    by_hand(matrix, "county", 1)
    case = matrix.begin()
    for _ in range(2):
        matrix.carry_out(f"takedown_search {case.id} 1 0")
    assert takedown.store.counts(case.id).parts == {1: 1}
    assert takedown.store.counts(case.id).all == len(matrix.places(case))


def test_a_rejected_takedown_changes_nothing_that_is_out(matrix: Matrix) -> None:
    by_hand(matrix, "county", 1)
    case = matrix.found()
    takedowns.reject(case.id, reason="内容无误", by=ZONG1, now=matrix.now)
    matrix.work()
    assert matrix.wechat.deleted == []
    assert newsroom.get_article(matrix.article.id).state is ArticleState.APPROVED


def test_a_picture_is_found_by_its_hash_and_a_page_by_its_link(matrix: Matrix) -> None:
    article = newsroom.read_content(matrix.article.key)
    assert article.cover is not None
    case = matrix.found(Clue(kind=ClueKind.PICTURE, value=article.cover.key))
    assert [one.match.value for one in matrix.places(case)] == ["picture"]
    by_hand(matrix, "county", 1)
    link = "http://mp.weixin.qq.com/s/county0?scene=1#rd"
    case = matrix.found(Clue(kind=ClueKind.LINK, value=link))
    assert [(one.object, one.match.value) for one in matrix.places(case)] == [
        ("county-0", "link"),
        (matrix.article.id, "text"),
    ]


def test_a_page_says_what_can_be_done_and_what_cannot(matrix: Matrix) -> None:
    everywhere(matrix)
    case = matrix.found()
    seen = takedown_page.takedown_detail(ZONG1, case.id)
    assert {one.name: one.allowed for one in seen.deeds} == {
        "tick": True,
        "approve": False,
        "reject": True,
        "retry": False,
        "restore": False,
        "proof": True,
    }
    assert [one.kind.value for one in seen.remains][:1] == ["card"]
    assert seen.looked.accounts == 3
    assert sum(one.places for one in seen.accounts) == seen.takedown.places


def test_the_proof_names_places_and_answers_and_is_logged(matrix: Matrix) -> None:
    by_hand(matrix, "county", 1)
    case = matrix.found()
    matrix.approve(case)
    matrix.work()
    made = takedown_proof.proof(ZONG1, case.id, "json", matrix.now)
    for word in ("county-0", "微信查询：文章已删除", "zong2", "before_hash"):
        assert word in made.body.decode()
    assert takedown_proof.proof(ZONG1, case.id, "xlsx", matrix.now).body[:2] == b"PK"
    logged = [one for one in audit.of_unit("province") if one.note == "导出证明材料"]
    assert len(logged) == 2


def test_an_account_that_wechat_does_not_answer_for_is_named(matrix: Matrix) -> None:
    case = matrix.begin()
    # The accounts have no secrets: the real way to WeChat fails.
    takedown_search.search(f"{case.id} 1 0", matrix.clock)
    seen = takedown_page.takedown_detail(ZONG1, case.id)
    assert {one.account for one in seen.looked.missing} == {"province", "city", "county"}


def test_an_allowance_that_is_spent_elsewhere_is_known(matrix: Matrix) -> None:
    by_hand(matrix, "county", 1)
    case = matrix.found()
    accounts.ledger.spend("county", Scarce.PUBLISH_DELETE, matrix.now, 10)
    matrix.approve(case)
    matrix.work()
    assert matrix.wechat.deleted == []
