"""A relay (融媒体接龙): steps over accounts, in order, and how far each is. Values only."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Final

from pydantic import AwareDatetime, Field, StringConstraints

from chalicelib.roles import PersonId
from chalicelib.values import Slug, Value

TITLE_CHARS: Final = 40
STEP_TITLE_CHARS: Final = 32
"""As many as a title of WeChat has."""
INTRO_CHARS: Final = 300
TEMPLATE_CHARS: Final = 3000
TEXT_CHARS: Final = 800
NOTE_CHARS: Final = 300
REASON_CHARS: Final = 300
MOST_STEPS: Final = 60
"""A step and the row of its unit are written with the relay: a transaction takes a hundred."""
_KEPT_MOMENTS: Final = 120

Trimmed = StringConstraints(strip_whitespace=True, min_length=1)


class RelayState(StrEnum):
    """Where a relay stands; ``transitions.py`` says how it gets there."""

    DRAFT = "draft"
    RUNNING = "running"
    PAUSED = "paused"
    DONE = "done"
    """No step is left."""
    ENDED = "ended"
    """Somebody ended it before that."""
    DROPPED = "dropped"


class RelayAction(StrEnum):
    """What a person does with a relay."""

    EDIT = "edit"
    START = "start"
    DROP = "drop"
    PAUSE = "pause"
    RESUME = "resume"
    END = "end"
    REOPEN = "reopen"
    FINISH = "finish"
    """Of the system: no step is left."""


class StepState(StrEnum):
    """Where a step stands."""

    WAITING = "waiting"
    TURN = "turn"
    """It is the one that the others wait for, and has no article yet."""
    MADE = "made"
    APPROVED = "approved"
    OUT = "out"
    SKIPPED = "skipped"
    GONE = "gone"
    """It was out, and its article was taken down."""


class StepAction(StrEnum):
    """What happens to a step."""

    MAKE = "make"
    """An article is begun, or an existing one is attached."""
    DETACH = "detach"
    HAND_ON = "hand_on"
    """The words that lead to the next step are put right in its article."""
    SKIP = "skip"
    HAND_OVER = "hand_over"
    RESTORE = "restore"
    CHANGE = "change"
    """Title, points, note, person or due time."""
    REMIND = "remind"
    APPROVE = "approve"
    UNAPPROVE = "unapprove"
    PUBLISH = "publish"
    TAKE_DOWN = "take_down"


OPEN_STEPS: Final = frozenset(
    {StepState.WAITING, StepState.TURN, StepState.MADE, StepState.APPROVED}
)
UNDER_WAY: Final = frozenset({RelayState.RUNNING, RelayState.PAUSED})


class RelayUrged(StrEnum):
    """How far the unit of a step has been urged."""

    NOT_YET = ""
    REMINDED = "reminded"
    LATE = "late"
    """Its time has passed, and the relay's people were told."""


class PlannedStep(Value):
    """A step as it is planned."""

    id: str = Field(default="", max_length=12)
    """Empty: it is new."""
    title: Annotated[str, Trimmed, Field(max_length=STEP_TITLE_CHARS)]
    account: Slug
    owner: PersonId | None = None
    """Who writes it; None: anybody of the unit."""
    due_at: AwareDatetime | None = None
    text: str = Field(default="", max_length=TEXT_CHARS)
    """What its article has to say: it goes into the skeleton."""
    note: str = Field(default="", max_length=NOTE_CHARS)


class RelayPlan(Value):
    """What people write of a relay before it starts."""

    title: Annotated[str, Trimmed, Field(max_length=TITLE_CHARS)]
    intro: str = Field(default="", max_length=INTRO_CHARS)
    account: Slug
    """The account at whose address the relay's page stands."""
    template: str = Field(default="", max_length=TEMPLATE_CHARS)
    """The skeleton of each article; empty: the house's own (``texts.SKELETON``)."""
    steps: tuple[PlannedStep, ...] = Field(default=(), max_length=MOST_STEPS)
    remind_hours: int = Field(default=24, ge=0, le=240)
    """Hours before its due time that the unit whose turn it is gets reminded; 0: it is not."""


class RelayStep(PlannedStep):
    """One step, and how far it is."""

    number: int = Field(ge=1)
    unit: Slug
    unit_name: str = ""
    account_name: str = ""
    state: StepState = StepState.WAITING
    article: str = ""
    nth: int = 1
    """Counts the articles that were begun for it: a detached one is not begun again."""
    hand_on: str = ""
    """The words in its article that lead to the next step, as they were put there."""
    turn_at: AwareDatetime | None = None
    made_at: AwareDatetime | None = None
    approved_at: AwareDatetime | None = None
    out_at: AwareDatetime | None = None
    gone_at: AwareDatetime | None = None
    url: str = ""
    """Where readers open it, as WeChat names it."""
    delivery: str = ""
    early: bool = False
    """It was out before its turn."""
    urged: RelayUrged = RelayUrged.NOT_YET
    reason: str = ""
    """Why it was skipped or handed over."""

    @property
    def open(self) -> bool:
        """Whether it is still to go out."""
        return self.state in OPEN_STEPS


class RelayMoment(Value):
    """One line of a relay's history."""

    at: AwareDatetime
    what: str
    """A ``RelayAction`` or ``StepAction``, or ``turn``, ``late``."""
    by: str
    step: int = 0
    note: str = ""


class Relay(Value):
    """One relay."""

    id: str = Field(pattern=r"^jl-\d{14}-[0-9a-z]{4}$")
    unit: Slug
    title: str
    intro: str = ""
    account: Slug
    template: str = ""
    remind_hours: int = 24
    state: RelayState = RelayState.DRAFT
    steps: tuple[RelayStep, ...] = ()
    made_at: AwareDatetime
    made_by: str
    started_at: AwareDatetime | None = None
    started_by: str = ""
    paused_at: AwareDatetime | None = None
    ended_at: AwareDatetime | None = None
    end_reason: str = ""
    moments: tuple[RelayMoment, ...] = ()
    version: int = 1

    @property
    def current(self) -> RelayStep | None:
        """The step that the others wait for: the first that is still to go out."""
        return next((one for one in self.steps if one.open), None)

    @property
    def under_way(self) -> bool:
        """Whether steps may be taken."""
        return self.state in UNDER_WAY

    def step(self, step_id: str) -> RelayStep | None:
        """The step of this id."""
        return next((one for one in self.steps if one.id == step_id), None)

    def with_step(self, step: RelayStep) -> Relay:
        """The relay with this step in the place of the one of its id."""
        steps = tuple(step if one.id == step.id else one for one in self.steps)
        return self.model_copy(update={"steps": steps})

    def noted(self, at: AwareDatetime, what: str, by: str, step: int = 0, note: str = "") -> Relay:
        """The relay with one more line of its history."""
        line = RelayMoment(at=at, what=what, by=by, step=step, note=note)
        return self.model_copy(update={"moments": (*self.moments, line)[-_KEPT_MOMENTS:]})


class RelayLine(Value):
    """A relay as it stands in the list of its unit."""

    id: str
    unit: str
    account: str
    title: str
    state: RelayState
    steps: int
    out: int
    skipped: int
    current: int = 0
    """Number of the step that the others wait for; 0: none."""
    current_title: str = ""
    current_account: str = ""
    due_at: AwareDatetime | None = None
    """Of that step."""
    last_due: AwareDatetime | None = None
    """Of the last step."""
    made_by: str = ""
    lead: str = ""
    """Who started it, and is told of what is late; empty before the start."""
    at: AwareDatetime
    """When it was started, or else made."""


class UnitStep(Value):
    """A step as it stands in the list of its unit."""

    relay: str
    relay_title: str
    relay_state: RelayState
    by_unit: str
    """The unit whose relay it is."""
    step: str
    number: int
    steps: int
    title: str
    unit: str
    account: str
    account_name: str = ""
    owner: PersonId | None = None
    state: StepState
    urged: RelayUrged = RelayUrged.NOT_YET
    due_at: AwareDatetime | None = None
    turn_at: AwareDatetime | None = None
    article: str = ""
    url: str = ""
    early: bool = False
    hand_on_old: bool = False
    """The words in its article lead to a step that is not the next any more."""
