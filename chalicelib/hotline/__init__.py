"""The bridge to a hotline such as 12366: sessions go there, and its people's answers come back.

The contract between both sides is ``docs/hotline.yaml``. Nothing here is needed for a reply: every room opens late.
"""

from typing import TYPE_CHECKING

from chalicelib.door import opens

if TYPE_CHECKING:
    from chalicelib.hotline import erasure as erasure
    from chalicelib.hotline.connection import breaker as breaker
    from chalicelib.hotline.connection import settings_of as settings_of
    from chalicelib.hotline.errors import HotlineError as HotlineError
    from chalicelib.hotline.errors import NotConnected as NotConnected
    from chalicelib.hotline.handover import give as give
    from chalicelib.hotline.handover import offer as offer
    from chalicelib.hotline.handover import wrote as wrote
    from chalicelib.hotline.labels import CASE_STATE_NAMES as CASE_STATE_NAMES
    from chalicelib.hotline.labels import WHEN_NAMES as WHEN_NAMES
    from chalicelib.hotline.models import OVER as OVER
    from chalicelib.hotline.models import Case as Case
    from chalicelib.hotline.models import When as When
    from chalicelib.hotline.service import connect as connect
    from chalicelib.hotline.service import disconnect as disconnect
    from chalicelib.hotline.service import events_url as events_url
    from chalicelib.hotline.service import receive as receive
    from chalicelib.hotline.store import case as case
    from chalicelib.hotline.store import cases as cases
    from chalicelib.hotline.store import cases_of as cases_of
    from chalicelib.hotline.tasks import is_task as is_task
    from chalicelib.hotline.tasks import sweep as sweep
    from chalicelib.hotline.tasks import work as work
else:
    __getattr__ = opens(
        __name__,
        {
            "": ["erasure"],
            "errors": ["HotlineError", "NotConnected"],
            "handover": ["give", "offer", "wrote"],
            "labels": ["CASE_STATE_NAMES", "WHEN_NAMES"],
            "models": ["OVER", "Case", "When"],
            "service": ["connect", "disconnect", "events_url", "receive"],
            "connection": ["breaker", "settings_of"],
            "store": ["case", "cases", "cases_of"],
            "tasks": ["is_task", "sweep", "work"],
        },
    )

__all__ = [
    "CASE_STATE_NAMES",
    "OVER",
    "WHEN_NAMES",
    "Case",
    "HotlineError",
    "NotConnected",
    "When",
    "breaker",
    "case",
    "cases",
    "cases_of",
    "connect",
    "disconnect",
    "erasure",
    "events_url",
    "give",
    "is_task",
    "offer",
    "receive",
    "settings_of",
    "sweep",
    "work",
    "wrote",
]
