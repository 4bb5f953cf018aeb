"""Every kind of job, and the function that carries it out."""

from __future__ import annotations

from importlib import import_module
from typing import Final

from chalicelib import catalogue, reports
from chalicelib.application import report_schedule, service_spread
from chalicelib.clock import utc_now
from chalicelib.jobs import Job, Work
from chalicelib.jobs import run as run_job

KINDS: Final = {
    "audit.export": "log_export:export_job",
    "contributions.export": "contribution_ranking:export_job",
    "inspection.notice": "inspection_notices:notice_job",
    "audit.verify": "audit_chain:verification_job",
    "knowledge.duplicates": "duplicates:duplicates_job",
    "knowledge.release": "knowledge_release:release_job",
    "knowledge.trial": "threshold_trial:trial_job",
    "list.import": "list_import:import_job",
    "matrix.export": "matrix_export:export_job",
    "numbers.export": "numbers_export:export_job",
    "orders.export": "order_statistics:export_job",
    "production.plan": "production_paper:export_job",
    "products.files": "product_files:files_job",
    "push.export": "delivery_export:export_job",
    "report.make": "report_job:report_job",
    "topics.effects": "effect_export:export_job",
    "topics.products": "answer_products:products_job",
    "rules.dry-run": "rule_trials:dry_run_job",
}
"""PaperKind → module of this package and its function ``(job, progress) -> Result``; imported when a job of it comes."""


def run(body: str) -> Job | None:
    """Carry out the job that a queue's message names (``jobs.run``).

    Other messages name a catalogue to look after, or a schedule of reports that is due.
    """
    if body.startswith(catalogue.tending.ORDER):
        service_spread.tend(body.removeprefix(catalogue.tending.ORDER), utc_now())
        return None
    if body.startswith(reports.MESSAGE):
        return report_schedule.carry_out(body, now=utc_now())
    return run_job(body, find)


def find(kind: str) -> Work:
    """The function of a kind. Raises ``KeyError``."""
    module, _, name = KINDS[kind].partition(":")
    found: Work = getattr(import_module(f"chalicelib.application.{module}"), name)
    return found
