"""Relays (融媒体接龙): steps over accounts, in order; each leads to the next, and one page shows them all."""

from typing import TYPE_CHECKING

from chalicelib.door import opens

if TYPE_CHECKING:
    from chalicelib.relays import cover as cover
    from chalicelib.relays import following as following
    from chalicelib.relays import labels as labels
    from chalicelib.relays import logged as logged
    from chalicelib.relays import making as making
    from chalicelib.relays import plan_file as plan_file
    from chalicelib.relays import planning as planning
    from chalicelib.relays import rules as rules
    from chalicelib.relays import running as running
    from chalicelib.relays import texts as texts
    from chalicelib.relays.errors import BadRelay as BadRelay
    from chalicelib.relays.errors import HandOnMissing as HandOnMissing
    from chalicelib.relays.errors import RelayChanged as RelayChanged
    from chalicelib.relays.errors import RelayError as RelayError
    from chalicelib.relays.errors import RelayNotNow as RelayNotNow
    from chalicelib.relays.errors import UnknownRelay as UnknownRelay
    from chalicelib.relays.models import INTRO_CHARS as INTRO_CHARS
    from chalicelib.relays.models import MOST_STEPS as MOST_STEPS
    from chalicelib.relays.models import NOTE_CHARS as NOTE_CHARS
    from chalicelib.relays.models import OPEN_STEPS as OPEN_STEPS
    from chalicelib.relays.models import REASON_CHARS as REASON_CHARS
    from chalicelib.relays.models import STEP_TITLE_CHARS as STEP_TITLE_CHARS
    from chalicelib.relays.models import TEMPLATE_CHARS as TEMPLATE_CHARS
    from chalicelib.relays.models import TEXT_CHARS as TEXT_CHARS
    from chalicelib.relays.models import TITLE_CHARS as TITLE_CHARS
    from chalicelib.relays.models import PlannedStep as PlannedStep
    from chalicelib.relays.models import Relay as Relay
    from chalicelib.relays.models import RelayAction as RelayAction
    from chalicelib.relays.models import RelayLine as RelayLine
    from chalicelib.relays.models import RelayMoment as RelayMoment
    from chalicelib.relays.models import RelayPlan as RelayPlan
    from chalicelib.relays.models import RelayState as RelayState
    from chalicelib.relays.models import RelayStep as RelayStep
    from chalicelib.relays.models import RelayUrged as RelayUrged
    from chalicelib.relays.models import StepAction as StepAction
    from chalicelib.relays.models import StepState as StepState
    from chalicelib.relays.models import UnitStep as UnitStep
    from chalicelib.relays.plan_file import PlanFileErrors as PlanFileErrors
    from chalicelib.relays.running import StepChange as StepChange
    from chalicelib.relays.store import due as due
    from chalicelib.relays.store import get as get
    from chalicelib.relays.store import of_article as of_article
    from chalicelib.relays.store import of_unit as of_unit
    from chalicelib.relays.store import steps_of as steps_of
    from chalicelib.relays.transitions import RELAY as RELAY
    from chalicelib.relays.transitions import STEP as STEP
    from chalicelib.relays.transitions import Placed as Placed
    from chalicelib.relays.transitions import Who as Who
else:
    __getattr__ = opens(
        __name__,
        {
            "": [
                "cover",
                "following",
                "labels",
                "logged",
                "making",
                "plan_file",
                "planning",
                "rules",
                "running",
                "texts",
            ],
            "errors": [
                "BadRelay",
                "HandOnMissing",
                "RelayChanged",
                "RelayError",
                "RelayNotNow",
                "UnknownRelay",
            ],
            "models": [
                "INTRO_CHARS",
                "MOST_STEPS",
                "NOTE_CHARS",
                "OPEN_STEPS",
                "PlannedStep",
                "REASON_CHARS",
                "Relay",
                "RelayAction",
                "RelayLine",
                "RelayMoment",
                "RelayPlan",
                "RelayState",
                "RelayStep",
                "RelayUrged",
                "STEP_TITLE_CHARS",
                "StepAction",
                "StepState",
                "TEMPLATE_CHARS",
                "TEXT_CHARS",
                "TITLE_CHARS",
                "UnitStep",
            ],
            "plan_file": ["PlanFileErrors"],
            "running": ["StepChange"],
            "store": ["due", "get", "of_article", "of_unit", "steps_of"],
            "transitions": ["Placed", "RELAY", "STEP", "Who"],
        },
    )
