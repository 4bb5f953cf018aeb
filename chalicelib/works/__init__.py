"""Works (作品): what followers open at ``/h5/works/{account}/{kind}/{id}``, as it was published last.

A domain above publishes a work with the transaction that makes it public. The page reads nothing else.
"""

from chalicelib.works import labels
from chalicelib.works.errors import UnknownWork, WorkError
from chalicelib.works.models import KINDS, Work, WorkKind
from chalicelib.works.store import (
    get,
    of_account,
    path_of,
    publish_action,
    withdraw_action,
)

__all__ = [
    "KINDS",
    "UnknownWork",
    "Work",
    "WorkError",
    "WorkKind",
    "get",
    "labels",
    "of_account",
    "path_of",
    "publish_action",
    "withdraw_action",
]
