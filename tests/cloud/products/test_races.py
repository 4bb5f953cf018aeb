"""Two at once, and a function that dies between two writes."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import Any

import pytest

from chalicelib import audit, products, works
from chalicelib.errors import DomainError
from chalicelib.products import ProductChanged
from chalicelib.works import WorkKind
from tests.cloud.orders.test_crashes import killed_at
from tests.cloud.products.conftest import CHU, LI, NOW, ZONG, approved, decide, made
from tests.cloud.racing import one_call_at_a_time

pytestmark = pytest.mark.usefixtures("house")


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """What each returned or raised."""

    def told(act: Callable[[], Any]) -> Any:
        try:
            return act()
        except DomainError as error:
            return error

    with ThreadPoolExecutor(len(acts)) as pool:
        return [one.result() for one in [pool.submit(copy_context().run, told, a) for a in acts]]


def test_of_two_who_edit_the_same_revision_one_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    one_call_at_a_time(monkeypatch)
    product = made()
    found = at_once(
        *(
            lambda n=n: products.edit(
                product.id,
                "减免导图",
                {"root": f"第{n}", "branches": []},
                base=1,
                by=LI,
                now=NOW,
            )
            for n in range(4)
        )
    )
    assert sum(isinstance(one, ProductChanged) for one in found) == 3
    assert [one.number for one in products.revisions(product.id)] == [1, 2]


def test_many_who_publish_at_once_publish_it_once(monkeypatch: pytest.MonkeyPatch) -> None:
    one_call_at_a_time(monkeypatch)
    product = approved()
    at_once(*(lambda: products.publish(product.id, by=ZONG, now=NOW) for _ in range(6)))
    assert works.get("province", WorkKind.MINDMAP, product.id).version == 1
    assert [one.note for one in audit.of_unit("province")].count("上线第 1 版") == 1


def test_an_edit_and_an_approval_at_once_never_release_what_nobody_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    one_call_at_a_time(monkeypatch)
    product = made()
    decide(product, "submit", LI)
    at_once(
        lambda: products.edit(
            product.id, "减免导图", {"root": "新", "branches": []}, base=1, by=LI, now=NOW
        ),
        lambda: products.decide(
            product.id, products_approve(), revision=1, by=CHU, now=NOW, note=""
        ),
    )
    after = products.get(product.id)
    assert after.revision == 2
    assert after.approvals == ()


def products_approve() -> Any:
    from chalicelib.newsroom import ArticleAction

    return ArticleAction.APPROVE


@pytest.mark.parametrize("before", [True, False])
def test_killed_while_it_publishes_it_is_published_once_by_the_next_try(
    monkeypatch: pytest.MonkeyPatch, before: bool
) -> None:
    product = approved()
    assert killed_at(1, before, monkeypatch, lambda: products.publish(product.id, by=ZONG, now=NOW))
    after = products.publish(product.id, by=ZONG, now=NOW)
    assert (after.published_revision, after.work_version) == (1, 1)
    assert works.get("province", WorkKind.MINDMAP, product.id).version == 1
    assert [one.note for one in audit.of_unit("province")].count("上线第 1 版") == 1


@pytest.mark.parametrize("before", [True, False])
def test_killed_while_it_is_decided_it_is_decided_once_or_not_at_all(
    monkeypatch: pytest.MonkeyPatch, before: bool
) -> None:
    product = made()
    assert killed_at(1, before, monkeypatch, lambda: decide(product, "submit", LI))
    state = products.get(product.id).state.value
    assert state == ("draft" if before else "in_review")
    assert len(products.history(product.id)) == (1 if before else 2)
