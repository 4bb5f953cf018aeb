"""Distribution (矩阵分发): a unit offers an article to the accounts below it, and hears what became of it."""

from typing import TYPE_CHECKING

from chalicelib.door import opens

if TYPE_CHECKING:
    from chalicelib.distribution import labels as labels
    from chalicelib.distribution.answers import acknowledge as acknowledge
    from chalicelib.distribution.answers import adopt as adopt
    from chalicelib.distribution.answers import carry_out_task as carry_out_task
    from chalicelib.distribution.answers import decline as decline
    from chalicelib.distribution.answers import set_dressing as set_dressing
    from chalicelib.distribution.errors import BadOffer as BadOffer
    from chalicelib.distribution.errors import DistributionError as DistributionError
    from chalicelib.distribution.errors import DressingChanged as DressingChanged
    from chalicelib.distribution.errors import LocallyEdited as LocallyEdited
    from chalicelib.distribution.errors import NobodyBelow as NobodyBelow
    from chalicelib.distribution.errors import OfferChanged as OfferChanged
    from chalicelib.distribution.errors import UnknownOffer as UnknownOffer
    from chalicelib.distribution.errors import UnknownTask as UnknownTask
    from chalicelib.distribution.errors import WrongState as WrongState
    from chalicelib.distribution.models import Answer as Answer
    from chalicelib.distribution.models import ChangeKind as ChangeKind
    from chalicelib.distribution.models import Dressing as Dressing
    from chalicelib.distribution.models import Offer as Offer
    from chalicelib.distribution.models import Receipt as Receipt
    from chalicelib.distribution.models import Requirement as Requirement
    from chalicelib.distribution.models import Standing as Standing
    from chalicelib.distribution.models import Task as Task
    from chalicelib.distribution.models import TaskState as TaskState
    from chalicelib.distribution.offers import Stand as Stand
    from chalicelib.distribution.offers import change_source as change_source
    from chalicelib.distribution.offers import inbox as inbox
    from chalicelib.distribution.offers import make_offer as make_offer
    from chalicelib.distribution.offers import stand as stand
    from chalicelib.distribution.offers import standings as standings
    from chalicelib.distribution.possible import adopt_refusal as adopt_refusal
    from chalicelib.distribution.possible import change_refusal as change_refusal
    from chalicelib.distribution.possible import decline_refusal as decline_refusal
    from chalicelib.distribution.spread import carry_out as carry_out
    from chalicelib.distribution.spread import sweep as sweep
    from chalicelib.distribution.store import dressing as dressing
    from chalicelib.distribution.store import get as get
    from chalicelib.distribution.store import of_unit as of_unit
    from chalicelib.distribution.store import receipt as receipt
    from chalicelib.distribution.store import receipts_at as receipts_at
else:
    __getattr__ = opens(
        __name__,
        {
            "": ["labels"],
            "errors": [
                "BadOffer",
                "DistributionError",
                "LocallyEdited",
                "NobodyBelow",
                "DressingChanged",
                "OfferChanged",
                "UnknownOffer",
                "UnknownTask",
                "WrongState",
            ],
            "models": [
                "Answer",
                "ChangeKind",
                "Dressing",
                "Offer",
                "Receipt",
                "Requirement",
                "Standing",
                "Task",
                "TaskState",
            ],
            "offers": ["Stand", "change_source", "inbox", "make_offer", "stand", "standings"],
            "answers": ["acknowledge", "adopt", "carry_out_task", "decline", "set_dressing"],
            "possible": ["adopt_refusal", "change_refusal", "decline_refusal"],
            "spread": ["carry_out", "sweep"],
            "store": ["dressing", "get", "of_unit", "receipt", "receipts_at"],
        },
    )
