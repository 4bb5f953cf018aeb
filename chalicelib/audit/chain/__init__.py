"""The chain (审计链): every entry of the audit log, linked by hashes, and anchored each day where nobody can change it.

Entries are written in the transactions of their domains, by many at once. The table's stream tells ``hear`` of each, which
seals it; one writer at a time links what is sealed (``append``); once a day the end of the chain goes under Object Lock
(``anchor``). ``verify`` holds all of it against each other (docs/decisions/0280).
"""

from chalicelib.audit.chain.anchoring import anchor, anchors
from chalicelib.audit.chain.digests import NAMES as ALGORITHM_NAMES
from chalicelib.audit.chain.digests import Algorithm
from chalicelib.audit.chain.hearing import algorithm, hear
from chalicelib.audit.chain.linking import append
from chalicelib.audit.chain.models import (
    KIND_NAMES,
    NOTICES,
    Anchored,
    Finding,
    Head,
    Kind,
    Verification,
)
from chalicelib.audit.chain.store import (
    anchor_is_due,
    anything_waits,
    head,
    keep_verified,
    seen,
    verified,
)
from chalicelib.audit.chain.taking import take_in
from chalicelib.audit.chain.verifying import Progress, silent, verify

__all__ = [
    "ALGORITHM_NAMES",
    "KIND_NAMES",
    "NOTICES",
    "Algorithm",
    "Anchored",
    "Finding",
    "Head",
    "Kind",
    "Progress",
    "Verification",
    "algorithm",
    "anchor",
    "anchor_is_due",
    "anchors",
    "anything_waits",
    "append",
    "head",
    "hear",
    "keep_verified",
    "seen",
    "silent",
    "take_in",
    "verified",
    "verify",
]
