"""A delivery (投递) and all that is known of its fate (DESIGN §6)."""

from __future__ import annotations

import hashlib
from datetime import datetime
from enum import StrEnum
from typing import Annotated, NewType

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

DeliveryId = NewType("DeliveryId", str)
"""``{day}-{minute}-{8 characters of the article}-{account}``: sorts by slot, and is the same for the same push."""


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


class Piece(BaseModel):
    """One article of a push, with what has to be uploaded for it."""

    model_config = ConfigDict(frozen=True)

    article: str
    """Its key in the newsroom."""
    title: str
    kind: str = "news"
    """The newsroom's ArticleKind: news 图文, newspic 贴图, video or audio."""
    article_id: str | None = None
    """The stored article it is a revision of; None for a push planned from a file."""
    revision: int | None = None
    cover: str = ""
    pictures: tuple[str, ...] = ()
    """What the body shows; uploaded by media/uploadimg."""


class Counts(BaseModel):
    """What MASSSENDJOBFINISH counted; approximate, because it comes just before the end (sheet §1.5)."""

    model_config = ConfigDict(frozen=True)

    total: int
    """Followers of the audience."""
    filtered: int
    """Followers left after WeChat's filters; ``sent + failed`` in principle."""
    sent: int
    failed: int


class Finish(BaseModel):
    """What MASSSENDJOBFINISH said (sheet §1.5)."""

    model_config = ConfigDict(frozen=True)

    msg_id: int
    status: str
    """``send success``, ``send fail`` or ``err(number)``."""
    counts: Counts
    urls: tuple[str, ...] = ()
    check_state: int | None = None
    """Original check: 1 no reprint, 2 a reprint that is allowed, 3 a reprint that is blocked."""
    received_at: AwareDatetime


class Problem(BaseModel):
    """What stands in the way, in WeChat's words where they are WeChat's."""

    model_config = ConfigDict(frozen=True)

    at: AwareDatetime
    what: str
    advice: str = ""


class Moment(BaseModel):
    """One line of a delivery's history."""

    model_config = ConfigDict(frozen=True)

    at: AwareDatetime
    state: DeliveryState
    by: str
    note: str = ""


class Delivery(BaseModel):
    """One push of one account at one time."""

    model_config = ConfigDict(frozen=True)

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
    """Keys of what is set aside for it in the ledger (``accounts.allowances``); the holder is its id. Released where
    it ends without a try, committed where it is handed over."""
    version: int = 1
    """Counts up with every write; a write that knows an older version is refused."""

    due_at: AwareDatetime | None = None
    """When somebody has to look at it next; None: nobody."""
    held_until: AwareDatetime | None = None
    """A worker is at it until then at the latest."""
    failures: int = 0
    """Transient errors in a row."""

    addresses: dict[str, str] = {}
    """Picture → the address WeChat gave it (media/uploadimg)."""
    covers: dict[str, str] = {}
    """Cover → permanent media id (material/add_material)."""
    draft: str | None = None
    """Media id of the draft; single-use (sheet §2.4)."""

    first_tried_at: AwareDatetime | None = None
    """First time it was, or may have been, submitted: WeChat knows its clientmsgid for 24 hours from then."""
    tried_at: AwareDatetime | None = None
    """Last time it was, or may have been, submitted."""
    msg_id: int | None = None
    msg_data_id: int | None = None
    """Not known where a repeat was answered by 45065 (sheet §2.5)."""
    submitted_at: AwareDatetime | None = None
    polls: int = 0

    counts: Counts | None = None
    urls: tuple[str, ...] = ()
    problem: Problem | None = None
    history: tuple[Moment, ...] = ()

    @property
    def clientmsgid(self) -> str:
        """What WeChat recognises this push by: 32 ASCII characters, the same on every try (sheet §2.5)."""
        return "rm" + hashlib.sha256(self.id.encode()).hexdigest()[:30]

    def holds(self, now: datetime) -> bool:
        """Whether a worker may still be at it."""
        return self.held_until is not None and self.held_until > now
