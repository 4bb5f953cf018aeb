"""What goes out: deliveries, and the machine that sends each exactly once (DESIGN §6)."""

from chalicelib.publishing.calendar import Calendar, Cell, Day, Entry, Trouble, span
from chalicelib.publishing.calendar_facts import accounts_of, calendar_of
from chalicelib.publishing.channel import Accepted, Channel
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
from chalicelib.publishing.finish import confirm, confirm_publication
from chalicelib.publishing.issues import Issue, IssueState
from chalicelib.publishing.issues_service import (
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
from chalicelib.publishing.issues_service import move as move_issue
from chalicelib.publishing.issues_store import get as get_issue
from chalicelib.publishing.models import Counts, Delivery, DeliveryId, DeliveryState, Piece, Way
from chalicelib.publishing.pieces import piece
from chalicelib.publishing.plan import shown, slot
from chalicelib.publishing.rescue import recall, retry, retry_given_up
from chalicelib.publishing.service import cancel, deliveries, plan_push
from chalicelib.publishing.steps import PATIENCE
from chalicelib.publishing.store import get
from chalicelib.publishing.sweeping import enqueue, enqueue_if_soon, sweep
from chalicelib.publishing.transitions import NAMES, TABLE, Action, Transition, Who
from chalicelib.publishing.worker import advance, deliver, utc_now
from chalicelib.zone import SHANGHAI

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
