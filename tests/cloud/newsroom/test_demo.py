"""The demo's newsroom is filled once, and what people did there stays."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from chalicelib import accounts, audit, newsroom, publishing, units
from chalicelib.actor import local
from chalicelib.clock import utc_now
from chalicelib.newsroom import ArticleState
from demo import newsroom as seeded
from demo.accounts import ALL, PROVINCE
from tests.cloud.accounts.made import SECRETS


@pytest.fixture(autouse=True)
def authorities(cloud: None) -> None:
    for demo in ALL:
        units.add_unit(demo.id, name=demo.name, level=demo.level, parent=demo.parent)
        fields = {"id": demo.id, "name": demo.name, "unit": demo.id, "kind": demo.kind}
        accounts.add_account(
            {**fields, "appid": demo.appid}, SECRETS, by=local("li"), now=utc_now()
        )


def test_three_people_approve_the_article_and_it_stands_in_the_calendar() -> None:
    list(seeded.fill())
    [article] = newsroom.list_articles(PROVINCE.id, [])
    assert article.state is ArticleState.APPROVED
    assert [yes.by for yes in article.approvals] == list(seeded.REVIEWERS)
    [issue] = publishing.list_issues([PROVINCE.id])
    assert [one.article_id for one in issue.entries] == [article.id]
    assert issue.at > datetime.now(UTC)


def test_filling_it_twice_changes_nothing() -> None:
    list(seeded.fill())
    before = list(audit.of_unit(PROVINCE.id))
    assert next(seeded.fill()) == f"0 of {len(seeded.STAFF)} people added"
    assert list(audit.of_unit(PROVINCE.id)) == before
    assert len(list(publishing.list_issues([PROVINCE.id]))) == 1


def test_an_article_that_people_edited_is_left_to_them() -> None:
    list(seeded.fill())
    [article] = newsroom.list_articles(PROVINCE.id, [])
    other = newsroom.read_file(seeded.ARTICLES / "fapiao.md")
    newsroom.revise(article.id, other, by=local("li"), now=datetime.now(UTC))
    list(seeded.fill())
    assert newsroom.get_article(article.id).state is ArticleState.DRAFT
