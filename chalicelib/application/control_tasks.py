"""Every kind of step that the control centre's queue carries, and the function that carries it out.

A message is a kind and what it is about, with a space between: ``order 2026-0012 xian1``.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from importlib import import_module
from typing import Final

from chalicelib.clock import utc_now
from chalicelib.cloud import queues
from chalicelib.settings import settings

Clock = Callable[[], datetime]
Step = Callable[[str, Clock], None]

KINDS: Final[dict[str, str]] = {
    "inspect": "inspection_night:inspect",
    "inspect-night": "inspection_runs:begin_night",
    "matrix-round": "matrix_health:begin",
    "matrix-group": "matrix_health:carry_out",
    "takedown": "takedown_work:tend",
    "takedown_search": "takedown_search:search",
    "takedown_steps": "takedown_steps:steps",
    "order_follow": "order_follow:look",
    "order_round": "order_steps:carry_round",
    "order_urge": "order_steps:urge",
    "contribution": "contribution_work:look",
    "audit": "audit_chain:step",
    "relay_look": "relay_follow:look",
}
"""Kind → module of this package and its function ``(about, clock)``; imported when a message of it comes."""


def send(kind: str, abouts: list[str]) -> None:
    """Queue a step for each of ``abouts``."""
    queues.send_all(settings().control_queue_url, [f"{kind} {about}" for about in abouts])


def carry_out(body: str, *, clock: Clock = utc_now) -> None:
    """Carry out the step that a message names. Raises ``KeyError`` for an unknown kind."""
    kind, _, about = body.partition(" ")
    module, _, name = KINDS[kind].partition(":")
    step: Step = getattr(import_module(f"chalicelib.application.{module}"), name)
    step(about, clock)
