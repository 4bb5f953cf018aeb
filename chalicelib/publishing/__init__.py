"""Publishing: deliveries, and the machine that sends each exactly once (docs/reliability.md)."""

from typing import TYPE_CHECKING

from chalicelib.door import opens

if TYPE_CHECKING:
    from chalicelib.publishing import description as description
    from chalicelib.publishing import labels as labels
    from chalicelib.publishing.calendar.ics import as_ics as as_ics
    from chalicelib.publishing.calendar.layout import Agenda as Agenda
    from chalicelib.publishing.calendar.layout import Calendar as Calendar
    from chalicelib.publishing.calendar.layout import CalendarEntry as CalendarEntry
    from chalicelib.publishing.calendar.layout import Cell as Cell
    from chalicelib.publishing.calendar.layout import Day as Day
    from chalicelib.publishing.calendar.layout import span as span
    from chalicelib.publishing.calendar.reading import accounts_of as accounts_of
    from chalicelib.publishing.calendar.reading import agenda_of as agenda_of
    from chalicelib.publishing.calendar.reading import calendar_of as calendar_of
    from chalicelib.publishing.calendar.reading import read_ahead as read_ahead
    from chalicelib.publishing.deliveries.models import Counts as Counts
    from chalicelib.publishing.deliveries.models import Delivery as Delivery
    from chalicelib.publishing.deliveries.models import DeliveryState as DeliveryState
    from chalicelib.publishing.deliveries.models import Piece as Piece
    from chalicelib.publishing.deliveries.models import Recall as Recall
    from chalicelib.publishing.deliveries.models import Way as Way
    from chalicelib.publishing.deliveries.planning import slot as slot
    from chalicelib.publishing.deliveries.queue import enqueue as enqueue
    from chalicelib.publishing.deliveries.queue import enqueue_if_soon as enqueue_if_soon
    from chalicelib.publishing.deliveries.queue import sweep as sweep
    from chalicelib.publishing.deliveries.store import get as get
    from chalicelib.publishing.deliveries.store import last_out as last_out
    from chalicelib.publishing.deliveries.store import newest as newest
    from chalicelib.publishing.deliveries.transitions import DELIVERED as DELIVERED
    from chalicelib.publishing.deliveries.transitions import OUT as OUT
    from chalicelib.publishing.deliveries.transitions import REPLACEABLE as REPLACEABLE
    from chalicelib.publishing.deliveries.transitions import UNSENT as UNSENT
    from chalicelib.publishing.deliveries.transitions import Who as Who
    from chalicelib.publishing.errors import AlreadyPlanned as AlreadyPlanned
    from chalicelib.publishing.errors import BadIssue as BadIssue
    from chalicelib.publishing.errors import BadTime as BadTime
    from chalicelib.publishing.errors import DeliveryChanged as DeliveryChanged
    from chalicelib.publishing.errors import IssueChanged as IssueChanged
    from chalicelib.publishing.errors import MaybeSent as MaybeSent
    from chalicelib.publishing.errors import NoAllowance as NoAllowance
    from chalicelib.publishing.errors import NotASlot as NotASlot
    from chalicelib.publishing.errors import NotReady as NotReady
    from chalicelib.publishing.errors import PublishingError as PublishingError
    from chalicelib.publishing.errors import ReasonMissing as ReasonMissing
    from chalicelib.publishing.errors import SlotTaken as SlotTaken
    from chalicelib.publishing.errors import UnknownDelivery as UnknownDelivery
    from chalicelib.publishing.errors import UnknownIssue as UnknownIssue
    from chalicelib.publishing.errors import WrongState as WrongState
    from chalicelib.publishing.issues.availability import next_free as next_free
    from chalicelib.publishing.issues.editing import add_articles as add_articles
    from chalicelib.publishing.issues.editing import change_issue as change_issue
    from chalicelib.publishing.issues.editing import list_issues as list_issues
    from chalicelib.publishing.issues.editing import plan_issue as plan_issue
    from chalicelib.publishing.issues.editing import remove_articles as remove_articles
    from chalicelib.publishing.issues.editing import reorder as reorder
    from chalicelib.publishing.issues.models import MOST as MOST
    from chalicelib.publishing.issues.models import Issue as Issue
    from chalicelib.publishing.issues.models import IssueArticle as IssueArticle
    from chalicelib.publishing.issues.models import IssueState as IssueState
    from chalicelib.publishing.issues.places import Place as Place
    from chalicelib.publishing.issues.places import places as places
    from chalicelib.publishing.issues.placing import Placed as Placed
    from chalicelib.publishing.issues.placing import put_in_slot as put_in_slot
    from chalicelib.publishing.issues.possible import ISSUE_ACTIONS as ISSUE_ACTIONS
    from chalicelib.publishing.issues.possible import issue_refusal as issue_refusal
    from chalicelib.publishing.issues.scheduling import cancel_issue as cancel_issue
    from chalicelib.publishing.issues.scheduling import move_issue as move_issue
    from chalicelib.publishing.issues.scheduling import schedule as schedule
    from chalicelib.publishing.issues.scheduling import swap as swap
    from chalicelib.publishing.issues.scheduling import unschedule as unschedule
    from chalicelib.publishing.issues.store import between as between
    from chalicelib.publishing.issues.store import get_issue as get_issue
    from chalicelib.publishing.issues.transitions import IssueAction as IssueAction
    from chalicelib.publishing.possible import DeliveryDeed as DeliveryDeed
    from chalicelib.publishing.possible import deed_name as deed_name
    from chalicelib.publishing.possible import delivery_refusal as delivery_refusal
    from chalicelib.publishing.pushes import cancel as cancel
    from chalicelib.publishing.pushes import cancellable as cancellable
    from chalicelib.publishing.pushes import list_deliveries as list_deliveries
    from chalicelib.publishing.pushes import plan_push as plan_push
    from chalicelib.publishing.recovery import RESTORE as RESTORE
    from chalicelib.publishing.recovery import recall as recall
    from chalicelib.publishing.recovery import retry as retry
    from chalicelib.publishing.recovery import retry_given_up as retry_given_up
    from chalicelib.publishing.recovery import tops as tops
    from chalicelib.publishing.sending.finish_events import confirm as confirm
    from chalicelib.publishing.sending.finish_events import (
        confirm_publication as confirm_publication,
    )
    from chalicelib.publishing.sending.wechat import Accepted as Accepted
    from chalicelib.publishing.sending.wechat import Channel as Channel
    from chalicelib.publishing.sending.worker import deliver as deliver
else:
    __getattr__ = opens(
        __name__,
        {
            "": ["description", "labels"],
            "errors": [
                "AlreadyPlanned",
                "BadIssue",
                "BadTime",
                "DeliveryChanged",
                "IssueChanged",
                "MaybeSent",
                "NoAllowance",
                "NotASlot",
                "NotReady",
                "PublishingError",
                "ReasonMissing",
                "SlotTaken",
                "UnknownDelivery",
                "UnknownIssue",
                "WrongState",
            ],
            "calendar.layout": ["Agenda", "Calendar", "CalendarEntry", "Cell", "Day", "span"],
            "calendar.reading": ["accounts_of", "agenda_of", "calendar_of", "read_ahead"],
            "calendar.ics": ["as_ics"],
            "deliveries.models": ["Counts", "Delivery", "DeliveryState", "Piece", "Recall", "Way"],
            "deliveries.planning": ["slot"],
            "deliveries.queue": ["enqueue", "enqueue_if_soon", "sweep"],
            "deliveries.store": ["get", "last_out", "newest"],
            "deliveries.transitions": ["DELIVERED", "OUT", "REPLACEABLE", "UNSENT", "Who"],
            "issues.editing": [
                "add_articles",
                "change_issue",
                "list_issues",
                "plan_issue",
                "remove_articles",
                "reorder",
            ],
            "issues.availability": ["next_free"],
            "issues.models": ["MOST", "Issue", "IssueArticle", "IssueState"],
            "issues.places": ["Place", "places"],
            "issues.placing": ["Placed", "put_in_slot"],
            "issues.possible": ["ISSUE_ACTIONS", "issue_refusal"],
            "issues.scheduling": ["cancel_issue", "move_issue", "schedule", "swap", "unschedule"],
            "issues.store": ["between", "get_issue"],
            "issues.transitions": ["IssueAction"],
            "possible": ["DeliveryDeed", "deed_name", "delivery_refusal"],
            "pushes": ["cancel", "cancellable", "list_deliveries", "plan_push"],
            "recovery": ["RESTORE", "recall", "retry", "retry_given_up", "tops"],
            "sending.finish_events": ["confirm", "confirm_publication"],
            "sending.wechat": ["Accepted", "Channel"],
            "sending.worker": ["deliver"],
        },
    )
