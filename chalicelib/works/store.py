"""Items of this package.

| pk | sk | attributes |
|---|---|---|
| ``WORK#{account}`` | ``{kind}#{id}`` | ``doc`` (Work), ``version`` |
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from chalicelib.cloud import table
from chalicelib.works.errors import UnknownWork
from chalicelib.works.models import Work, WorkKind


def get(account: str, kind: WorkKind, work_id: str, *, consistent: bool = False) -> Work:
    """A work as it was published last, withdrawn or not. Raises ``UnknownWork``."""
    item = table.get(_pk(account), _sk(kind, work_id), consistent=consistent)
    if item is None:
        raise UnknownWork(f"{kind.value}/{work_id}")
    return Work.model_validate_json(str(item["doc"]))


def of_account(account: str, kind: WorkKind | None = None) -> Iterator[Work]:
    """The works of an account, of one kind where it is given, by kind and id."""
    prefix = f"{kind.value}#" if kind else ""
    for item in table.query(_pk(account), prefix):
        yield Work.model_validate_json(str(item["doc"]))


def publish_action(work: Work, before: int | None = None) -> table.Action:
    """The write that publishes a work, for a transaction.

    With ``before`` it is refused unless the published version is that one (0: none yet); without, the last one wins.
    """
    version = work.version if before is None else before + 1
    item: table.Item = {
        "pk": _pk(work.account),
        "sk": _sk(work.kind, work.id),
        "doc": work.model_copy(update={"version": version}).model_dump_json(),
        "version": version,
    }
    if before is None:
        return table.put_action(item)
    if before == 0:
        return table.put_action(item, only_new=True)
    return table.put_if_action(item, "version = :before", {":before": before})


def withdraw_action(work: Work, now: datetime) -> table.Action:
    """The write that takes a work down: its page says so, and shows nothing of it. Twice is harmless."""
    gone = {"content": {}, "key": "", "files": {}, "withdrawn_at": now}
    return publish_action(work.model_copy(update=gone), work.version)


def path_of(account: str, kind: WorkKind, work_id: str) -> str:
    """Its address below the address of H5 pages (``settings().h5_url``): ``works/{account}/{kind}/{id}/``."""
    return f"works/{account}/{kind.value}/{work_id}/"


def _pk(account: str) -> str:
    return f"WORK#{account}"


def _sk(kind: WorkKind, work_id: str) -> str:
    return f"{kind.value}#{work_id}"
