"""The matrix (矩阵): what is on file of every account, its life, and how it is, told from signals (docs/control.md)."""

from typing import TYPE_CHECKING

from chalicelib.door import opens

if TYPE_CHECKING:
    from chalicelib.matrix import labels as labels
    from chalicelib.matrix import store as store
    from chalicelib.matrix.errors import BadRegistration as BadRegistration
    from chalicelib.matrix.errors import BadThreshold as BadThreshold
    from chalicelib.matrix.errors import MatrixError as MatrixError
    from chalicelib.matrix.errors import NotRegistered as NotRegistered
    from chalicelib.matrix.errors import RegistrationChanged as RegistrationChanged
    from chalicelib.matrix.errors import WrongLifeState as WrongLifeState
    from chalicelib.matrix.life import StepInput as StepInput
    from chalicelib.matrix.life import opened as opened
    from chalicelib.matrix.life import refusal as refusal
    from chalicelib.matrix.life import stepped as stepped
    from chalicelib.matrix.models import RANK as RANK
    from chalicelib.matrix.models import AccountHealth as AccountHealth
    from chalicelib.matrix.models import LifeAction as LifeAction
    from chalicelib.matrix.models import LifeState as LifeState
    from chalicelib.matrix.models import LifeStep as LifeStep
    from chalicelib.matrix.models import Registration as Registration
    from chalicelib.matrix.models import Responsible as Responsible
    from chalicelib.matrix.models import SignalName as SignalName
    from chalicelib.matrix.models import SignalThreshold as SignalThreshold
    from chalicelib.matrix.models import SignalThresholds as SignalThresholds
    from chalicelib.matrix.rows import GROUPS as GROUPS
    from chalicelib.matrix.rows import Row as Row
    from chalicelib.matrix.rows import Sign as Sign
    from chalicelib.matrix.rows import Turn as Turn
    from chalicelib.matrix.rows import group_of as group_of
    from chalicelib.matrix.rows import renewed as renewed
    from chalicelib.matrix.signals import SIGNALS as SIGNALS
    from chalicelib.matrix.signals import Facts as Facts
    from chalicelib.matrix.signals import days_since as days_since
    from chalicelib.matrix.signals import evaluate as evaluate
    from chalicelib.matrix.signals import is_idle as is_idle
    from chalicelib.matrix.store import MOST_TURNS as MOST_TURNS
    from chalicelib.matrix.store import Group as Group
    from chalicelib.matrix.thresholds import ThresholdInForce as ThresholdInForce
    from chalicelib.matrix.thresholds import in_force as in_force
    from chalicelib.matrix.thresholds import set_threshold as set_threshold
    from chalicelib.matrix.thresholds import thresholds_of as thresholds_of
else:
    __getattr__ = opens(
        __name__,
        {
            "": ["labels", "store"],
            "errors": [
                "BadRegistration",
                "BadThreshold",
                "MatrixError",
                "NotRegistered",
                "RegistrationChanged",
                "WrongLifeState",
            ],
            "life": ["StepInput", "opened", "refusal", "stepped"],
            "models": [
                "RANK",
                "AccountHealth",
                "LifeAction",
                "LifeState",
                "LifeStep",
                "Registration",
                "Responsible",
                "SignalName",
                "SignalThreshold",
                "SignalThresholds",
            ],
            "rows": ["GROUPS", "Row", "Sign", "Turn", "group_of", "renewed"],
            "signals": ["SIGNALS", "Facts", "days_since", "evaluate", "is_idle"],
            "store": ["MOST_TURNS", "Group"],
            "thresholds": ["ThresholdInForce", "in_force", "set_threshold", "thresholds_of"],
        },
    )

__all__ = [
    "GROUPS",
    "MOST_TURNS",
    "RANK",
    "SIGNALS",
    "AccountHealth",
    "BadRegistration",
    "BadThreshold",
    "Facts",
    "Group",
    "LifeAction",
    "LifeState",
    "LifeStep",
    "MatrixError",
    "NotRegistered",
    "Registration",
    "RegistrationChanged",
    "Responsible",
    "Row",
    "Sign",
    "SignalName",
    "SignalThreshold",
    "SignalThresholds",
    "StepInput",
    "ThresholdInForce",
    "Turn",
    "WrongLifeState",
    "days_since",
    "evaluate",
    "group_of",
    "in_force",
    "is_idle",
    "labels",
    "opened",
    "refusal",
    "renewed",
    "set_threshold",
    "stepped",
    "store",
    "thresholds_of",
]
