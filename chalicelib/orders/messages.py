"""Messages of this package on the queue of the control centre; their kinds stand in ``application.control_tasks``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from chalicelib.cloud import queues
from chalicelib.settings import settings

ROUND: Final = "order_round"
"""``{order} {round}``: queue a message for every unit; ``{order} {round} {unit}``: tell one."""
URGE: Final = "order_urge"
"""``{order}``: escalate what is overdue."""
FOLLOW: Final = "order_follow"
"""``{order}``: look at what it began elsewhere."""


def wake(kind: str, about: str) -> None:
    """Hurry a step that the sweep finds anyway."""
    queues.wake(settings().control_queue_url, f"{kind} {about}")


def send_all(kind: str, abouts: Sequence[str]) -> None:
    """Queue a step for each."""
    queues.send_all(settings().control_queue_url, [f"{kind} {one}" for one in abouts])
