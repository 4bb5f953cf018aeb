"""Materials (素材): pictures, videos, recordings, passages and files with the rights to them. Values only."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, Final

from pydantic import AwareDatetime, Field, StringConstraints

from chalicelib.values import Slug, Value

TITLE_CHARS: Final = 60
DESCRIPTION_CHARS: Final = 500
TEXT_CHARS: Final = 5000
NOTE_CHARS: Final = 200
MOST_TAGS: Final = 10
MOST_ACCOUNTS: Final = 50
MOST_VERSIONS: Final = 20

Tag = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=12)]


class MaterialKind(StrEnum):
    """What a material is."""

    PICTURE = "picture"
    VIDEO = "video"
    AUDIO = "audio"
    TEXT = "text"
    """A passage, to be put into texts as it stands."""
    FILE = "file"


class LicenceKind(StrEnum):
    """By what right the unit has it."""

    OWN = "own"
    PERMITTED = "permitted"
    """Somebody permits it."""
    BOUGHT = "bought"
    PUBLIC = "public"
    """In the public domain, or free for everybody."""


class MaterialReach(StrEnum):
    """Whose units may use it."""

    OWN = "own"
    BELOW = "below"
    """The unit's own and all below it."""
    ALL = "all"
    """Every unit of the tree."""


class Consent(StrEnum):
    """Whether the people shown agreed."""

    YES = "yes"
    NO = "no"
    NONE = "none"
    """Nobody is shown."""


class MaterialState(StrEnum):
    """Whether it is offered."""

    ACTIVE = "active"
    RETIRED = "retired"


class MaterialAction(StrEnum):
    """A change of a material."""

    EDIT = "edit"
    REPLACE = "replace"
    """Another file or text in its place; what was there stays in the history."""
    RETIRE = "retire"
    RESTORE = "restore"


class MaterialProblem(StrEnum):
    """A reason why an article may not use it."""

    RETIRED = "retired"
    EXPIRED = "expired"
    NOT_YET = "not_yet"
    OUT_OF_REACH = "out_of_reach"
    OTHER_ACCOUNT = "other_account"
    NO_CONSENT = "no_consent"


class Licence(Value):
    """The right to use it."""

    kind: LicenceKind = LicenceKind.OWN
    by: str = Field(default="", max_length=80)
    """Who permits it, or sold it."""
    until: date | None = None
    """The last day of the right, in Beijing; None: without end."""


class MaterialScope(Value):
    """Where it may be used."""

    reach: MaterialReach = MaterialReach.BELOW
    accounts: tuple[Slug, ...] = Field(default=(), max_length=MOST_ACCOUNTS)
    """Only at these; empty: at every account of those units."""


class MaterialFile(Value):
    """One file, known by its content."""

    key: str = Field(pattern=r"^materials/[0-9a-f]{64}\.[a-z0-9]{2,4}$")
    name: str = Field(max_length=120)
    """As it was called when it came."""
    kind: MaterialKind
    media_type: str
    size: int
    """Bytes."""
    width: int = 0
    height: int = 0
    """Pixels of a picture."""
    thumb: str = ""
    """Object key of a small picture of it; empty: there is none."""
    articles: tuple[str, ...] = ()
    """Object keys under which articles hold it: in a body, as a cover, as a video."""
    remark: str = ""
    """What WeChat says to it, in one phrase; empty: nothing."""

    @property
    def digest(self) -> str:
        """SHA-256 of its bytes."""
        return self.key.split("/")[1].split(".")[0]


class MaterialText(Value):
    """What a person writes of a material."""

    title: str = Field(min_length=1, max_length=TITLE_CHARS)
    description: str = Field(default="", max_length=DESCRIPTION_CHARS)
    tags: tuple[Tag, ...] = Field(default=(), max_length=MOST_TAGS)
    matter: str = Field(default="", max_length=20)
    source: str = Field(default="", max_length=60)
    author: str = Field(default="", max_length=40)
    """Who took or made it."""
    licence: Licence = Licence()
    scope: MaterialScope = MaterialScope()
    valid_from: date | None = None
    valid_until: date | None = None
    """The first and the last day of use, in Beijing; None: without bound."""
    consent: Consent = Consent.NONE
    contract: MaterialFile | None = None
    """The paper that proves the right."""
    owner: str = Field(default="", max_length=80)
    """Who is told before it expires; empty: who brought it."""

    @property
    def ends(self) -> date | None:
        """The last day on which it may be used: of itself, or of the right to it."""
        return min(filter(None, (self.valid_until, self.licence.until)), default=None)


class MaterialVersion(Value):
    """A file or a passage, and when it came."""

    number: int
    file: MaterialFile | None = None
    text: str = Field(default="", max_length=TEXT_CHARS)
    by: str
    at: AwareDatetime
    note: str = Field(default="", max_length=NOTE_CHARS)


class Material(Value):
    """One material of a unit."""

    id: str = Field(pattern=r"^m-\d{8}-[0-9a-z]{6}$")
    """``m-20261130-7f3k2a``: the day it came (Asia/Shanghai), then random."""
    unit: Slug
    kind: MaterialKind
    text: MaterialText
    versions: tuple[MaterialVersion, ...] = Field(min_length=1)
    """The latest last; of many the last ``MOST_VERSIONS``."""
    state: MaterialState = MaterialState.ACTIVE
    reason: str = ""
    """Why it was retired."""
    made_by: str
    made_at: AwareDatetime
    updated_by: str
    updated_at: AwareDatetime
    version: int = 1

    @property
    def latest(self) -> MaterialVersion:
        """What it is now."""
        return self.versions[-1]
