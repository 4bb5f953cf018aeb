"""The metrics that functions count: named once, for the code, the alarms and the dashboard.

It imports next to nothing: a reply that went well counts nothing and must not pay for counting.
"""

from __future__ import annotations

from enum import StrEnum


class Metric(StrEnum):
    """A metric in the namespace ``Rongmei``. Every one has the dimension ``Stage``, and those named here."""

    CALLBACK_REFUSED = "CallbackRefused"
    """A push was turned away; ``Reason``."""
    PUSH_UNREADABLE = "PushUnreadable"
    """A push of WeChat's could not be read; it is on record as it came."""
    PUSHES_ANSWERED = "PushesAnswered"
    """Pushes got a reply, or silence; ``Rung``."""
    KNOWLEDGE_UNREAD = "KnowledgeUnread"
    """An account's compiled knowledge could not be read, or not in time."""
    FOLLOW_UP_LOST = "FollowUpLost"
    """A further reply was not sent; ``Reason``."""
    ASSISTANT_ASKED = "AssistantAsked"
    """The language model was asked; ``Outcome``."""
    KF_MESSAGE = "KfMessage"
    """A customer-service message was handed to WeChat, or put back for another try; ``Outcome``."""
    SENDING_CUT_OFF = "SendingCutOff"
    """A message was marked as being sent, and nobody wrote what came of it: it may have arrived, or not."""
    LEFT_TO_SWEEP = "LeftToSweep"
    """What follows a write could not be done at once, and is left to the sweep; ``What``."""
    DESK_ESCALATED = "DeskEscalated"
    """A session at the desk waited too long; ``Reason``."""
    HOTLINE_CALL = "HotlineCall"
    """A hotline did not take a call; ``Outcome``."""
    HOTLINE_WAITING = "HotlineWaiting"
    """A hotline has taken no call for ten minutes."""
    HOTLINE_EVENT_REFUSED = "HotlineEventRefused"
    """An event that a hotline posted was turned away; ``Reason``."""
    TOPIC_SPIKED = "TopicSpiked"
    """A topic of questions was asked five times as often as usual."""
    TOKEN_REFUSED = "TokenRefused"  # noqa: S105 - a word, not a secret
    """A request carried a service token that does not hold."""
    WEBHOOK_GIVEN_UP = "WebhookGivenUp"
    """Another system did not take an event within a day."""
    FACT_UNREADABLE = "FactUnreadable"
    """A change of the table could not be read as a fact: the archive lacks it."""
    DELIVERY_MOVED = "DeliveryMoved"
    """A delivery came to another state; ``State``."""
    DELIVERY_ENDED = "DeliveryEnded"
    """A delivery ended in a way that a person must look at; ``State``."""
    DELIVERY_UNREADABLE = "DeliveryUnreadable"
    """A stored delivery could not be read."""
    MINUTES_LATE = "MinutesLate"
    """Minutes between a delivery's slot and its submit."""
    ALLOWANCE_LEFT = "AllowanceLeft"
    """How many more of its kind the account may send in the period, after a submit."""
    SLOT_PASSED = "SlotPassed"
    """A slot is over and its delivery was not submitted."""
    FINISH_OVERDUE = "FinishOverdue"
    """WeChat has not said how a delivery ended."""
    ACCOUNT_VERIFICATION = "AccountVerification"
    """An account's verification is at risk; once with ``Event`` and once without."""
