"""Steps of a relay from a table, or as one. Nothing is stored: the page puts them into the plan."""

from __future__ import annotations

from datetime import datetime

from chalicelib import accounts, people, relays
from chalicelib.actor import Actor
from chalicelib.clock import shown
from chalicelib.relays import PlannedStep
from chalicelib.sheets.exports import Exported, Form, export
from chalicelib.sheets.problems import Problem
from chalicelib.values import Value

READ = "relays:relay:read"
EDIT = "relays:relay:edit"


class ReadSteps(Value):
    """What a table says, or every fault of it."""

    steps: tuple[PlannedStep, ...] = ()
    problems: tuple[str, ...] = ()
    """Each with its row, as a Chinese sentence."""


def read(by: Actor, unit: str, name: str, body: bytes) -> ReadSteps:
    """The steps in a file. Raises ``PermissionDenied`` or ``UnknownUnit``."""
    people.require(by, EDIT, unit)
    every = [state.account.id for state in accounts.states()]
    places = relays.planning.places(unit, every)
    try:
        return ReadSteps(steps=relays.plan_file.read(name, body, places))
    except relays.PlanFileErrors as error:
        return ReadSteps(problems=tuple(_said(one) for one in error.problems))


def table(by: Actor, relay_id: str, form: Form, *, plan: bool = True) -> Exported:
    """A relay's steps as a table: as a plan that can be read again, or with how far each is.

    Raises ``UnknownRelay`` or ``PermissionDenied``.
    """
    relay = relays.get(relay_id)
    relays.logged.require_reader(by, relay)
    heads, rows = list(relays.plan_file.HEADS), relays.plan_file.rows_of(relay.steps)
    if not plan:
        heads += ["状态", "发布时间", "链接"]
        for row, step in zip(rows, relay.steps, strict=True):
            row += [relays.labels.STEPS[step.state], _at(step.out_at), step.url]
    return export(heads, rows, form)


def _at(at: datetime | None) -> str:
    return shown(at) if at else ""


def _said(problem: Problem) -> str:
    row = f"第 {problem.row} 行" if problem.row else ""
    column = f"“{problem.column}”" if problem.column else ""
    return f"{row}{column}：{problem.reason}" if row or column else problem.reason
