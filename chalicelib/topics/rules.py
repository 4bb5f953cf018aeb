"""The result of each action on a topic, and the reasons that refuse it. Pure.

``transitions`` says which action is possible in which state, and for whom. Every function takes a topic as it is and
returns it as it becomes, or raises ``TopicNotReady`` or ``BadTopic``.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from chalicelib.clock import shown
from chalicelib.errors import Field
from chalicelib.topics import working_days
from chalicelib.topics.errors import BadTopic, TopicNotReady
from chalicelib.topics.labels import BOARD_ACTIONS, INQUIRY_ACTIONS, INQUIRY_STATES, STATES
from chalicelib.topics.models import (
    Assignment,
    BoardAction,
    DepartmentAnswer,
    Duty,
    Inquiry,
    InquiryAction,
    InquiryState,
    Made,
    Step,
    Telling,
    Topic,
    TopicState,
)
from chalicelib.topics.transitions import BOARD, INQUIRY, Who

LOOK_AGAIN: Final = timedelta(minutes=10)
"""So often the sweep looks whether a release was missed; mostly the release itself tells."""
MADE_AGAIN: Final = timedelta(minutes=5)
REMINDED_AGAIN: Final = timedelta(hours=1)
_REASONED: Final = (BoardAction.DROP, BoardAction.BACK)
OFF: Final = frozenset({TopicState.PUBLISHED, TopicState.DROPPED})
"""States in which nobody is asked or assigned any more."""


def moved(
    topic: Topic, action: BoardAction, who: Who, by: str, at: datetime, reason: str = ""
) -> Topic:
    """The topic after an action of the board."""
    row = BOARD.find(topic, action, [who])
    if row is None:
        raise not_possible(topic, action, who)
    if action in _REASONED and not reason.strip():
        raise BadTopic("请写明原因。", fields=[Field("reason", "没有填写")])
    target = topic.state if row.target is None else row.target
    changes: dict[str, object] = {"state": target}
    if target is TopicState.TOPIC and topic.adopted_at is None:
        changes["adopted_at"] = at
    if action is BoardAction.PUBLISHED:
        changes["published_at"] = topic.published_at or at
    if action is BoardAction.DROP:
        changes |= {"drop_reason": reason.strip(), "look_at": None}
    if action is BoardAction.TAKE_UP:
        changes["drop_reason"] = ""
    if action is BoardAction.BACK and topic.state is TopicState.ASSIGNED:
        _nothing_waits(topic)
        changes |= {"assignments": (), "inquiry": None}
    return topic.stepped(Step(at=at, what=action.value, by=by, note=reason.strip()), **changes)


def assigned(topic: Topic, one: Assignment, by: str, at: datetime) -> Topic:
    """The topic with one more assignment."""
    if one.due_at <= at:
        raise BadTopic("完成时间要晚于现在。", fields=[Field("due_at", "已经过去")])
    after = moved(topic, BoardAction.ASSIGN, Who.EDITOR, by, at, one.person)
    return after.model_copy(update={"assignments": (*topic.assignments, one)})


def ordered(topic: Topic, several: Sequence[Assignment], by: str, at: datetime) -> Topic:
    """The topic with several more assignments."""
    for one in several:
        topic = assigned(topic, one, by, at)
    return topic


def urged(topic: Topic, one: Assignment, by: str, at: datetime) -> Topic:
    """The topic whose assignment's person is reminded. Raises ``TopicNotReady``."""
    if one.reviewed or topic.state in OFF:
        raise TopicNotReady("这件产品已经做完，不用再提醒。", state=topic.state.value)
    if one.reminded_at is not None and at - one.reminded_at < REMINDED_AGAIN:
        raise TopicNotReady(
            f"{shown(one.reminded_at)} 刚提醒过，一小时内不重复提醒。", state=topic.state.value
        )
    after = with_assignment(topic, one.model_copy(update={"reminded_at": at}))
    return after.stepped(Step(at=at, what="urged", by=by, note=one.person))


def with_assignment(topic: Topic, changed: Assignment) -> Topic:
    """The topic with an assignment as it becomes."""
    kept = tuple(changed if one.id == changed.id else one for one in topic.assignments)
    return topic.model_copy(update={"assignments": kept})


def assignment(topic: Topic, assignment_id: str) -> Assignment:
    """One assignment. Raises ``BadTopic``."""
    for one in topic.assignments:
        if one.id == assignment_id:
            return one
    raise BadTopic("没有这项派发。", fields=[Field("assignment", "没有这一项")])


def started(topic: Topic, by: str, at: datetime) -> Topic:
    """The topic in the making, where it is not yet."""
    if topic.state is not TopicState.ASSIGNED:
        return topic
    return moved(topic, BoardAction.START, Who.SYSTEM, by, at)


def asked(topic: Topic, duty: Duty, by: str, at: datetime) -> Topic:
    """A department is asked, within the days that its duty names."""
    if topic.state in OFF or (topic.inquiry and topic.inquiry.state is not InquiryState.SETTLED):
        raise TopicNotReady(
            "这个选题已经交给部门答复，或已结束，不能再请部门答复。", state=topic.state.value
        )
    if topic.made is not None:
        raise TopicNotReady("这个选题已经有采用的答复，请另建选题再问。", state=topic.state.value)
    after = topic
    if topic.state in (TopicState.LEAD, TopicState.TOPIC):
        after = moved(topic, BoardAction.ASSIGN, Who.EDITOR, by, at, duty.department)
    inquiry = _inquiry(duty, by, at)
    step = Step(at=at, what=InquiryAction.ASK.value, by=by, note=duty.department)
    return after.stepped(step, inquiry=inquiry)


def forwarded(topic: Topic, duty: Duty, who: Who, by: str, at: datetime, note: str) -> Topic:
    """Another department is asked; its deadline begins anew."""
    before = guarded(topic, InquiryAction.FORWARD, who)
    if before.department == duty.department:
        raise BadTopic("已经在这个部门。", fields=[Field("department", "同一个部门")])
    said = "：".join(filter(None, (duty.department, note.strip())))
    step = Step(at=at, what=InquiryAction.FORWARD.value, by=by, note=said)
    return topic.stepped(step, inquiry=_inquiry(duty, by, at))


def accepted(topic: Topic, by: str, at: datetime) -> Topic:
    """The department takes the question on; the topic is in the making."""
    inquiry = guarded(topic, InquiryAction.ACCEPT, Who.DEPARTMENT)
    step = Step(at=at, what=InquiryAction.ACCEPT.value, by=by)
    after = topic.stepped(step, inquiry=_to(inquiry, InquiryState.ACCEPTED))
    return started(after, by, at)


def returned(topic: Topic, by: str, at: datetime, reason: str) -> Topic:
    """The department says why it is not its matter."""
    inquiry = guarded(topic, InquiryAction.RETURN, Who.DEPARTMENT)
    if not reason.strip():
        raise BadTopic("请写明退回的原因。", fields=[Field("reason", "没有填写")])
    step = Step(at=at, what=InquiryAction.RETURN.value, by=by, note=reason.strip())
    back = _to(inquiry, InquiryState.RETURNED, remark=reason.strip())
    return topic.stepped(step, inquiry=back)


def answered(topic: Topic, answer: DepartmentAnswer, by: str, at: datetime) -> Topic:
    """The department answers, with what the answer rests on."""
    inquiry = guarded(topic, InquiryAction.ANSWER, Who.DEPARTMENT)
    if not answer.text.strip():
        raise BadTopic("请写明答复。", fields=[Field("text", "没有填写")])
    if not answer.basis:
        raise BadTopic("请写明政策依据。", fields=[Field("basis", "没有填写")])
    step = Step(at=at, what=InquiryAction.ANSWER.value, by=by)
    after = topic.stepped(step, inquiry=_to(inquiry, InquiryState.ANSWERED, answer=answer))
    return started(after, by, at)


def sent_back(topic: Topic, by: str, at: datetime, reason: str, duty: Duty) -> Topic:
    """The editor wants more of the department; the deadline begins anew."""
    inquiry = guarded(topic, InquiryAction.SEND_BACK, Who.EDITOR)
    if not reason.strip():
        raise BadTopic("请写明要补充什么。", fields=[Field("reason", "没有填写")])
    again = _inquiry(duty, by, at).model_copy(
        update={
            "state": InquiryState.SENT_BACK,
            "answer": inquiry.answer,
            "remark": reason.strip(),
            "asked_at": inquiry.asked_at,
        }
    )
    step = Step(at=at, what=InquiryAction.SEND_BACK.value, by=by, note=reason.strip())
    return topic.stepped(step, inquiry=again)


def taken(topic: Topic, by: str, at: datetime) -> Topic:
    """The editor takes the answer: an entry and a section of an article are to be made of it."""
    inquiry = guarded(topic, InquiryAction.TAKE, Who.EDITOR)
    settled = _to(inquiry, InquiryState.SETTLED, settled_by=by, settled_at=at)
    step = Step(at=at, what=InquiryAction.TAKE.value, by=by)
    after = topic.stepped(step, inquiry=settled, made=Made(), look_at=at + MADE_AGAIN)
    return started(after, by, at)


def guarded(topic: Topic, action: InquiryAction, who: Who) -> Inquiry:
    """The inquiry, if this may happen to it now. Raises ``TopicNotReady``."""
    inquiry = topic.inquiry
    if topic.state in OFF or inquiry is None or INQUIRY.find(inquiry, action, [who]) is None:
        stands = INQUIRY_STATES[inquiry.state] if inquiry else "没有请部门答复"
        raise TopicNotReady(
            f"选题“{topic.title}”现在是“{STATES[topic.state]}”（{stands}），不能{INQUIRY_ACTIONS[action]}。",
            state=inquiry.state.value if inquiry else topic.state.value,
        )
    return inquiry


def reminded(topic: Topic, at: datetime) -> Topic | None:
    """The topic with what is due said once: a reminder, an escalation; None where nothing is."""
    inquiry = topic.inquiry
    if topic.state in OFF or inquiry is None or not inquiry.waits:
        return None
    if not inquiry.escalated and at >= inquiry.due_at:
        late = inquiry.model_copy(update={"escalated": True, "reminded": True})
        return topic.stepped(Step(at=at, what="escalated", by="system"), inquiry=late)
    if not inquiry.reminded and inquiry.remind_at is not None and at >= inquiry.remind_at:
        soon = inquiry.model_copy(update={"reminded": True})
        return topic.stepped(Step(at=at, what="reminded", by="system"), inquiry=soon)
    return None


def followed(topic: Topic, at: datetime) -> Topic:
    """The topic where its parts have brought it: reviewed, or published."""
    parts: list[Assignment | Made] = [*topic.assignments]
    parts += [topic.made] if topic.made else []
    if not parts or topic.state not in _GOES_ON or (topic.inquiry and not topic.made):
        return topic
    if all(part.out for part in parts):
        return moved(topic, BoardAction.PUBLISHED, Who.SYSTEM, "system", at)
    if topic.state is not TopicState.REVIEWED and all(part.reviewed for part in parts):
        return moved(topic, BoardAction.REVIEWED, Who.SYSTEM, "system", at)
    return topic


_GOES_ON: Final = (TopicState.ASSIGNED, TopicState.MAKING, TopicState.REVIEWED)


def due_at(topic: Topic) -> datetime | None:
    """When somebody has to look at the topic next; None: never."""
    inquiry, times = topic.inquiry, [topic.look_at]
    if topic.state is not TopicState.DROPPED and inquiry is not None and inquiry.waits:
        times += [None if inquiry.reminded else inquiry.remind_at]
        times += [None if inquiry.escalated else inquiry.due_at]
    return min(filter(None, times), default=None)


def awaits(topic: Topic) -> bool:
    """Whether a release, an approval, a publication or the telling of askers is still to come."""
    made = topic.made
    if topic.state is TopicState.DROPPED:
        return False
    if made is not None and (made.pending or not made.out or topic.telling is not Telling.DONE):
        return True
    return any(one.thing and not one.published_at for one in topic.assignments)


def not_possible(topic: Topic, action: BoardAction, who: Who) -> TopicNotReady:
    """The error that says what is possible instead."""
    able = BOARD.possible(topic, [who])
    instead = "、".join(BOARD_ACTIONS[one] for one in able)
    hint = f"现在可以：{instead}。" if instead else ""
    return TopicNotReady(
        f"选题“{topic.title}”现在是“{STATES[topic.state]}”，不能{BOARD_ACTIONS[action]}。{hint}",
        state=topic.state.value,
        possible=[one.value for one in able],
    )


def _nothing_waits(topic: Topic) -> None:
    if topic.made is not None or any(one.thing for one in topic.assignments):
        raise TopicNotReady(
            "已经有答复、稿件或产品，不能退回；不做了请放弃。", state=topic.state.value
        )


def _inquiry(duty: Duty, by: str, at: datetime) -> Inquiry:
    due = working_days.after(at, duty.days)
    remind = working_days.before(due, duty.remind) if duty.remind else None
    return Inquiry(
        department=duty.department,
        asked_by=by,
        asked_at=at,
        due_at=due,
        # A short deadline is reminded of when half of it has passed at the latest, never before it began.
        remind_at=None if remind is None else max(remind, at + (due - at) / 2),
    )


def _to(inquiry: Inquiry, state: InquiryState, **changes: object) -> Inquiry:
    return inquiry.model_copy(update={"state": state, **changes})
