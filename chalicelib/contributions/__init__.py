"""Contributions (报送): what units below send up, what becomes of it, and the points that they get for it."""

from typing import TYPE_CHECKING

from chalicelib.door import opens

if TYPE_CHECKING:
    from chalicelib.contributions import calls as calls
    from chalicelib.contributions import following as following
    from chalicelib.contributions import labels as labels
    from chalicelib.contributions import logged as logged
    from chalicelib.contributions import points as points
    from chalicelib.contributions import rules as rules
    from chalicelib.contributions import store as store
    from chalicelib.contributions.deciding import Outcome as Outcome
    from chalicelib.contributions.deciding import adopt as adopt
    from chalicelib.contributions.deciding import decline as decline
    from chalicelib.contributions.deciding import decline_all as decline_all
    from chalicelib.contributions.deciding import merge as merge
    from chalicelib.contributions.deciding import receive as receive
    from chalicelib.contributions.deciding import return_ as return_
    from chalicelib.contributions.deciding import undo as undo
    from chalicelib.contributions.errors import BadContribution as BadContribution
    from chalicelib.contributions.errors import ContributionChanged as ContributionChanged
    from chalicelib.contributions.errors import ContributionError as ContributionError
    from chalicelib.contributions.errors import NotDecidable as NotDecidable
    from chalicelib.contributions.errors import OwnContribution as OwnContribution
    from chalicelib.contributions.errors import UnknownCall as UnknownCall
    from chalicelib.contributions.errors import UnknownContribution as UnknownContribution
    from chalicelib.contributions.models import MOST_AT_ONCE as MOST_AT_ONCE
    from chalicelib.contributions.models import NOTE_CHARS as NOTE_CHARS
    from chalicelib.contributions.models import TEXT_CHARS as TEXT_CHARS
    from chalicelib.contributions.models import TITLE_CHARS as TITLE_CHARS
    from chalicelib.contributions.models import Answer as Answer
    from chalicelib.contributions.models import Call as Call
    from chalicelib.contributions.models import CallState as CallState
    from chalicelib.contributions.models import CallText as CallText
    from chalicelib.contributions.models import Contact as Contact
    from chalicelib.contributions.models import Contribution as Contribution
    from chalicelib.contributions.models import ContributionAction as ContributionAction
    from chalicelib.contributions.models import ContributionKind as ContributionKind
    from chalicelib.contributions.models import ContributionState as ContributionState
    from chalicelib.contributions.models import Counting as Counting
    from chalicelib.contributions.models import DeclineReason as DeclineReason
    from chalicelib.contributions.models import PointRules as PointRules
    from chalicelib.contributions.models import Publication as Publication
    from chalicelib.contributions.models import ReceiverSettings as ReceiverSettings
    from chalicelib.contributions.models import Step as Step
    from chalicelib.contributions.models import Written as Written
    from chalicelib.contributions.sending import acknowledge as acknowledge
    from chalicelib.contributions.sending import begin as begin
    from chalicelib.contributions.sending import edit as edit
    from chalicelib.contributions.sending import may_send_to as may_send_to
    from chalicelib.contributions.sending import send as send
    from chalicelib.contributions.sending import withdraw as withdraw
    from chalicelib.contributions.setting import set_settings as set_settings
    from chalicelib.contributions.setting import settings_of as settings_of
    from chalicelib.contributions.store import get as get
    from chalicelib.contributions.transitions import CONTRIBUTION as CONTRIBUTION
    from chalicelib.contributions.transitions import Who as Who
else:
    __getattr__ = opens(
        __name__,
        {
            "": ["calls", "following", "labels", "logged", "points", "rules", "store"],
            "deciding": [
                "Outcome",
                "adopt",
                "decline",
                "decline_all",
                "merge",
                "receive",
                "return_",
                "undo",
            ],
            "errors": [
                "BadContribution",
                "ContributionChanged",
                "ContributionError",
                "NotDecidable",
                "OwnContribution",
                "UnknownCall",
                "UnknownContribution",
            ],
            "models": [
                "Answer",
                "Call",
                "CallState",
                "CallText",
                "Contact",
                "Contribution",
                "ContributionAction",
                "ContributionKind",
                "ContributionState",
                "Counting",
                "MOST_AT_ONCE",
                "NOTE_CHARS",
                "PointRules",
                "Publication",
                "DeclineReason",
                "ReceiverSettings",
                "Step",
                "TEXT_CHARS",
                "TITLE_CHARS",
                "Written",
            ],
            "sending": ["acknowledge", "begin", "edit", "may_send_to", "send", "withdraw"],
            "setting": ["set_settings", "settings_of"],
            "store": ["get"],
            "transitions": ["CONTRIBUTION", "Who"],
        },
    )
