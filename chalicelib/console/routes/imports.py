"""Lists from files: rules, questions and policy documents, taken at once or by a job."""

from __future__ import annotations

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router
from pydantic import BaseModel

from chalicelib.application import list_import
from chalicelib.application.list_import import What, Wish
from chalicelib.clock import utc_now
from chalicelib.console.accepted import JobSeen, begun_or_done, seen
from chalicelib.console.caller import actor
from chalicelib.console.once import once
from chalicelib.console.routes.files import ImportedList, ImportOutcome, outcome_seen
from chalicelib.console.routes.jobs import JobId
from chalicelib.jobs import Job

router = Router()


class ImportAnswer(BaseModel):
    """What came of a file, or the job that goes on with it."""

    job: JobSeen | None
    outcome: ImportOutcome | None


@router.post("/rules/<account>/import", tags=["rules"], summary="导入规则")
def import_rules(account: str, given: ImportedList) -> Response[ImportAnswer]:
    """A file's rules in the place of all others, or every fault of it at its place."""
    return _taken(account, What.RULES, given)


@router.post("/knowledge/<account>/entries-import", tags=["knowledge"], summary="导入问答")
def import_entries(account: str, given: ImportedList) -> Response[ImportAnswer]:
    """A file's questions as a draft, or every fault of it at its place."""
    return _taken(account, What.ENTRIES, given)


@router.post("/knowledge/<account>/policies-import", tags=["policies"], summary="导入政策文件")
def import_policies(account: str, given: ImportedList) -> Response[ImportAnswer]:
    """A file's documents as a draft, or every fault of it at its place."""
    return _taken(account, What.POLICIES, given)


@router.get("/imports/<job_id>", tags=["jobs"], summary="导入任务的结果")
def outcome(job_id: JobId) -> ImportOutcome:
    """What came of an import that went on as a job of the caller."""
    return outcome_seen(list_import.outcome_for(job_id, by=actor()))


def _taken(account: str, what: What, given: ImportedList) -> Response[ImportAnswer]:
    wish = Wish(what, given.file.file(), given.dry_run, given.replace, given.note)

    def make() -> ImportAnswer:
        done = list_import.import_or_start(account, wish, by=actor(), now=utc_now())
        if isinstance(done, Job):
            return ImportAnswer(job=seen(done), outcome=None)
        return ImportAnswer(job=None, outcome=outcome_seen(done))

    return begun_or_done(make() if given.dry_run else once(ImportAnswer, make))
