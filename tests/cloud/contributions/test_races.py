"""Two people at one contribution: one wins, the other is told."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from chalicelib import contributions, newsroom, topics
from chalicelib.contributions import ContributionState, NotDecidable
from chalicelib.errors import DomainError
from tests.cloud.contributions.conftest import LI, QIN, WANG, World
from tests.cloud.racing import one_call_at_a_time


def outcome(deed: Callable[[], object]) -> str:
    try:
        deed()
    except NotDecidable as error:
        return str(error)
    except DomainError as error:  # pragma: no cover - a race may not end so
        return f"unexpected {error!r}"
    return ""


def race(*deeds: Callable[[], object]) -> list[str]:
    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(outcome, deeds))


@pytest.mark.parametrize("attempt", range(4))
def test_of_two_receivers_one_decides_and_the_other_hears_it(
    world: World, monkeypatch: pytest.MonkeyPatch, attempt: int
) -> None:
    one_call_at_a_time(monkeypatch)
    one = world.sent()
    said = race(
        lambda: world.adopt(one, LI),
        lambda: contributions.decline(one.id, "选题重复", "已有。", by=WANG, now=world.now),
    )
    state = contributions.get(one.id).state
    assert sorted(map(bool, said)) == [False, True]
    if state is ContributionState.ADOPTED:
        assert said[1].startswith("报送已采用（li")
        assert len(topics.board("sheng", by=LI)) == 1
    else:
        assert state is ContributionState.DECLINED
        assert said[0].startswith("报送未采用（wang")
        assert topics.board("sheng", by=LI) == []


@pytest.mark.parametrize("attempt", range(4))
def test_of_a_withdrawal_and_an_adoption_one_wins(
    world: World, monkeypatch: pytest.MonkeyPatch, attempt: int
) -> None:
    one_call_at_a_time(monkeypatch)
    one = world.sent()
    said = race(
        lambda: contributions.withdraw(one.id, "有误", by=QIN, now=world.now),
        lambda: world.adopt(one, LI),
    )
    assert sorted(map(bool, said)) == [False, True]
    state = contributions.get(one.id).state
    withdrawn = state is ContributionState.WITHDRAWN
    assert bool(topics.board("sheng", by=LI)) is not withdrawn
    assert len(contributions.store.points_of("sheng", "2026-11")) == (not withdrawn)


def test_two_who_adopt_one_article_make_one_copy(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    one_call_at_a_time(monkeypatch)
    one = world.sent_article()
    said = race(lambda: world.adopt(one, LI), lambda: world.adopt(one, WANG))
    assert sorted(map(bool, said)) == [False, True]
    assert len(list(newsroom.list_articles("sheng"))) == 1
