"""The two transition tables of a topic: its place on the board, and a department's answer to it.

The guard, the command line and the page read these tables.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from chalicelib.topics.models import BoardAction as A
from chalicelib.topics.models import Inquiry, Topic
from chalicelib.topics.models import InquiryAction as I
from chalicelib.topics.models import InquiryState as Q
from chalicelib.topics.models import TopicState as S
from chalicelib.transitions import Table, Transition, row


class Who(StrEnum):
    """Who may take an action; ``service.py`` says which permission makes somebody that."""

    EDITOR = "editor"
    """A person who may change topics of the unit."""
    DEPARTMENT = "department"
    """A person of the department that is asked."""
    SYSTEM = "system"
    """The review and the release, which the stream tells of."""


def has_work(topic: Topic) -> bool:
    """Whether somebody was asked to do something: an assignment, or a department."""
    return bool(topic.assignments) or topic.inquiry is not None


_BOARD: Final[tuple[Transition[S, A, Who, Topic], ...]] = (
    row(S.LEAD, A.ADOPT, S.TOPIC, Who.EDITOR),
    row([S.LEAD, S.TOPIC], A.ASSIGN, S.ASSIGNED, Who.EDITOR),
    row([S.ASSIGNED, S.MAKING], A.ASSIGN, None, Who.EDITOR),
    row(S.ASSIGNED, A.START, S.MAKING, [Who.EDITOR, Who.SYSTEM], has_work),
    row([S.ASSIGNED, S.MAKING], A.REVIEWED, S.REVIEWED, [Who.EDITOR, Who.SYSTEM], has_work),
    row([S.ASSIGNED, S.MAKING], A.PUBLISHED, S.PUBLISHED, Who.SYSTEM, has_work),
    row(S.REVIEWED, A.PUBLISHED, S.PUBLISHED, [Who.EDITOR, Who.SYSTEM]),
    row(S.TOPIC, A.BACK, S.LEAD, Who.EDITOR),
    row(S.ASSIGNED, A.BACK, S.TOPIC, Who.EDITOR),
    row(S.MAKING, A.BACK, S.ASSIGNED, Who.EDITOR),
    row(S.REVIEWED, A.BACK, S.MAKING, Who.EDITOR),
    row([S.LEAD, S.TOPIC, S.ASSIGNED, S.MAKING, S.REVIEWED], A.DROP, S.DROPPED, Who.EDITOR),
    row(S.DROPPED, A.TAKE_UP, S.LEAD, Who.EDITOR),
)

BOARD: Final = Table(lambda topic: topic.state, _BOARD)

_INQUIRY: Final[tuple[Transition[Q, I, Who, Inquiry], ...]] = (
    row(Q.ASKED, I.ACCEPT, Q.ACCEPTED, Who.DEPARTMENT),
    row([Q.ASKED, Q.ACCEPTED], I.RETURN, Q.RETURNED, Who.DEPARTMENT),
    row([Q.ASKED, Q.ACCEPTED], I.FORWARD, Q.ASKED, [Who.DEPARTMENT, Who.EDITOR]),
    row(Q.RETURNED, I.FORWARD, Q.ASKED, Who.EDITOR),
    row([Q.ASKED, Q.ACCEPTED, Q.SENT_BACK], I.ANSWER, Q.ANSWERED, Who.DEPARTMENT),
    row(Q.ANSWERED, I.TAKE, Q.SETTLED, Who.EDITOR),
    row(Q.ANSWERED, I.SEND_BACK, Q.SENT_BACK, Who.EDITOR),
)

INQUIRY: Final = Table(lambda inquiry: inquiry.state, _INQUIRY)
"""A topic without an inquiry, or with a settled one, may be asked (``ask``) as long as it is on the board."""
