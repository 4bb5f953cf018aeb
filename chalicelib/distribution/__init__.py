"""矩阵分发: a unit offers an article to the accounts below it, and hears what became of it."""

from chalicelib.distribution.errors import DistributionError, NobodyBelow, NotAllowed, UnknownOffer
from chalicelib.distribution.models import (
    CHANGES,
    REQUIREMENTS,
    STANDINGS,
    Answer,
    ChangeKind,
    Dressing,
    Offer,
    Receipt,
    Requirement,
    Standing,
    TaskState,
)
from chalicelib.distribution.service import (
    Stand,
    acknowledge,
    adopt,
    carry_out_task,
    change_source,
    decline,
    inbox,
    make_offer,
    set_dressing,
    standings,
)
from chalicelib.distribution.spread import carry_out, sweep
from chalicelib.distribution.store import dressing, get, of_unit, receipt

__all__ = [
    "CHANGES",
    "REQUIREMENTS",
    "STANDINGS",
    "Answer",
    "ChangeKind",
    "DistributionError",
    "Dressing",
    "NobodyBelow",
    "NotAllowed",
    "Offer",
    "Receipt",
    "Requirement",
    "Stand",
    "Standing",
    "TaskState",
    "UnknownOffer",
    "acknowledge",
    "adopt",
    "carry_out",
    "carry_out_task",
    "change_source",
    "decline",
    "dressing",
    "get",
    "inbox",
    "make_offer",
    "of_unit",
    "receipt",
    "set_dressing",
    "standings",
    "sweep",
]
