"""Orders (指令): a unit tells units below it what to do, and hears what became of it."""

from typing import TYPE_CHECKING

from chalicelib.door import opens

if TYPE_CHECKING:
    from chalicelib.orders import attachments as attachments
    from chalicelib.orders import figures as figures
    from chalicelib.orders import following as following
    from chalicelib.orders import labels as labels
    from chalicelib.orders import rows as rows
    from chalicelib.orders import rules as rules
    from chalicelib.orders import store as store
    from chalicelib.orders import tags as tags
    from chalicelib.orders import terms as terms
    from chalicelib.orders import working_time as working_time
    from chalicelib.orders.amending import amend as amend
    from chalicelib.orders.amending import approve_amendment as approve_amendment
    from chalicelib.orders.amending import refuse_amendment as refuse_amendment
    from chalicelib.orders.amending import remind_all as remind_all
    from chalicelib.orders.answering import acknowledge as acknowledge
    from chalicelib.orders.answering import below_open as below_open
    from chalicelib.orders.answering import forward as forward
    from chalicelib.orders.answering import report as report
    from chalicelib.orders.answering import sign as sign
    from chalicelib.orders.answering import start as start
    from chalicelib.orders.attachments import FileTicket as FileTicket
    from chalicelib.orders.delivering import carry_out as carry_out
    from chalicelib.orders.drafting import draft as draft
    from chalicelib.orders.drafting import drop as drop
    from chalicelib.orders.drafting import edit as edit
    from chalicelib.orders.errors import BadFile as BadFile
    from chalicelib.orders.errors import BadOrder as BadOrder
    from chalicelib.orders.errors import BelowOpen as BelowOpen
    from chalicelib.orders.errors import EvidenceMissing as EvidenceMissing
    from chalicelib.orders.errors import NotNow as NotNow
    from chalicelib.orders.errors import OrderChanged as OrderChanged
    from chalicelib.orders.errors import OrderError as OrderError
    from chalicelib.orders.errors import SamePerson as SamePerson
    from chalicelib.orders.errors import UnknownOrder as UnknownOrder
    from chalicelib.orders.figures import UnitSums as UnitSums
    from chalicelib.orders.figures import open_by_unit as open_by_unit
    from chalicelib.orders.figures import overdue_by_unit as overdue_by_unit
    from chalicelib.orders.issuing import approve as approve
    from chalicelib.orders.issuing import close_if_done as close_if_done
    from chalicelib.orders.issuing import issue as issue
    from chalicelib.orders.issuing import issue_refusal as issue_refusal
    from chalicelib.orders.issuing import receivers_of as receivers_of
    from chalicelib.orders.issuing import refuse as refuse
    from chalicelib.orders.issuing import withdraw as withdraw
    from chalicelib.orders.judging import close as close
    from chalicelib.orders.judging import remind as remind
    from chalicelib.orders.judging import return_ as return_
    from chalicelib.orders.models import MOST_FILES as MOST_FILES
    from chalicelib.orders.models import MOST_LINKS as MOST_LINKS
    from chalicelib.orders.models import NOTE_CHARS as NOTE_CHARS
    from chalicelib.orders.models import TEXT_CHARS as TEXT_CHARS
    from chalicelib.orders.models import TITLE_CHARS as TITLE_CHARS
    from chalicelib.orders.models import AddressWay as AddressWay
    from chalicelib.orders.models import Amendment as Amendment
    from chalicelib.orders.models import Behind as Behind
    from chalicelib.orders.models import Draft as Draft
    from chalicelib.orders.models import Order as Order
    from chalicelib.orders.models import OrderAction as OrderAction
    from chalicelib.orders.models import OrderAddress as OrderAddress
    from chalicelib.orders.models import OrderClue as OrderClue
    from chalicelib.orders.models import OrderEvidence as OrderEvidence
    from chalicelib.orders.models import OrderFile as OrderFile
    from chalicelib.orders.models import OrderKind as OrderKind
    from chalicelib.orders.models import OrderLine as OrderLine
    from chalicelib.orders.models import OrderState as OrderState
    from chalicelib.orders.models import Receipt as Receipt
    from chalicelib.orders.models import ReceiptAction as ReceiptAction
    from chalicelib.orders.models import ReceiptState as ReceiptState
    from chalicelib.orders.models import Report as Report
    from chalicelib.orders.models import Step as Step
    from chalicelib.orders.models import Urgency as Urgency
    from chalicelib.orders.models import Urging as Urging
    from chalicelib.orders.receipts import find_receipt as find_receipt
    from chalicelib.orders.receipts import inbox as inbox
    from chalicelib.orders.receipts import receipt as receipt
    from chalicelib.orders.receipts import rows_of as rows_of
    from chalicelib.orders.receipts import urged_below as urged_below
    from chalicelib.orders.rows import Counts as Counts
    from chalicelib.orders.rows import Row as Row
    from chalicelib.orders.rows import moment as moment
    from chalicelib.orders.store import get as get
    from chalicelib.orders.store import of_unit as of_unit
    from chalicelib.orders.transitions import ORDER as ORDER
    from chalicelib.orders.transitions import REACHES_FOLLOWERS as REACHES_FOLLOWERS
    from chalicelib.orders.transitions import RECEIPT as RECEIPT
    from chalicelib.orders.transitions import Who as Who
    from chalicelib.orders.transitions import needs_two as needs_two
    from chalicelib.orders.urging import look as look
    from chalicelib.orders.urging import sweep as sweep
else:
    __getattr__ = opens(
        __name__,
        {
            "": [
                "attachments",
                "figures",
                "following",
                "labels",
                "rows",
                "rules",
                "store",
                "tags",
                "terms",
                "working_time",
            ],
            "answering": ["acknowledge", "below_open", "forward", "report", "sign", "start"],
            "attachments": ["FileTicket"],
            "delivering": ["carry_out"],
            "drafting": ["draft", "drop", "edit"],
            "errors": [
                "BadFile",
                "BadOrder",
                "BelowOpen",
                "EvidenceMissing",
                "NotNow",
                "OrderChanged",
                "OrderError",
                "SamePerson",
                "UnknownOrder",
            ],
            "figures": ["UnitSums", "open_by_unit", "overdue_by_unit"],
            "amending": ["amend", "approve_amendment", "refuse_amendment", "remind_all"],
            "issuing": [
                "approve",
                "close_if_done",
                "issue",
                "issue_refusal",
                "receivers_of",
                "refuse",
                "withdraw",
            ],
            "judging": ["close", "remind", "return_"],
            "models": [
                "AddressWay",
                "Amendment",
                "Behind",
                "Draft",
                "MOST_FILES",
                "MOST_LINKS",
                "NOTE_CHARS",
                "Order",
                "OrderAction",
                "OrderAddress",
                "OrderClue",
                "OrderEvidence",
                "OrderFile",
                "OrderKind",
                "OrderLine",
                "OrderState",
                "Receipt",
                "ReceiptAction",
                "ReceiptState",
                "Report",
                "Step",
                "TEXT_CHARS",
                "TITLE_CHARS",
                "Urgency",
                "Urging",
            ],
            "receipts": ["find_receipt", "inbox", "receipt", "rows_of", "urged_below"],
            "rows": ["Counts", "Row", "moment"],
            "store": ["get", "of_unit"],
            "transitions": ["ORDER", "REACHES_FOLLOWERS", "RECEIPT", "Who", "needs_two"],
            "urging": ["look", "sweep"],
        },
    )
