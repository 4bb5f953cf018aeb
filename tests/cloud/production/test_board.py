"""What is in the making: how far each product is, who is late, and the one next step."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from chalicelib import newsroom, people, products, topics
from chalicelib.actor import SYSTEM
from chalicelib.application import board, production, production_start, topic_events, topic_tasks
from chalicelib.application.production import ProductionState, Wanted
from chalicelib.application.task import TaskKind
from chalicelib.cloud import table
from chalicelib.newsroom import ArticleAction, Written
from chalicelib.topics import (
    BadTopic,
    ProductForm,
    ProductSet,
    SetPart,
    Topic,
    TopicChanged,
    TopicNotReady,
    TopicState,
)
from tests.cloud.newsroom.people import PNG
from tests.cloud.production.conftest import FU, LI, UNIT, WANG, ZONG, Works

MAP = {"root": "增值税", "branches": [{"text": "税率"}, {"text": "申报"}]}


def rows(works: Works, by: Any = LI, **wanted: Any) -> list[production.ProductionThing]:
    return list(production.board(UNIT, by=by, now=works.now, wanted=Wanted(**wanted)).rows)


def streamed(works: Works, pk: str, sk: str) -> None:
    """The stream tells of an item as it is now, twice."""
    item = table.get(pk, sk, consistent=True)
    assert item is not None
    for _ in range(2):
        topic_events.follow(item, works.now)


def map_of(works: Works, topic: Topic) -> products.Product:
    """The mind map of a topic, begun and written."""
    one = next(one for one in topic.assignments if one.form is ProductForm.MINDMAP)
    production_start.start(topic.id, one.id, by=LI, now=works.now)
    made = topics.rules.assignment(topics.get(topic.id), one.id).product
    return products.edit(made, "增值税新规", MAP, base=1, by=LI, now=works.now)


def test_several_products_are_ordered_at_once_or_none(works: Works) -> None:
    topic = works.ordered(ProductForm.ARTICLE, ProductForm.POSTER, ProductForm.QUIZ)
    assert [one.form.value for one in topic.assignments] == ["article", "poster", "quiz"]
    assert topic.state is TopicState.ASSIGNED
    due = works.now + timedelta(days=2)
    wrong = [
        topics.Wanted(person="li", form=ProductForm.EBOOK, due_at=due),
        topics.Wanted(person="nobody", form=ProductForm.LIVE, due_at=due),
    ]
    with pytest.raises(BadTopic) as refused:
        topics.order(topic.id, wrong, by=WANG, now=works.now)
    assert [one.name for one in refused.value.fields] == ["wanted.1.person"]
    assert len(topics.get(topic.id).assignments) == 3


def test_who_makes_it_sees_where_to_begin_and_who_ordered_it_reminds(works: Works) -> None:
    works.ordered(ProductForm.ARTICLE, ProductForm.POSTER)
    mine, others = rows(works, LI), rows(works, WANG)
    assert [one.step.label for one in mine] == ["开始写", "开始做"] or [
        one.step.label for one in mine
    ] == ["开始做", "开始写"]
    assert {one.step.name for one in others} == {"remind"}
    assert {one.when for one in mine} == {"还有 3 天"}


def test_a_product_is_begun_once_however_often_one_begins(works: Works) -> None:
    topic = works.ordered(ProductForm.MINDMAP)
    [one] = topic.assignments
    first = production_start.start(topic.id, one.id, by=LI, now=works.now)
    again = production_start.start(topic.id, one.id, by=WANG, now=works.now)
    assert first == again
    [made] = products.of_topic(topic.id)
    assert first.path == f"/products/{made}"
    assert (products.get(made).account, products.get(made).assignment) == ("sheng-hao", one.id)
    [row] = rows(works)
    assert (row.state, row.step.label) == (ProductionState.MAKING, "继续做")


def test_an_article_is_begun_as_a_draft_that_is_attached_when_it_is_saved(works: Works) -> None:
    topic = works.ordered(ProductForm.ARTICLE)
    [one] = topic.assignments
    begun = production_start.start(topic.id, one.id, by=LI, now=works.now)
    draft = newsroom.draft_of(f"new-{one.id}", by=LI, now=works.now)
    assert draft is not None
    assert draft.written.fields == {"title": "增值税新规"}
    assert begun.path.startswith(f"/articles/new/new-{one.id}?")
    cover = newsroom.store_picture(PNG).key
    text = Written(fields={"title": "增值税新规", "cover": cover}, body="自明年起。")
    made = newsroom.create_from(UNIT, text, by=LI, now=works.now)
    board.attach(topic.id, one.id, made.id, by=LI, now=works.now)
    [row] = rows(works)
    assert (row.thing, row.path) == (made.id, f"/articles/{made.id}")


def test_a_products_review_and_publication_move_its_topic(works: Works) -> None:
    topic = works.ordered(ProductForm.MINDMAP)
    made = map_of(works, topic)
    assert topics.get(topic.id).state is TopicState.MAKING
    products.decide(made.id, ArticleAction.SUBMIT, revision=2, by=LI, now=works.now)
    assert rows(works)[0].state is ProductionState.REVIEWING
    products.decide(made.id, ArticleAction.APPROVE, revision=2, by=ZONG, now=works.now)
    streamed(works, f"PRODUCTS#{UNIT}", made.id)
    topic = topics.get(topic.id)
    assert topic.state is TopicState.REVIEWED
    assert [step.what for step in topic.steps].count("approved") == 1
    assert rows(works)[0].step.label == "去发布"
    topics.progress.product_published(topic.id, made.id, works.now)
    topic = topics.progress.product_published(topic.id, made.id, works.now)
    assert topic.state is TopicState.PUBLISHED
    assert rows(works)[0].state is ProductionState.OUT


def test_the_stream_tells_of_a_product_that_is_out(works: Works) -> None:
    topic = works.ordered(ProductForm.MINDMAP)
    made = map_of(works, topic)
    doc = json.loads(made.model_dump_json()) | {
        "state": "approved",
        "published_at": works.now.isoformat(),
    }
    item = {"pk": f"PRODUCTS#{UNIT}", "sk": made.id, "doc": json.dumps(doc)}
    for _ in range(2):
        topic_events.follow(item, works.now)
    topic = topics.get(topic.id)
    assert topic.state is TopicState.PUBLISHED
    assert topic.assignments[0].published_at == works.now


def test_a_topic_is_reviewed_when_all_its_products_are(works: Works) -> None:
    topic = works.ordered(ProductForm.MINDMAP, ProductForm.COURSE)
    made = map_of(works, topic)
    topics.progress.product_approved(topic.id, made.id, works.now)
    assert topics.get(topic.id).state is TopicState.MAKING
    other = next(one for one in topic.assignments if one.form is ProductForm.COURSE)
    assert topics.finish(topic.id, other.id, by=LI, now=works.now).state is TopicState.REVIEWED


def test_late_is_said_in_words_and_found_by_a_filter(works: Works) -> None:
    works.ordered(ProductForm.ARTICLE, days=1)
    works.ordered(ProductForm.POSTER, days=9)
    works.now += timedelta(days=3)
    found = production.board(UNIT, by=LI, now=works.now)
    assert (found.late, [one.when for one in found.rows]) == (1, ["超期 2 天", "还有 6 天"])
    assert [one.form for one in rows(works, late=True)] == ["article"]
    assert [one.form for one in rows(works, form="poster")] == ["poster"]
    assert rows(works, person="wang") == []


def test_late_things_stand_on_the_workbench_of_their_person_and_of_the_chief(
    works: Works,
) -> None:
    works.ordered(ProductForm.ARTICLE, ProductForm.POSTER, days=1)

    def told(by: Any) -> list[TaskKind]:
        return [one.kind for one in topic_tasks.of_person(by, UNIT, works.now)]

    assert told(LI) == [TaskKind.MAKING] * 2
    assert told(ZONG) == []
    works.now += timedelta(days=2)
    assert told(LI) == [TaskKind.MAKING_LATE] * 2
    assert told(ZONG) == [TaskKind.PRODUCTS_LATE]
    assert told(FU) == []
    [late] = topic_tasks.of_person(ZONG, UNIT, works.now)
    assert late.what == "2 件产品已超期"


def test_a_person_is_reminded_once_an_hour_and_not_of_what_is_done(works: Works) -> None:
    topic = works.ordered(ProductForm.COURSE)
    [one] = topic.assignments
    topics.remind(topic.id, one.id, by=WANG, now=works.now)
    with pytest.raises(TopicNotReady):
        topics.remind(topic.id, one.id, by=ZONG, now=works.now + timedelta(minutes=59))
    topics.remind(topic.id, one.id, by=ZONG, now=works.now + timedelta(hours=1))
    steps = [step.what for step in topics.get(topic.id).steps]
    assert steps.count("urged") == 2
    topics.finish(topic.id, one.id, by=LI, now=works.now)
    with pytest.raises(TopicNotReady):
        topics.remind(topic.id, one.id, by=WANG, now=works.now + timedelta(hours=5))


def test_something_else_does_not_take_the_place_of_what_is_made(works: Works) -> None:
    topic = works.ordered(ProductForm.MINDMAP)
    [one] = topic.assignments
    map_of(works, topic)
    with pytest.raises(TopicNotReady):
        topics.attach_product(topic.id, one.id, "p-20261130-aaaaaa", by=LI, now=works.now)


def test_sets_are_a_units_own_or_those_above_or_of_the_house(works: Works) -> None:
    house = topics.product_sets.sets_for("qing", by=SYSTEM).sets
    assert house[0].name == ("政策解读全套")
    own = [ProductSet(name="小套", parts=(SetPart(form=ProductForm.POSTER, days=1),))]
    topics.product_sets.set_sets(UNIT, own, base=0, by=ZONG, now=works.now)
    assert [one.name for one in topics.product_sets.sets_for("qing", by=SYSTEM).sets] == ["小套"]
    with pytest.raises(TopicChanged):
        topics.product_sets.set_sets(UNIT, own, base=0, by=ZONG, now=works.now)
    with pytest.raises(people.PermissionDenied):
        topics.product_sets.set_sets(UNIT, own, base=1, by=FU, now=works.now)
