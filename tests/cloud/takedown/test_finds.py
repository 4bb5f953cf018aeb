"""What a search finds beyond the clue itself, and what is said before it is approved."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from chalicelib import accounts, knowledge, newsroom, takedown
from chalicelib.accounts import Scarce
from chalicelib.actor import local
from chalicelib.application import takedown_page, takedowns
from chalicelib.newsroom import ArticleState
from chalicelib.publishing import Way
from chalicelib.takedown import (
    Clue,
    ClueKind,
    Match,
    Published,
    SpotKind,
    TakedownState,
)
from tests.cloud.newsroom.people import composed
from tests.cloud.takedown.conftest import (
    BODY,
    ZONG1,
    ZONG2,
    Line,
    Matrix,
    adopted,
    drafted,
    known_entry,
    replied,
)
from tests.cloud.takedown.test_course import by_hand


def test_a_link_finds_copies_of_its_words_and_asks_wechat_once(
    matrix: Matrix, monkeypatch: pytest.MonkeyPatch
) -> None:
    copies = adopted(matrix)
    matrix.pushed("city", copies["city"], Way.PUBLISH)
    replied(matrix, "county")
    asked: list[str] = []
    listed = Line.publications

    def publications(line: Line, offset: int) -> Sequence[Published]:
        asked.append(line.account)
        return listed(line, offset)

    monkeypatch.setattr(Line, "publications", publications)
    case = matrix.found(Clue(kind=ClueKind.LINK, value="https://mp.weixin.qq.com/s/city"))
    assert (case.state, case.round) == (TakedownState.PREVIEW, 2)
    assert sorted(asked) == ["city", "county", "province"]
    found = {(one.kind, one.account or one.object): one.match for one in matrix.places(case)}
    assert found[SpotKind.PUBLICATION, "city"] is not Match.TEXT
    assert found[SpotKind.RULE, "county"] is Match.TEXT
    assert found[SpotKind.ARTICLE, matrix.article.id] is Match.TEXT
    assert [one.note for one in case.history][1:] == [
        "链接指向 1 篇文章，按其文字再查一遍",
        f"找到 {len(matrix.places(case))} 处",
    ]


def test_a_link_that_leads_to_nothing_of_ours_is_looked_for_once(matrix: Matrix) -> None:
    case = matrix.found(Clue(kind=ClueKind.LINK, value="https://mp.weixin.qq.com/s/other"))
    assert (case.state, case.round, case.learnt) == (TakedownState.PREVIEW, 1, ())


def test_a_draft_is_listed_and_taken_back_only_if_it_was_submitted(matrix: Matrix) -> None:
    quiet, sent = (
        drafted(matrix),
        newsroom.create(composed("另一稿", BODY), unit="province", by=local("li"), now=matrix.now),
    )
    case = matrix.found()
    kinds = {one.object: one.kind for one in matrix.places(case)}
    assert (kinds[quiet.id], kinds[sent.id]) == (SpotKind.DRAFT, SpotKind.DRAFT)
    newsroom.submit(sent.id, by=local("li"), now=matrix.now)
    matrix.approve(case)
    matrix.work()
    said = {one.object: one.said for one in matrix.places(case)}
    assert said[quiet.id] == "没有送审，粉丝看不到"
    assert said[sent.id] == "已退回草稿，不能再排期"
    assert newsroom.get_article(sent.id).state is ArticleState.DRAFT
    assert takedown.store.get(case.id).state is TakedownState.CLOSED


def test_a_policy_document_is_taken_out_and_put_back_as_it_was(matrix: Matrix) -> None:
    known_entry(matrix, "city")
    case = matrix.found()
    [place] = [one for one in matrix.places(case) if one.kind is SpotKind.POLICY]
    before = knowledge.versions.in_force("city").knowledge.policies
    matrix.approve(case)
    matrix.work()
    left = knowledge.versions.in_force("city").knowledge
    assert [one.id for one in left.policies] == ["stamp"]
    takedowns.restore(case.id, [place.id], reason="核实无误", by=ZONG2, now=matrix.now)
    matrix.work()
    after = knowledge.versions.in_force("city").knowledge.policies
    assert sorted(after, key=lambda one: one.id) == sorted(before, key=lambda one: one.id)


def test_before_it_is_approved_it_is_said_on_which_day_the_deletions_end(matrix: Matrix) -> None:
    by_hand(matrix, "county", 14)
    by_hand(matrix, "city", 2)
    case = matrix.found()
    accounts.ledger.spend("county", Scarce.PUBLISH_DELETE, matrix.now, 7)
    told = takedown_page.takedown_detail(ZONG1, case.id, matrix.now).forecast
    assert told is not None
    assert (told.deletions, told.accounts, told.today) == (16, 2, 5)
    [short] = told.short
    assert (short.account, short.needs, short.left, short.a_day) == ("county", 14, 3, 10)
    assert told.ends_on == short.ends_on == date(2026, 11, 25)
    matrix.approve(case)
    after = takedown_page.takedown_detail(ZONG1, case.id, matrix.now)
    assert after.forecast is None
