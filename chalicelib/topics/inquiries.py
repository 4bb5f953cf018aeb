"""A department's answer: asked, accepted, returned, forwarded, answered, and taken by an editor or sent back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from pydantic import ValidationError

from chalicelib import people
from chalicelib.actor import Actor
from chalicelib.audit import AuditEntry
from chalicelib.topics import rules, store
from chalicelib.topics.duties import duties_of, duty_for
from chalicelib.topics.labels import FORMS, INQUIRY_ACTIONS
from chalicelib.topics.models import (
    Basis,
    DepartmentAnswer,
    InquiryAction,
    InquiryState,
    ProductForm,
    Topic,
)
from chalicelib.topics.service import (
    ANSWER,
    EDIT,
    Decided,
    TopicText,
    bad,
    check_department,
    entry_of,
    made_of,
)
from chalicelib.topics.transitions import Who


def ask(topic_id: str, *, department: str = "", by: Actor, now: datetime) -> Topic:
    """Ask the department that answers for the topic's matter, or the one that is named.

    Raises ``BadTopic``, ``TopicNotReady``, ``UnknownTopic`` or ``PermissionDenied``.
    """

    def decide(topic: Topic) -> Decided:
        people.require(by, EDIT, topic.unit)
        duty = duty_for(duties_of(topic.unit), department, topic.matter)
        after = rules.asked(topic, duty, by.person, now)
        return after, entry_of(topic, EDIT, by, now, f"请 {duty.department} 答复"), ()

    return store.change(topic_id, decide)


def accept(topic_id: str, *, by: Actor, now: datetime) -> Topic:
    """The department takes the question on. Raises ``NotYourTopic``, ``TopicNotReady`` or ``PermissionDenied``."""

    def decide(topic: Topic) -> Decided:
        check_department(topic, by)
        after = rules.accepted(topic, by.person, now)
        return after, _logged(topic, ANSWER, by, now, InquiryAction.ACCEPT), ()

    return store.change(topic_id, decide)


def give_back(topic_id: str, reason: str, *, by: Actor, now: datetime) -> Topic:
    """The department says why it is not its matter. Raises like ``accept``, and ``BadTopic`` without a reason."""

    def decide(topic: Topic) -> Decided:
        check_department(topic, by)
        after = rules.returned(topic, by.person, now, reason)
        return after, _logged(topic, ANSWER, by, now, InquiryAction.RETURN, reason), ()

    return store.change(topic_id, decide)


def forward(topic_id: str, department: str, *, note: str = "", by: Actor, now: datetime) -> Topic:
    """Hand the question to another department: by the one that has it, or an editor. Raises like ``accept``."""

    def decide(topic: Topic) -> Decided:
        who = _editor_or_department(topic, by)
        duty = duty_for(duties_of(topic.unit), department, topic.matter)
        after = rules.forwarded(topic, duty, who, by.person, now, note)
        permission = EDIT if who is Who.EDITOR else ANSWER
        said = f"{duty.department} {note}".strip()
        return after, _logged(topic, permission, by, now, InquiryAction.FORWARD, said), ()

    return store.change(topic_id, decide)


def answer(topic_id: str, text: str, basis: Sequence[Basis], *, by: Actor, now: datetime) -> Topic:
    """The department's answer with its legal basis. Raises like ``accept``, and ``BadTopic``."""

    def decide(topic: Topic) -> Decided:
        check_department(topic, by)
        try:
            said = DepartmentAnswer(text=text.strip(), basis=tuple(basis), by=by.person, at=now)
        except ValidationError as error:
            raise bad(error) from None
        after = rules.answered(topic, said, by.person, now)
        return after, _logged(topic, ANSWER, by, now, InquiryAction.ANSWER), ()

    return store.change(topic_id, decide)


def send_back(topic_id: str, reason: str, *, by: Actor, now: datetime) -> Topic:
    """The editor wants more of the department. Raises ``BadTopic``, ``TopicNotReady`` or ``PermissionDenied``."""

    def decide(topic: Topic) -> Decided:
        people.require(by, EDIT, topic.unit)
        asked = topic.inquiry.department if topic.inquiry else ""
        duty = duty_for(duties_of(topic.unit), asked, topic.matter)
        after = rules.sent_back(topic, by.person, now, reason, duty)
        return after, _logged(topic, EDIT, by, now, InquiryAction.SEND_BACK, reason), ()

    return store.change(topic_id, decide)


def take(topic_id: str, forms: Sequence[ProductForm] = (), *, by: Actor, now: datetime) -> Topic:
    """The editor takes the answer; with ``forms`` further topics of it stand on the board from the same moment on.

    What is made of the answer is made by ``application.answer_products``. Raises ``TopicNotReady`` or
    ``PermissionDenied``.
    """

    def decide(topic: Topic) -> Decided:
        people.require(by, EDIT, topic.unit)
        after = rules.taken(topic, by.person, now)
        more = [
            action
            for form in dict.fromkeys(forms)
            for action in store.new_actions(_further(topic, form, by.person, now))
        ]
        return after, _logged(topic, EDIT, by, now, InquiryAction.TAKE), more

    return store.change(topic_id, decide)


def waiting_for(topic: Topic) -> bool:
    """Whether an editor has to do something with the department's answer."""
    inquiry = topic.inquiry
    return inquiry is not None and inquiry.state in (InquiryState.ANSWERED, InquiryState.RETURNED)


def _further(topic: Topic, form: ProductForm, person: str, now: datetime) -> Topic:
    title = f"{FORMS[form]}：{topic.title}"
    text = TopicText(
        title=title if len(title) <= 60 else f"{title[:59]}…",
        matter=topic.matter,
        origin=topic.origin,
        of=topic.of,
        account=topic.account,
    )
    return made_of(topic.unit, text, person, now, parent=topic.id)


def _editor_or_department(topic: Topic, by: Actor) -> Who:
    if people.may(by, EDIT, topic.unit):
        return Who.EDITOR
    check_department(topic, by)
    return Who.DEPARTMENT


def _logged(
    topic: Topic, permission: str, by: Actor, now: datetime, action: InquiryAction, note: str = ""
) -> AuditEntry:
    said = INQUIRY_ACTIONS[action] + (f"：{note.strip()}" if note.strip() else "")
    return entry_of(topic, permission, by, now, said)
