"""One try after another at a transaction that others may be in the way of, within a bound."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeVar

from chalicelib.appointments.errors import Busy
from chalicelib.cloud import deadline
from chalicelib.cloud.errors import ConditionFailed, Contended

TRIES: Final = 40
"""Of one act. Each begins with a read, so that what has become impossible meanwhile costs no write."""

Done = TypeVar("Done")


def attempted(act: Callable[[int], Done]) -> Done:
    """What ``act`` returns, which gets the number of the try, from 0.

    It reads, decides and writes; a write that met another state than was read is tried again from the read on. Raises
    what ``act`` raises, or ``Busy`` where the bound, or the time of the request, is used up.
    """
    for number in range(TRIES):
        try:
            return act(number)
        except ConditionFailed:
            continue  # somebody was first: read what they left
        except Contended as error:
            if not deadline.pause(min(number + 1, _PAUSES)):
                raise Busy from error
    raise Busy


_PAUSES: Final = 5
"""Outside of a deadline ``pause`` counts tries and ends after six; here ``TRIES`` is the bound."""
