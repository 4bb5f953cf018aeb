"""Every kind of job, and the function that carries it out."""

from __future__ import annotations

from importlib import import_module
from typing import Final

from chalicelib import catalogue
from chalicelib.application import service_spread
from chalicelib.clock import utc_now
from chalicelib.jobs import Job, Work
from chalicelib.jobs import run as run_job

KINDS: Final = {
    "audit.export": "log_export:export_job",
    "knowledge.duplicates": "duplicates:duplicates_job",
    "knowledge.release": "knowledge_release:release_job",
    "knowledge.trial": "threshold_trial:trial_job",
    "list.import": "list_import:import_job",
    "numbers.export": "numbers_export:export_job",
    "push.export": "delivery_export:export_job",
    "rules.dry-run": "rule_trials:dry_run_job",
}
"""Kind → module of this package and its function ``(job, progress) -> Result``; imported when a job of it comes."""


def run(body: str) -> Job | None:
    """Carry out the job that a queue's message names (``jobs.run``), or look after the catalogue that it names."""
    if body.startswith(catalogue.tending.ORDER):
        service_spread.tend(body.removeprefix(catalogue.tending.ORDER), utc_now())
        return None
    return run_job(body, find)


def find(kind: str) -> Work:
    """The function of a kind. Raises ``KeyError``."""
    module, _, name = KINDS[kind].partition(":")
    found: Work = getattr(import_module(f"chalicelib.application.{module}"), name)
    return found
