"""One message on its way up the ladder, and what a rung may ask about it."""

from __future__ import annotations

import re
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

from chalicelib.accounts import AccountState, Agents, DeskView
from chalicelib.conversation.ladder import phrases
from chalicelib.conversation.ladder.links import Tap, tap
from chalicelib.conversation.models import Choose
from chalicelib.conversation.rules.matcher import fold
from chalicelib.wechat.messages import Message

if TYPE_CHECKING:
    from chalicelib.conversation.rules.reply_book import ReplyBook
    from chalicelib.followers import FollowerState
    from chalicelib.knowledge import CompiledEntry, Consultation, PolicyDocument

MOST_ASKED: Final = 1000
"""Characters of a message that the knowledge base is asked with; a story says what it wants before that."""


_EMOTICON: Final = re.compile(r"\[[^\[\]\s]{1,6}\]")
"""How WeChat writes its own emoji in a text: ``[微笑]``."""


_SPOKEN: Final = {"text": "content", "voice": "recognition"}
_EDGES: Final = re.compile(r"^[\W_]+|[\W_]+$")
_RUDE: Final = re.compile("|".join(map(re.escape, phrases.RUDE)))


class Knows(Protocol):
    """The account's knowledge. Asking costs a first call the load of an index, so it is asked last."""

    def consult(self, text: str) -> Consultation:
        """What is known to a text."""

    def entry(self, entry_id: str) -> CompiledEntry | None:
        """One entry, while it holds."""

    def policy(self, document_id: str) -> PolicyDocument | None:
        """One policy document."""


class Around(NamedTuple):
    """What a decision depends on besides message, reply book and follower."""

    agents: Agents = Agents.OWN
    desk: DeskView = DeskView()
    second_look: bool = False
    """Whether somebody looks again where the first look is unsure."""
    knows: Knows | None = None

    @property
    def people(self) -> bool:
        """Whether the account has anybody to hand over to."""
        if self.agents is Agents.OWN:
            return self.desk.agents > 0
        return self.agents is Agents.WECHAT

    @classmethod
    def of(cls, state: AccountState, knows: Knows | None) -> Around:
        """As the account has it."""
        return cls(state.account.agents, state.desk, state.account.second_look, knows)


ALONE: Final = Around()
"""No people, no knowledge."""


class Passed(StrEnum):
    """Why a rung had nothing to say."""

    NOBODY_OWNS = "nobody_owns"
    NOT_TAPPED = "not_tapped"
    GONE = "gone"
    """What was tapped is not known any more."""
    NOT_WAITING = "not_waiting"
    NO_RULE = "no_rule"
    NOT_CALLED = "not_called"
    """No person, or no service, was asked for by name."""
    NO_AGENTS = "no_agents"
    NO_SERVICES = "no_services"
    NOT_RUDE = "not_rude"
    NO_KNOWLEDGE = "no_knowledge"
    NO_TEXT = "no_text"
    TOO_LITTLE = "too_little"
    """One character, signs or a courtesy: nothing to look up."""
    NOT_SURE = "not_sure"
    NOTHING_NEAR = "nothing_near"
    NO_SECOND_LOOK = "no_second_look"
    HAS_TEXT = "has_text"
    NO_WORDS = "no_words"
    """The account has no reply for this."""
    WITHIN_THE_HOUR = "within_the_hour"


class Asked:
    """A message with all that its answer depends on. Made once a message, so it does little by itself."""

    __slots__ = (
        "_consulted",
        "around",
        "book",
        "choose",
        "folded",
        "follower",
        "notice",
        "now",
        "push",
        "tap",
        "text",
    )

    def __init__(
        self,
        push: Message,
        book: ReplyBook,
        follower: FollowerState,
        now: datetime,
        around: Around,
        choose: Choose,
    ) -> None:
        self.push = push
        self.book = book
        self.follower = follower
        self.now = now
        self.around = around
        self.choose = choose
        self.text = text = spoken(push)
        self.folded = fold(text) if text else ""
        menu_id = getattr(push, "menu_id", None)
        self.tap: Tap | None = tap(menu_id) if menu_id else None
        self.notice = ""
        """Said before the answer: that what was tapped is gone."""
        self._consulted: Consultation | None = None

    @property
    def asks_little(self) -> bool:
        """Whether there is nothing to look up: signs, one character, a courtesy."""
        return asks_little(self.folded)

    @property
    def found(self) -> Consultation | None:
        """What the knowledge base said, if a rung has asked it."""
        return self._consulted

    def consulted(self, knows: Knows) -> Consultation:
        """What is known to the message; looked up once."""
        if self._consulted is None:
            self._consulted = knows.consult(self.text[:MOST_ASKED])
        return self._consulted


def spoken(push: Message) -> str:
    """The words of a message: typed, or heard by WeChat."""
    # By name: every message comes through here, and of a pydantic model isinstance is slow.
    field = _SPOKEN.get(push.msg_type)
    return getattr(push, field, "") if field else ""


def asks_little(text: str) -> bool:
    """Whether a text has nothing in it to look up: signs, one character, a courtesy."""
    said = fold(text)
    if "[" in said:
        said = _EMOTICON.sub("", said)
    said = bare(said)
    return said in phrases.COURTESIES or sum(map(str.isalnum, said)) < 2


def mostly_rude(text: str) -> bool:
    """Whether a text is anger and hardly anything else."""
    folded = fold(text)
    left = _RUDE.sub("", folded)
    return bare(folded) in phrases.RUDE_ALONE or (left != folded and len(bare(left)) < 5)


def rude(folded: str) -> bool:
    """Whether anger shows in a folded text."""
    return _RUDE.search(folded) is not None or bare(folded) in phrases.RUDE_ALONE


def bare(folded: str) -> str:
    """A folded text without what stands around its words: punctuation, emoji, blanks."""
    return _EDGES.sub("", folded)
