"""A product's life: made, edited, through three stages, published once, taken down, published anew."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from chalicelib import audit, products, works
from chalicelib.errors import DomainError, IllegalNow, Invalid, NotPermitted
from chalicelib.newsroom import ArticleState
from chalicelib.products import BadProduct, ProductChanged, ProductNotReady
from chalicelib.works import UnknownWork, WorkKind
from tests.cloud.products.conftest import (
    CHU,
    FU,
    LI,
    NOW,
    OUTLINE,
    QIN,
    ZHONG,
    ZONG,
    approved,
    decide,
    files,
    made,
)

pytestmark = pytest.mark.usefixtures("house")
OTHER: dict[str, Any] = {"root": "改过", "branches": [{"text": "一"}, {"text": "二"}]}


def edit(product_id: str, base: int, **more: Any) -> products.Product:
    given = {"by": LI, "now": NOW, **more}
    return products.edit(product_id, "减免导图", given.pop("content", OTHER), base=base, **given)


def test_three_stages_in_order_release_it() -> None:
    product = made()
    assert decide(product, "submit", LI).state is ArticleState.IN_REVIEW
    for person, left in ((CHU, 1), (FU, 2), (ZHONG, None)):
        after = decide(product, "approve", person)
        assert after.stage_number == left
    assert (after.state, after.approved_revision) == (ArticleState.APPROVED, 1)


def test_a_stage_out_of_order_is_refused() -> None:
    product = made()
    decide(product, "submit", LI)
    with pytest.raises(NotPermitted):
        decide(product, "approve", ZHONG)


def test_who_wrote_it_approves_no_stage() -> None:
    product = made()
    edit(product.id, 1, by=CHU)
    decide(product, "submit", LI)
    with pytest.raises(NotPermitted, match="写过"):
        decide(product, "approve", CHU)


def test_what_lacks_something_does_not_go_to_review() -> None:
    product = made(content={"root": "", "branches": []})
    with pytest.raises(BadProduct, match="中心主题没有填写；至少要有两个分支"):
        decide(product, "submit", LI)
    assert products.get(product.id).state is ArticleState.DRAFT


def test_a_return_needs_words_and_shows_them() -> None:
    product = made()
    decide(product, "submit", LI)
    with pytest.raises(Invalid):
        decide(product, "return", CHU)
    returned = decide(product, "return", CHU, "税率写错了").returned
    assert returned is not None
    assert returned.reasons == ("税率写错了",)


def test_an_edit_after_the_approval_has_to_be_approved_again() -> None:
    product = approved()
    assert edit(product.id, 1).state is ArticleState.DRAFT
    with pytest.raises(ProductNotReady, match="审核通过后才能上线"):
        products.publish(product.id, by=ZONG, now=NOW)


def test_nothing_unapproved_is_published() -> None:
    product = files(made())
    with pytest.raises(ProductNotReady):
        products.publish(product.id, by=ZONG, now=NOW)
    with pytest.raises(UnknownWork):
        works.get("province", WorkKind.MINDMAP, product.id)


def test_without_its_files_it_is_not_published() -> None:
    product = made()
    decide(product, "submit", LI)
    for person in (CHU, FU, ZHONG):
        decide(product, "approve", person)
    with pytest.raises(ProductNotReady, match="还在生成"):
        products.publish(product.id, by=ZONG, now=NOW)
    products.files_made(product.id, 1, {}, problem="缺少字体", now=NOW)
    with pytest.raises(ProductNotReady, match="缺少字体"):
        products.publish(product.id, by=ZONG, now=NOW)
    files(product)
    assert products.publish(product.id, by=ZONG, now=NOW).published_revision == 1


def test_files_of_an_earlier_revision_do_not_count() -> None:
    product = made()
    edit(product.id, 1)
    after = products.files_made(product.id, 1, {"mindmap.png": "works/x.png"}, now=NOW)
    assert not after.files_made


def test_it_is_published_once_however_often_one_asks() -> None:
    product = approved()
    first = products.publish(product.id, by=ZONG, now=NOW)
    again = products.publish(product.id, by=ZONG, now=NOW)
    assert again == first
    work = works.get("province", WorkKind.MINDMAP, product.id)
    assert (work.version, work.title, work.content["root"]) == (1, "减免导图", OUTLINE["root"])
    published = [one for one in audit.of_unit("province") if one.note.startswith("上线")]
    assert len(published) == 1


def test_followers_see_the_published_revision_while_another_is_written() -> None:
    product = approved()
    products.publish(product.id, by=ZONG, now=NOW)
    edit(product.id, 1)
    assert works.get("province", WorkKind.MINDMAP, product.id).content["root"] == OUTLINE["root"]
    assert products.get(product.id).published_revision == 1


def test_taken_down_it_shows_nothing_and_can_be_published_anew() -> None:
    product = approved()
    products.publish(product.id, by=ZONG, now=NOW)
    with pytest.raises(BadProduct, match="原因"):
        products.take_down(product.id, reason=" ", by=ZONG, now=NOW)
    down = products.take_down(product.id, reason="数字有误", by=ZONG, now=NOW)
    assert products.take_down(product.id, reason="数字有误", by=ZONG, now=NOW) == down
    work = works.get("province", WorkKind.MINDMAP, product.id)
    assert (work.content, work.files, work.withdrawn_at) == ({}, {}, NOW)
    products.publish(product.id, by=ZONG, now=NOW)
    work = works.get("province", WorkKind.MINDMAP, product.id)
    assert (work.version, work.withdrawn_at, work.content["root"]) == (3, None, OUTLINE["root"])


def test_a_second_edit_of_the_same_base_is_told_of_the_first() -> None:
    product = made()
    edit(product.id, 1)
    with pytest.raises(ProductChanged, match="li 刚刚改过"):
        edit(product.id, 1, content={**OTHER, "root": "又改"})
    assert [one.number for one in products.revisions(product.id)] == [1, 2]


def test_an_edit_that_changes_nothing_makes_no_revision() -> None:
    product = made()
    assert edit(product.id, 1, content=OUTLINE).revision == 1


def test_a_field_that_nobody_knows_is_named() -> None:
    with pytest.raises(BadProduct, match=r"branches\.0\.colour"):
        made(content={"root": "x", "branches": [{"text": "x", "colour": "red"}]})


def test_people_of_another_unit_do_not_touch_it() -> None:
    product = approved()
    acts: tuple[Callable[[], object], ...] = (
        lambda: products.product_for(product.id, by=QIN),
        lambda: edit(product.id, 1, by=QIN),
        lambda: decide(product, "withdraw", QIN),
        lambda: products.publish(product.id, by=QIN, now=NOW),
    )
    for act in acts:
        with pytest.raises(NotPermitted):
            act()


def test_a_decision_on_an_older_revision_is_not_taken() -> None:
    product = made()
    decide(product, "submit", LI)
    edit(product.id, 1)
    decide(product, "submit", LI)
    with pytest.raises(DomainError, match="改到第 2 版"):
        products.decide(
            product.id, products_action("approve"), revision=1, by=CHU, now=NOW, note=""
        )


def products_action(name: str) -> Any:
    from chalicelib.newsroom import ArticleAction

    return ArticleAction(name)


def test_what_a_button_offers_is_what_the_use_case_does() -> None:
    """Of every person and state: an allowed action works, a greyed one is refused with the reason that it shows."""
    for person in (LI, CHU, FU, ZHONG, ZONG):
        for begin in (made, approved):
            product = begin()
            for deed in products.deeds_for(products.get(product.id), person):
                if deed.name not in ("submit", "approve", "return", "withdraw", "publish"):
                    continue
                fresh = begin()
                try:
                    if deed.name == "publish":
                        products.publish(fresh.id, by=person, now=NOW)
                    else:
                        decide(fresh, deed.name, person, "说明")
                except (NotPermitted, IllegalNow):
                    assert not deed.allowed, (person, deed)
                else:
                    assert deed.allowed, (person, deed)


def test_all_that_was_done_stands_in_its_history() -> None:
    product = approved()
    products.publish(product.id, by=ZONG, now=NOW)
    said = [(one.by, one.note) for one in reversed(products.history(product.id))]
    assert said == [
        ("li", "新建"),
        ("li", "送审"),
        ("chu", "通过"),
        ("fu", "通过"),
        ("zhong", "通过"),
        ("zong", "上线第 1 版"),
    ]


def test_what_waits_is_found_until_it_is_decided() -> None:
    product = made()
    assert list(products.waiting()) == []
    decide(product, "submit", LI)
    assert [one.id for one in products.waiting()] == [product.id]
    decide(product, "return", CHU, "重写")
    assert list(products.waiting()) == []
