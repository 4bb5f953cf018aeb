"""Stored articles: ids, revisions, locks, and what may go out."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chalicelib import newsroom
from chalicelib.actor import SYSTEM, local
from chalicelib.newsroom import ArticleState, NotReleased, UnknownArticle
from chalicelib.newsroom.errors import ActionNotPermitted, Locked, RevisedMeanwhile
from chalicelib.people import PermissionDenied
from tests.cloud.newsroom.people import NOW, an_article, approved_article, composed, newsroom_of

pytestmark = pytest.mark.usefixtures("cloud")


@pytest.fixture(autouse=True)
def _people(cloud: None) -> None:
    newsroom_of()


def test_an_article_gets_a_short_id_with_its_day_in_shanghai() -> None:
    made = newsroom.create(composed(), unit="province", by=local("li"), now=NOW.replace(hour=17))
    assert made.id.startswith("a-20261124-")
    assert len(made.id) == len("a-20261123-7f3k")
    assert newsroom.get_article(made.id) == made


def test_the_same_content_brought_twice_is_one_article() -> None:
    first = an_article()
    again = newsroom.create(
        composed(), unit="province", by=local("wang"), now=NOW + timedelta(days=3)
    )
    assert again == first
    assert len(list(newsroom.list_articles("province"))) == 1


def test_a_draft_is_not_released() -> None:
    with pytest.raises(NotReleased, match="草稿"):
        newsroom.released(an_article().id)


def test_three_people_release_an_article() -> None:
    made = approved_article()
    released = newsroom.released(made.id)
    assert (released.article_id, released.revision, released.key) == (made.id, 1, made.key)
    assert not released.emergency
    assert newsroom.read_content(released.key).title == released.title


def test_an_edit_revokes_the_release() -> None:
    made = approved_article()
    after = newsroom.revise(made.id, composed(body="改为八点半开门。"), by=local("li"), now=NOW)
    assert (after.revision, after.state) == (2, ArticleState.DRAFT)
    with pytest.raises(NotReleased):
        newsroom.released(made.id)


def test_revising_to_the_same_content_changes_nothing() -> None:
    made = approved_article()
    assert newsroom.revise(made.id, composed(), by=local("wang"), now=NOW) == made


def test_the_second_of_two_editors_is_told_who_was_first() -> None:
    made = an_article()
    newsroom.revise(made.id, composed(body="八点半开门。"), by=local("wang"), now=NOW, base=1)
    with pytest.raises(RevisedMeanwhile, match="wang 在 2026-11-23 09:00 改到第 2 版"):
        newsroom.revise(made.id, composed(body="八点开门。"), by=local("li"), now=NOW, base=1)
    assert newsroom.get_article(made.id).revision == 2


def test_a_revision_stays_what_it_was() -> None:
    made = an_article()
    newsroom.revise(
        made.id, composed(body="八点半开门。"), by=local("wang"), now=NOW, note="时间有误"
    )
    first, second = newsroom.revisions(made.id)
    assert (first.number, first.by, first.key) == (1, "li", made.key)
    assert (second.number, second.by, second.note) == (2, "wang", "时间有误")
    assert "九点" in newsroom.read_content(first.key).html


def test_an_old_revision_comes_back_as_a_new_one() -> None:
    made = an_article()
    newsroom.revise(made.id, composed(body="八点半开门。"), by=local("wang"), now=NOW)
    after = newsroom.restore(made.id, 1, by=local("li"), now=NOW)
    assert (after.revision, after.key) == (3, made.key)
    assert [one.restored_from for one in newsroom.revisions(made.id)] == [None, None, 1]
    assert newsroom.restore(made.id, 1, by=local("li"), now=NOW) == after


def test_a_lock_keeps_others_out_until_it_ends() -> None:
    made = an_article()
    newsroom.lock(made.id, by=local("li"), now=NOW)
    other = composed(body="八点半开门。")
    with pytest.raises(Locked, match="li 编辑，锁定到 2026-11-23 09:30"):
        newsroom.revise(made.id, other, by=local("wang"), now=NOW + timedelta(minutes=29))
    after = newsroom.revise(made.id, other, by=local("wang"), now=NOW + timedelta(minutes=30))
    assert after.revision == 2


def test_revising_renews_ones_lock() -> None:
    made = an_article()
    newsroom.lock(made.id, by=local("li"), now=NOW)
    later = NOW + timedelta(minutes=20)
    after = newsroom.revise(made.id, composed(body="八点半开门。"), by=local("li"), now=later)
    assert after.lock is not None
    assert after.lock.until == later + timedelta(minutes=30)


def test_a_lock_is_taken_by_a_higher_role_only_and_the_log_says_so() -> None:
    made = an_article()
    newsroom.lock(made.id, by=local("li"), now=NOW)
    with pytest.raises(Locked):
        newsroom.unlock(made.id, by=local("chu"), now=NOW)
    with pytest.raises(ActionNotPermitted, match="不高于 li"):
        newsroom.unlock(made.id, by=local("wang"), now=NOW, force=True)
    assert newsroom.unlock(made.id, by=local("chu"), now=NOW, force=True).lock is None
    entry = list(newsroom.log_of(made.id))[-1]
    assert (entry.action, entry.by, entry.note) == ("force_unlock", "chu", "强制解除 li 的锁定")


def test_who_is_not_on_the_staff_writes_nothing() -> None:
    with pytest.raises(PermissionDenied) as refused:
        an_article(by="nobody")
    assert refused.value.permission == "newsroom:article:write"
    [way] = refused.value.remedies
    assert (way.action, dict(way.arguments)["person"]) == ("staff.add", "nobody")
    made = an_article()
    with pytest.raises(PermissionDenied):
        newsroom.revise(made.id, composed(body="x"), by=local("nobody"), now=NOW)


def test_a_worker_writes_only_in_the_name_of_somebody_with_a_role() -> None:
    with pytest.raises(ActionNotPermitted, match="没有采编或审核的角色"):
        newsroom.create(composed(), unit="province", by=SYSTEM, now=NOW)
    for_li = SYSTEM.model_copy(update={"person": "li"})
    assert newsroom.create(composed(), unit="province", by=for_li, now=NOW).created_by == "li"


def test_an_unknown_article_is_said_to_be_one() -> None:
    with pytest.raises(UnknownArticle, match="a-20261123-0000"):
        newsroom.get_article("a-20261123-0000")


def test_an_article_that_is_handed_in_at_once_has_both_entries_in_an_unbroken_log() -> None:
    made = newsroom.create(composed(), unit="province", by=local("li"), now=NOW, hand_in=True)
    assert made == newsroom.get_article(made.id)
    assert made.state is ArticleState.IN_REVIEW
    entries = list(newsroom.log_of(made.id))
    assert [one.action for one in entries] == ["create", "submit"]
    assert newsroom.unbroken(entries)
    again = newsroom.create(composed(), unit="province", by=local("li"), now=NOW, hand_in=True)
    assert again == made
    for person in ("chu", "fu", "zhong"):
        newsroom.approve(made.id, by=local(person), now=NOW)
    assert newsroom.unbroken(list(newsroom.log_of(made.id)))


def test_a_picture_that_the_library_has_already_stands_there_once() -> None:
    first = an_article(title="一")
    second = an_article(title="二")
    assert first.id != second.id
    assert [one.name for one in newsroom.library("province", by=local("li"))] == [""]
    picture = composed().article.files[0]
    used = {one.article for one in newsroom.file_uses(newsroom_hash(picture.key))}
    assert used == {first.id, second.id}


def newsroom_hash(key: str) -> str:
    """The digest in the key of a picture."""
    return key.rsplit("/", 1)[1].partition(".")[0]
