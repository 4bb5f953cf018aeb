"""The board's use cases: leads and topics, their way over the board, assignments."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final

from pydantic import ValidationError

from chalicelib import audit, people
from chalicelib.actor import Actor
from chalicelib.audit import AuditEntry
from chalicelib.cloud import table
from chalicelib.errors import Field
from chalicelib.topics import rules, store
from chalicelib.topics.duties import duties_of
from chalicelib.topics.errors import BadTopic, NotYourTopic, TopicChanged, TopicNotReady
from chalicelib.topics.labels import BOARD_ACTIONS, FORMS
from chalicelib.topics.models import (
    Assignment,
    BoardAction,
    Origin,
    ProductForm,
    Step,
    Topic,
)
from chalicelib.topics.transitions import Who
from chalicelib.values import Value, reason_of

READ: Final = "topics:topic:read"
EDIT: Final = "topics:topic:edit"
ANSWER: Final = "topics:inquiry:answer"
MOST_ASSIGNMENTS: Final = 20


class TopicText(Value):
    """What a person writes of a topic."""

    title: str
    note: str = ""
    matter: str = ""
    origin: Origin = Origin.IDEA
    of: str = ""
    account: str = ""


def new_topic(unit: str, text: TopicText, *, by: Actor, now: datetime) -> Topic:
    """Put a lead on a unit's board. Raises ``BadTopic``, ``PermissionDenied`` or ``UnknownUnit``."""
    people.require(by, EDIT, unit)
    made = made_of(unit, text, by.person, now)
    store.add(made, entry_of(made, EDIT, by, now, "新建"))
    return made


def new_lead(
    unit: str, text: TopicText, *, by: Actor, permission: str, now: datetime
) -> tuple[Topic, list[table.Action]]:
    """A new lead as part of another transaction, with its entry of the log; ``permission`` is that of the deed it is part of.

    The caller has asked for that permission. Raises ``BadTopic``.
    """
    made = made_of(unit, text, by.person, now)
    entry = entry_of(made, permission, by, now, "新建")
    return made, [*store.new_actions(made), audit.write_action(entry)]


def made_of(unit: str, text: TopicText, person: str, now: datetime, parent: str = "") -> Topic:
    """A new lead as a value. Raises ``BadTopic``."""
    try:
        return Topic(
            id=store.new_id(now),
            unit=unit,
            title=text.title.strip(),
            note=text.note.strip(),
            matter=text.matter.strip(),
            origin=text.origin,
            of=text.of,
            account=text.account,
            parent=parent,
            made_at=now,
            made_by=person,
            updated_at=now,
            steps=(Step(at=now, what="new", by=person),),
        )
    except ValidationError as error:
        raise bad(error) from None


def edit_topic(
    topic_id: str, title: str, note: str, matter: str, *, base: int, by: Actor, now: datetime
) -> Topic:
    """Change a topic's words. Raises ``TopicChanged`` where it is not version ``base`` any more, ``BadTopic``."""

    def decide(topic: Topic) -> Decided:
        people.require(by, EDIT, topic.unit)
        if topic.version != base:
            raise TopicChanged("有人刚刚改过这个选题，您的修改没有保存。请对照后再保存。")
        new = {"title": title.strip(), "note": note.strip(), "matter": matter.strip()}
        try:
            Topic.model_validate({**topic.model_dump(), **new})
        except ValidationError as error:
            raise bad(error) from None
        after = topic.stepped(Step(at=now, what="edit", by=by.person), **new)
        return after, entry_of(topic, EDIT, by, now, "修改"), ()

    return store.change(topic_id, decide)


def move(
    topic_id: str, action: BoardAction, *, by: Actor, now: datetime, reason: str = ""
) -> Topic:
    """Take an action of the board; dropping and going back need a reason.

    Raises ``UnknownTopic``, ``TopicNotReady``, ``BadTopic`` or ``PermissionDenied``.
    """

    def decide(topic: Topic) -> Decided:
        people.require(by, EDIT, topic.unit)
        if action is BoardAction.ASSIGN:
            raise BadTopic("请写明派给谁、做什么、何时完成。", fields=[Field("person", "没有填写")])
        after = rules.moved(topic, action, Who.EDITOR, by.person, now, reason)
        said = BOARD_ACTIONS[action] + (f"：{reason.strip()}" if reason.strip() else "")
        return after, entry_of(topic, EDIT, by, now, said), ()

    return store.change(topic_id, decide)


def assign(
    topic_id: str,
    person: str,
    form: ProductForm,
    due_at: datetime,
    *,
    note: str = "",
    by: Actor,
    now: datetime,
) -> Topic:
    """Have a person make something of a topic until ``due_at``.

    The person has a role in the unit or above. Raises ``BadTopic``, ``TopicNotReady`` or ``PermissionDenied``.
    """

    def decide(topic: Topic) -> Decided:
        people.require(by, EDIT, topic.unit)
        if len(topic.assignments) >= MOST_ASSIGNMENTS:
            raise BadTopic(f"一个选题最多派发 {MOST_ASSIGNMENTS} 项。")
        one = _assignment(topic.unit, Wanted(person=person, form=form, due_at=due_at, note=note))
        after = rules.assigned(topic, one, by.person, now)
        return after, entry_of(topic, EDIT, by, now, f"派给 {person}"), ()

    return store.change(topic_id, decide)


class Wanted(Value):
    """One of several products that are ordered at once."""

    person: str
    form: ProductForm
    due_at: datetime
    note: str = ""


def order(topic_id: str, wanted: Sequence[Wanted], *, by: Actor, now: datetime) -> Topic:
    """Order several products of a topic at once: all of them or none.

    Raises ``BadTopic``, ``TopicNotReady``, ``PermissionDenied`` or ``UnknownTopic``.
    """

    def decide(topic: Topic) -> Decided:
        people.require(by, EDIT, topic.unit)
        if not wanted:
            raise BadTopic("请至少选一种产品。", fields=[Field("wanted", "没有选择")])
        if len(topic.assignments) + len(wanted) > MOST_ASSIGNMENTS:
            raise BadTopic(f"一个选题最多派发 {MOST_ASSIGNMENTS} 项。")
        made = [_assignment(topic.unit, one, n) for n, one in enumerate(wanted)]
        after = rules.ordered(topic, made, by.person, now)
        said = "、".join(f"{FORMS[one.form]}（{one.person}）" for one in made)
        return after, entry_of(topic, EDIT, by, now, f"成套派发：{said}"[:400]), ()

    return store.change(topic_id, decide)


def remind(topic_id: str, assignment_id: str, *, by: Actor, now: datetime) -> Topic:
    """Remind the person of an assignment; once an hour. Raises ``BadTopic``, ``TopicNotReady``, ``PermissionDenied``."""

    def decide(topic: Topic) -> Decided:
        people.require(by, EDIT, topic.unit)
        one = rules.assignment(topic, assignment_id)
        after = rules.urged(topic, one, by.person, now)
        return after, entry_of(topic, EDIT, by, now, f"提醒 {one.person}"), ()

    return store.change(topic_id, decide)


def finish(topic_id: str, assignment_id: str, *, by: Actor, now: datetime) -> Topic:
    """Say that something that is no article is done; by its person, or an editor. Twice is once."""

    def decide(topic: Topic) -> Decided | None:
        one = rules.assignment(topic, assignment_id)
        if by.person != one.person:
            people.require(by, EDIT, topic.unit)
        if one.done_at is not None:
            return None
        after = rules.started(topic, by.person, now)
        after = rules.with_assignment(after, one.model_copy(update={"done_at": now}))
        after = after.stepped(Step(at=now, what="done", by=by.person, note=one.person))
        return rules.followed(after, now), entry_of(topic, EDIT, by, now, "完成派发"), ()

    return store.change(topic_id, decide)


def attach(topic_id: str, assignment_id: str, article: str, *, by: Actor, now: datetime) -> Topic:
    """Say which article is made of an assignment; its review and publication then move the topic.

    The caller has seen that the article is there. Again it changes nothing.
    """

    def decide(topic: Topic) -> Decided | None:
        one = rules.assignment(topic, assignment_id)
        if by.person != one.person:
            people.require(by, EDIT, topic.unit)
        if one.article == article:
            return None
        after = rules.started(topic, by.person, now)
        changed = {"article": article, "product": "", "approved_at": None, "published_at": None}
        after = rules.with_assignment(after, one.model_copy(update=changed))
        after = after.stepped(Step(at=now, what="edit", by=by.person, note=article))
        after = after.model_copy(update={"look_at": now})
        note = f"稿件 {article}"
        return (
            after,
            entry_of(topic, EDIT, by, now, note),
            [store.article_action(topic.id, article)],
        )

    return store.change(topic_id, decide)


def attach_product(
    topic_id: str, assignment_id: str, product: str, *, by: Actor, now: datetime
) -> Topic:
    """Say which product is made of an assignment; its review and publication then move the topic.

    The caller has seen that the product is there. Again it changes nothing. Raises ``TopicNotReady`` where something
    else is made of it already, ``BadTopic`` or ``PermissionDenied``.
    """

    def decide(topic: Topic) -> Decided | None:
        one = rules.assignment(topic, assignment_id)
        if by.person != one.person:
            people.require(by, EDIT, topic.unit)
        if one.product == product:
            return None
        if one.thing:
            raise TopicNotReady(f"这项派发已经在做：{one.thing}。", state=topic.state.value)
        after = rules.started(topic, by.person, now)
        after = rules.with_assignment(after, one.model_copy(update={"product": product}))
        after = after.stepped(Step(at=now, what="attached", by=by.person, note=product))
        after = after.model_copy(update={"look_at": now})
        note = f"产品 {product}"
        return (
            after,
            entry_of(topic, EDIT, by, now, note),
            [store.article_action(topic.id, product)],
        )

    return store.change(topic_id, decide)


def topic_for(topic_id: str, *, by: Actor) -> Topic:
    """One topic of the board. Raises ``UnknownTopic`` or ``PermissionDenied``."""
    topic = store.get(topic_id)
    people.require(by, READ, topic.unit)
    return topic


def board(unit: str, *, by: Actor) -> list[Topic]:
    """Every topic of a unit's board, the newest first. Raises ``PermissionDenied`` or ``UnknownUnit``."""
    people.require(by, READ, unit)
    return list(store.of_unit(unit))


def asked_for(topic_id: str, *, by: Actor) -> Topic:
    """A topic that a person's department is asked. Raises ``UnknownTopic``, ``NotYourTopic`` or ``PermissionDenied``."""
    topic = store.get(topic_id)
    check_department(topic, by)
    return topic


def asked_of(unit: str, *, by: Actor) -> list[Topic]:
    """The topics of a unit that a person's departments are asked, the newest first.

    Raises ``PermissionDenied`` or ``UnknownUnit``.
    """
    people.require(by, ANSWER, unit)
    mine = duties_of(unit).departments_of(by.person)
    found = store.of_unit(unit) if mine else ()
    return [one for one in found if one.inquiry and one.inquiry.department in mine]


def check_department(topic: Topic, by: Actor) -> None:
    """Raises ``NotYourTopic`` unless the person is of the department that is asked, or ``PermissionDenied``."""
    people.require(by, ANSWER, topic.unit)
    mine = duties_of(topic.unit).departments_of(by.person)
    if topic.inquiry is None or topic.inquiry.department not in mine:
        raise NotYourTopic(
            f"选题“{topic.title}”没有交给您所在的部门，不能由您答复。", permission=ANSWER
        )


def _assignment(unit: str, wanted: Wanted, number: int | None = None) -> Assignment:
    """An assignment as a value; ``number`` of several, from 0. Raises ``BadTopic``."""
    field = "person" if number is None else f"wanted.{number}.person"
    if not people.person_for(wanted.person, unit).roles:
        problem = f"{wanted.person or '没有写名字的人'} 在这个单位没有角色"
        raise BadTopic(f"{problem}，不能派给他。", fields=[Field(field, problem)])
    try:
        return Assignment(
            id=secrets.token_hex(4),
            person=wanted.person,
            form=wanted.form,
            due_at=wanted.due_at,
            note=wanted.note.strip(),
        )
    except ValidationError as error:
        raise bad(error) from None


Decided = tuple[Topic, AuditEntry | None, "list[table.Action] | tuple[()]"]
Decide = Callable[[Topic], "Decided | None"]


def entry_of(topic: Topic, permission: str, by: Actor, now: datetime, note: str) -> AuditEntry:
    """The entry of a change of a topic."""
    return audit.entry_of(
        by, permission, unit=topic.unit, object=f"topic:{topic.id}", at=now, note=note
    )


_FIELDS: Final = {
    "title": "标题",
    "note": "说明",
    "matter": "领域",
    "of": "来源",
    "person": "派给谁",
    "text": "答复",
    "basis": "依据",
}


def bad(error: ValidationError) -> BadTopic:
    """What pydantic found, in people's words."""
    fields = [
        Field(name := str(found["loc"][0]), f"{_FIELDS.get(name, name)}{reason_of(found)}")
        for found in error.errors(include_input=False)
    ]
    return BadTopic(f"填写有误：{'；'.join(one.problem for one in fields)}。", fields=fields)
