"""The audit log (操作日志): who changed what, where, when, and how that person was known."""

from chalicelib.audit.log import (
    Place,
    entry_of,
    indexed,
    newest_of_unit,
    of_unit,
    record,
    write_action,
)
from chalicelib.audit.models import AuditEntry, Change, changes_between

__all__ = [
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
