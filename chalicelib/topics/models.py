"""Topics (选题) of a unit's board, and who answers for which matter. Values only."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Final

from pydantic import AwareDatetime, Field, StringConstraints

from chalicelib.roles import PersonId
from chalicelib.values import Slug, Value

TITLE_CHARS: Final = 60
NOTE_CHARS: Final = 500
ANSWER_CHARS: Final = 5000
_KEPT_STEPS: Final = 200
"""Of a topic's way; the log of the unit has all."""
MATTER_CHARS: Final = 20

Matter = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=MATTER_CHARS)
]
"""领域: what a topic is about, as the responsibility table names it: ``个人所得税``."""


class TopicState(StrEnum):
    """Where a topic stands on the board; ``transitions.py`` says how it gets there."""

    LEAD = "lead"
    TOPIC = "topic"
    ASSIGNED = "assigned"
    MAKING = "making"
    REVIEWED = "reviewed"
    PUBLISHED = "published"
    DROPPED = "dropped"


class Origin(StrEnum):
    """Where a topic comes from."""

    QUESTIONS = "questions"
    POLICY = "policy"
    DIRECTIVE = "directive"
    IDEA = "idea"
    CONTRIBUTION = "contribution"
    """What a unit below has sent up (报送)."""


class ProductForm(StrEnum):
    """What is made of a topic (产品形式)."""

    ARTICLE = "article"
    PICTURE = "picture"
    COURSE = "course"
    ANSWERS = "answers"
    POSTER = "poster"
    H5 = "h5"
    VIDEO = "video"
    EBOOK = "ebook"
    MINDMAP = "mindmap"
    QUIZ = "quiz"
    LIVE = "live"


class BoardAction(StrEnum):
    """A change of a topic's place on the board."""

    ADOPT = "adopt"
    """立项: a lead becomes a topic."""
    ASSIGN = "assign"
    START = "start"
    REVIEWED = "reviewed"
    PUBLISHED = "published"
    BACK = "back"
    """To the column before."""
    DROP = "drop"
    TAKE_UP = "take_up"
    """A dropped topic is a lead again."""


class InquiryState(StrEnum):
    """Where a department's answer stands."""

    ASKED = "asked"
    ACCEPTED = "accepted"
    RETURNED = "returned"
    """The department says that it is not its matter; an editor asks another, or leaves it."""
    ANSWERED = "answered"
    SENT_BACK = "sent_back"
    """The editor wants more."""
    SETTLED = "settled"
    """The answer is taken."""


class Urged(StrEnum):
    """How far a department has been urged."""

    NOT_YET = ""
    REMINDED = "reminded"
    ESCALATED = "escalated"


class InquiryAction(StrEnum):
    """A step of the department, or of the editor who asked it."""

    ASK = "ask"
    ACCEPT = "accept"
    RETURN = "return"
    FORWARD = "forward"
    ANSWER = "answer"
    TAKE = "take"
    SEND_BACK = "send_back"


class Assignment(Value):
    """One person makes one thing of a topic until then."""

    id: str
    person: PersonId
    form: ProductForm
    due_at: AwareDatetime
    note: str = Field(default="", max_length=NOTE_CHARS)
    article: str = ""
    """The article that was made of it; empty while there is none."""
    product: str = ""
    """The product (e-book, mind map, poster …) that was made of it, in place of an article."""
    approved_at: AwareDatetime | None = None
    published_at: AwareDatetime | None = None
    """Of the article or product."""
    done_at: AwareDatetime | None = None
    """When its person said that it is done, for what is neither."""
    reminded_at: AwareDatetime | None = None
    """When its person was last reminded by another."""

    @property
    def thing(self) -> str:
        """Id of the article or product; empty while there is none."""
        return self.article or self.product

    def late(self, now: datetime) -> bool:
        """Whether it should have been through its review by now, and is not."""
        return not self.reviewed and self.due_at < now

    @property
    def reviewed(self) -> bool:
        """Whether it may go out."""
        return bool(self.approved_at or self.published_at or self.done_at)

    @property
    def out(self) -> bool:
        """Whether readers have it."""
        return bool(self.published_at if self.thing else self.done_at)


class Basis(Value):
    """What an answer rests on: a policy document of the library, or words."""

    title: str = Field(min_length=1, max_length=300)
    document: str = ""
    """Id of the policy document in the account's library; empty for words."""
    url: str = ""


class DepartmentAnswer(Value):
    """A department's answer."""

    text: str = Field(min_length=1, max_length=ANSWER_CHARS)
    basis: tuple[Basis, ...] = ()
    by: str
    at: AwareDatetime


class Inquiry(Value):
    """A question to a department, and how far it is."""

    department: Slug
    state: InquiryState = InquiryState.ASKED
    asked_by: str
    asked_at: AwareDatetime
    due_at: AwareDatetime
    remind_at: AwareDatetime | None = None
    """None: it is not reminded."""
    answer: DepartmentAnswer | None = None
    remark: str = ""
    """Why it was returned or sent back."""
    reminded: bool = False
    escalated: bool = False
    settled_by: str = ""
    settled_at: AwareDatetime | None = None

    @property
    def waits(self) -> bool:
        """Whether the department has to do something."""
        return self.state in WAITING

    @property
    def urged(self) -> Urged:
        """How far the department has been urged by now."""
        if self.escalated:
            return Urged.ESCALATED
        return Urged.REMINDED if self.reminded else Urged.NOT_YET


WAITING: Final = frozenset({InquiryState.ASKED, InquiryState.ACCEPTED, InquiryState.SENT_BACK})


class Made(Value):
    """What became of an accepted answer: an entry of the knowledge, and a section of an article."""

    pending: bool = True
    """Whether something is still to be made."""
    entry: str = ""
    """Id of the entry; empty where the topic has no account."""
    entry_released_at: AwareDatetime | None = None
    article: str = ""
    article_approved_at: AwareDatetime | None = None
    article_published_at: AwareDatetime | None = None
    problem: str = ""
    """Why it could not be made yet."""

    @property
    def reviewed(self) -> bool:
        """Whether all of it may go out."""
        entry = not self.entry or self.entry_released_at is not None
        return not self.pending and entry and (not self.article or self.article_reviewed)

    @property
    def article_reviewed(self) -> bool:
        """Whether its article may go out."""
        return bool(self.article_approved_at or self.article_published_at)

    @property
    def out(self) -> bool:
        """Whether followers have all of it."""
        return self.reviewed and (not self.article or self.article_published_at is not None)


class Telling(StrEnum):
    """How far the askers are told."""

    NOT_YET = "not_yet"
    GOING_ON = "going_on"
    DONE = "done"


class Step(Value):
    """One line of a topic's way."""

    at: AwareDatetime
    what: str
    """A ``BoardAction`` or ``InquiryAction``, or ``made``, ``reminded``, ``escalated``, ``told``."""
    by: str
    note: str = ""


class Topic(Value):
    """One topic."""

    id: str = Field(pattern=r"^t-\d{8}-[0-9a-z]{6}$")
    """``t-20261129-7f3k2a``: the day it came up (Asia/Shanghai), then random; also the id of the entry made of it."""
    unit: Slug
    title: str = Field(min_length=1, max_length=TITLE_CHARS)
    note: str = Field(default="", max_length=NOTE_CHARS)
    matter: str = Field(default="", max_length=MATTER_CHARS)
    origin: Origin = Origin.IDEA
    parent: str = ""
    """The topic whose answer it was made of."""
    of: str = Field(default="", max_length=120)
    """What it comes from: id of a cluster of questions, key of a question, id of a policy document or directive."""
    account: str = ""
    """The account whose followers asked, or whose knowledge gets the answer; empty where none is concerned."""
    state: TopicState = TopicState.LEAD
    made_at: AwareDatetime
    made_by: str
    updated_at: AwareDatetime
    adopted_at: AwareDatetime | None = None
    published_at: AwareDatetime | None = None
    drop_reason: str = ""
    assignments: tuple[Assignment, ...] = ()
    inquiry: Inquiry | None = None
    made: Made | None = None
    telling: Telling = Telling.NOT_YET
    told: int = 0
    """Followers who agreed and were told, or will be at their next word."""
    look_at: AwareDatetime | None = None
    """When the sweep looks whether something of it goes on; None: nothing is awaited."""
    steps: tuple[Step, ...] = ()
    version: int = 1

    def stepped(self, step: Step, **changes: object) -> Topic:
        """The topic after a step of its way."""
        steps = (*self.steps, step)[-_KEPT_STEPS:]
        return self.model_copy(update={**changes, "steps": steps, "updated_at": step.at})


class SetPart(Value):
    """One product of a set: its form, and when it is due."""

    form: ProductForm
    days: int = Field(default=3, ge=0, le=60)
    """Working days from the order on, at 18:00."""
    person: str = Field(default="", max_length=40)
    """Who makes it as a rule; empty: chosen each time."""


class ProductSet(Value):
    """Several products that are ordered at once (成套产品)."""

    name: str = Field(min_length=1, max_length=20)
    parts: tuple[SetPart, ...] = Field(min_length=1, max_length=12)


class ProductSets(Value):
    """The sets of a unit."""

    unit: Slug
    sets: tuple[ProductSet, ...] = Field(default=(), max_length=20)
    version: int = 0
    """0 where neither the unit nor one above has any: those of the house are offered."""


class Department(Value):
    """A department (处室) of a unit that answers for matters, with its people."""

    id: Slug
    name: str = Field(min_length=1, max_length=40)
    people: tuple[PersonId, ...] = ()
    """Who may answer in its name; each has the role 业务处室."""
    lead: PersonId | None = None
    """Who is told when a deadline has passed."""


class Duty(Value):
    """Who answers for a matter, and in how many working days."""

    matter: Matter
    department: Slug
    days: int = Field(default=3, ge=1, le=60)
    """Working days (docs/topics-board.md)."""
    remind: int = Field(default=1, ge=0, le=30)
    """Working days before the deadline on which the department is reminded; 0: it is not."""


class Duties(Value):
    """The responsibility table (责任分工) of a unit."""

    unit: Slug
    departments: tuple[Department, ...] = ()
    duties: tuple[Duty, ...] = ()
    version: int = 0
    """0 where a unit has none of its own."""
    updated_by: str = ""
    updated_at: AwareDatetime | None = None

    def department(self, department_id: str) -> Department | None:
        """The department of this id."""
        return next((one for one in self.departments if one.id == department_id), None)

    def duty(self, matter: str) -> Duty | None:
        """The row of a matter."""
        return next((one for one in self.duties if one.matter == matter), None)

    def departments_of(self, person: str) -> frozenset[str]:
        """The departments in whose name a person may answer."""
        return frozenset(one.id for one in self.departments if person in (*one.people, one.lead))
