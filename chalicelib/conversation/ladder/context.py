"""One message on its way up the ladder, with everything that its answer depends on."""

from __future__ import annotations

import re
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Final, NamedTuple

from chalicelib.accounts import AccountState, Agents, DeskView
from chalicelib.conversation.ladder import phrases
from chalicelib.conversation.ladder.links import LinkTarget, link_target
from chalicelib.conversation.models import Choose
from chalicelib.conversation.rules.matcher import fold
from chalicelib.conversation.rules.services import stored_services
from chalicelib.wechat.text import Message

if TYPE_CHECKING:
    from chalicelib.conversation.ladder.knowledge_source import KnowledgeSource
    from chalicelib.conversation.rules.reply_book import ReplyBook
    from chalicelib.conversation.rules.services import ServiceBook
    from chalicelib.followers import FollowerState
    from chalicelib.knowledge import Consultation

MOST_ASKED: Final = 1000
"""Characters of a message that the knowledge base is consulted with; a story says what it wants before that."""
_EMOTICON: Final = re.compile(r"\[[^\[\]\s]{1,6}\]")
"""WeChat's spelling of its own emoji in a text: ``[微笑]``."""
_SPOKEN: Final = {"text": "content", "voice": "recognition"}
_EDGES: Final = re.compile(r"^[\W_]+|[\W_]+$")
_RUDE: Final = re.compile("|".join(map(re.escape, phrases.RUDE)))


class AccountContext(NamedTuple):
    """The account's part in a decision: its agents, its desk, its knowledge."""

    agents: Agents = Agents.OWN
    desk: DeskView = DeskView()
    second_look: bool = False
    """Whether somebody looks again where the first look is unsure."""
    knowledge: KnowledgeSource | None = None
    services: ServiceBook | None = None
    """Of the catalogue; None where the account has none."""
    tells: bool = False
    """Whether it offers to tell followers when their question has an answer."""
    id: str = ""
    """Of the account; pages of services are opened with it."""
    counter: bool = False
    """Whether the counter of appointments is asked where a message is its matter."""

    @property
    def people(self) -> bool:
        """Whether the account has anybody to hand over to."""
        if self.agents is Agents.OWN:
            return self.desk.agents > 0
        return self.agents is Agents.WECHAT

    @classmethod
    def of(
        cls, state: AccountState, knowledge: KnowledgeSource | None, *, counter: bool = False
    ) -> AccountContext:
        """The context of an account in this state, with this knowledge."""
        one = state.account
        return cls(
            one.agents,
            state.desk,
            one.second_look,
            knowledge,
            stored_services(state.services) if state.services else None,
            one.tell_answers,
            one.id,
            counter,
        )


EMPTY_ACCOUNT: Final = AccountContext()
"""An account without people, knowledge and catalogue."""


class SkipReason(StrEnum):
    """Why a rung has no answer."""

    NOBODY_OWNS = "nobody_owns"
    NOT_TAPPED = "not_tapped"
    GONE = "gone"
    """The tapped content does not exist any more."""
    NOT_WAITING = "not_waiting"
    NO_RULE = "no_rule"
    LEFT = "left"
    """The keyword is a small part of a long message, and the knowledge base is sure of its answer."""
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


class MessageContext:
    """A message with everything that its answer depends on. Made for every message, so making it does little."""

    __slots__ = (
        "_consulted",
        "account",
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
        account: AccountContext,
        choose: Choose,
    ) -> None:
        self.push = push
        self.book = book
        self.follower = follower
        self.now = now
        self.account = account
        self.choose = choose
        self.text = text = spoken(push)
        self.folded = fold(text) if text else ""
        menu_id = getattr(push, "menu_id", None)
        self.tap: LinkTarget | None = link_target(menu_id) if menu_id else None
        self.notice = ""
        """A sentence before the answer: the tapped content is gone."""
        self._consulted: Consultation | None = None

    @property
    def asks_little(self) -> bool:
        """Whether there is nothing to look up: signs, one character, a courtesy."""
        return asks_little(self.folded)

    @property
    def services(self) -> ServiceBook | None:
        """The services that people may call: of the catalogue, else of the rules."""
        return self.account.services or self.book.services

    @property
    def found(self) -> Consultation | None:
        """The result of the consultation, if a rung has made one."""
        return self._consulted

    def consulted(self, knowledge: KnowledgeSource) -> Consultation:
        """The entries and documents near the message; consulted once."""
        if self._consulted is None:
            self._consulted = knowledge.consult(self.text[:MOST_ASKED])
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


def asks_something(text: str) -> bool:
    """Whether a text has a question in it: more than a courtesy, anger, or a call for a person."""
    return not (asks_little(text) or mostly_rude(text) or bare(fold(text)) in phrases.PERSON)


def mostly_rude(text: str) -> bool:
    """Whether a text is anger and hardly anything else."""
    folded = fold(text)
    left = _RUDE.sub("", folded)
    return bare(folded) in phrases.RUDE_ALONE or (left != folded and len(bare(left)) < 5)


def rude(folded: str) -> bool:
    """Whether anger shows in a folded text."""
    return _RUDE.search(folded) is not None or bare(folded) in phrases.RUDE_ALONE


def bare(folded: str) -> str:
    """A folded text without punctuation, emoji and blanks around its words."""
    return _EDGES.sub("", folded)
