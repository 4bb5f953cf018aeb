"""Chinese names of the values of this package, for those outside."""

from chalicelib.publishing.deliveries.labels import HANDS, ORIGINAL_CHECKS, STATES, WAYS
from chalicelib.publishing.issues.labels import ISSUE_STATES

__all__ = ["HANDS", "ISSUE_STATES", "ORIGINAL_CHECKS", "STATES", "WAYS"]
