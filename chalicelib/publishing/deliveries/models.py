"""A delivery (投递) and all that is known of its fate (docs/reliability.md). Values only."""

from __future__ import annotations

import hashlib
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal, NewType

from pydantic import AwareDatetime, Field

from chalicelib.clock import SHANGHAI
from chalicelib.values import Value

DeliveryId = NewType("DeliveryId", str)
"""``{day}-{minute}-{8 characters of the article}-{account}``: sorts by slot, and is the same for the same push."""


def delivery_id(article_key: str, account: str, at: datetime, nth: int = 1) -> DeliveryId:
    """The id of a push: planning the same one twice gives the same id, so that it is sent once.

    ``nth`` counts the times it was planned anew after it had been cancelled or had failed.
    """
    # The key ends in .json; its name is a digest, but of what is the newsroom's business.
    mark = hashlib.sha256(f"{article_key}#{nth}".encode()).hexdigest()[:8]
    return DeliveryId(f"{at.astimezone(SHANGHAI):%Y%m%d-%H%M}-{mark}-{account}")


def account_of(delivery: str) -> str | None:
    """The account that an id names; None if it is no id."""
    parts = delivery.split("-", 3)
    return parts[3] if len(parts) == 4 and parts[3] else None


class DeliveryState(StrEnum):
    """Where a delivery stands; ``transitions.py`` says how it gets there."""

    PLANNED = "planned"
    """An intention: nothing is sent."""
    RESERVED = "reserved"
    """It has its time and its allowance, and will be sent."""
    PREPARED = "prepared"
    """WeChat holds the draft."""
    SUBMITTED = "submitted"
    """Handed over to WeChat; the fate is open."""
    AWAITING_ADMIN = "awaiting_admin"
    """API群发保护: an administrator has to agree (sheet §2.5)."""
    CONFIRMED = "confirmed"
    FAILED = "failed"
    PARTIALLY_SENT = "partially_sent"
    """More followers were missed than the few that always are: a person decides."""
    CANCELLED = "cancelled"
    RECALLED = "recalled"


class Way(StrEnum):
    """How a delivery reaches people."""

    MASS = "mass"
    """群发: followers are notified, and a mass send is used up (sheet §2.5)."""
    PUBLISH = "publish"
    """发布: a permanent page that notifies nobody (freepublish, sheet §2.4)."""


Kind = Literal["news", "newspic", "video", "audio"]
"""The newsroom's ArticleKind: 图文, 贴图, video, audio."""


class Material(Value):
    """One file for the permanent library (material/add_material), as ``newsroom.uploads`` names it."""

    key: str
    type: Literal["image", "voice", "video"] = "image"
    title: str = ""
    description: str = ""


class Piece(Value):
    """One article of a push, with what has to be uploaded for it."""

    article: str
    """Its key in the newsroom."""
    title: str
    kind: Kind = "news"
    article_id: str | None = None
    """The stored article it is a revision of; None for a push planned from a file."""
    revision: int | None = None
    unit: str = ""
    """Of the stored article; empty where that was not kept."""
    cover: str = ""
    pictures: tuple[str, ...] = ()
    """Pictures of the body; uploaded by media/uploadimg."""
    materials: tuple[Material, ...] = ()
    """Files for the permanent library; where there are none, the cover alone is uploaded."""

    @property
    def library(self) -> tuple[Material, ...]:
        """All that the permanent library needs of it."""
        return self.materials or ((Material(key=self.cover),) if self.cover else ())


class Counts(Value):
    """The counts of MASSSENDJOBFINISH; approximate, because it comes just before the end (sheet §1.5)."""

    total: int
    """Followers of the audience."""
    filtered: int
    """Followers left after WeChat's filters; ``sent + failed`` in principle."""
    sent: int
    failed: int


class OriginalCheck(Value):
    """The result of WeChat's original check (原创校验) for one article (sheet §1.5)."""

    article: int
    """Counted from 1."""
    audit_state: int = 0
    original_url: str = ""
    """Whose it is, where it was taken for a reprint."""
    can_reprint: bool = False


class Finish(Value):
    """The content of MASSSENDJOBFINISH (sheet §1.5)."""

    msg_id: int
    status: str
    """``send success``, ``send fail`` or ``err(number)``."""
    counts: Counts
    urls: tuple[str, ...] = ()
    """In the order of the articles; empty where WeChat names none."""
    check_state: int | None = None
    """Original check: 1 no reprint, 2 a reprint that is allowed, 3 a reprint that is blocked."""
    checks: tuple[OriginalCheck, ...] = ()
    received_at: AwareDatetime

    @property
    def job(self) -> str:
        """WeChat's number of the job."""
        return str(self.msg_id)


class Publication(Value):
    """The state of a publication by PUBLISHJOBFINISH or freepublish/get (sheet §1.5, §2.4)."""

    publish_id: str
    status: int
    """0 published, 1 under way, 2 original check, 3 failed, 4 refused, 5 deleted by a person, 6 banned."""
    article_id: str = ""
    """WeChat's id of the page, for freepublish/delete and for menus."""
    urls: tuple[str, ...] = ()
    failed: tuple[int, ...] = ()
    """Articles that failed, counted from 1."""
    received_at: AwareDatetime

    @property
    def job(self) -> str:
        """WeChat's number of the job."""
        return self.publish_id


class Recall(Value):
    """One order to take a push's pages down."""

    at: AwareDatetime
    by: str
    reason: str
    article: int = 0
    """Counted from 1; 0: all."""
    done_at: AwareDatetime | None = None
    refused: str = ""
    """WeChat's reason for not doing it."""

    @property
    def open(self) -> bool:
        """Whether it is still to be carried out."""
        return self.done_at is None and not self.refused


class Problem(Value):
    """An obstacle, in WeChat's words where it comes from WeChat."""

    at: AwareDatetime
    what: str
    advice: str = ""


class Moment(Value):
    """One line of a delivery's history."""

    at: AwareDatetime
    state: DeliveryState
    by: str
    note: str = ""


class Delivery(Value):
    """One push of one account at one time."""

    id: DeliveryId
    account: str
    state: DeliveryState
    at: AwareDatetime
    """The slot."""
    pieces: Annotated[tuple[Piece, ...], Field(min_length=1, max_length=8)]
    issue: str | None = None
    """The Issue (期) it carries out; None for a push planned by itself."""
    way: Way = Way.MASS
    tag_id: int | None = None
    """A mass send to the followers with this tag; None: to all."""
    allowances: tuple[str, ...] = ()
    """Keys of what is set aside for it in the ledger (``accounts.ledger``); the holder is its id. Released where
    it ends without a try, committed where it is handed over."""
    version: int = 1
    """Counts up with every write; a write that knows an older version is refused."""

    due_at: AwareDatetime | None = None
    """When somebody has to look at it next; None: nobody."""
    held_until: AwareDatetime | None = None
    """A worker is at it until then at the latest."""
    failures: int = 0
    """Transient errors in a row."""

    addresses: dict[str, str] = Field(default_factory=dict)
    """Picture → the address WeChat gave it (media/uploadimg)."""
    materials: dict[str, str] = Field(default_factory=dict)
    """File → permanent media id (material/add_material)."""
    drafts_begun: int = 0
    """How often a draft was, or may have been, made; more than one, or one that is not sent, leaves some behind."""
    tidied: bool = False
    """Drafts left behind were looked for and deleted."""
    drafted_as: tuple[str, ...] = ()
    """Content keys of the articles as the draft has them, with what stands around each; empty: not known."""
    draft: str | None = None
    """Media id that is sent: of the draft, good for one send (sheet §2.4), or of the video or voice itself."""

    first_tried_at: AwareDatetime | None = None
    """First time it was, or may have been, submitted: WeChat knows its clientmsgid for 24 hours from then."""
    tried_at: AwareDatetime | None = None
    """Last time it was, or may have been, submitted."""
    looks: int = 0
    """How often the draft box was looked into for what became of a publication."""
    msg_id: int | None = None
    msg_data_id: int | None = None
    """Not known where a repeat was answered by 45065 (sheet §2.5)."""
    publish_id: str | None = None
    article_id: str | None = None
    """WeChat's, of a publication."""
    submitted_at: AwareDatetime | None = None
    polls: int = 0

    counts: Counts | None = None
    urls: tuple[str, ...] = ()
    """Addresses of the articles, in the order of the pieces."""
    check_state: int | None = None
    checks: tuple[OriginalCheck, ...] = ()
    recalls: tuple[Recall, ...] = ()
    problem: Problem | None = None
    history: tuple[Moment, ...] = ()

    @property
    def job(self) -> str | None:
        """WeChat's number of its job, once known."""
        if self.way is Way.PUBLISH:
            return self.publish_id
        return None if self.msg_id is None else str(self.msg_id)

    @property
    def kind(self) -> Kind:
        """The kind of message; a video or audio goes alone."""
        return self.pieces[0].kind

    @property
    def drafted(self) -> bool:
        """Whether WeChat gets it as a draft, rather than as a file of its library."""
        return all(piece.kind in ("news", "newspic") for piece in self.pieces)

    @property
    def order(self) -> Recall | None:
        """The recall that is still to be carried out, if there is one."""
        return next((one for one in self.recalls if one.open), None)

    @property
    def outcome_unknown(self) -> bool:
        """Whether it was, or may have been, submitted, and no answer is known yet."""
        return self.state is DeliveryState.PREPARED and self.first_tried_at is not None

    @property
    def taken_down(self) -> frozenset[int]:
        """Numbers of the articles (from 1) whose pages are gone; 0: all of them."""
        return frozenset(one.article for one in self.recalls if one.done_at)

    @property
    def may_leave_drafts(self) -> bool:
        """Whether drafts of an ended delivery may lie in the account's box."""
        spent = int(self.job is not None or self.submitted_at is not None)
        unknown = self.tried_at is not None and not spent
        return not self.tidied and not unknown and self.drafts_begun > spent

    @property
    def clientmsgid(self) -> str:
        """The mark by which WeChat recognises this push: 32 ASCII characters, the same on every try (sheet §2.5)."""
        return "rm" + hashlib.sha256(self.id.encode()).hexdigest()[:30]

    def holds(self, now: datetime) -> bool:
        """Whether a worker may still be at it."""
        return self.held_until is not None and self.held_until > now
