"""Tasks of persons, as values."""

from __future__ import annotations

from enum import StrEnum

from pydantic import AwareDatetime

from chalicelib.values import Value


class TaskKind(StrEnum):
    """The kinds of tasks."""

    REVIEW = "review"
    RETURNED = "returned"
    PRODUCT_REVIEW = "product_review"
    """A product beside articles waits for this person's decision."""
    PRODUCT_RETURNED = "product_returned"
    OFFER = "offer"
    CHANGE = "change"
    WAITING = "waiting"
    """A follower waits for an agent."""
    RELEASE = "release"
    """A version of the knowledge waits for another person."""
    ANSWER = "answer"
    """The person's department is asked."""
    ANSWERED = "answered"
    """A department has answered, or returned, what this editor asked."""
    LATE = "late"
    """A department has not answered in time."""
    MAKING = "making"
    """Something of a topic is to be made by this person."""
    MAKING_LATE = "making_late"
    """It is late."""
    PRODUCTS_LATE = "products_late"
    """Products of the unit are late: for who oversees them."""
    SPIKE = "spike"
    """A topic of questions is asked far more than usual, and nobody has dealt with it."""
    DUE = "due"
    """Entries of the knowledge end soon, or have ended."""
    SERVICE_RELEASE = "service_release"
    """A version of the service catalogue waits for another person."""
    SERVICE_DUE = "service_due"
    """Services have a page that fails, or are to be looked at again."""
    MENU_RELEASE = "menu_release"
    """A menu waits for a second person."""
    MENU_DRIFT = "menu_drift"
    """Somebody changed a menu on WeChat's own page, or by another program."""
    MENU_FAILED = "menu_failed"
    """A menu was not published, or the one before does not return."""
    ORDER = "order"
    """An order that the unit has to sign, to do or to do again."""
    ORDER_LATE = "order_late"
    """A unit below is overdue with an order."""
    ORDER_ISSUE = "order_issue"
    """An order waits for a second person."""
    RELAY = "relay"
    """A step of a relay is to be written by the unit."""
    RELAY_LATE = "relay_late"
    """A step of the unit's relay is past its time."""
    CONTRIBUTION = "contribution"
    """What units below have sent up waits for a decision."""
    CONTRIBUTION_LATE = "contribution_late"
    """Contributions that were not answered in time."""
    CONTRIBUTION_ANSWERED = "contribution_answered"
    """What the unit has sent up was decided, or returned."""
    CONTRIBUTION_CALL = "contribution_call"
    """A unit above asks for contributions."""
    TAKEDOWN = "takedown"
    """A takedown waits for a second person."""
    COLUMN_LATE = "column_late"
    """An issue of a column that this person answers for did not come."""
    FINDING = "finding"
    """The inspection found something at an account of the person's unit."""
    MATERIAL_DUE = "material_due"
    """The right to a material that this person keeps ends soon."""
    MATERIAL_EXPIRED = "material_expired"
    """It has ended."""
    FINDING_DECIDE = "finding_decide"
    """An appeal, or something put right, waits for this person's decision."""


class Task(Value):
    """One thing that waits for this person."""

    kind: TaskKind
    what: str
    detail: str = ""
    unit: str = ""
    path: str
    """Where in the console it is dealt with."""
    since: AwareDatetime | None = None
    until: AwareDatetime | None = None
