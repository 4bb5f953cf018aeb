"""An inquiry is put, looked at until it has ended, and cancelled. No request waits for Athena.

Each step may be repeated: Athena begins a query once for a token, which is made of the inquiry, its attempt and its
account; rows lie in a place of their attempt; and an attempt that has ended stays as it is.
"""

from __future__ import annotations

from datetime import datetime
from itertools import islice

from chalicelib import telemetry
from chalicelib.insight.inquiries import scope, store
from chalicelib.insight.inquiries.errors import InquiryOver, NoSuchInquiry
from chalicelib.insight.inquiries.models import (
    MOST_ROWS,
    Answered,
    Inquiry,
    InquiryState,
    Standing,
    Wanted,
)
from chalicelib.insight.queries import run
from chalicelib.insight.queries.errors import ArchiveNotThere, QueryFailed, TooMuchScanned
from chalicelib.settings import settings

_STANDS = (InquiryState.RUNNING, InquiryState.DONE)


def available() -> None:
    """Whether an archive can be asked here. Raises ``ArchiveNotThere``."""
    if not settings().athena_workgroup:
        raise ArchiveNotThere


def put(wanted: Wanted, *, by: str, now: datetime) -> Standing:
    """Put a question, unless the same one to the same files runs or is answered already.

    Raises ``ArchiveNotThere``.
    """
    available()
    found = scope.estimate(wanted, now)
    known = store.find(found.id)
    if known is not None and known.state in _STANDS:
        return known
    inquiry = Inquiry(id=found.id, wanted=wanted, bytes=found.bytes, by=by, at=now)
    attempt = known.attempt + 1 if known else 1
    standing = Standing(inquiry=inquiry, state=InquiryState.RUNNING, attempt=attempt)
    if not found.files:  # nobody is paid for reading nothing
        nothing = [Answered(account=one, rows=()) for one in wanted.accounts]
        store.put_answer(standing, nothing)
        return store.begin(_with(standing, state=InquiryState.DONE))
    return _begun(store.begin(standing))


def look(inquiry_id: str) -> Standing:
    """How far an inquiry is; where all of it has been answered, its rows are kept. Raises ``NoSuchInquiry``."""
    standing = store.find(inquiry_id)
    if standing is None:
        raise NoSuchInquiry
    if standing.state is not InquiryState.RUNNING:
        return standing
    if not standing.executions:  # whoever put it stopped half-way
        standing = _begun(standing)
    try:
        seen = [run.look(one) for one in standing.executions]
    except (QueryFailed, TooMuchScanned) as error:
        if isinstance(error, QueryFailed):
            telemetry.logger.warning(
                "inquiry failed", extra={"inquiry": inquiry_id, "why": error.reason}
            )
        _stop(standing)
        return store.keep(_with(standing, state=InquiryState.FAILED, problem=str(error)))
    standing = _with(
        standing,
        finished=sum(one.done for one in seen),
        scanned=sum(one.scanned for one in seen),
        seconds=max(one.seconds for one in seen),
        dollars=sum(one.dollars for one in seen),
    )
    return _answered(standing) if all(one.done for one in seen) else standing


def cancel(inquiry_id: str) -> Standing:
    """Give an inquiry up; what it has scanned is paid for. Raises ``NoSuchInquiry`` or ``InquiryOver``."""
    standing = store.find(inquiry_id)
    if standing is None:
        raise NoSuchInquiry
    if standing.state is not InquiryState.RUNNING:
        raise InquiryOver(standing.state)
    ended = store.keep(_with(standing, state=InquiryState.CANCELLED, problem="已取消"))
    if ended.state is InquiryState.CANCELLED:
        _stop(standing)
    return ended


def _begun(standing: Standing) -> Standing:
    """The queries of an attempt are begun; again, they are the same ones."""
    if standing.state is not InquiryState.RUNNING or standing.executions:
        return standing
    wanted, now = standing.inquiry.wanted, standing.inquiry.at
    token = f"{standing.inquiry.id}.{standing.attempt}"
    executions = tuple(
        run.begin(wanted.asks, wanted.parameters(account, now), token=f"{token}.{account}")
        for account in wanted.accounts
    )
    return store.keep(_with(standing, executions=executions))


def _answered(standing: Standing) -> Standing:
    wanted, answered, cut = standing.inquiry.wanted, [], False
    for account, execution in zip(wanted.accounts, standing.executions, strict=True):
        rows = list(islice(run.read_each(wanted.asks, execution), MOST_ROWS + 1))
        cut = cut or len(rows) > MOST_ROWS
        kept = tuple(row.model_dump(mode="json") for row in rows[:MOST_ROWS])
        answered.append(Answered(account=account, rows=kept))
    store.put_answer(standing, answered)
    number = sum(len(one.rows) for one in answered)
    return store.keep(_with(standing, state=InquiryState.DONE, rows=number, cut=cut))


def _stop(standing: Standing) -> None:
    for one in standing.executions:
        run.cancel(one)


def _with(standing: Standing, **changes: object) -> Standing:
    return standing.model_copy(update=changes)
