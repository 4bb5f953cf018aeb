"""Takedowns (一键撤稿): a clue, every place where it stands, and what became of each place. Values only."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Final, NewType

from pydantic import AwareDatetime, Field, StringConstraints

from chalicelib.values import Value

TakedownId = NewType("TakedownId", str)
"""``t-20261130-7f3k2a``: the day it was begun (Asia/Shanghai) and six characters of what it is."""

USUAL_THRESHOLD: Final = 60
"""Percent from which a place counts as the same text until somebody says otherwise (docs/takedown.md)."""
LOWEST_THRESHOLD: Final = 30
"""Percent below which a place is not kept at all: two notices of one subject share that much."""


class ClueKind(StrEnum):
    """What somebody has in hand."""

    ARTICLE = "article"
    """Id of one of our articles."""
    TEXT = "text"
    PICTURE = "picture"
    """SHA-256 of a file in hexadecimal, or the object key of a picture of ours."""
    LINK = "link"


class Clue(Value):
    """One thing to look for."""

    kind: ClueKind
    value: Annotated[str, StringConstraints(min_length=1, max_length=20_000, strip_whitespace=True)]


class TakedownState(StrEnum):
    """Where a takedown stands; ``states.py`` says how it gets there."""

    SEARCHING = "searching"
    PREVIEW = "preview"
    """People tick what goes; a second one approves."""
    RUNNING = "running"
    CHECKING = "checking"
    """Everything was carried out; a second search looks for what came meanwhile."""
    CLOSED = "closed"
    REJECTED = "rejected"


class SpotKind(StrEnum):
    """The kinds of places."""

    ARTICLE = "article"
    """稿件 in a newsroom: an original, or a copy that was adopted."""
    DRAFT = "draft"
    """An article that is not submitted, or was returned: it reaches nobody yet."""
    OFFER = "offer"
    """矩阵分发: nobody below is to adopt it any more."""
    SCHEDULED = "scheduled"
    """A push that is still to go out."""
    MASS = "mass"
    PUBLICATION = "publication"
    """发布 by this system."""
    BY_HAND = "by_hand"
    """发布 on WeChat's own page."""
    RULE = "rule"
    """A reply: keyword, welcome, default, scan, menu."""
    FAQ = "faq"
    POLICY = "policy"
    """A policy document that followers find."""
    MENU = "menu"
    SERVICE = "service"


class Match(StrEnum):
    """Why a place was found."""

    SAME = "same"
    """It is that article, or a copy of it."""
    TEXT = "text"
    PICTURE = "picture"
    LINK = "link"


class PlaceState(StrEnum):
    """How far a place is."""

    FOUND = "found"
    KEPT = "kept"
    """Not ticked when it was approved: it stays."""
    WAITING = "waiting"
    BEGUN = "begun"
    """Marked before the call: what became of it is looked for, not repeated."""
    AWAITING = "awaiting"
    """Ordered; WeChat's word is awaited."""
    DONE = "done"
    FAILED = "failed"
    BY_PERSON = "by_person"
    """Nothing that a program could do: somebody has to, on WeChat's page."""
    RESTORING = "restoring"
    RESTORED = "restored"


OPEN: Final = frozenset(
    {PlaceState.WAITING, PlaceState.BEGUN, PlaceState.AWAITING, PlaceState.RESTORING}
)
"""States in which a worker has something to do."""


class Remains(StrEnum):
    """What stays whatever is done (sheet §2.4, §2.5)."""

    CARD = "card"
    """群发: the card with its title and picture stays on telephones; its page goes."""
    FORWARDED = "forwarded"
    """Pictures and texts that people have saved or forwarded."""
    FOREVER = "forever"
    """A deletion of WeChat's cannot be undone."""
    BY_HAND_MASS = "by_hand_mass"
    """A mass send made on WeChat's page is told by no call, and deleted by none."""
    AUDIO = "audio"
    """A voice that was mass-sent cannot be deleted by a call."""
    SAID = "said"
    """Replies that followers have in their conversation."""


class Place(Value):
    """One place where it stands."""

    id: str
    """Ten characters of what it is; the same in every search."""
    kind: SpotKind
    account: str = ""
    """Empty for what belongs to the unit: articles, offers, services."""
    object: str
    """Id of the thing: article, offer, delivery, ``keyword/name``, entry, path in the menu, service, WeChat's article_id."""
    part: int = 0
    """Number of the article within a push (from 1); 0: all of it."""
    title: str
    passage: str = ""
    """The words that match, as they stand there."""
    score: int = 100
    """Percent of the clue found there."""
    match: Match = Match.TEXT
    url: str = ""
    page: str = ""
    """Where it stands in the console."""
    content: str = ""
    """Object key of an article's content, which is its hash."""
    source: str = ""
    """Of a copy: the offer it was adopted from."""
    ticked: bool | None = None
    """A person's word whether it goes; None: the threshold decides."""
    why: str = ""
    """The reason that the person gave."""
    ticked_by: str = ""
    remains: tuple[Remains, ...] = ()
    round: int = 1
    """Of the search that found it."""
    state: PlaceState = PlaceState.FOUND
    frozen: str = ""
    """What was held back at once."""
    tries: int = 0
    begun_at: AwareDatetime | None = None
    again_at: AwareDatetime | None = None
    done_at: AwareDatetime | None = None
    said: str = ""
    """What was done, in WeChat's words where it answered."""
    problem: str = ""
    verified: str = ""
    """What reading it again showed."""
    verified_at: AwareDatetime | None = None
    before: str = ""
    """Object key of what stood there before."""
    before_hash: str = ""
    """SHA-256 of that object."""

    @property
    def open(self) -> bool:
        """Whether a worker has something to do."""
        return self.state in OPEN

    def goes(self, threshold: int) -> bool:
        """Whether it is taken down: a person's word, else its score against the threshold (percent)."""
        return self.score >= threshold if self.ticked is None else self.ticked


class Looked(Value):
    """How far an account's own publications on WeChat were looked through."""

    at: AwareDatetime | None = None
    """None: never."""
    back_to: AwareDatetime | None = None
    """The oldest publication that was looked at; None: all of them."""
    number: int = 0
    problem: str = ""


class Checklist(Value):
    """清单: the places of one unit and its accounts, and how far each is. One worker at a time has it."""

    unit: str
    places: tuple[Place, ...] = ()
    looked: Mapping[str, Looked] = Field(default_factory=dict)
    """By account."""
    held_until: AwareDatetime | None = None
    version: int = 0

    @property
    def open(self) -> tuple[Place, ...]:
        """Places at which something is to be done."""
        return tuple(one for one in self.places if one.open)

    def place(self, place_id: str) -> Place | None:
        """The place of an id."""
        return next((one for one in self.places if one.id == place_id), None)

    def counted(self) -> Mapping[str, int]:
        """How many places are in which state; states without any are missing."""
        found: dict[str, int] = {}
        for one in self.places:
            found[one.state.value] = found.get(one.state.value, 0) + 1
        return found


class Moment(Value):
    """One line of a takedown's history."""

    at: AwareDatetime
    by: str
    state: TakedownState
    note: str = ""


class Takedown(Value):
    """One takedown (撤稿), from the clue to the proof."""

    id: TakedownId
    unit: str
    """It reaches over the accounts of this unit and of all below it."""
    title: str
    clues: Annotated[tuple[Clue, ...], Field(min_length=1, max_length=10)]
    reason: str
    order: str = ""
    """The order (指令) that asks for it."""
    state: TakedownState = TakedownState.SEARCHING
    threshold: int = USUAL_THRESHOLD
    round: int = 1
    parts: int = 0
    """Pieces that a search has."""
    accounts: int = 0
    learnt: tuple[str, ...] = ()
    """What clues that are links lead to, as far as a search has met it: keys of contents, or ``account id part`` of
    publications."""
    by: str
    at: AwareDatetime
    approved_by: str = ""
    approved_at: AwareDatetime | None = None
    ended_at: AwareDatetime | None = None
    due_at: AwareDatetime | None = None
    """When somebody has to look at it next; None: nobody."""
    history: tuple[Moment, ...] = ()
    version: int = 1

    @property
    def state_since(self) -> AwareDatetime:
        """When it came into the state that it is in."""
        since = self.at
        for before, one in zip(self.history, self.history[1:], strict=False):
            if one.state is not before.state:
                since = one.at
        return since

    @property
    def ended(self) -> bool:
        """Whether nothing of it is under way."""
        return self.state in (TakedownState.CLOSED, TakedownState.REJECTED)
