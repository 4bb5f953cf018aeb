"""Items and objects of this package.

| pk | sk | attributes |
|---|---|---|
| ``JOBS#{person}`` | job id | ``doc`` (Order), ``state``, ``reached`` (percent), ``said`` (how far it is, or what came of it), ``claim`` and ``lease`` (epoch s) of the function that has it, ``tries``, ``ended``, ``made`` (JobFile), ``page``, ``outcome`` (key), ``uncancellable`` from its last step on, ``expires_at``; until it has ended in ``GSI1`` under ``JOBS`` by due time |

| key | body |
|---|---|
| ``jobs/{person}/{id}/{name}`` | a file that came of a job; the bucket forgets it after seven days |
| ``jobs/{person}/{id}/outcome`` | what a page shows of it (JSON); forgotten alike |
| ``jobs/{person}/given/{sha256}`` | a file that somebody gave a job; forgotten alike |
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any, Final

from chalicelib.audit import AuditEntry, write_action
from chalicelib.clock import stamp
from chalicelib.cloud import objects, table
from chalicelib.cloud.errors import ConditionFailed
from chalicelib.jobs.models import KEPT, LEASE, MOST_TRIES, Job, JobFile, JobState, Order
from chalicelib.jobs.result import Made

_DUE: Final = "JOBS"
_MINE: Final = "#state = :running AND claim = :mark"
_STATE: Final = {"#state": "state"}


def add(order: Order) -> None:
    """Write a new job."""
    table.put(
        {
            **_key(order.by.person, order.id),
            "doc": order.model_dump_json(),
            "state": JobState.QUEUED,
            "reached": 0,
            "said": "",
            "tries": 0,
            "gsi1pk": _DUE,
            "gsi1sk": stamp(order.made_at),
            "expires_at": int((order.made_at + KEPT).timestamp()),
        },
        only_new=True,
    )


def get(person: str, job_id: str) -> Job | None:
    """One job of a person; None where there is none."""
    item = table.get(**_key(person, job_id), consistent=True)
    return _job(item) if item else None


def of(person: str, *, after: str = "") -> Iterator[Job]:
    """The jobs of a person, newest first."""
    found = table.query(f"JOBS#{person}", newest_first=True, consistent=True, after=after)
    return (_job(item) for item in found)


def claim(person: str, job_id: str, mark: str, now: datetime) -> tuple[Job, bool] | None:
    """Take a job that waits or whose function broke off: the job, and whether it may be tried; None for any other."""
    key = _key(person, job_id)
    try:
        item = table.update(
            key["pk"],
            key["sk"],
            "SET #state = :running, claim = :mark, lease = :until, gsi1sk = :due ADD tries :one",
            {
                ":running": JobState.RUNNING,
                ":queued": JobState.QUEUED,
                ":mark": mark,
                ":until": _lease(now),
                ":due": stamp(now + LEASE),
                ":one": 1,
                ":now": int(now.timestamp()),
            },
            condition="#state = :queued OR (#state = :running AND lease < :now)",
            names=_STATE,
        )
    except ConditionFailed:
        return None
    return _job(item), int(item["tries"]) <= MOST_TRIES


def move_on(
    job: Job, mark: str, percent: int, message: str, now: datetime, *, last: bool = False
) -> bool:
    """Note how far a job is, and hold it longer; False where it is no longer this function's.

    After ``last`` it can't be cancelled.
    """
    values = {
        ":percent": percent,
        ":message": message,
        ":until": _lease(now),
        ":due": stamp(now + LEASE),
    }
    update = "SET reached = :percent, said = :message, lease = :until, gsi1sk = :due"
    if last:
        update, values[":yes"] = f"{update}, uncancellable = :yes", True
    return _changed(job, update, values, mark)


def put_back(job: Job, mark: str, due: datetime) -> bool:
    """Let a job wait again after an error; False where it is no longer this function's."""
    values = {":queued": JobState.QUEUED, ":due": stamp(due)}
    return _changed(job, "SET #state = :queued, gsi1sk = :due", values, mark)


def end(
    job: Job,
    mark: str,
    state: JobState,
    message: str,
    now: datetime,
    *,
    file: JobFile | None = None,
    page: str = "",
    outcome: str = "",
    entries: Iterable[AuditEntry] = (),
) -> bool:
    """End a job with what came of it, in one transaction; False where it is no longer this function's."""
    key = _key(job.by.person, job.id)
    last = table.update_action(
        key["pk"],
        key["sk"],
        "SET #state = :state, said = :message, reached = :percent, ended = :ended, made = :file, page = :page, "
        "outcome = :outcome "
        "REMOVE gsi1pk, gsi1sk",
        {
            ":state": state,
            ":message": message,
            ":percent": 100 if state is JobState.DONE else job.percent,
            ":ended": stamp(now),
            ":file": file.model_dump_json() if file else "",
            ":page": page,
            ":outcome": outcome,
            ":running": JobState.RUNNING,
            ":mark": mark,
        },
        condition=_MINE,
        names=_STATE,
    )
    try:
        table.transact([last, *(write_action(entry) for entry in entries)])
    except ConditionFailed:
        return False
    return True


def cancel(job: Job, message: str, now: datetime) -> bool:
    """End a job that has not ended; False where it has, or is past its last step."""
    values = {
        ":state": JobState.CANCELLED,
        ":message": message,
        ":ended": stamp(now),
        ":queued": JobState.QUEUED,
        ":running": JobState.RUNNING,
    }
    update = "SET #state = :state, said = :message, ended = :ended REMOVE gsi1pk, gsi1sk"
    open_ = "#state IN (:queued, :running) AND attribute_not_exists(uncancellable)"
    return _updated(job, update, values, open_)


def delete(person: str, job_id: str) -> None:
    """Forget a job; one that is gone is no error."""
    key = _key(person, job_id)
    table.delete(key["pk"], key["sk"])


def put_file(job: Job, made: Made) -> JobFile:
    """Keep a file that came of a job; the same again lies in the same place."""
    key = f"jobs/{job.by.person}/{job.id}/{made.name}"
    objects.write(key, made.body, made.content_type)
    return JobFile(name=made.name, content_type=made.content_type, key=key, size=len(made.body))


def put_outcome(job: Job, body: str) -> str:
    """Keep what a page shows of a job (JSON); returns its key."""
    key = f"jobs/{job.by.person}/{job.id}/outcome"
    objects.write(key, body.encode(), "application/json")
    return key


def put_given(person: str, body: bytes) -> str:
    """Keep a file that somebody gives a job; returns its key. The same file has the same."""
    key = f"jobs/{person}/given/{hashlib.sha256(body).hexdigest()}"
    objects.write(key, body, "application/octet-stream")
    return key


def due(now: datetime) -> Iterator[tuple[str, str]]:
    """Person and id of each job that waits or whose function broke off."""
    for item in table.due(_DUE, stamp(now)):
        yield str(item["pk"]).removeprefix("JOBS#"), str(item["sk"])


def _job(item: table.Item) -> Job:
    order = Order.model_validate_json(str(item["doc"]))
    file = str(item.get("made") or "")
    ended = str(item.get("ended") or "")
    return Job(
        **order.model_dump(exclude={"cancellable"}),
        cancellable=order.cancellable and not item.get("uncancellable"),
        state=JobState(str(item["state"])),
        percent=int(item["reached"]),
        message=str(item["said"]),
        ended_at=datetime.fromisoformat(ended).astimezone(UTC) if ended else None,
        file=JobFile.model_validate_json(file) if file else None,
        page=str(item.get("page") or ""),
        outcome=str(item.get("outcome") or ""),
    )


def _changed(job: Job, update: str, values: dict[str, Any], mark: str) -> bool:
    """Whether a job could be changed: it is no longer, where another function or nobody works on it."""
    return _updated(job, update, {**values, ":running": JobState.RUNNING, ":mark": mark}, _MINE)


def _updated(job: Job, update: str, values: dict[str, Any], condition: str) -> bool:
    key = _key(job.by.person, job.id)
    try:
        table.update(key["pk"], key["sk"], update, values, condition=condition, names=_STATE)
    except ConditionFailed:
        return False
    return True


def _lease(now: datetime) -> int:
    return int((now + LEASE).timestamp())


def _key(person: str, job_id: str) -> dict[str, str]:
    return {"pk": f"JOBS#{person}", "sk": job_id}
