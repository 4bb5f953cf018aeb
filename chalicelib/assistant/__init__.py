"""A language model as an optional second opinion: it chooses among answers that people released, or rephrases one.

Off unless an account switches it on. It never answers out of itself, is bounded in time and cost, and whatever
goes wrong with it leaves the follower with what the ladder has anyway.
"""

from typing import TYPE_CHECKING

from chalicelib.assistant.errors import AssistantError, BadEndpoint
from chalicelib.assistant.models import AssistantSettings, Considered, Opinion, Outcome, Source
from chalicelib.assistant.service import (
    consider,
    opinion,
    switch_off,
    switch_on,
    used_today,
)
from chalicelib.assistant.store import settings_of
from chalicelib.door import opens

if TYPE_CHECKING:
    from chalicelib.assistant.labels import OUTCOME_NAMES as OUTCOME_NAMES
else:
    __getattr__ = opens(__name__, {"labels": ["OUTCOME_NAMES"]})

__all__ = [
    "AssistantError",
    "AssistantSettings",
    "BadEndpoint",
    "Considered",
    "Opinion",
    "Outcome",
    "Source",
    "consider",
    "opinion",
    "settings_of",
    "switch_off",
    "switch_on",
    "used_today",
]
