"""A rules file that can't be imported; gathering what is wrong with it is ``chalicelib.sheets``' business."""

from __future__ import annotations

from chalicelib.conversation.errors import ConversationError
from chalicelib.sheets.problems import FileErrors


class RulesFileErrors(FileErrors, ConversationError):
    """``problems`` lists all that is wrong, warnings included."""
