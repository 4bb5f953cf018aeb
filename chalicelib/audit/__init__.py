"""The audit log (操作日志): who changed what, where, when, and how that person was known."""

from typing import TYPE_CHECKING

from chalicelib.audit.log import (
    HEARD,
    SORT,
    Place,
    entry_of,
    indexed,
    newest_of_unit,
    of_unit,
    record,
    write_action,
)
from chalicelib.audit.models import AuditEntry, Change, changes_between
from chalicelib.door import opens

# Who writes an entry needs nothing of the chain.
if TYPE_CHECKING:
    from chalicelib.audit import chain as chain
else:
    __getattr__ = opens(__name__, {"": ["chain"]})

__all__ = [
    "HEARD",
    "SORT",
    "AuditEntry",
    "Change",
    "Place",
    "changes_between",
    "entry_of",
    "indexed",
    "newest_of_unit",
    "of_unit",
    "record",
    "write_action",
]
