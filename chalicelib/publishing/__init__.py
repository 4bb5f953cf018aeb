"""What goes out: deliveries, and the machine that sends each exactly once (docs/reliability.md)."""

from chalicelib.clock import SHANGHAI
from chalicelib.publishing.calendar.layout import Calendar, Cell, Day, Entry, Trouble, span
from chalicelib.publishing.calendar.reading import accounts_of, calendar_of
from chalicelib.publishing.deliveries.content import piece
from chalicelib.publishing.deliveries.models import (
    Counts,
    Delivery,
    DeliveryId,
    DeliveryState,
    Piece,
    Way,
)
from chalicelib.publishing.deliveries.planning import shown, slot
from chalicelib.publishing.deliveries.queue import enqueue, enqueue_if_soon, sweep
from chalicelib.publishing.deliveries.store import get
from chalicelib.publishing.deliveries.transitions import NAMES, TABLE, Action, Transition, Who
from chalicelib.publishing.errors import (
    AlreadyPlanned,
    BadIssue,
    BadTime,
    MaybeSent,
    Moved,
    NoAllowance,
    NotAllowed,
    NotASlot,
    NotReady,
    PublishingError,
    SlotTaken,
    UnknownDelivery,
    UnknownIssue,
)
from chalicelib.publishing.issues.models import Issue, IssueState
from chalicelib.publishing.issues.service import (
    add_articles,
    cancel_issue,
    list_issues,
    plan_issue,
    remove_articles,
    reorder,
    schedule,
    swap,
    unschedule,
)
from chalicelib.publishing.issues.service import move as move_issue
from chalicelib.publishing.issues.store import get as get_issue
from chalicelib.publishing.pushes import cancel, deliveries, plan_push
from chalicelib.publishing.recovery import recall, retry, retry_given_up
from chalicelib.publishing.sending.finish_events import confirm, confirm_publication
from chalicelib.publishing.sending.next_step import PATIENCE
from chalicelib.publishing.sending.wechat import Accepted, Channel
from chalicelib.publishing.sending.worker import advance, deliver, utc_now

__all__ = [
    "NAMES",
    "PATIENCE",
    "SHANGHAI",
    "TABLE",
    "Accepted",
    "Action",
    "AlreadyPlanned",
    "BadIssue",
    "BadTime",
    "Calendar",
    "Cell",
    "Channel",
    "Counts",
    "Day",
    "Delivery",
    "DeliveryId",
    "DeliveryState",
    "Entry",
    "Issue",
    "IssueState",
    "MaybeSent",
    "Moved",
    "NoAllowance",
    "NotASlot",
    "NotAllowed",
    "NotReady",
    "Piece",
    "PublishingError",
    "SlotTaken",
    "Transition",
    "Trouble",
    "UnknownDelivery",
    "UnknownIssue",
    "Way",
    "Who",
    "accounts_of",
    "add_articles",
    "advance",
    "calendar_of",
    "cancel",
    "cancel_issue",
    "confirm",
    "confirm_publication",
    "deliver",
    "deliveries",
    "enqueue",
    "enqueue_if_soon",
    "get",
    "get_issue",
    "list_issues",
    "move_issue",
    "piece",
    "plan_issue",
    "plan_push",
    "recall",
    "remove_articles",
    "reorder",
    "retry",
    "retry_given_up",
    "schedule",
    "shown",
    "slot",
    "span",
    "swap",
    "sweep",
    "unschedule",
    "utc_now",
]
