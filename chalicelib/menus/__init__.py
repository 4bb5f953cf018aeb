"""Custom menus (自定义菜单): versioned documents, their way to followers, and whether WeChat still shows them.

A menu is worked on as a draft. Publishing makes an immutable version of it and a publication, which waits for a second
person where the unit asks for one, begins at its time, and ends at its time: a campaign gives way to the menu before.
What is wanted is written down first; then whatever stands at WeChat is brought to it (docs/decisions/0240).
"""

from chalicelib.menus import checks, kinds, labels, suggestions
from chalicelib.menus.bringing import bring, is_task, sweep
from chalicelib.menus.clicks import DayTaps, EntryClicks, VersionClicks, clicks
from chalicelib.menus.differences import MenuDifference, action_text, differences, rule_text
from chalicelib.menus.editing import (
    APPROVE,
    EDIT,
    PUBLISH,
    READ,
    RULE,
    current_draft,
    draft_for,
    permitted,
    publications_for,
    publications_of,
    same_content,
    save_draft,
    set_two_people,
    two_people_for,
    version_for,
    versions_for,
)
from chalicelib.menus.errors import (
    BadMenu,
    BadMenuFile,
    BadMenuTime,
    MenuChanged,
    MenuDrifted,
    MenuError,
    MenuReasonMissing,
    MenuWrongState,
    NothingToPublish,
    SameHands,
    UnknownMenuVersion,
    UnknownPublication,
)
from chalicelib.menus.faults import Fault, Known
from chalicelib.menus.files import read_file, write_file
from chalicelib.menus.models import (
    Button,
    Cause,
    ConditionalMenu,
    Draft,
    Drift,
    MatchRule,
    MenuDocument,
    MenuState,
    MenuVersion,
    Publication,
    PublicationState,
    Source,
)
from chalicelib.menus.platform import Menus, menus_of
from chalicelib.menus.publishing import Content, Plan, hand_in, publish_draft, restore
from chalicelib.menus.releasing import approve, cancel, end_now, had_a_hand, publication, reject
from chalicelib.menus.store import document, forget, found
from chalicelib.menus.store import read as state_of
from chalicelib.menus.store import read_each as states_of
from chalicelib.menus.suggestions import MenuSuggestion, SuggestionKind
from chalicelib.menus.transitions import Action, Who, possible
from chalicelib.menus.watching import look, look_for, overwrite, take_over, work
from chalicelib.menus.wire import bodies, leaves, normal, read_buttons, target

__all__ = [
    "APPROVE",
    "EDIT",
    "PUBLISH",
    "READ",
    "RULE",
    "Action",
    "BadMenu",
    "BadMenuFile",
    "BadMenuTime",
    "Button",
    "Cause",
    "ConditionalMenu",
    "Content",
    "DayTaps",
    "Draft",
    "Drift",
    "EntryClicks",
    "Fault",
    "Known",
    "MatchRule",
    "MenuChanged",
    "MenuDifference",
    "MenuDocument",
    "MenuDrifted",
    "MenuError",
    "MenuReasonMissing",
    "MenuState",
    "MenuSuggestion",
    "MenuVersion",
    "MenuWrongState",
    "Menus",
    "NothingToPublish",
    "Plan",
    "Publication",
    "PublicationState",
    "SameHands",
    "Source",
    "SuggestionKind",
    "UnknownMenuVersion",
    "UnknownPublication",
    "VersionClicks",
    "Who",
    "action_text",
    "approve",
    "bodies",
    "bring",
    "cancel",
    "checks",
    "clicks",
    "current_draft",
    "differences",
    "document",
    "draft_for",
    "end_now",
    "forget",
    "found",
    "had_a_hand",
    "hand_in",
    "is_task",
    "kinds",
    "labels",
    "leaves",
    "look",
    "look_for",
    "menus_of",
    "normal",
    "overwrite",
    "permitted",
    "possible",
    "publication",
    "publications_for",
    "publications_of",
    "publish_draft",
    "read_buttons",
    "read_file",
    "reject",
    "restore",
    "rule_text",
    "same_content",
    "save_draft",
    "set_two_people",
    "state_of",
    "states_of",
    "suggestions",
    "sweep",
    "take_over",
    "target",
    "two_people_for",
    "version_for",
    "versions_for",
    "work",
    "write_file",
]
