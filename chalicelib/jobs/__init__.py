"""Jobs: work that takes longer than a person waits for a page (imports, exports, releases).

A use case starts one and answers at once; a function of its own carries it out from a queue, tells how far it is, and
keeps what came of it for the person who started it (docs/decisions/0179). How a kind of job is added:

1. A function that takes the job and tells its progress, in ``chalicelib/application/``::

       def export_job(job: jobs.Job, progress: jobs.Progress) -> jobs.Result:
           people.require(job.by, "audit:log:export", job.unit)
           for number, row in enumerate(rows):
               progress(number, len(rows), "正在读取")  # at least once in five minutes; writes once a second at most
           return jobs.Result("共 12 条", file=jobs.Made("日志.csv", "text/csv", body))

   It may be run again from its beginning after a crash, so what it does twice must be the same as once. ``progress``
   raises when the job was cancelled or taken over: let it pass. A ``DomainError`` ends the job with its sentence; any
   other error is tried three times in all. Entries of the audit log go into ``Result.entries``: they are
   written in the transaction that ends the job.

2. Its line in ``chalicelib/application/job_kinds.py``: ``"audit.export": "log_export:export_job"``.

3. The use case checks the permission and calls
   ``jobs.start("audit.export", "导出操作日志", by=by, unit=unit, arguments={…}, now=now)``; the route answers with
   ``accepted(seen(job))`` of ``chalicelib/console/accepted.py`` and ``status_code=202``. Large input lies in the bucket, its
   key in the arguments.

The bell in the page shows the rest: progress, cancelling, the result. What ends in an answer rather than a file is
handed back as ``Result.outcome`` and shown by the page that ``Result.page`` names. Work that is mostly short goes through
``here_or_later``: the request does it, unless it turns out to be long. It says ``progress.last()`` before it changes
anything: from there on it is not cancelled.
"""

from chalicelib.jobs.errors import JobError, JobNotDone, TooManyJobs, UnknownJob
from chalicelib.jobs.models import OVER, Job, JobFile, JobState
from chalicelib.jobs.result import Made, Result
from chalicelib.jobs.service import (
    cancel,
    forget,
    get,
    give,
    given,
    jobs_of,
    link,
    outcome,
    start,
    sweep,
)
from chalicelib.jobs.short import SHORT, Silent, Tells, TooLong, Watch, here_or_later
from chalicelib.jobs.worker import Progress, Work, run

__all__ = [
    "OVER",
    "SHORT",
    "Job",
    "JobError",
    "JobFile",
    "JobNotDone",
    "JobState",
    "Made",
    "Progress",
    "Result",
    "Silent",
    "Tells",
    "TooLong",
    "TooManyJobs",
    "UnknownJob",
    "Watch",
    "Work",
    "cancel",
    "forget",
    "get",
    "give",
    "given",
    "here_or_later",
    "jobs_of",
    "link",
    "outcome",
    "run",
    "start",
    "sweep",
]
