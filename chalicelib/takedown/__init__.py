"""Takedown (一键撤稿): from a clue to every place where it stands, and down from all of them, by two people."""

from typing import TYPE_CHECKING

from chalicelib.door import opens

if TYPE_CHECKING:
    from chalicelib.takedown import labels as labels
    from chalicelib.takedown import states as states
    from chalicelib.takedown import store as store
    from chalicelib.takedown.addresses import addresses_in as addresses_in
    from chalicelib.takedown.addresses import same_address as same_address
    from chalicelib.takedown.errors import BadClue as BadClue
    from chalicelib.takedown.errors import NotInThisState as NotInThisState
    from chalicelib.takedown.errors import SameHand as SameHand
    from chalicelib.takedown.errors import TakedownChanged as TakedownChanged
    from chalicelib.takedown.errors import TakedownError as TakedownError
    from chalicelib.takedown.errors import TakedownReasonMissing as TakedownReasonMissing
    from chalicelib.takedown.errors import UnknownPlace as UnknownPlace
    from chalicelib.takedown.errors import UnknownTakedown as UnknownTakedown
    from chalicelib.takedown.likeness import Sample as Sample
    from chalicelib.takedown.likeness import compare as compare
    from chalicelib.takedown.likeness import folded as folded
    from chalicelib.takedown.likeness import sample as sample
    from chalicelib.takedown.models import LOWEST_THRESHOLD as LOWEST_THRESHOLD
    from chalicelib.takedown.models import USUAL_THRESHOLD as USUAL_THRESHOLD
    from chalicelib.takedown.models import Checklist as Checklist
    from chalicelib.takedown.models import Clue as Clue
    from chalicelib.takedown.models import ClueKind as ClueKind
    from chalicelib.takedown.models import Looked as Looked
    from chalicelib.takedown.models import Match as Match
    from chalicelib.takedown.models import Moment as Moment
    from chalicelib.takedown.models import Place as Place
    from chalicelib.takedown.models import PlaceState as PlaceState
    from chalicelib.takedown.models import Remains as Remains
    from chalicelib.takedown.models import SpotKind as SpotKind
    from chalicelib.takedown.models import Takedown as Takedown
    from chalicelib.takedown.models import TakedownId as TakedownId
    from chalicelib.takedown.models import TakedownState as TakedownState
    from chalicelib.takedown.platform import Page as Page
    from chalicelib.takedown.platform import Platform as Platform
    from chalicelib.takedown.platform import Published as Published
    from chalicelib.takedown.platform import gone as gone
    from chalicelib.takedown.platform import platform_of as platform_of
    from chalicelib.takedown.sought import Sought as Sought
    from chalicelib.takedown.sought import sought_once as sought_once
    from chalicelib.takedown.states import Action as Action
    from chalicelib.takedown.states import Who as Who
    from chalicelib.takedown.states import check as check
    from chalicelib.takedown.states import moved as moved
    from chalicelib.takedown.store import UNDONE as UNDONE
    from chalicelib.takedown.store import Counts as Counts
    from chalicelib.takedown.store import Member as Member
    from chalicelib.takedown.store import Scope as Scope
    from chalicelib.takedown.words import Listed as Listed
    from chalicelib.takedown.words import Words as Words
    from chalicelib.takedown.words import keep_before as keep_before
    from chalicelib.takedown.words import listed_by as listed_by
    from chalicelib.takedown.words import published_by as published_by
    from chalicelib.takedown.words import read_before as read_before
    from chalicelib.takedown.words import words_for as words_for
    from chalicelib.takedown.words import words_of as words_of
else:
    __getattr__ = opens(
        __name__,
        {
            "": ["labels", "states", "store"],
            "addresses": ["addresses_in", "same_address"],
            "errors": [
                "BadClue",
                "NotInThisState",
                "SameHand",
                "TakedownChanged",
                "TakedownError",
                "TakedownReasonMissing",
                "UnknownPlace",
                "UnknownTakedown",
            ],
            "likeness": ["Sample", "compare", "folded", "sample"],
            "models": [
                "LOWEST_THRESHOLD",
                "USUAL_THRESHOLD",
                "Checklist",
                "Clue",
                "ClueKind",
                "Looked",
                "Match",
                "Moment",
                "Place",
                "SpotKind",
                "PlaceState",
                "Remains",
                "Takedown",
                "TakedownId",
                "TakedownState",
            ],
            "platform": ["Page", "Platform", "Published", "gone", "platform_of"],
            "sought": ["Sought", "sought_once"],
            "states": ["Action", "Who", "check", "moved"],
            "store": ["UNDONE", "Counts", "Member", "Scope"],
            "words": [
                "Listed",
                "Words",
                "keep_before",
                "listed_by",
                "published_by",
                "read_before",
                "words_for",
                "words_of",
            ],
        },
    )
