"""Errors between the bundle and its cloud."""

from __future__ import annotations

from typing import Final

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.cloud.items import Item

FAILURES: Final = (BotoCoreError, ClientError)
"""What a call of AWS raises that failed: throttled, refused, or not answered."""


class CloudError(Exception):
    """Something the cloud refused or did not answer."""


class ConditionFailed(CloudError):
    """A conditional write met another state than it asked for."""

    def __init__(self, message: str, old: Item | None = None, index: int = 0) -> None:
        super().__init__(message)
        self.old = old
        """The item that stood in the way, where DynamoDB returned it."""
        self.index = index
        """Which write of a transaction failed, counted from 0."""


class Contended(CloudError):
    """Another transaction, or too many requests at once, was in the way; nothing was written."""


class OutOfTime(CloudError, BotoCoreError):
    """The deadline of the request is over, and a call of AWS was not begun: a failure of AWS like any other."""

    fmt = "no time is left for this call of AWS"


class CloudNotFound(CloudError):
    """An object or parameter that should exist does not."""
