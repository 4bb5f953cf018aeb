"""Inquiries (深入查询): a question to the archive that somebody puts, looks at and shares; the same one is paid for once."""

from typing import TYPE_CHECKING

from chalicelib.door import opens

if TYPE_CHECKING:
    from chalicelib.insight.inquiries.errors import InquiryOver as InquiryOver
    from chalicelib.insight.inquiries.errors import NoSuchInquiry as NoSuchInquiry
    from chalicelib.insight.inquiries.models import MOST_ROWS as MOST_ROWS
    from chalicelib.insight.inquiries.models import Answered as Answered
    from chalicelib.insight.inquiries.models import Inquiry as Inquiry
    from chalicelib.insight.inquiries.models import InquiryState as InquiryState
    from chalicelib.insight.inquiries.models import Standing as Standing
    from chalicelib.insight.inquiries.models import Wanted as Wanted
    from chalicelib.insight.inquiries.scope import Estimate as Estimate
    from chalicelib.insight.inquiries.scope import estimate as estimate
    from chalicelib.insight.inquiries.store import answer as answer
    from chalicelib.insight.inquiries.store import find as find
    from chalicelib.insight.inquiries.turn import available as available
    from chalicelib.insight.inquiries.turn import cancel as cancel
    from chalicelib.insight.inquiries.turn import look as look
    from chalicelib.insight.inquiries.turn import put as put
else:
    __getattr__ = opens(
        __name__,
        {
            "errors": ["InquiryOver", "NoSuchInquiry"],
            "models": ["MOST_ROWS", "Answered", "Inquiry", "Standing", "InquiryState", "Wanted"],
            "scope": ["Estimate", "estimate"],
            "store": ["answer", "find"],
            "turn": ["available", "cancel", "look", "put"],
        },
    )

__all__ = [
    "MOST_ROWS",
    "Answered",
    "Estimate",
    "Inquiry",
    "InquiryOver",
    "InquiryState",
    "NoSuchInquiry",
    "Standing",
    "Wanted",
    "answer",
    "available",
    "cancel",
    "estimate",
    "find",
    "look",
    "put",
]
