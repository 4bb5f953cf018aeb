"""Every alarm: when it rings, what happened then, and what a person does about it.

A new alarm is an entry in one of these three modules and nothing else; ``make tables`` carries it into the template,
the operators' guide and the costs. The order is the guide's: what followers get, then pushes, then what runs behind both.
"""

from __future__ import annotations

from typing import Final

from dev.alarms.alarm import Alarm, Row
from dev.alarms.answers import ANSWERS
from dev.alarms.machinery import MACHINERY
from dev.alarms.pushes import PUSHES

ROWS: Final[tuple[Row, ...]] = (*ANSWERS, *PUSHES, *MACHINERY)

ALARMS: Final[tuple[Alarm, ...]] = tuple(alarm for row in ROWS for alarm in row.alarms)
